"""A large district from afar: zones in place of plots, as far as their middle plot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from domain.kernel.instants import Instant
from geo.tiles.grid import HALF_WORLD_M
from geo.tiles.ground import TileGround
from geo.tiles.layer import TileLayer
from geo.tiles.mvt import Series
from geo.tiles.overview import merged
from projections.memory.arrays import FIRST
from projections.memory.cache import touched
from projections.memory.state import CachedColumns
from projections.over_time.histories import Histories, SomeHistories
from projections.over_time.shapes import read_shapes, shape_parts
from projections.over_time.steps import Ints, StageSteps
from projections.over_time.typical import typical_stages
from projections.tables.snapshot import Snapshot
from web.district.grounds import PlotGround

LAYER = "areas"
MOST_ON_A_TILE = 20_000
"""With more plots than this on one tile, a plot is about a pixel: zones say more."""
NEAREST_ZOOM = 13
PLOTS_A_TIME = 8_000
"""So many plots are read as text at once."""
WORTH_A_NEW_ONE = 20_000
"""With more plots touched, all zones are merged anew."""

Outlines = Mapping[int, str | None]


@dataclass(frozen=True, slots=True)
class Members:
    """Which plots belong to which zone: p plots that were ever in one."""

    plots: Ints
    """Shape (p,), numbers, growing."""
    zones: Ints
    """Shape (p,), the code of the zone that each was last in."""
    prints: Ints
    """Shape (p,), what tells the shapes of a plot from what they were."""

    def of(self, zones: Ints) -> Ints:
        """Return the numbers of the plots of some zones."""
        return self.plots[np.isin(self.zones, zones)]

    def replaced(self, others: Members, plots: Ints) -> Members:
        """Put what is known now of some plots in place of what was."""
        kept = ~np.isin(self.plots, plots)
        every = [
            np.append(getattr(self, name)[kept], getattr(others, name))
            for name in ("plots", "zones", "prints")
        ]
        order = np.argsort(every[0], kind="stable")
        return Members(*(each[order] for each in every))


@dataclass(frozen=True, slots=True)
class ZoneOverview:
    """The zones of a district, and the plots that belong to each."""

    position: int
    """Every fact up to here has been read."""
    version: int
    """The position at which a zone was last drawn: the same, the same picture."""
    highest_zoom: int
    """From here down tiles show zones."""
    members: Members
    outlines: Outlines
    """Code of a zone → WKT in the district's CRS, None where it has no land."""
    codes: Ints
    """Shape (z,), the zones in the order of their names."""
    names: tuple[str, ...]
    ground: TileGround
    """Its rows are those of ``codes``."""

    def layer(self, steps: StageSteps) -> TileLayer:
        """Draw the zones with the stages of their middle plots.

        Args:
            steps: Of the plots that are shown, by plot and then by day.
        """
        members = self.members
        mine = np.isin(steps.number, members.plots)
        kept = StageSteps(steps.number[mine], steps.day[mine], steps.stage[mine])
        code = members.zones[np.searchsorted(members.plots, kept.number)]
        by_code = np.argsort(self.codes)
        zone = by_code[np.searchsorted(self.codes, code, sorter=by_code)]
        typical = typical_stages(kept, zone)
        rows, counts = np.unique(typical.group, return_counts=True)
        return TileLayer(
            LAYER,
            ground=self.ground,
            rows=rows,
            numbers=rows + 1,
            properties={"name": np.array(self.names, dtype=str)[rows]},
            histories=Series.counted(counts, days=typical.day, values=typical.stage),
        )


def crowded_zoom(ground: PlotGround) -> int:
    """Return the nearest zoom at which a tile is too full of plots; -1 for none."""
    west, south, east, north = ground.ground.shapes.bounds_m.T
    if len(west) <= MOST_ON_A_TILE:
        return -1
    across, up = (west + east) / 2 + HALF_WORLD_M, (south + north) / 2 + HALF_WORLD_M
    for zoom in range(NEAREST_ZOOM, -1, -1):
        side_m = 2 * HALF_WORLD_M / 2**zoom
        column, row = (each // side_m for each in (across, up))
        _, counts = np.unique(column * 2**NEAREST_ZOOM + row, return_counts=True)
        if counts.max(initial=0) > MOST_ON_A_TILE:
            return zoom
    return -1


def overview(
    now: Snapshot, columns: CachedColumns, ground: PlotGround, as_known: Instant
) -> ZoneOverview | None:
    """Merge the plots of each zone; None where there are too few plots for it.

    A plot belongs to the zone that it was last in.
    """
    if crowded_zoom(ground) < 0:
        return None
    members = _members(now, columns, as_known, None)
    zones = np.unique(members.zones)
    outlines = _outlines(now, members, zones)
    return _drawn(now.position, members, outlines, columns, ground)


def renewed(
    before: ZoneOverview,
    now: Snapshot,
    columns: CachedColumns,
    ground: PlotGround,
    as_known: Instant,
) -> ZoneOverview | None:
    """Merge those zones anew of which a plot has come, gone, or changed its shape."""
    plots = touched(now, before.position)
    if len(plots) > WORTH_A_NEW_ONE:
        return overview(now, columns, ground, as_known)
    some = SomeHistories(now, plots, columns.words)
    found = _members(now, some, as_known, plots)
    zones = _concerned(before.members, found, plots)
    if not len(zones):
        return replace(before, position=now.position)
    members = before.members.replaced(found, plots)
    outlines = {**before.outlines, **_outlines(now, members, zones)}
    return _drawn(now.position, members, outlines, columns, ground)


def _members(
    now: Snapshot, histories: Histories, as_known: Instant, plots: Ints | None
) -> Members:
    """Find the last zone of all plots, or of some, and the prints of their shapes."""
    latest = histories.pieces("zone", as_known=as_known)
    last = np.r_[latest.thing[1:] != latest.thing[:-1], True][: len(latest.thing)]
    numbers = latest.thing[last].astype(np.int64)
    prints = np.zeros(len(numbers), np.uint64)
    for part in shape_parts(now, None if plots is None else plots.tolist()):
        thing = part.shapes.versions.thing
        mine = np.isin(thing, numbers)
        hashes = np.fromiter(map(hash, part.texts), np.int64, len(part.texts))
        place = np.searchsorted(numbers, thing[mine])
        np.add.at(prints, place, hashes[mine].view(np.uint64))
    codes = latest.code[last].astype(np.int64)
    return Members(numbers, codes, prints.view(np.int64))


def _concerned(before: Members, after: Members, plots: Ints) -> Ints:
    """Return the zones of plots that have come, gone, or changed their shape."""
    mine = np.isin(before.plots, plots)
    sides = [
        set(zip(*(each.tolist() for each in rows), strict=True))
        for rows in (
            (before.plots[mine], before.zones[mine], before.prints[mine]),
            (after.plots, after.zones, after.prints),
        )
    ]
    return np.array(sorted({zone for _, zone, _ in sides[0] ^ sides[1]}), np.int64)


def _outlines(now: Snapshot, members: Members, zones: Ints) -> dict[int, str | None]:
    """Merge zones, a few at a time: the texts of a city take much room."""
    found: dict[int, str | None] = {}
    counts = [len(members.of(zone)) for zone in zones]
    portion = np.cumsum(counts) // PLOTS_A_TIME
    for turn in np.unique(portion):
        some = zones[portion == turn]
        texts, groups = _shapes(now, members, some)
        areas = merged(texts, groups, count=len(some))
        found |= dict(zip(some.tolist(), areas, strict=True))
    return found


def _shapes(
    now: Snapshot, members: Members, zones: Ints
) -> tuple[list[str | None], Ints]:
    """Read every shape that plots of some zones ever had, and the place of its zone."""
    plots = members.of(zones)
    texts: list[str | None] = []
    things: list[Ints] = [plots[:0]]
    for start in range(0, len(plots), PLOTS_A_TIME):
        shapes, more = read_shapes(now, plots[start : start + PLOTS_A_TIME].tolist())
        texts += more
        things.append(shapes.versions.thing)
    place = np.searchsorted(members.plots, np.concatenate(things))
    return texts, np.searchsorted(zones, members.zones[place])


def _drawn(
    position: int,
    members: Members,
    outlines: Outlines,
    columns: CachedColumns,
    ground: PlotGround,
) -> ZoneOverview:
    words = dict(enumerate(columns.words["zone"].all(), start=FIRST))
    codes = sorted(set(members.zones.tolist()), key=lambda code: words[code])
    areas = [outlines[code] for code in codes]
    return ZoneOverview(
        position=position,
        version=position,
        highest_zoom=crowded_zoom(ground),
        members=members,
        outlines={code: outlines[code] for code in codes},
        codes=np.array(codes, dtype=np.int64),
        names=tuple(words[code] for code in codes),
        ground=TileGround.of(areas, crs=ground.ground.crs),
    )
