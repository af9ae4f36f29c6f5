"""Buildings of the demo: drawn on whatever plots a seed has cut."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from web.samples.demo.land.buildings import SLABS, drawn_buildings
from web.samples.demo.land.land import Land


def land(*shapes: shapely.Polygon, use: str) -> Land:
    """Lay pieces of land of one use, and a yard last."""
    yard = shapely.box(900, 900, 960, 940)
    pieces, uses = np.array([*shapes, yard]), np.array([*[use] * len(shapes), "yard"])
    none = np.zeros(len(pieces), dtype=int)
    return Land(shapes=pieces, use=uses, face=none, block=none, row=none)


@pytest.mark.parametrize("use", SLABS)
def test_a_plot_that_is_too_narrow_stays_empty_beside_others(use: str) -> None:
    narrow, wide = shapely.box(0, 0, 300, 4), shapely.box(0, 10, 300, 250)

    shapes, plot = drawn_buildings(
        np.random.default_rng(1), land(narrow, wide, use=use)
    )

    assert set(plot) == {1, 2}
    assert shapely.covers(wide, shapes[plot == 1]).all()


@pytest.mark.parametrize("use", SLABS)
def test_a_district_of_narrow_plots_has_no_such_building(use: str) -> None:
    narrow = shapely.box(0, 0, 300, 4)

    _, plot = drawn_buildings(np.random.default_rng(1), land(narrow, use=use))

    assert set(plot) == {1}
