"""A page made once, kept until something moves that it rests on, dated when sent."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import cast

from flask import Response, g, request
from werkzeug.wrappers import Response as AnyResponse

from domain.journal.interface import Following
from web.district.dates import Dates, heading_of
from web.frame.caching import asked_again, asked_each_time
from web.frame.made.bodies import MARKED, NONCE, Body, words_of
from web.memory.cache import Cache, MemoryBudget

SHELF = "pages"
HTML = "text/html; charset=utf-8"
RESTS_ON = "rests_on"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was made, and for how long that is good."""

    body: Body
    position: int
    """Of the journal, when it was made."""
    rests_on: frozenset[str] | None
    """Streams and kinds (see ``Following``); None for everything there is."""

    @property
    def nbytes(self) -> int:
        """How much memory it takes."""
        return self.body.nbytes + 80 * len(self.rests_on or ())


class Pages:
    """The pages made lately; safe to share between threads."""

    def __init__(self, budget: MemoryBudget, moves: Following) -> None:
        self._moves = moves
        self._cache: Cache[Hashable, Page] = Cache(
            budget, SHELF, lambda page: page.nbytes
        )

    def page(self, name: Hashable, dates: Dates, make: Callable[[], str]) -> Page:
        """Return a page as true as one made now, and make it where there is none.

        Args:
            name: The address, and whatever else the page depends on beside the journal.
            dates: Of the request. What is known at a K that is past never changes, so
                that page is kept by the position that K resolves to.
            make: Renders the page with the dates of the request.
        """
        known = None if dates.provisional else dates.position
        return self._cache.get(
            (name, dates.today, known),
            lambda: _made(dates, make),
            holds=lambda page: not dates.provisional or self._holds(page, dates),
        )

    def _holds(self, page: Page, dates: Dates) -> bool:
        if page.rests_on is None:
            return page.position == dates.position
        return not self._moves.moved_since(page.position, page.rests_on)


def _made(dates: Dates, make: Callable[[], str]) -> Page:
    """Make a page, its moving words left open; what it rests on it says itself."""
    nonce = g.nonce
    g.dates, g.nonce, g.rests_on = replace(dates, heading=MARKED), NONCE, None
    try:
        body = Body.of(make())
        found = cast("frozenset[str] | None", g.rests_on)
    finally:
        g.dates, g.nonce = dates, nonce
        g.pop(RESTS_ON)
    return Page(body, dates.position, found)


def rests_on(*moving: str) -> None:
    """Say what the page being made rests on, beside what it has said already.

    A page that says nothing rests on everything there is.

    Args:
        moving: Streams, like ``plot:A-1``, or whole kinds, like ``plot:``.
    """
    if RESTS_ON in g:
        g.rests_on = frozenset(moving) | (g.rests_on or frozenset())


def sent(page: Page, dates: Dates) -> AnyResponse:
    """Send a page, headed by the dates of this request."""
    words = words_of(heading_of(dates), g.nonce)
    packed = _takes_gzip(request.headers.get("Accept-Encoding", ""))
    body = page.body.gzipped(words) if packed else page.body.plain(words)
    response = Response(body, content_type=HTML)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    if "n" in page.body.gaps:
        # Told that it has not changed, a browser would keep the old nonce with the
        # new policy.
        return asked_each_time(response)
    when = b"-".join(words[gap] for gap in "dtq").decode()
    return asked_again(response, f"{page.body.digest}-{when}{'-gz' if packed else ''}")


def _takes_gzip(accepted: str) -> bool:
    if ";" in accepted:
        return bool(request.accept_encodings["gzip"])
    return "gzip" in accepted
