"""What browsers may keep, and when they ask again: the one place of such headers."""

from __future__ import annotations

import gzip
from typing import TypeVar

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from web.district.dates import Dates

WORTH_PACKING = 4_000
YEAR_S = 31_536_000

R = TypeVar("R", bound=AnyResponse)


def with_cache_headers(
    response: AnyResponse, dates: Dates, *, of_all_time: bool = False, tag: str = ""
) -> AnyResponse:
    """Let the browser keep what never changes, and ask again for the rest.

    An answer about today, because no V was asked for, is another one tomorrow, unless
    it is one for all V.

    Args:
        response: The answer.
        dates: Of the request.
        of_all_time: Whether it is the same for all V.
        tag: What tells its bytes from others; left out, the dates do.
    """
    final = "" if dates.provisional else "-final"
    day = "all" if of_all_time and not dates.asked["as_of"] else dates.as_of
    tag = tag or f"{day}-{dates.position}{final}"
    if dates.provisional or not (dates.asked["as_of"] or of_all_time):
        return asked_again(response, tag)
    return kept_for_good(response, tag)


def kept_for_good(response: AnyResponse, tag: str = "") -> AnyResponse:
    """Let the browser keep an answer that never changes.

    Args:
        response: The answer.
        tag: What tells its bytes from others; left out where nobody asks again.
    """
    response.cache_control.max_age = YEAR_S
    response.cache_control.immutable = True
    return _tagged(response, tag)


def asked_again(response: AnyResponse, tag: str) -> AnyResponse:
    """Let the browser keep an answer only to be asked whether it is still this one."""
    response.cache_control.no_cache = True
    return _tagged(response, tag)


def asked_each_time(response: R) -> R:
    """Let the browser ask again for an answer that has no tag, and send it whole."""
    response.cache_control.no_cache = True
    response.cache_control.private = True
    return response


def never_kept(response: R) -> R:
    """Let nobody keep an answer, not even until the next time."""
    response.cache_control.no_store = True
    return response


def _tagged(response: AnyResponse, tag: str) -> AnyResponse:
    response.cache_control.private = True
    if not tag:
        return response
    response.set_etag(tag)
    return response.make_conditional(request)


def packed(response: AnyResponse) -> AnyResponse:
    """Compress what is worth it, quickly: half the bytes for a tenth of the time."""
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] and len(response.data) > WORTH_PACKING:
        response.data = gzip.compress(response.data, compresslevel=1, mtime=0)
        response.content_encoding = "gzip"
    return response
