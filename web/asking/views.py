"""The API at ``/api/v1``: what pages show and the command line prints, for programs."""

from __future__ import annotations

from http import HTTPStatus

import msgspec
from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import UnsupportedMediaType
from werkzeug.wrappers import Response as AnyResponse

from web.asking import ask_views as ask_api
from web.asking.differences import compare, diff_sheet, of_kind, paged_diff
from web.asking.paging import NAMES, asks_for_page, paged
from web.asking.questions.arguments import require_known
from web.asking.questions.refusals import TwoDatesError
from web.district.dates import resolve
from web.district.outcomes import carried_out
from web.district.reading import plots_sheet, projects_sheet, stages_sheet
from web.frame.asked import ACTOR, dates_asked, district
from web.frame.caching import with_cache_headers
from web.frame.formats import written, written_by_row
from web.frame.language import translate
from web.history.histories import history_sheet
from web.words.catalogue import marked
from web.words.refusals import NotJsonError
from web.words.statuses import status_of
from web.words.tables import Sheet
from web.words.things import KINDS

bp = Blueprint("api", __name__, url_prefix="/api/v1")

NDJSON = "application/x-ndjson"
OF_ALL = f"/<any({', '.join(KINDS)}):things>"
EVERYWHERE = ("as_of", "as_known", "format", "lang")
"""What every address understands; what else it does is in ``ELSE``."""
PAGES = dict.fromkeys(NAMES, 1)
ELSE = {
    "api.diff": {"known": 2, "attribute": 1, **PAGES},
    "api.history": PAGES,
    "api.plots": PAGES,
    "api.projects": PAGES,
}


def init_app(app: Flask) -> None:
    """Serve the API."""
    app.register_blueprint(bp)
    app.register_blueprint(ask_api.bp)


@bp.before_request
def only_known() -> None:
    """Refuse a question with a parameter that nobody would look at (R13)."""
    endpoint = request.endpoint or ""
    if request.method == "GET":
        known = dict.fromkeys(EVERYWHERE, 1) | ELSE.get(endpoint, {})
        require_known(request.path, known, request.args.to_dict(flat=False))


@bp.get("/plots")
def plots() -> AnyResponse:
    """Answer every plot at (V, K)."""
    return _answer(plots_sheet(district(), dates_asked()))


@bp.get("/plots/summary")
def summary() -> AnyResponse:
    """Answer how many plots are in each stage at (V, K)."""
    return _answer(stages_sheet(district(), dates_asked()))


@bp.get("/projects")
def projects() -> AnyResponse:
    """Answer every project at (V, K)."""
    return _answer(projects_sheet(district(), dates_asked()))


@bp.get(f"{OF_ALL}/<thing>/history")
def history(things: str, thing: str) -> AnyResponse:
    """Answer every fact of one thing as known at K."""
    sheet = history_sheet(district(), KINDS[things], thing, dates_asked())
    page = written(paged(sheet, request.args))
    return with_cache_headers(page, dates_asked(), of_all_time=True)


@bp.get(f"{OF_ALL}/diff")
def diff(things: str) -> AnyResponse:
    """Answer what differs between two knowledge dates, ``known`` given twice."""
    known = request.args.getlist("known")
    if len(known) != 2:  # noqa: PLR2004  (a difference has two sides)
        raise TwoDatesError(found=len(known))
    as_of = request.args.get("as_of", "")
    before, after = (resolve(district(), as_of=as_of, as_known=each) for each in known)
    attribute = request.args.get("attribute", "stage")
    kind = KINDS[things]
    found = compare(district(), kind, attribute, before=before, after=after)
    if asks_for_page(request.args):
        return written(paged_diff(found, request.args))
    rows = (of_kind(kind, row) for row in found.each())
    return written_by_row(diff_sheet(found, ()), rows)


@bp.post("/commands")
def commands() -> AnyResponse:
    """Carry out one command as JSON, or many one a line; answer each in one line.

    The status is that of the first refusal; lines before and after it stand.
    """
    if request.mimetype not in ("application/json", NDJSON):
        raise UnsupportedMediaType
    status, answers = HTTPStatus.OK, []
    data = request.get_data()
    lines = data.splitlines() if request.mimetype == NDJSON else [data]
    if not data.strip():
        raise NotJsonError(line=1, why=marked("it is empty"))
    for number, line in enumerate(lines, 1):
        if line.strip():
            outcome = carried_out(
                district(), number, line, actor=ACTOR, translate=translate()
            )
            answers.append(msgspec.json.encode(outcome.answer))
            if outcome.error is not None and status == HTTPStatus.OK:
                status = status_of(outcome.error)
    return Response(b"\n".join(answers) + b"\n", status=status, mimetype=NDJSON)


def _answer(sheet: Sheet) -> AnyResponse:
    return with_cache_headers(written(paged(sheet, request.args)), dates_asked())
