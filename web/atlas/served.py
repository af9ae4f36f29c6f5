"""A district that is served, with what its maps are computed from."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import cast

from flask import current_app
from jinja2 import Environment

from projections.memory.cache import ColumnCache
from web.atlas import prepared
from web.atlas.at_date import MapStates
from web.atlas.over_time.time_maps import TimeMaps
from web.atlas.zone_overview import Zones
from web.district.dates import Dates, resolve
from web.district.grounds import PlotGrounds
from web.district.opening import District
from web.district.reading import snapshot_at
from web.frame.asked import EXTENSION, Hosted
from web.frame.made.tiles import CutTiles
from web.memory.cache import MOST_BYTES, MemoryBudget
from web.memory.trimming import MemoryTrimmer

LOG = logging.getLogger("guatu")
BYTES_A_PLOT = 500
"""A map of all dates takes 200; the one before it is what the next is made from."""


class Served(Hosted):
    """A district that is being served, with what is computed once and shared."""

    def __init__(
        self, district: District, budget: MemoryBudget, templates: Environment
    ) -> None:
        super().__init__(district, budget)
        self.templates = templates
        self.maps = MapStates(district, district.grounds, budget)
        self.time_maps = TimeMaps(district, district.grounds, budget)
        self.zones: Zones = self.time_maps.zone_overview
        """Another process may draw them."""
        self.tiles = CutTiles(budget)
        self.memory = MemoryTrimmer()
        self.is_drawn = threading.Event()
        """Whether what people ask for first is at hand, or cannot be."""

    def warm(self, *, pages: bool = True, maps: bool = True) -> threading.Thread:
        """Compute what the first page of today needs, before anybody waits for it.

        Args:
            pages: Whether pages are written here.
            maps: Whether tiles and curves are computed here.

        Returns:
            What computes the rest; a tile that is asked for before waits for it.
        """
        known = prepared.restored(self.district)
        dates = resolve(self.district)
        with ThreadPoolExecutor() as readers:
            parts = self.district.columns, self.district.grounds
            for reading in [readers.submit(self._read, dates, each) for each in parts]:
                reading.result()
        self._widen(dates)
        self.maps.at(dates)
        for lost in self.base_layers.warm():
            LOG.warning("%s", lost)
        self.memory.trim()
        rest = partial(self._warm_rest, known, pages=pages, maps=maps)
        warming = threading.Thread(target=rest, daemon=True)
        warming.start()
        return warming

    def _warm_rest(self, known: int, *, pages: bool, maps: bool) -> None:
        if pages:
            for name in self.templates.list_templates():
                self.templates.get_template(name)
        if maps:
            self.draw(known)

    def _read(self, dates: Dates, what: ColumnCache | PlotGrounds) -> None:
        """Read what the tables hold; two at a time, for shapes are read in C."""
        with snapshot_at(self.district, dates) as now:
            what.refreshed(now)

    def _widen(self, dates: Dates) -> None:
        """Let what is kept take as much as two maps of all dates do, beside pages."""
        with snapshot_at(self.district, dates) as now:
            plots = len(self.district.columns.refreshed(now).numbers)
        self.budget.widen(MOST_BYTES + BYTES_A_PLOT * plots)

    def draw(self, known: int = 0) -> None:
        """Compute what tiles and curves need, and keep for the next start what helps.

        Args:
            known: Up to which position an earlier server had prepared it.
        """
        self.zones = self.time_maps.zone_overview
        try:
            shown = self.time_maps.at(resolve(self.district))
            shown.layer, shown.curve  # noqa: B018  (properties that are computed once)
            self.memory.trim()
        finally:
            self.is_drawn.set()
        self.time_maps.zone_overview.watch()
        prepared.keep(self.district, known=known)


def served() -> Served:
    """Return what the current application serves."""
    return cast("Served", current_app.extensions[EXTENSION])
