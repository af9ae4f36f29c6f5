"""Pages of views, made once: what they depend on, and answering with them."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from flask import g, request
from werkzeug.wrappers import Response as AnyResponse

from web.frame.asked import dates_asked, hosted, notices_told, stops_told
from web.frame.made.once import sent


def made_once(make: Callable[[], str], *also: Hashable) -> AnyResponse:
    """Answer with a page, made now or before.

    It depends on its address, on what stops recording, on layers that are lost, and on
    what it says by ``rests_on``; that it depends on the whole journal otherwise.

    Args:
        make: Renders the page; everything it reads is about ``dates_asked()``.
        also: What else it depends on, beside the journal.
    """
    dates = dates_asked()
    behind = dates.recorded if dates.is_behind else 0
    said = stops_told(), notices_told(), dates.provisional, behind
    name = request.full_path, said, also
    page = hosted().pages.page(name, dates, make)
    if dates.provisional and page.position > dates.position:
        # Somebody else made it a moment later: it is about that moment.
        g.pop("dates")
        dates = dates_asked()
    return sent(page, dates)
