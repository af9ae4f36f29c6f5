"""What a fact is to the kernel: its effective point, what it asserts, what it sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar, Final

import msgspec

from domain.kernel.instants import Instant

Value = str | int | bool | Decimal | None
"""The value of an attribute; None is R3's *none*: the thing exists without it."""

Quantity = int | Decimal
"""Something exact that is summed: money in its smallest unit, or square metres."""


class Blank(Enum):
    """R3's third blank, which is no value."""

    ABSENT = "absent"


ABSENT: Final = Blank.ABSENT
"""The thing is not known at K, or does not exist at V."""

Answer = Value | Blank

EXISTS: Final = "exists"
"""The attribute that every thing has from its registration on."""


class Source(
    msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True
):
    """Where a fact was read: a line of an edition of a named register."""

    register: str
    file: str
    line: int
    slot: str
    """Which of the facts that the mapping reads from one line this is."""


class Fact(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    forbid_unknown_fields=True,
):
    """Anything the journal records; it leads to no cycle, so none is looked for.

    A member that is not known is not passed over: what it says may change what the
    others mean.
    """

    source: Source | None = None


NAMELESS: Final = "unreadable"
"""The kind of a stream that an entry has for itself, named by its position: of which
thing it is cannot be read."""


class UnreadableFact(Fact, frozen=True, kw_only=True):
    """In place of an entry that cannot be read; it says nothing, and is not stored."""

    name: str
    """The name that it is stored under."""
    is_newer: bool
    """Whether a newer Guatu can read it; its bytes are damaged otherwise."""
    why: str


class WorldFact(Fact, frozen=True, kw_only=True):
    """Something that became true of one thing at its effective point (R4)."""

    kind: ClassVar[str] = ""
    """The kind of thing it is a fact of."""
    begins: ClassVar[bool] = False
    """Whether the thing exists from here on."""
    attributes: ClassVar[tuple[str, ...]] = ()
    """The members that are change-point attributes of the thing."""
    keyed: ClassVar[Mapping[str, tuple[str, str]]] = {}
    """Attributes in any number: what they are called before a colon → the member that
    says what after it, and the member that is the value."""
    measures: ClassVar[Mapping[str, str]] = {}
    """Measure that is summed → the member that holds the quantity."""

    effective: Instant

    def assertions(self) -> Iterable[tuple[str, Value]]:
        """Return each attribute that this fact sets, with its value."""
        found = [(name, getattr(self, name)) for name in self.attributes]
        for name, (key, member) in self.keyed.items():
            found.append((f"{name}:{getattr(self, key)}", getattr(self, member)))
        return found

    def quantities(self) -> Iterable[tuple[str, Quantity]]:
        """Return each measure that this fact adds to, with what it adds."""
        return [
            (measure, quantity)
            for measure, member in self.measures.items()
            if (quantity := getattr(self, member)) is not None
        ]


class PeriodFact(WorldFact, frozen=True, kw_only=True):
    """Something that holds over [effective, until) only, and ends by itself (R10).

    Over that period it overrides what was recorded before it. What a class of facts
    asserts so are *period attributes* of the thing; no other class may assert them as
    change points.
    """

    until: Instant | None = None
    """The first instant outside; None is no end."""
    typed_through: bool = False
    """Whether the end was typed as the last day inside (R12), to be shown so again."""


@dataclass(frozen=True, slots=True)
class Redrawn:
    """What a redrawing does to the things that it names, by their streams (R14)."""

    ended: tuple[str, ...] = ()
    """They exist before the effective point and no longer from it on."""
    begun: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    """They exist from the effective point on, with these attributes."""
    reshaped: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    """They exist before and after, with these attributes from then on."""

    @property
    def things(self) -> tuple[str, ...]:
        """Every thing that is named, once."""
        return tuple(dict.fromkeys((*self.ended, *self.begun, *self.reshaped)))


class Redrawing(WorldFact, frozen=True, kw_only=True):
    """One fact that ends, begins or reshapes several things together (R14).

    It is kept in the stream of one of them; the streams of the others hold a
    ``Concerned`` that leads to it.
    """

    def redrawn(self, own: str) -> Redrawn:  # noqa: ARG002  (for those who override)
        """Say what becomes of whom.

        Args:
            own: The stream that the fact is kept in.
        """
        return Redrawn()


class Concerned(Fact, frozen=True, kw_only=True):
    """The thing is named by a redrawing that another thing's stream keeps.

    It moves the thing's version, so that whoever has decided on the thing meanwhile
    decides again. It says nothing by itself and is never revised.
    """

    by: str
    """The stream that keeps the redrawing."""


class FactCorrected(Fact, frozen=True, kw_only=True):
    """Our record was wrong: the named members are replaced for all V (R7)."""

    target: int
    reason: str
    changes: dict[str, Any]
    """Members as the journal writes them: JSON values, instants in microseconds."""


class FactWithdrawn(Fact, frozen=True, kw_only=True):
    """It never happened: the target leaves every later answer (R6)."""

    target: int
    reason: str


def corrected(fact: WorldFact, changes: Mapping[str, Any]) -> WorldFact:
    """Return ``fact`` with ``changes`` in place of its own members."""
    return msgspec.convert(msgspec.to_builtins(fact) | changes, type(fact))
