"""What people at the map ask a server for: tiles, curves, filters, at several dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import quote

import msgspec

from geo.tiles.grid import HALF_WORLD_M, metres

Ask = Callable[[str], bytes]

KNOWN = ("2026-06-30", "2025-03-31", "2024-03-31", "2023-03-31")
DAYS = ("2020-01-01", "2021-06-01", "2022-03-31")
ZOOMS = range(9, 17)
MOST_TILES = 60
"""Of one zoom: two screens full."""
ZONES = 4
CORNERS = re.compile(r"\[\[(-?[\d.]+), (-?[\d.]+)\], \[(-?[\d.]+), (-?[\d.]+)\]\]")


def ask_of_map(ask: Ask) -> None:
    """Look at a map at several K, from afar to near, and filter it.

    Args:
        ask: Reads an address, without the server's name.
    """
    corners = CORNERS.search(ask("/").decode())
    assert corners is not None, "the page says where the district lies"
    south, west, north, east = map(float, corners.groups())
    half = f"{west},{south},{(west + east) / 2},{(south + north) / 2}"
    for known in KNOWN:
        asked = f"as_known={known}"
        for zoom in ZOOMS:
            for x, y in _tiles(zoom, (west, south, east, north)):
                ask(f"/tiles/history/{zoom}/{x}/{y}.mvt?{asked}")
        for more in ("", "&by=zone", f"&bbox={half}"):
            ask(f"/api/v1/plots/curve?{asked}{more}")
        for zone in _zones(ask, asked):
            ask(f"/api/v1/plots/curve?{asked}&zone={quote(zone)}")
        for day in DAYS:
            ask(f"/legend?as_of={day}&{asked}")


def _zones(ask: Ask, asked: str) -> list[str]:
    values = msgspec.json.decode(ask(f"/map/filters?{asked}"))["zone"]
    return [str(each["value"]) for each in values[:ZONES]]


def _tiles(
    zoom: int, bounds_deg: tuple[float, float, float, float]
) -> Iterator[tuple[int, int]]:
    """List tiles of a zoom that lie on a district, those of the north-west first."""
    west, south, east, north = bounds_deg
    left, top = metres(lon_deg=west, lat_deg=north)
    right, bottom = metres(lon_deg=east, lat_deg=south)
    side_m = 2 * HALF_WORLD_M / 2**zoom
    columns = (int((each + HALF_WORLD_M) // side_m) for each in (left, right))
    rows = (int((HALF_WORLD_M - each) // side_m) for each in (top, bottom))
    (first, last), (upper, lower) = columns, rows
    every = ((x, y) for x in range(first, last + 1) for y in range(upper, lower + 1))
    return (each for each, _ in zip(every, range(MOST_TILES), strict=False))
