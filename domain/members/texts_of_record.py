"""Texts of land as they are on record: told from others without reading geometry."""

from __future__ import annotations

import re
from math import isfinite

FARTHEST_M = 1e8
"""No coordinate of any CRS in metres lies farther out; the Earth is 4e7 m around."""
LEAST_CORNERS = 4
"""Of a ring, the last of which is the first."""
POLYGON, ENDED = "POLYGON ((", "))"
MULTIPOLYGON, ALL_ENDED = "MULTIPOLYGON (((", ")))"
POINT = "POINT ("
CORNER = r"-?\d{1,8}(?:\.\d+)? -?\d{1,8}(?:\.\d+)?"
RING = re.compile(rf"POLYGON \(\(({CORNER})(?:, {CORNER}){{2,}}, \1\)\)", re.ASCII)
"""Nearly every boundary: one ring that closes, within eight digits of metres."""
BLANKS = re.compile(r"\s*([(),])\s*", re.ASCII)


def is_boundary(text: str) -> bool:
    """Tell whether a text is a polygon or multipolygon that closes, in flat numbers."""
    if RING.fullmatch(text):
        return True
    return _is_boundary(text) or _is_boundary(_respaced(text))


def is_point(text: str) -> bool:
    """Tell whether a text is one point in flat numbers."""
    return _is_point(text) or _is_point(_respaced(text))


def _respaced(text: str) -> str:
    """Write blanks as texts of record have them; other programs put fewer."""
    close = BLANKS.sub(r"\1", text.strip())
    kind, bracket, rest = close.partition("(")
    return f"{kind} {bracket}{rest.replace(',', ', ')}"


def _is_boundary(text: str) -> bool:
    if text.startswith(POLYGON) and text.endswith(ENDED):
        rings = text[len(POLYGON) : -len(ENDED)]
    elif text.startswith(MULTIPOLYGON) and text.endswith(ALL_ENDED):
        rings = text[len(MULTIPOLYGON) : -len(ALL_ENDED)].replace(")), ((", "), (")
    else:
        return False
    return _is_plain(text) and all(map(_is_ring, rings.split("), (")))


def _is_point(text: str) -> bool:
    if not text.startswith(POINT) or not text.endswith(")") or not _is_plain(text):
        return False
    return _are_places([text[len(POINT) : -1]])


def _is_plain(text: str) -> bool:
    """Tell whether Python reads numbers in a text just as others do."""
    return text.isascii() and "_" not in text


def _is_ring(text: str) -> bool:
    corners = text.split(", ")
    is_closed = len(corners) >= LEAST_CORNERS and corners[0] == corners[-1]
    return is_closed and _are_places(corners)


def _are_places(corners: list[str]) -> bool:
    pairs = [corner.split(" ") for corner in corners]
    try:
        places = [(float(x), float(y)) for x, y in pairs]
    except ValueError:
        return False
    metres = [number for place in places for number in place]
    is_near = min(metres) >= -FARTHEST_M and max(metres) <= FARTHEST_M
    return is_near and isfinite(sum(metres))
