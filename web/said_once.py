"""A parameter that takes one text is refused where it is given twice (R13).

Of two texts for one parameter nobody can tell which is meant, and an answer to the
first would look like one to both. What several texts may be given for is listed here.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, request

from domain.members.scalars import UNPRINTABLE
from web.atlas.filter import FILTERS
from web.words.refusals import RepeatedParameterError

SELF_CHECKED = ("api.", "ask.asked")
"""Views that hold all that is given against what they know."""
FILTERED = (
    *("pages.map_page", "pages.legend", "tile", "history_tile", "known_then"),
    *("changes", "causes", "map_curve.curve"),
    *("map_data.curve", "map_data.filters", "map_data.stage_durations"),
)
"""Views of the map: a filter asks for several values of an attribute."""
SEVERAL: Mapping[str, tuple[str, ...]] = {
    "pages.map_page": ("off",),
    "known_then": ("day",),
    "changes": ("plot",),
    "causes": ("plot",),
}
"""What else may be given several times, by view."""


def init_app(app: Flask) -> None:
    """Look at the parameters of every request."""
    app.before_request(require_once)


def require_once() -> None:
    """Refuse a parameter that is given more often than it is looked at.

    Raises:
        RepeatedParameterError: It names the parameter.
    """
    endpoint = request.endpoint or ""
    if endpoint.startswith(SELF_CHECKED):
        return
    several = SEVERAL.get(endpoint, ())
    if endpoint in FILTERED:
        several += FILTERS
    for name, texts in request.args.lists():
        if len(texts) > 1 and name not in several:
            shown = UNPRINTABLE.sub("?", name)
            raise RepeatedParameterError(name=shown, found=len(texts), times=1)
