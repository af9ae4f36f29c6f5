"""The facts that decide the stages of plots: at one (V, K), or between two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from domain.deciding.context import DecisionContext
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry
from domain.kernel.questions.differences import Cause
from domain.kernel.questions.taking_part import Point, behind
from domain.things.families import entries_of
from domain.things.land.plots import KIND
from projections.memory.arrays import NONE, Words
from projections.questions.causes import (
    causes_of_change,
    live_revisions,
    members_of_families,
    revisions_of,
    streams_of,
    without_rows,
)
from projections.questions.deciding import DecidingFacts, decided_at
from projections.tables.columns import ids_of
from projections.tables.snapshot import Snapshot
from web.district.dates import Dates
from web.district.opening import District
from web.district.reading import snapshot_at

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
    with snapshot_at(district, dates) as now:
        found = _stages(now, dates, Words(), None)
        ids = ids_of(now, KIND)
    is_stated = found.code != NONE
    since = np.where(is_stated, found.since, found.begun).tolist()
    position = np.where(is_stated, found.position, found.begun_by).tolist()
    wanted = set(plots)
    return {
        ids[number]: Deciding(Instant(start), at)
        for number, start, at in zip(
            found.number.tolist(), since, position, strict=True
        )
        if ids[number] in wanted
    }


def causes_between(
    district: District, plots: Sequence[int], one: Dates, other: Dates
) -> dict[int, list[Cause]]:
    """Name the facts that decide the stages of plots at one of two points only.

    Beside them stand the corrections and withdrawals of such facts that are known at
    one of both only; what else was recorded of a plot has nothing to do with it.

    Args:
        district: The open district.
        plots: Numbers of plots.
        one: V and K.
        other: V and K, later or earlier.

    Returns:
        By number; plots whose stage the same facts decide have none.
    """
    last = max(one, other, key=lambda dates: dates.position)
    with snapshot_at(district, last) as now:
        words = Words()
        sides = [_stages(now, dates, words, plots) for dates in (one, other)]
        numbers = np.array(sorted(plots), dtype=np.int64)
        journal = district.app.journal
        revisions = revisions_of(now, journal, plots, up_to=last.position)
        behind = zip(
            numbers.tolist(), *(each.deciding(numbers) for each in sides), strict=True
        )
        found = {
            number: _causes(revisions.get(number, ()), parts, (one, other))
            for number, *parts in behind
        }
        streams = _entangled(now, plots)
    return found | _explained(district, streams, (one, other))


def _causes(
    entries: Sequence[Entry], parts: Sequence[set[int]], dates: tuple[Dates, Dates]
) -> list[Cause]:
    before, after = (
        part | live_revisions(entries, part, each.as_known)
        for part, each in zip(parts, dates, strict=True)
    )
    return causes_of_change(entries, before, after, _between(dates))


def _between(dates: tuple[Dates, Dates]) -> range:
    """Return the positions that are known at one of two dates only."""
    first, last = sorted(each.position for each in dates)
    return range(first + 1, last + 1)


def _entangled(now: Snapshot, plots: Sequence[int]) -> dict[str, int]:
    """Return the plots whose own rows do not tell all: stream and number."""
    streams = members_of_families(now, KIND, plots)
    silent = without_rows(now, KIND, STAGE, plots)
    return {
        stream: number
        for number, stream in streams_of(now, plots).items()
        if stream in streams or number in silent
    }


def _explained(
    district: District, streams: Mapping[str, int], dates: tuple[Dates, Dates]
) -> dict[int, list[Cause]]:
    """Explain plots from all entries of their families."""
    reading = DecisionContext(district.app.journal)
    reading.load(streams)
    read = reading.known()
    return {
        number: _explained_one(entries_of(read, stream), stream, dates)
        for stream, number in streams.items()
    }


def _explained_one(
    entries: Sequence[Entry], stream: str, dates: tuple[Dates, Dates]
) -> list[Cause]:
    points = [Point(each.as_of, each.as_known) for each in dates]
    parts = behind(entries, stream, STAGE, *points)
    return causes_of_change(entries, *parts, _between(dates))


def _stages(
    now: Snapshot, dates: Dates, words: Words, plots: Sequence[int] | None
) -> DecidingFacts:
    return decided_at(now, KIND, STAGE, words, at=dates.at, things=plots)
