"""What views may use: the open district, and the dates of the request."""

from __future__ import annotations

from typing import cast

from flask import current_app, g, request

from web.dates import Dates, resolve
from web.layers import BaseLayers, layers_of
from web.map_state import MapStates
from web.time_map import TimeMaps
from web.wiring import District

EXTENSION = "guatu"


class Served:
    """A district that is being served, with what is computed once and shared."""

    def __init__(self, district: District) -> None:
        self.district = district
        self.maps = MapStates(district)
        self.time_maps = TimeMaps(district)
        self.base_layers = BaseLayers(district)

    def warm(self) -> None:
        """Compute what the first page of today needs, before anybody waits for it."""
        dates = resolve(self.district)
        self.maps.at(dates)
        self.time_maps.at(dates)
        for name in layers_of(self.district):
            self.base_layers.layer(name)


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
