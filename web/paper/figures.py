"""The figures of a map on paper: plots, areas and money of each stage, from rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geo.record.shapes import areas_m2
from geo.stage_ramp import STAGES
from projections.rows import PlotRow
from web.words.figures import LegendFigures


def figures_of(
    rows: Sequence[PlotRow], stages: NDArray[np.int64]
) -> list[LegendFigures]:
    """Total plots, areas and money by stage, all stages in order.

    Args:
        rows: n plots.
        stages: Shape (n,), the place of each one's stage in the ramp.
    """
    areas = areas_m2([row.boundary for row in rows])
    figures = []
    for place, stage in enumerate(STAGES):
        inside = np.flatnonzero(stages == place)
        known = areas[inside][~np.isnan(areas[inside])]
        figures.append(
            LegendFigures(
                code=stage.code,
                plots=len(inside),
                area_m2=float(known.sum()) if len(known) else None,
                amount=sum(rows[index].amount for index in inside.tolist()),
            )
        )
    return figures
