"""The sites of projects over all time as known at K: what lay where, and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from domain.kernel.facts import EXISTS
from domain.kernel.instants import ALWAYS, Instant
from domain.things.project.projects import KIND
from projections.memory.arrays import Words, read_versions
from projections.memory.overlay import overlaid
from projections.tables.codes import code_of
from projections.tables.columns import ids_of, table_of
from projections.tables.snapshot import Snapshot

ATTRIBUTES = (EXISTS, "name", "boundary")


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePeriod:
    """One project with one name and one site, over one period. Geometry as recorded."""

    number: int
    project: str
    name: str | None
    boundary: str
    """WKT in the district's CRS, metres."""
    start: Instant
    end: Instant
    """The first instant outside; ``FOREVER`` is open."""


@dataclass(frozen=True, slots=True)
class _Interval:
    """One value of one attribute of one project, while it holds."""

    start: int
    end: int
    value: str | None


def sites_over_time(now: Snapshot, *, as_known: Instant) -> list[SitePeriod]:
    """List when existing projects had which site, by id and then by time, at K."""
    exists, names, sites = (
        _intervals(now, attribute, as_known) for attribute in ATTRIBUTES
    )
    return [
        SitePeriod(
            number=number,
            project=project,
            name=held.value,
            boundary=site.value,
            start=Instant(held.start),
            end=Instant(held.end),
        )
        for number, project in ids_of(now, KIND).items()
        for site in sites[number]
        for life in _within(exists[number], site)
        for held in _named(names[number], life)
        if site.value is not None
    ]


def sites_known_since(now: Snapshot, *, as_known: Instant) -> Instant:
    """Return when all that is known of sites at K was known for the first time.

    Between the two instants facts may have been recorded, but none that moved a site.
    """
    newest = [int(ALWAYS)]
    for attribute in ATTRIBUTES:
        table = table_of(now, f"{KIND}.{attribute}")
        for known in (table.c.known_from, table.c.known_to):
            query = select(func.max(known)).where(
                table.c.attribute == code_of(KIND, attribute), known <= as_known
            )
            newest.append(now.connection.execute(query).scalar() or ALWAYS)
    return Instant(max(newest))


def _intervals(
    now: Snapshot, attribute: str, as_known: Instant
) -> defaultdict[int, list[_Interval]]:
    words = Words()
    rows = read_versions(now, KIND, attribute, words, as_known=as_known)
    pieces, values = overlaid(rows, is_period=False), words.by_code()
    found: defaultdict[int, list[_Interval]] = defaultdict(list)
    columns = (pieces.thing, pieces.start, pieces.end, pieces.code)
    for thing, start, end, code in zip(*(c.tolist() for c in columns), strict=True):
        found[thing].append(_Interval(start, end, values[code]))
    return found


def _within(intervals: Iterable[_Interval], outer: _Interval) -> Iterator[_Interval]:
    """Cut intervals to what another one covers."""
    for each in intervals:
        start, end = max(each.start, outer.start), min(each.end, outer.end)
        if start < end:
            yield _Interval(start, end, each.value)


def _named(names: Sequence[_Interval], life: _Interval) -> Iterator[_Interval]:
    """Divide a life among its names; between them the project has none."""
    at = life.start
    for name in _within(names, life):
        if at < name.start:
            yield _Interval(at, name.start, None)
        yield name
        at = name.end
    if at < life.end:
        yield _Interval(at, life.end, None)
