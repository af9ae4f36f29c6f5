"""How wide a text really is on paper, in the fonts that it will be written in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties

from geo.wall.paper import MM_A_POINT

DPI = 720
"""Fine enough that rounding to dots is not seen."""
POINTS_A_DOT = 72 / DPI


def width_mm(text: str, points: float, fonts: Sequence[str], weight: int) -> float:
    """Measure one line of text.

    Args:
        text: Never read as a formula.
        points: Size of the type.
        fonts: Font families, the first that has a character draws it.
        weight: 400 is regular, 700 is bold.

    Returns:
        Its width in mm.
    """
    look = FontProperties(family=list(fonts), size=points, weight=weight)
    measured = _ruler().get_text_width_height_descent(  # type: ignore[no-untyped-call]
        text, look, ismath=False
    )
    dots, _, _ = measured
    return float(dots) * POINTS_A_DOT * MM_A_POINT


@cache
def _ruler() -> RendererAgg:
    return RendererAgg(1, 1, DPI)  # type: ignore[no-untyped-call]
