"""Sites: which plots each project takes, block by block, and the line around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import shapely
import shapely.ops
from shapely.geometry.base import BaseGeometry

from web.samples.demo.ground.curves import Flags, Floats, Ints, Rng, Shapes
from web.samples.demo.ground.cutting import GRID_M
from web.samples.demo.ground.ground import HALF_WIDTH_M, Ground
from web.samples.demo.land.kinds import KINDS, Kind
from web.samples.demo.land.land import Land

LANE_M = 12.0
"""A site grows across lanes up to this width, never across a street."""
APART_M = 22.0
"""How far sites keep from each other."""
CLOSED_M = 7.0
STRAIGHT_M = 0.004
SEEDS_TRIED = 40
CORRIDOR_M = (260.0, 620.0)
CORRIDOR_DEPTH_M = 20.0
BANK_DEPTH_M = 75.0
BANK_REACH_M = (240.0, 420.0)
LARGEST_PLOT_M2 = 2_600.0
"""Roads are widened over yards and shops; a large plot only loses a strip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What a project takes: plots, and the line around them, in metres."""

    kind: Kind
    plots: Ints
    boundary: BaseGeometry
    road: str = ""
    """The road that a corridor follows."""


@dataclass(slots=True)
class SiteSearch:
    """The search for sites: what is taken already, and which blocks meet."""

    rng: Rng
    ground: Ground
    land: Land
    blocks: Shapes = field(init=False)
    use: Shapes = field(init=False)
    plots: list[Ints] = field(init=False)
    free: Flags = field(init=False)
    near: list[Ints] = field(init=False)

    def __post_init__(self) -> None:
        """Gather the blocks and which of them lie across a lane."""
        order = np.argsort(self.land.block, kind="stable")
        starts = np.flatnonzero(np.diff(self.land.block[order], prepend=-1))
        self.plots = np.split(order, starts[1:])
        self.use = self.land.use[[each[0] for each in self.plots]]
        self.blocks = np.asarray(
            shapely.multipolygons(
                self.land.shapes[order], indices=self.land.block[order]
            )
        )
        self.free = np.ones(len(self.blocks), dtype=bool)
        tree = shapely.STRtree(self.blocks)
        one, other = tree.query(self.blocks, "dwithin", distance=LANE_M)
        order = np.argsort(one, kind="stable")
        starts = np.flatnonzero(np.diff(one[order], prepend=-1))
        self.near = np.split(other[order], starts[1:])

    def found(self, kind: Kind, want: int) -> Site | None:
        """Find a site of a kind with about so many plots; None where none is left."""
        if kind.uses == ("corridor",):
            return self._corridor(kind, want)
        if kind.uses == ("riverbank",):
            return self._riverbank(kind)
        best = max(self._grown(kind, want), key=len, default=[])
        return self._taken(kind, best) if best else None

    def _grown(self, kind: Kind, want: int) -> Iterator[list[int]]:
        for use in kind.uses:
            seeds = np.flatnonzero(self.free & (self.use == use))
            for seed in self.rng.permutation(seeds)[:SEEDS_TRIED]:
                blocks = self._around(int(seed), kind, want)
                count = sum(len(self.plots[each]) for each in blocks)
                full = self._area(blocks) > kind.largest_m2 / 2
                if full or want / 2 <= count <= 1.5 * want:
                    yield blocks
                    return

    def _around(self, seed: int, kind: Kind, want: int) -> list[int]:
        """Add the nearest block across a lane until there are plots enough."""
        site, count = [seed], len(self.plots[seed])
        edge = set(self._open(seed, kind)) - {seed}
        while edge and count < want and self._area(site) < kind.largest_m2:
            nearest = min(edge, key=lambda n: (self._away(n, seed), n))
            edge |= set(self._open(nearest, kind))
            site.append(nearest)
            edge -= set(site)
            count += len(self.plots[nearest])
        return site

    def _open(self, block: int, kind: Kind) -> list[int]:
        near = self.near[block]
        fits = self.free[near] & np.isin(self.use[near], (*kind.uses, "shop"))
        return [int(n) for n in near[fits]]

    def _area(self, blocks: list[int]) -> float:
        return float(shapely.area(self.blocks[blocks]).sum())

    def _away(self, block: int, seed: int) -> float:
        return float(shapely.distance(self.blocks[block], self._middle(seed)))

    def _middle(self, seed: int) -> BaseGeometry:
        return shapely.centroid(self.blocks[seed])

    def _taken(self, kind: Kind, blocks: list[int]) -> Site:
        plots = np.concatenate([self.plots[each] for each in blocks])
        return self._settled(Site(kind=kind, plots=plots, boundary=self._line(plots)))

    def _settled(self, site: Site) -> Site:
        near = shapely.dwithin(self.blocks, site.boundary, APART_M)
        self.free &= ~near
        return site

    def _line(self, plots: Ints, *more: BaseGeometry) -> BaseGeometry:
        """Draw the line around plots: lanes between them are inside."""
        union = shapely.union_all([*self.land.shapes[plots], *more])
        grown = union.buffer(CLOSED_M, join_style="mitre")
        closed = grown.buffer(-CLOSED_M, join_style="mitre").union(union)
        line = shapely.set_precision(shapely.simplify(closed, STRAIGHT_M), GRID_M)
        pieces = shapely.get_parts(line)
        pieces = pieces[shapely.area(pieces) >= 1.0]
        return pieces[0] if len(pieces) == 1 else shapely.multipolygons(pieces)

    def _corridor(self, kind: Kind, want: int) -> Site | None:
        """Take the plots along a stretch of road, on both of its sides."""
        ways = [
            w for w in self.ground.ways if w.kind in ("arterial", "county") and w.road
        ]
        for n in self.rng.permutation(len(ways))[:SEEDS_TRIED]:
            length = float(self.rng.uniform(*CORRIDOR_M))
            line = _stretch(self.rng, ways[n].line, length)
            depth = HALF_WIDTH_M[ways[n].kind] + CORRIDOR_DEPTH_M
            plots = self._along(line, depth)
            if want / 3 <= len(plots) <= 1.6 * want:
                paved = line.buffer(HALF_WIDTH_M[ways[n].kind] + 1.0, cap_style="flat")
                outline = self._line(plots, paved)
                road = ways[n].road
                return self._settled(
                    Site(kind=kind, plots=plots, boundary=outline, road=road)
                )
        return None

    def _along(self, line: BaseGeometry, depth_m: float) -> Ints:
        band = line.buffer(depth_m, cap_style="flat")
        hit = shapely.intersects(self.land.shapes, band)
        hit &= self.free[self.land.block]
        hit &= shapely.area(self.land.shapes) < LARGEST_PLOT_M2
        part = shapely.area(shapely.intersection(self.land.shapes[hit], band))
        deep = part > 0.3 * np.minimum(shapely.area(self.land.shapes[hit]), 900)
        return np.asarray(np.flatnonzero(hit)[deep])

    def _riverbank(self, kind: Kind) -> Site | None:
        """Take what lies on one bank within some depth of the water."""
        bank = self.ground.water.river
        ring = shapely.boundary(bank)
        for _ in range(SEEDS_TRIED):
            at = shapely.line_interpolate_point(
                ring, self.rng.random(), normalized=True
            )
            at = shapely.get_parts(at)[0]
            reach = float(self.rng.uniform(*BANK_REACH_M))
            plots = self._bank_plots(at, reach)
            if kind.plots[0] <= len(plots) <= kind.plots[1]:
                line = self._line(plots)
                return self._settled(Site(kind=kind, plots=plots, boundary=line))
        return None

    def _bank_plots(self, at: BaseGeometry, reach_m: float) -> Ints:
        shapes, river = self.land.shapes, self.ground.water.river
        hit = shapely.dwithin(shapes, at, reach_m) & self.free[self.land.block]
        hit &= shapely.dwithin(shapely.centroid(shapes), river, BANK_DEPTH_M)
        near = np.flatnonzero(hit)
        links = shapely.shortest_line(shapes[near], at)
        return np.asarray(near[~shapely.crosses(links, self.ground.water.middle)])


def _stretch(rng: Rng, line: BaseGeometry, length_m: float) -> BaseGeometry:
    start = float(rng.uniform(0, max(line.length - length_m, 1)))
    return shapely.ops.substring(line, start, start + length_m)


def drawn_sites(rng: Rng, ground: Ground, land: Land) -> list[Site]:
    """Find the sites of all projects, in the order in which they are begun."""
    search, size = SiteSearch(rng, ground, land), ground.size
    growth = max(1.0, size.scale**0.5) if size.scale > 1 else min(1.0, size.scale * 1.2)
    weights: Floats = np.array([kind.weight for kind in KINDS], dtype=float)
    counts = _shared_out(weights, size.projects)
    sites = []
    for kind, count in zip(KINDS, counts, strict=True):
        for _ in range(count):
            want = max(3, round(float(rng.uniform(*kind.plots)) * growth))
            sites.append(search.found(kind, want))
    kept = [site for site in sites if site is not None]
    missing = size.projects - len(kept)
    kept += [s for _ in range(missing) if (s := _spare(search, growth)) is not None]
    return [kept[n] for n in rng.permutation(len(kept))]


def _spare(search: SiteSearch, growth: float) -> Site | None:
    """Find a site for a project whose own kind of land is used up."""
    kind = KINDS[int(search.rng.integers(4, 10))]
    return search.found(kind, max(3, round(kind.plots[0] * growth)))


def _shared_out(weights: Floats, total: int) -> list[int]:
    """Share a number out by weights, the largest remainders rounded up."""
    exact = weights / weights.sum() * total
    counts = np.floor(exact).astype(int)
    for n in np.argsort(counts - exact, kind="stable")[: total - int(counts.sum())]:
        counts[n] += 1
    return [int(each) for each in counts]
