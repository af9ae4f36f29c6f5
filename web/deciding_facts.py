"""The facts that decide the stages of plots: since when, and at which position."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from domain.kernel.assertions import Assertion, Timeline, asserted, existing_of, on_top
from domain.kernel.assertions import timeline as timeline_of
from domain.kernel.facts import EXISTS
from domain.kernel.instants import Instant
from domain.things import stream_of
from web.dates import Dates
from web.families import family_of
from web.wiring import District

STAGE = "stage"


@dataclass(frozen=True, slots=True)
class Deciding:
    """The fact behind an answer: since when it holds, and its position."""

    since: Instant
    position: int


def deciding_stages(
    district: District, plots: Iterable[str], dates: Dates
) -> Mapping[str, Deciding]:
    """Find, plot by plot, the fact that decides its stage at (V, K).

    Args:
        district: The open district.
        plots: Ids of plots.
        dates: V and K.

    Returns:
        By plot: the fact that states its stage, a redrawing too, or the one that it
        exists by where no stage is stated.
    """
    ids = {stream_of("plot", plot): plot for plot in plots}
    family = family_of(district.app.journal, list(ids), up_to=dates.position)
    known = timeline_of(family.entries, dates.as_known)
    stated: dict[str, dict[str, list[Assertion]]] = {}
    for each in _stated(known):
        by_attribute = stated.setdefault(each.thing, {})
        by_attribute.setdefault(each.attribute, []).append(each)
    found = {
        plot: _deciding(stated.get(stream, {}), dates.as_of)
        for stream, plot in ids.items()
    }
    return {plot: each for plot, each in found.items() if each is not None}


def _stated(known: Timeline) -> Iterator[Assertion]:
    """Yield what is asserted of stages and of existence."""
    yield from existing_of(known.existing)
    for fact in known.facts:
        for each in asserted(fact, known.existing):
            if each.attribute == STAGE:
                yield each


def _deciding(stated: Mapping[str, list[Assertion]], as_of: Instant) -> Deciding | None:
    for attribute in (STAGE, EXISTS):
        top = on_top(stated.get(attribute, []), as_of)
        if top is not None and top.value is not None:
            return Deciding(top.start, top.position)
    return None
