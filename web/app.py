"""The application factory: the table of contents of what is served."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from web import said_once
from web.asking import views as api
from web.atlas.served import Served
from web.district.opening import open_district
from web.frame import errors as errors_http
from web.frame import form_token, language, links, packing, security
from web.frame.asked import EXTENSION
from web.history import conflicts as conflict_pages
from web.history import views as history_pages
from web.map import changes as map_changes
from web.map import curve as map_curve
from web.map import data as map_data
from web.map import known_then, layer_tiles, live, plot_numbers, sites, tiles
from web.map import views as pages
from web.memory.cache import MOST_BYTES, MemoryBudget
from web.paper import views as paper_pages
from web.recording.forms import views as verbs
from web.things import lists, search
from web.things import sheets as thing_pages
from web.timekeeping.clock import Clock, SystemClock

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
        MissingWordError: Something that is declared has no word for people.
    """
    app = Flask(__name__)
    app.config.from_mapping(
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES, TRUSTED_HOSTS=["127.0.0.1", "localhost"]
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]  # Flask's own provider has it
    district = open_district(home, clock, system)
    district.read_up_to(district.app.journal.head().position)
    district.reaching.patience_s = PATIENCE_S
    app.extensions[EXTENSION] = served = Served(
        district, MemoryBudget(most_bytes), app.jinja_env
    )
    app.teardown_request(served.memory.look)
    for concern in (
        *(packing, security, language, errors_http, said_once, pages, tiles),
        *(layer_tiles, api),
        *(form_token, links, lists, thing_pages, history_pages, verbs, search),
        *(conflict_pages, map_changes, map_data, map_curve, known_then, plot_numbers),
        *(sites, live, paper_pages),
    ):
        concern.init_app(app)
    return app
