"""The zones of a large district, merged in the background as its plots change."""

from __future__ import annotations

import threading
from typing import Protocol

from domain.kernel.facts import EXISTS
from projections.over_time.shapes import BOUNDARY, POINT
from web.atlas.unseen import unseen
from web.atlas.zones import NEAREST_ZOOM, ZoneOverview, crowded_zoom, overview, renewed
from web.district.dates import resolve
from web.district.grounds import PlotGrounds
from web.district.moving import PLOTS
from web.district.opening import District
from web.district.reading import snapshot_at

UNMERGED = unseen({EXISTS, "zone", BOUNDARY, POINT})
"""Facts that move no zone; the stages of zones are those of their plots."""
WORTH_A_LOOK = 200
"""So many of those are still looked through: there are never many to catch up with."""
FOLLOWING = "following zones"
IDLE_S = 60.0
"""After so long without news the thread that follows them ends."""


class Zones(Protocol):
    """The newest picture of a large district's zones."""

    @property
    def version(self) -> int:
        """What tells it from others; 0 for none."""

    def follow(self, position: int) -> None:
        """Look in the background whether what was recorded has changed a zone."""


class LiveZoneOverview:
    """The newest zones; safe to share between threads.

    Nobody waits for them: until they are merged, tiles show what was there before, and
    the version in a tile's address tells one picture from the next.
    """

    def __init__(self, district: District, grounds: PlotGrounds) -> None:
        self._district, self._grounds = district, grounds
        self._newest: ZoneOverview | None = None
        self._position = self._wanted = 0
        self._is_awaited = self._is_watching = False
        self._news, self._starting = threading.Event(), threading.Lock()
        self._following: threading.Thread | None = None

    @property
    def newest(self) -> ZoneOverview | None:
        """The zones as they were merged last; None before, and for small districts."""
        return self._newest

    @property
    def version(self) -> int:
        """What tells this picture of the zones from others; 0 for none."""
        return 0 if self._newest is None else self._newest.version

    def is_final(self, *, zoom: int, version: int) -> bool:
        """Tell whether a tile asked for by a version will stay what it is."""
        newest = self._newest
        if newest is None:
            return not self._is_awaited or zoom > NEAREST_ZOOM
        return zoom > newest.highest_zoom or version == newest.version

    def watch(self) -> None:
        """Merge the zones in the background, and again whenever they change."""
        self._is_watching = True
        self._district.read_up_to(self._district.app.journal.head().position)
        with self._district.read_model.snapshot() as now:
            self._is_awaited = crowded_zoom(self._grounds.refreshed(now)) >= 0
            position = now.position
        self.follow(position)

    def follow(self, position: int) -> None:
        """Look in the background whether what was recorded has changed a zone.

        Args:
            position: Up to which something is recorded.
        """
        self._wanted = max(self._wanted, position)
        if self._is_watching and self._may_have_moved():
            self._follow_on()

    def _may_have_moved(self) -> bool:
        journal = self._district.app.journal
        journal.head()  # Only what was looked at is known to have moved.
        moved = journal.moves.last_of(PLOTS, beside=UNMERGED)
        is_far = self._wanted - self._position > WORTH_A_LOOK
        return self._position < min(moved, self._wanted) or is_far

    def _follow_on(self) -> None:
        """Wake the thread that follows, or start it.

        It is one for all facts: PROJ prepares a transformation once for each thread,
        which takes a quarter of a second.
        """
        with self._starting:
            self._news.set()
            if self._following is None or not self._following.is_alive():
                self._following = threading.Thread(
                    target=self._follow, name=FOLLOWING, daemon=True
                )
                self._following.start()

    def _follow(self) -> None:
        while self._news.wait(IDLE_S):
            self._news.clear()
            self._catch_up()

    def _catch_up(self) -> None:
        tried = self._wanted
        try:
            while self._position < self._wanted:
                tried = self._wanted
                self.refresh()
        finally:
            # What failed is tried again with the next fact, not all the time.
            self._position = max(self._position, tried)

    def refresh(self) -> None:
        """Bring the zones up to what is known now: at first a minute of work."""
        dates = resolve(self._district)
        with snapshot_at(self._district, dates) as now:
            columns = self._district.columns.refreshed(now)
            ground = self._grounds.refreshed(now)
            if self._newest is None:
                found = overview(now, columns, ground, dates.as_known)
            else:
                newest, known = self._newest, dates.as_known
                found = renewed(newest, now, columns, ground, known)
            self._newest, self._position = found, now.position
            self._is_awaited = False
