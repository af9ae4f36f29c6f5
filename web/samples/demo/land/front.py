"""The front: in which order the blocks of a site come down, from its edge inwards."""

from __future__ import annotations

import numpy as np
import shapely

from web.samples.demo.ground.curves import Floats, Ints, Rng, Shapes
from web.samples.demo.land.land import Land
from web.samples.demo.land.sites import Site

IN_BLOCK = 0.35
"""How much of a place in the order is that of the row within its block."""


def front_of(rng: Rng, site: Site, land: Land, streets: Shapes) -> Floats:
    """Place each plot's row in the order of demolition.

    Args:
        rng: Where chance comes from.
        site: The site.
        land: All plots.
        streets: Lines of the main roads, from which the machines come.

    Returns:
        Shape (plots of the site,), 0 for what comes down first to 1 for the last;
        the same for all plots of a row.
    """
    x, y = _middles(land.shapes[site.plots])
    gate = _gate(rng, site, streets)
    away = np.hypot(x - gate[0], y - gate[1])
    block, row = land.block[site.plots], land.row[site.plots]
    of_block, of_row = _ranked(away, block), _ranked(away, row)
    order = (1 - IN_BLOCK) * of_block + IN_BLOCK * of_row
    return np.asarray((order - order.min()) / max(float(np.ptp(order)), 1e-9))


def _middles(shapes: Shapes) -> tuple[Floats, Floats]:
    middle = shapely.centroid(shapes)
    return shapely.get_x(middle), shapely.get_y(middle)


def _gate(rng: Rng, site: Site, streets: Shapes) -> Floats:
    """Choose where the machines come in: a corner of the site near a main road."""
    hull = shapely.convex_hull(site.boundary)
    corners = shapely.get_coordinates(hull)[:-1]
    nearest = shapely.STRtree(streets).nearest(shapely.points(corners))
    away = shapely.distance(shapely.points(corners), streets[nearest])
    handy = np.argsort(away, kind="stable")[: max(1, len(corners) // 3)]
    return np.asarray(corners[rng.choice(handy)])


def _ranked(away: Floats, group: Ints) -> Floats:
    """Rank groups by their mean distance; return each member's rank, 0 to 1."""
    names, member = np.unique(group, return_inverse=True)
    mean = np.bincount(member, weights=away) / np.bincount(member)
    rank = np.argsort(np.argsort(mean, kind="stable"), kind="stable")
    return np.asarray(rank / max(len(names) - 1, 1))[member]
