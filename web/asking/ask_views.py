"""``/api/v1/ask``: the questions of ``web.asking`` over HTTP, and the list of them."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from web.asking.questions.arguments import require_known
from web.asking.questions.ask import ask
from web.asking.questions.questions import QUESTIONS
from web.frame.asked import district
from web.frame.caching import with_cache_headers
from web.frame.formats import MIME, written
from web.words.tables import Format

bp = Blueprint("ask", __name__, url_prefix="/api/v1/ask")

HOW = {"format": 1, "lang": 1}
"""How an answer is written; everything else is part of the question."""


@bp.get("")
def questions() -> AnyResponse:
    """Answer what can be asked: each question with its parameters."""
    listed = [
        {
            "question": each.name,
            "about": each.about,
            "parameters": [
                {"name": p.name, "required": p.required, "help": p.help}
                for p in each.parameters
            ],
            "columns": each.columns,
        }
        for each in QUESTIONS.values()
    ]
    body = msgspec.json.format(msgspec.json.encode({"questions": listed}), indent=2)
    return Response(body + b"\n", content_type=MIME[Format.JSON])


@bp.get("/<question>")
def asked(question: str) -> AnyResponse:
    """Answer one question."""
    raw = request.args.to_dict(flat=False)
    how = {name: raw.pop(name) for name in HOW if name in raw}
    require_known(question, HOW, how)
    answer = ask(district(), question, raw)
    return with_cache_headers(
        written(answer.sheet), answer.dates, of_all_time=answer.of_all_time
    )
