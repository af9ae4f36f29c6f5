"""The application factory: the table of contents of what is served."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from web import (
    api,
    conflict_pages,
    errors_http,
    form_token,
    history_pages,
    known_then,
    language,
    layer_tiles,
    links,
    lists,
    live,
    map_changes,
    map_curve,
    map_data,
    packing,
    pages,
    paper_pages,
    plot_numbers,
    said_once,
    search,
    security,
    sites,
    thing_pages,
    tiles,
    verbs,
)
from web.asked import EXTENSION
from web.cache import MOST_BYTES, Budget
from web.clock import Clock, SystemClock
from web.serving import Served
from web.wiring import open_district

MAX_BODY_BYTES = 16 * 1024 * 1024
PATIENCE_S = 5
"""So long a page waits for tables that are far behind, before it says so."""


def create_app(
    home: Path,
    clock: Clock | None = None,
    system: SystemClock | None = None,
    *,
    most_bytes: int = MOST_BYTES,
) -> Flask:
    """Serve the district in ``home``.

    Args:
        home: The district's folder.
        clock: Only for a demonstration: what it takes the time to be.
        system: The machine's clocks; other ones only for trying out.
        most_bytes: What everything kept in memory may take; 0 keeps nothing.

    Raises:
        HomeMissingError: There is no district in the folder.
    """
    app = Flask(__name__)
    app.config.from_mapping(
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES, TRUSTED_HOSTS=["127.0.0.1", "localhost"]
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]  # Flask's own provider has it
    district = open_district(home, clock, system)
    district.read_up_to(district.app.journal.head().position)
    district.reaching.patience_s = PATIENCE_S
    app.extensions[EXTENSION] = kept = Served(
        district, Budget(most_bytes), app.jinja_env
    )
    app.teardown_request(kept.spare.look)
    for concern in (
        *(packing, security, language, errors_http, said_once, pages, tiles),
        *(layer_tiles, api),
        *(form_token, links, lists, thing_pages, history_pages, verbs, search),
        *(conflict_pages, map_changes, map_data, map_curve, known_then, plot_numbers),
        *(sites, live, paper_pages),
    ):
        concern.init_app(app)
    return app
