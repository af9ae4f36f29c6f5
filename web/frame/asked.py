"""The request at hand: whose district it is about, its dates, who sends it."""

from __future__ import annotations

from typing import cast

from flask import current_app, g, request

from web.district.dates import Dates, resolve
from web.district.layers.served import BaseLayers
from web.district.opening import District
from web.frame.language import translate
from web.frame.made.once import Pages
from web.memory.cache import MemoryBudget
from web.words.catalogue import message_of

EXTENSION = "guatu"
ACTOR = "web:anonymous"
"""Who records through pages and API, as long as nobody signs in."""


class Hosted:
    """A district that is being served, with what every room's views need of it."""

    def __init__(self, district: District, budget: MemoryBudget) -> None:
        self.district, self.budget = district, budget
        self.pages = Pages(budget, district.app.journal.moves)
        self.base_layers = BaseLayers(district.layers)


def hosted() -> Hosted:
    """Return what the current application serves."""
    return cast("Hosted", current_app.extensions[EXTENSION])


def district() -> District:
    """Return the district of the current application."""
    return hosted().district


def dates_asked() -> Dates:
    """Resolve the dates in the request's address, once a request.

    Raises:
        Refusal: A date cannot be meant, or lies beyond what is known.
    """
    if "dates" not in g:
        g.dates = resolve(
            district(),
            as_of=request.args.get("as_of", "").strip(),
            as_known=request.args.get("as_known", "").strip(),
        )
    return cast("Dates", g.dates)


def stops_told() -> tuple[str, ...]:
    """Tell why nothing may be recorded now, once a request."""
    if "stops" not in g:
        g.stops = tuple(message_of(stop, translate()) for stop in district().stops())
    return cast("tuple[str, ...]", g.stops)


def notices_told() -> tuple[str, ...]:
    """Tell what people should know although recording goes on, once a request."""
    if "notices" not in g:
        doubts = [message_of(each, translate()) for each in district().notices()]
        lost = [message_of(each, translate()) for each in hosted().base_layers.lost()]
        g.notices = (*doubts, *lost)
    return cast("tuple[str, ...]", g.notices)
