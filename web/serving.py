"""What views may use: the open district, and the dates of the request."""

from __future__ import annotations

import threading
from functools import partial
from typing import cast

from flask import current_app, g, request

from web.answers import reached
from web.dates import Dates, resolve
from web.layers import BaseLayers, layers_of
from web.map_state import MapStates
from web.plot_ground import PlotGrounds
from web.time_maps import TimeMaps
from web.wiring import District

EXTENSION = "guatu"


class Served:
    """A district that is being served, with what is computed once and shared."""

    def __init__(self, district: District) -> None:
        self.district = district
        grounds = PlotGrounds(district.about.crs)
        self.maps = MapStates(district, grounds)
        self.time_maps = TimeMaps(district, grounds)
        self.base_layers = BaseLayers(district)

    def warm(self) -> None:
        """Compute what the first page of today needs, before anybody waits for it."""
        dates = resolve(self.district)
        with reached(self.district, dates) as now:
            self.district.columns.refreshed(now)
        self.maps.at(dates)
        self.time_maps.at(dates)
        for name in layers_of(self.district):
            self.base_layers.layer(name)
        look = partial(self.time_maps.look_from_afar, dates)
        threading.Thread(target=look, daemon=True).start()


def served() -> Served:
    """Return what the current application serves."""
    return cast("Served", current_app.extensions[EXTENSION])


def district() -> District:
    """Return the district of the current application."""
    return served().district


def dates_asked() -> Dates:
    """Resolve the dates in the request's address, once a request.

    Raises:
        Refusal: A date cannot be meant, or lies beyond what is known.
    """
    if "dates" not in g:
        g.dates = resolve(
            district(),
            as_of=request.args.get("as_of", "").strip(),
            as_known=request.args.get("as_known", "").strip(),
        )
    return cast("Dates", g.dates)
