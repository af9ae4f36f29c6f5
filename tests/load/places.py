"""Places: the addresses of a district that people ask for, and what they record."""

from __future__ import annotations

import math
import random
import re
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from web.district.opening import JOURNAL

NUMBER = r"(-?\d+\.\d+)"
CORNERS = re.compile(rf"\[\[{NUMBER}, ?{NUMBER}\], ?\[{NUMBER}, ?{NUMBER}\]\]")
NUMBERS = """
    SELECT position FROM stored_events
    WHERE originator_version = 1 AND originator_id LIKE 'plot:%'
"""
HEADS = "SELECT last FROM commands ORDER BY last"
ZOOM = 15
PAST = 0.5
"""How often a date of the past is asked about."""
STAGES = 0.5
"""How often somebody records a stage; else money."""
FAR = ("compensated", "vacated", "demolished", "cleared")


@dataclass(frozen=True, slots=True)
class Places:
    """What there is to be asked about."""

    plots: Sequence[str]
    projects: Sequence[str]
    numbers: Sequence[int]
    """By which the map knows plots."""
    heads: Sequence[int]
    """Positions at which commands ended."""
    corners_deg: tuple[float, float, float, float]
    """South, west, north, east."""

    @classmethod
    def of(cls, home: Path, map_page: str) -> Places:
        """Read the names of things from the journal, and its place from the map."""
        with closing(sqlite3.connect(home / JOURNAL)) as journal:
            rows = journal.execute("SELECT DISTINCT originator_id FROM stored_events")
            streams = sorted(name for (name,) in rows)
            numbers = [number for (number,) in journal.execute(NUMBERS)]
            heads = [last for (last,) in journal.execute(HEADS)]
        names = {
            kind: [name.partition(":")[2] for name in streams if name.startswith(kind)]
            for kind in ("plot:", "project:")
        }
        found = CORNERS.search(map_page)
        assert found, "the map page tells where the district is"
        south, west, north, east = map(float, found.groups())
        corners = (south, west, north, east)
        return cls(names["plot:"], names["project:"], numbers, heads, corners)

    def page(self, chance: random.Random) -> str:
        """Draw a page, at now or at a past date."""
        path = chance.choice(PAGES)(self, chance)
        if chance.random() > PAST:
            return path
        day = f"20{chance.randint(22, 26)}-{chance.randint(1, 12):02}-15"
        known = chance.choice(self.heads[len(self.heads) // 2 :])
        dates = chance.choice([f"as_of={day}", f"as_of={day}&as_known={known}"])
        return f"{path}{'&' if '?' in path else '?'}{dates}"

    def tiles(self, chance: random.Random, count: int) -> list[str]:
        """Draw a view of the map: tiles beside each other."""
        south, west, north, east = self.corners_deg
        x, y = _tile(chance.uniform(west, east), chance.uniform(south, north))
        around = [(x + each % 4, y + each // 4) for each in range(count)]
        return [f"/tiles/history/{ZOOM}/{x}/{y}.mvt" for x, y in around]

    def fact(self, chance: random.Random) -> dict[str, object]:
        """Draw what somebody records: money, or how far a plot has got, as often."""
        about = {
            "plot": chance.choice(self.plots),
            "effective": f"2026-0{chance.randint(1, 6)}-15",
        }
        if chance.random() < STAGES:
            return {"record": "PlotStageRecorded", "stage": chance.choice(FAR), **about}
        spent = {"amount": f"{chance.randint(1, 99_999)}.50", "purpose": "看护费"}
        return {"record": "PlotAmountRecorded", **spent, **about}

    def plot(self, chance: random.Random) -> str:
        """Draw the name of a plot, as an address has it."""
        return quote(chance.choice(self.plots))

    def project(self, chance: random.Random) -> str:
        """Draw the name of a project, as an address has it."""
        return quote(chance.choice(self.projects))


Page = Callable[[Places, random.Random], str]
PAGES: Sequence[Page] = (
    lambda _, __: "/",
    lambda _, __: "/legend",
    lambda _, __: "/map/curve",
    lambda _, __: "/map/filters",
    lambda _, __: "/plots",
    lambda _, chance: f"/plots?page={chance.randint(1, 20)}",
    lambda places, chance: f"/plots/{places.plot(chance)}",
    lambda places, chance: f"/plots/{places.plot(chance)}",
    lambda places, chance: f"/plots/number/{chance.choice(places.numbers)}?fragment=",
    lambda _, __: "/projects",
    lambda places, chance: f"/projects/{places.project(chance)}",
    lambda _, __: "/history",
    lambda places, chance: f"/history/{chance.randint(2, places.heads[-1])}",
    lambda _, __: "/conflicts",
    lambda places, chance: f"/search?q={places.plot(chance)[:4]}",
    lambda places, chance: f"/record/PlotStageRecorded?plot={places.plot(chance)}",
    lambda _, __: "/api/v1/plots/summary",
)


def middle_tile(places: Places) -> tuple[int, int]:
    """Return the tile in the middle of the district."""
    south, west, north, east = places.corners_deg
    return _tile((west + east) / 2, (south + north) / 2)


def _tile(lon_deg: float, lat_deg: float) -> tuple[int, int]:
    """Return the tile of a place: Web Mercator, tiles as OpenStreetMap numbers them."""
    across = (lon_deg + 180) / 360
    down = (1 - math.asinh(math.tan(math.radians(lat_deg))) / math.pi) / 2
    return int(across * 2**ZOOM), int(down * 2**ZOOM)
