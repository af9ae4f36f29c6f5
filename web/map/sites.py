"""The sites of projects on the map: of all days as known at K, or at one instant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import msgspec
import numpy as np
from flask import Flask, Response, current_app, request
from werkzeug.wrappers import Response as AnyResponse

from domain.kernel.instants import FOREVER, Instant
from geo.record.features import feature_collection
from projections.over_time.days import civil_days
from projections.over_time.sites import (
    SitePeriod,
    sites_known_since,
    sites_over_time,
)
from projections.tables.snapshot import Snapshot
from web.atlas.served import served
from web.district.dates import Dates
from web.district.reading import snapshot_at
from web.frame.asked import dates_asked, district
from web.frame.caching import packed, with_cache_headers
from web.memory.cache import Cache, MemoryBudget

MIME = "application/geo+json"
EXTENSION = "guatu-sites"

Key = tuple[Instant, Instant | None]


class SiteAnswers:
    """The answers given lately; safe to share between threads.

    What is recorded of plots moves no site: whoever follows the journal is answered
    from here.
    """

    def __init__(self, crs: str, budget: MemoryBudget) -> None:
        self._crs = crs
        self._cache: Cache[Key, bytes] = Cache(budget, "sites", len)

    def at(self, now: Snapshot, dates: Dates, as_of: Instant | None) -> bytes:
        """Return the sites of all days at K, or those at V."""
        known = sites_known_since(now, as_known=dates.as_known)
        return self._cache.get((known, as_of), lambda: self._made(now, dates, as_of))

    def _made(self, now: Snapshot, dates: Dates, as_of: Instant | None) -> bytes:
        sites = sites_over_time(now, as_known=dates.as_known)
        return _geojson(_at(sites, as_of), self._crs).encode()


def init_app(app: Flask) -> None:
    """Serve the sites."""
    with app.app_context():
        app.extensions[EXTENSION] = SiteAnswers(district().about.crs, served().budget)
    app.add_url_rule("/map/sites", view_func=sites)


def sites() -> AnyResponse:
    """Answer the sites of projects as known at K, as GeoJSON.

    Without ``as_of`` these are the sites of all time: one holds on the civil days
    since 1970-01-01 from ``from`` on and before ``to``. With it, they are those at V.
    The position that K resolves to stands in front.
    """
    dates, is_of_all_time = dates_asked(), not request.args.get("as_of", "").strip()
    answers = cast("SiteAnswers", current_app.extensions[EXTENSION])
    with snapshot_at(district(), dates) as now:
        body = answers.at(now, dates, None if is_of_all_time else dates.as_of)
    response = Response(_headed(body, dates), content_type=MIME)
    return with_cache_headers(packed(response), dates, of_all_time=is_of_all_time)


def _headed(body: bytes, dates: Dates) -> bytes:
    """Put what moves whenever anything is recorded before what does not."""
    head = {"position": dates.position, "provisional": dates.provisional}
    return msgspec.json.encode(head)[:-1] + b"," + body[1:]


def _at(found: Sequence[SitePeriod], as_of: Instant | None) -> Sequence[SitePeriod]:
    if as_of is None:
        return found
    return [each for each in found if each.start <= as_of < each.end]


def _geojson(found: Sequence[SitePeriod], crs: str) -> str:
    ends = [None if each.end == FOREVER else each.end for each in found]
    return feature_collection(
        ids=[each.number for each in found],
        wkts=[each.boundary for each in found],
        properties={
            "project": [each.project for each in found],
            "name": [each.name for each in found],
            "from": _days([each.start for each in found]),
            "to": _days(ends),
        },
        crs=crs,
        members={},
    )


def _days(instants: Sequence[int | None]) -> list[int | None]:
    """Return the civil days of instants; None stays None."""
    there = np.array([each for each in instants if each is not None], dtype=np.int64)
    days = iter(civil_days(there).tolist())
    return [None if each is None else next(days) for each in instants]
