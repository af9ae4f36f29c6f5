"""Finding a thing by what people remember of it: ``GET /search?q=…``."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, jsonify, request, url_for

from domain.kernel.instants import At
from projections.lists.finding import Found, find
from web.district.reading import snapshot_at
from web.frame.asked import dates_asked, district
from web.frame.caching import asked_each_time
from web.things.places import centres_deg
from web.words.things import THING_WORDS

bp = Blueprint("search", __name__)

MOST = 12
LONGEST = 80


def init_app(app: Flask) -> None:
    """Serve the search."""
    app.register_blueprint(bp)


@bp.get("/search")
def search() -> Response:
    """Answer the plots and projects at (V, K) whose id or name holds the text."""
    dates = dates_asked()
    text = request.args.get("q", "").strip()[:LONGEST]
    found = _found(text, dates.at) if text else []
    shapes = [each.shape for each in found]
    centres = centres_deg(shapes, crs=district().about.crs) if found else []
    pairs = zip(found, centres, strict=True)
    return asked_each_time(jsonify([_answer(each, centre) for each, centre in pairs]))


def _found(text: str, at: At) -> list[Found]:
    with snapshot_at(district(), dates_asked()) as now:
        return find(now, text, at=at, limit=MOST)


def _answer(found: Found, centre: tuple[float, float] | None) -> dict[str, object]:
    dates = {name: text for name, text in dates_asked().asked.items() if text}
    path = {found.kind: found.id}
    return {
        "kind": found.kind,
        "id": found.id,
        "label": found.name or found.id,
        "number": found.number,
        "url": url_for(THING_WORDS[found.kind].sheet, **path, **dates),  # type: ignore[arg-type]
        "centre": centre,
    }
