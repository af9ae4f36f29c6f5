"""Questions about land: how large it is, and whose a point is."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from domain.kernel.facts import ABSENT, EXISTS, Answer
from geo.record.crs import WGS84
from geo.record.land import holding, placed_point, twice_areas_mm2
from projections.questions import all_things as asking_all
from projections.questions import one_thing as asking
from web.asking.questions.attributes import PLOT
from web.asking.questions.readers import coordinate
from web.asking.questions.refusals import OnePlaceError
from web.asking.questions.request import Request
from web.asking.questions.things import Rows
from web.words.tables import Cell
from web.words.values import printed

SHOWN = Decimal("0.0001")
TWICE_MM2_A_M2 = 2_000_000
M2_A_MU = (2000, 3)
"""One mu is 2000/3 m²."""
PAIRS = (("x", "y"), ("lon", "lat"))


def total_area(request: Request) -> Rows:
    """Sum the areas of the existing plots that have a boundary at (V, K)."""
    plots, twice_mm2 = _enclosed(request)
    return [
        {
            **printed_area(twice_mm2),
            "plots": plots,
            "without_boundary": _existing(request) - plots,
        }
    ]


def _enclosed(request: Request) -> tuple[int, int]:
    """Return how many plots have a boundary, and twice the area of all, in mm²."""
    if (ground := request.district.grounds.at_hand(request.now)) is not None:
        return ground.enclosed(at=request.at)
    shapes = asking_all.shapes_at(request.now, PLOT, at=request.at)
    twice_mm2 = int(twice_areas_mm2([each.wkt for each in shapes]).sum())
    return len(shapes), twice_mm2


def _existing(request: Request) -> int:
    dates = request.at
    columns = request.district.columns.at_hand(request.now)
    return asking_all.count(request.now, PLOT, EXISTS, True, at=dates, columns=columns)


def plot_area(request: Request) -> Rows:
    """Answer the area that the boundary of one plot encloses at (V, K)."""
    boundary: Answer = asking.state(
        request.now,
        *request.plot(),
        "boundary",
        at=request.at,
    )
    if boundary is None or boundary is ABSENT:
        return [{"area_m2": printed(boundary), "mu": printed(boundary)}]
    [twice_mm2] = twice_areas_mm2([str(boundary)])
    return [printed_area(int(twice_mm2))]


def printed_area(twice_mm2: int) -> dict[str, Cell]:
    """Print an area in square metres and in mu, each rounded once, half to even."""
    mu_m2, mu_part = M2_A_MU
    exact = Decimal(twice_mm2) / TWICE_MM2_A_M2
    return {
        "area_m2": f"{exact.quantize(SHOWN, ROUND_HALF_EVEN):f}",
        "mu": f"{(exact * mu_part / mu_m2).quantize(SHOWN, ROUND_HALF_EVEN):f}",
    }


def plot_at(request: Request) -> Rows:
    """List the existing plots whose interior holds a point at (V, K)."""
    x_m, y_m = _point(request)
    near = asking_all.shapes_near(request.now, PLOT, x_m, y_m, at=request.at)
    inside = holding([each.wkt for each in near], x_m=x_m, y_m=y_m)
    ids = sorted(each.id for each, holds in zip(near, inside, strict=True) if holds)
    return [{"thing": f"{PLOT}:{each}"} for each in ids]


def _point(request: Request) -> tuple[float, float]:
    """Read the point, brought into the district's CRS, to the millimetre.

    Raises:
        OnePlaceError: It is given by halves, or twice.
    """
    [*pairs] = [p for p in PAIRS if any(name in request.arguments for name in p)]
    if len(pairs) != 1 or any(name not in request.arguments for name in pairs[0]):
        raise OnePlaceError
    crs = request.district.about.crs
    x, y = _coordinates(request, pairs[0])
    source = WGS84 if pairs[0] == PAIRS[1] else crs
    return placed_point(x, y, source_crs=source, district_crs=crs)


def _coordinates(request: Request, names: Sequence[str]) -> tuple[float, ...]:
    return tuple(coordinate(name, request.text(name)) for name in names)
