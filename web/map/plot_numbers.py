"""The id of a plot that the map knows by its number."""

from __future__ import annotations

from flask import Flask, jsonify
from werkzeug.wrappers import Response

from domain.errors import UnknownThingError
from projections.tables.columns import id_of
from web.frame.asked import district
from web.frame.caching import kept_for_good

NUMBER = "<int(max=9223372036854775807):number>"


def init_app(app: Flask) -> None:
    """Serve the ids."""
    app.add_url_rule(f"/plots/number/{NUMBER}/id", view_func=plot_id)


def plot_id(number: int) -> Response:
    """Answer the id alone; a number is given once for ever, so the browser keeps it.

    Raises:
        UnknownThingError: No plot has this number.
    """
    district().read_up_to(number)
    with district().read_model.snapshot() as now:
        plot = id_of(now, "plot", number)
    if plot is None:
        raise UnknownThingError(kind="plot", thing=number)
    return kept_for_good(jsonify({"plot": plot}))
