"""The land: rectangles to the millimetre that tile blocks, with streets between."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from web.samples.decade.scale import OFFICES, PLOTS_A_ZONE, Ints, Rng

CRS = "EPSG:4548"
COLUMNS = 10
"""Plots in a row of a block; a block has two rows."""
BLOCK = 2 * COLUMNS
WIDTHS_MM = (12_000, 40_000)
DEPTHS_MM = (18_000, 60_000)
PITCH_MM = (COLUMNS * WIDTHS_MM[1] + 20_000, 2 * DEPTHS_MM[1] + 15_000)
"""From one block to the next, streets included."""
CORNER_MM = (490_000_000, 3_870_000_000)
BLOCK_ROWS_A_COLUMN = 3
"""Blocks are three times as wide as deep: so the city is about square."""

Sides = tuple[int, int, int, int]
"""West, south, east, north."""


@dataclass(frozen=True, slots=True)
class Land:
    """Rectangles of n plots in millimetres of the district's CRS, plot by plot."""

    west: Ints
    south: Ints
    east: Ints
    north: Ints
    zone: Ints

    @property
    def office(self) -> Ints:
        """The office that records what happens on each plot."""
        return self.zone % OFFICES

    def sides(self, plot: int) -> Sides:
        """Return the sides of a plot."""
        return (
            int(self.west[plot]),
            int(self.south[plot]),
            int(self.east[plot]),
            int(self.north[plot]),
        )


def drawn_land(rng: Rng, plots: int) -> Land:
    """Draw blocks of two rows; only the last block may have gaps."""
    blocks = -(-plots // BLOCK)
    widths = rng.integers(*WIDTHS_MM, (blocks, COLUMNS))
    depths = rng.integers(*DEPTHS_MM, (blocks, 2))
    east = np.repeat(np.cumsum(widths, axis=1)[:, None], 2, axis=1)
    west = east - widths[:, None]
    north = np.repeat(np.cumsum(depths, axis=1)[:, :, None], COLUMNS, axis=2)
    south = north - depths[:, :, None]
    x, y = _corners(blocks)
    return Land(
        west=(west + x).reshape(-1)[:plots],
        south=(south + y).reshape(-1)[:plots],
        east=(east + x).reshape(-1)[:plots],
        north=(north + y).reshape(-1)[:plots],
        zone=np.arange(plots) // PLOTS_A_ZONE,
    )


def _corners(blocks: int) -> tuple[Ints, Ints]:
    """Lay blocks out row by row; shape (blocks, 1, 1) each."""
    across = max(1, round((blocks / BLOCK_ROWS_A_COLUMN) ** 0.5))
    number = np.arange(blocks)[:, None, None]
    row, column = np.divmod(number, across)
    return CORNER_MM[0] + column * PITCH_MM[0], CORNER_MM[1] + row * PITCH_MM[1]


def drawn_as(west: int, south: int, east: int, north: int) -> dict[str, str]:
    """Write a rectangle as the members of a fact."""
    sides = west, south, east, north
    return {"boundary": outline(*sides), "paper_area_m2": area(*sides)}


def outline(west: int, south: int, east: int, north: int) -> str:
    """Write a rectangle as text of record, counterclockwise."""
    w, s, e, n = (metres(each) for each in (west, south, east, north))
    return f"POLYGON (({w} {s}, {e} {s}, {e} {n}, {w} {n}, {w} {s}))"


def metres(millimetres: int) -> str:
    """Write millimetres as metres, without zeros at the end."""
    whole, rest = divmod(millimetres, 1000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".")


def area(west: int, south: int, east: int, north: int) -> str:
    """Write the area of a rectangle in m² with two decimals."""
    hundredths = round((east - west) * (north - south) / 10_000)
    return f"{hundredths // 100}.{hundredths % 100:02d}"
