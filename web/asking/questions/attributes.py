"""What can be asked of each kind of thing: its attributes and its sums, with types."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from domain.facts import THINGS
from domain.kernel.facts import Quantity
from domain.members.types import MONEY, MemberType
from domain.things.land import plots
from web.asking.questions.refusals import UnknownAttributeError

PLOT = plots.KIND


@cache
def measures_of(kind: str) -> Mapping[str, MemberType]:
    """Return measure → the type of what is summed, money before areas."""
    found = {name: each.type for name, each in THINGS.measures(kind).items()}
    return dict(sorted(found.items(), key=lambda each: (each[1] is not MONEY, each[0])))


def is_asked_of(kind: str, name: str) -> bool:
    """Tell whether things of a kind have an attribute, or a sum, of this name."""
    return name in measures_of(kind) or THINGS.attribute(kind, name) is not None


def require_attribute(kind: str, attribute: str) -> MemberType:
    """Return the type of an attribute of a kind.

    Raises:
        UnknownAttributeError: Things of the kind do not have it.
    """
    if (found := THINGS.attribute(kind, attribute)) is not None:
        return found.type
    names = THINGS.attributes(kind)
    single = sorted(name for name in names if not name.endswith(":"))
    families = (f"{name}…" for name in names if name.endswith(":"))
    known = ", ".join([*single, *families])
    raise UnknownAttributeError(kind=kind, attribute=attribute, known=known)


def require_measure(kind: str, measure: str) -> str:
    """Return the measure that is meant; money where none is named.

    Raises:
        UnknownAttributeError: Nothing of that name is summed.
    """
    known = measures_of(kind)
    if not measure:
        return next(iter(known))
    if measure not in known:
        listed = ", ".join(known)
        raise UnknownAttributeError(kind=kind, attribute=measure, known=listed)
    return measure


def printed_sum(kind: str, measure: str, quantity: Quantity) -> str:
    """Print a sum: money with two decimals, an area without trailing zeros."""
    return measures_of(kind)[measure].write(quantity)
