"""Projects: sixty of them, each with a name, a code, a site, a plan and a start."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from web.samples.demo.calendar import END, START, year
from web.samples.demo.ground.curves import Ints, Rng
from web.samples.demo.ground.naming import RIVER, Name
from web.samples.demo.land.land import Land
from web.samples.demo.land.sites import Site

FIRST_START = START + 9
LAST_START = END - 95
MORE_LATER = 0.8
"""Below 1: the years bring more and more projects."""
PHASES = ("", "二期", "三期", "四期", "五期", "六期", "七期", "八期", "九期", "十期")
WHOLE_ZONE = ("旧城更新", "城中村改造")


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One project as it is planned."""

    code: str
    name: str
    english: str
    site: Site
    town: int
    start: int
    """The day on which its site is fixed and the survey begins."""
    plan_fen: int
    """Planned investment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Names of towns, zones and roads, and where plots lie in them."""

    towns: list[Name]
    zones: list[Name]
    roads: dict[str, tuple[str, str]]
    town_of_plot: Ints
    zone_of_plot: Ints


def planned(rng: Rng, sites: list[Site], land: Land, places: Places) -> list[Project]:
    """Plan the projects, one after the other through the years."""
    even = np.linspace(0, 1, len(sites)) ** MORE_LATER
    days = FIRST_START + even * (LAST_START - FIRST_START)
    starts = np.sort(days + rng.uniform(-18, 18, len(sites))).clip(FIRST_START)
    used: dict[str, int] = {}
    projects: list[Project] = []
    for site, start in zip(sites, starts.astype(int).tolist(), strict=True):
        name, english = _name(site, places)
        used[name] = used.get(name, 0) + 1
        number = 1 + sum(year(p.start) == year(start) for p in projects)
        area = float(shapely.area(land.shapes[site.plots]).sum())
        projects.append(
            Project(
                code=f"QY{year(start)}-{number:03d}",
                name=name + _phase(used[name]),
                english=english,
                site=site,
                town=_most(places.town_of_plot[site.plots]),
                start=start,
                plan_fen=round(area * site.kind.yuan_m2 / 10_000) * 1_000_000,
            )
        )
    return projects


def _phase(number: int) -> str:
    return PHASES[number - 1] if number <= len(PHASES) else f"{number}期"


def _name(site: Site, places: Places) -> tuple[str, str]:
    zone = places.zones[_most(places.zone_of_plot[site.plots])]
    town = places.towns[_most(places.town_of_plot[site.plots])]
    kind = site.kind
    if site.road:
        chinese, english = places.roads[site.road]
        return f"{chinese}拓宽改造", f"{english or chinese} widening"
    if kind.uses == ("riverbank",):
        place = town.chinese.removesuffix("街道").removesuffix("镇")
        return f"{RIVER}{place}段{kind.name}", f"{town.english}: {kind.english}"
    place = (
        zone.chinese if kind.name in WHOLE_ZONE else zone.chinese.removesuffix("片区")
    )
    return place + kind.name, f"{zone.english}: {kind.english}"


def _most(numbers: Ints) -> int:
    return int(np.bincount(numbers).argmax())
