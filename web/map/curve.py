"""The curve as the map itself asks for it: changes from day to day, and only some."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from flask import Blueprint, Flask, request
from numpy.typing import NDArray
from werkzeug.wrappers import Response as AnyResponse

from domain.kernel.money import print_money
from projections.over_time.curves import StageCurve
from projections.over_time.steps import STAGES, Ints
from web.atlas.over_time.time_map import DECIMALS_M2
from web.district.reading import about_all_days
from web.frame.asked import dates_asked
from web.map.data import answered, curve_asked
from web.words.refusals import UnknownMeasureError

bp = Blueprint("map_curve", __name__)

NO_MONEY = print_money(0)
CM2_A_M2 = 10_000
LEAST_UNITS = 10_000
"""So many of the unit that areas are drawn in make up the highest one, or up to ten
times as many: far more than a screen has pixels."""


def init_app(app: Flask) -> None:
    """Serve the curve to the map."""
    app.register_blueprint(bp)


@bp.get("/map/curve")
def curve() -> AnyResponse:
    """Answer the curve of the API as changes: they pack to a third of its figures."""
    measures, found = _measures(request.args.get("measures", "")), curve_asked()
    series = {key: value for each in measures for key, value in MEASURES[each](found)}
    days = _changes(found.days)
    dates = dates_asked()
    body = {**about_all_days(dates), "stages": list(STAGES), "days": days, **series}
    # What is kept for good cannot tell what day it is.
    today = {"today": dates.today} if dates.provisional else {}
    return answered({**body, **today}, dates)


def _measures(asked: str) -> list[str]:
    """Read which measures are asked for; blank is all that are exact.

    Raises:
        UnknownMeasureError: One of them is none.
    """
    measures = [each.strip() for each in asked.split(",")] if asked else list(EXACT)
    for measure in measures:
        if measure not in MEASURES:
            raise UnknownMeasureError(measure=measure, known=", ".join(MEASURES))
    return measures


Series = list[tuple[str, object]]


def _plots(curve: StageCurve) -> Series:
    return [("plots", _changes(curve.plots))]


def _area(curve: StageCurve) -> Series:
    """Write areas in cm², for sums of whole numbers are exact."""
    return [("area_cm2", _changes(_whole(curve.area_m2 * CM2_A_M2)))]


def _amount(curve: StageCurve) -> Series:
    """Write money as text: a browser's numbers are exact to 2^53 only."""
    return [("amount", [list(map(_money, stage)) for stage in _changes(curve.amount)])]


def _money(amount: int) -> str:
    """Print money; on most days most stages gain none."""
    return print_money(amount) if amount else NO_MONEY


def _area_drawn(curve: StageCurve) -> Series:
    """Write areas as coarsely as no eye can tell, and the highest sums exactly.

    Of the sums there is one for each stage: of what is in it or further along.
    """
    further = curve.area_m2[:, ::-1].cumsum(axis=1)[:, ::-1]
    highest = further.max(axis=0, initial=0).round(DECIMALS_M2).tolist()
    unit_m2 = _unit(highest[0])
    changes = _changes(_whole(curve.area_m2 / unit_m2))
    drawn = {"unit_m2": unit_m2, "changes": changes, "highest_m2": highest}
    return [("area_drawn", drawn)]


def _unit(highest_m2: float) -> float:
    """Return a power of ten."""
    if highest_m2 <= 0:
        return 1.0
    return 10.0 ** math.floor(math.log10(highest_m2 / LEAST_UNITS))


def _whole(figures: NDArray[np.float64]) -> Ints:
    return np.rint(figures).astype(np.int64)


def _changes(figures: Ints) -> list[Any]:
    """Write what comes first and then by how much it changes, stage by stage.

    Args:
        figures: Shape (d,) or (d, s).

    Returns:
        A list of d, or s lists of d: what is alike is packed best side by side.
    """
    changes: list[Any] = np.diff(figures, axis=0, prepend=0).T.tolist()
    return changes


MEASURES: Mapping[str, Callable[[StageCurve], Series]] = MappingProxyType(
    {"plots": _plots, "area": _area, "amount": _amount, "area_drawn": _area_drawn}
)
EXACT = ("plots", "area", "amount")
