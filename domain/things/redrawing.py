"""Redrawing plots: when they may be split, merged or reshaped (R14)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from domain.errors import (
    AlreadyRegisteredError,
    InvalidMemberError,
    NotThereError,
    UnknownThingError,
)
from domain.kernel.existence import Existence, existence
from domain.kernel.facts import Concerned, Redrawing, WorldFact
from domain.kernel.instants import FOREVER, Instant, print_bound, print_instant
from domain.kernel.live_facts import Entry, LiveFact, live_facts
from domain.things.land.plots import (
    KIND,
    BoundariesAdjusted,
    PlotsMerged,
    PlotSplit,
    require_place,
)
from domain.things.registration import (
    begun_by,
    require_id,
    require_positive,
    stream_of,
    thing_of,
)

AREA = "paper_area_m2"


def decide(entries: Sequence[Entry], plot: str, fact: Redrawing) -> Redrawing:
    """Decide whether plots may be redrawn.

    Args:
        entries: Those of the families of every plot that is named, by position.
        plot: The plot in whose stream the redrawing is kept.
        fact: What to record.

    Raises:
        InvalidMemberError: It names a plot twice, or too few.
        UnknownThingError: A plot that it ends or reshapes is not in the books.
        NotThereError: Such a plot does not exist at its effective point.
        AlreadyRegisteredError: A plot that it begins is in the books.
    """
    check(plot, fact)
    own = stream_of(KIND, plot)
    timeline = live_facts(entries, FOREVER)
    require_there(timeline, own, fact)
    begun = {stream: live for live in timeline for stream in begun_by(live)}
    for stream in fact.redrawn(own).begun:
        kind, thing = thing_of(stream)
        require_id(kind, thing)
        if stream in begun:
            raise AlreadyRegisteredError(
                kind=kind, thing=thing, position=begun[stream].position
            )
    return fact


def require_there(timeline: Sequence[LiveFact], own: str, fact: Redrawing) -> None:
    """Refuse to redraw plots at a time at which they do not exist.

    Args:
        timeline: Facts that stand, in order, without ``fact`` itself.
        own: The stream that the redrawing is kept in.
        fact: The redrawing.
    """
    begun = {stream for live in timeline for stream in begun_by(live)}
    existing = existence(timeline)
    redrawn = fact.redrawn(own)
    for stream in (*redrawn.ended, *redrawn.reshaped):
        kind, thing = thing_of(stream)
        if stream not in begun:
            raise UnknownThingError(kind=kind, thing=thing)
        if existing.life_at(stream, fact.effective) is None:
            raise NotThereError(
                kind=kind,
                thing=thing,
                at=print_instant(fact.effective),
                lives=_lives(existing, stream),
            )


def _lives(existing: Existence, stream: str) -> str:
    """Write from when to when a thing exists, as R1's closed-open periods."""
    lives = [
        f"[{print_instant(life.start)}, {_bound(life.end)})"
        for life in existing.lives.get(stream, ())
    ]
    return ", ".join(lives) or "∅"


def _bound(end: Instant) -> str:
    return print_bound(end) or "∞"


def concerned(own: str, fact: WorldFact) -> Iterator[tuple[str, Concerned]]:
    """Yield what is appended to the streams of the other plots that are named."""
    if isinstance(fact, Redrawing):
        for stream in fact.redrawn(own).things:
            if stream != own:
                yield stream, Concerned(by=own)


def check(plot: str, fact: Redrawing) -> None:
    """Refuse a redrawing that cannot be meant, whatever is known of its plots.

    Raises:
        InvalidMemberError: It names a plot twice or too few, or an area is none.
        PlotWithoutPlaceError: A plot would begin nowhere.
    """
    if isinstance(fact, PlotSplit):
        _check_split(plot, fact)
    elif isinstance(fact, PlotsMerged):
        _check_merger(plot, fact)
    elif isinstance(fact, BoundariesAdjusted):
        _check_adjustment(plot, fact)


def _check_split(plot: str, fact: PlotSplit) -> None:
    ids = [drawn.plot for drawn in fact.children]
    _require_distinct("PlotSplit", "children", plot, ids, at_least=2)
    for child in fact.children:
        require_place(child.plot, child)
        name = f"children[{child.plot}].{AREA}"
        require_positive(child.paper_area_m2, name=name, record="PlotSplit")


def _check_merger(plot: str, fact: PlotsMerged) -> None:
    _require_distinct("PlotsMerged", "parents", plot, fact.parents, at_least=2)
    require_place(plot, fact)
    require_positive(fact.paper_area_m2, name=AREA, record="PlotsMerged")


def _check_adjustment(plot: str, fact: BoundariesAdjusted) -> None:
    record = "BoundariesAdjusted"
    ids = [neighbour.plot for neighbour in fact.neighbours]
    _require_distinct(record, "neighbours", plot, ids, at_least=0)
    require_positive(fact.paper_area_m2, name=AREA, record=record)
    for neighbour in fact.neighbours:
        name = f"neighbours[{neighbour.plot}].{AREA}"
        require_positive(neighbour.paper_area_m2, name=name, record=record)


def _require_distinct(
    record: str, name: str, plot: str, ids: Collection[str], *, at_least: int
) -> None:
    """Refuse to name a plot twice, or the plot itself among the others."""
    listed = ", ".join(ids)
    if len(ids) < at_least:
        why = "there are at least two"
    elif len(set(ids)) < len(ids):
        why = "each plot stands there once"
    elif plot in ids:
        why = "the plot itself is not among them"
    else:
        return
    raise InvalidMemberError(value=listed, name=name, record=record, why=why)
