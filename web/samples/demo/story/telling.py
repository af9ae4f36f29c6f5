"""Telling the plots: every stage a plot went through, with what it cost."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from domain.kernel.money import print_money
from web.samples.demo.calendar import END, START
from web.samples.demo.ground.curves import Ints, Rng
from web.samples.demo.land.front import front_of
from web.samples.demo.land.land import LAND_USES, OPEN_LAND, Land
from web.samples.demo.land.projects import Project
from web.samples.demo.story.acts import Act, said
from web.samples.demo.story.stages import STAGES, Front, days_of

YUAN_M2 = {
    "yard": 5_400,
    "home": 1_950,
    "flats": 6_100,
    "shop": 7_200,
    "school": 3_900,
    "clinic": 4_400,
    "office": 4_200,
    "works": 1_250,
    "store": 1_050,
    "orchard": 150,
    "wood": 85,
    "pond": 110,
}
FIELD_YUAN_M2 = 98
"""The district's price for a piece of farmland, about 65,000 yuan a mu."""
DEMOLITION_YUAN_M2 = 46
CLEARING_YUAN_M2 = 12
BONUS_YUAN_M2 = 65
"""For moving within the time agreed."""
TRANSITION_YUAN_M2 = 36
"""For each quarter until the new home is ready."""
QUARTER_DAYS = 91
QUARTERS = 8
HOMES = ("yard", "home", "flats")
VACATED = 3
NAMED_ON_PAPER = 0.012
"""By how much the area on paper strays from the measured one."""


def registrations(
    rng: Rng, land: Land, ids: list[str], zones: list[str], boundaries: list[str]
) -> Iterator[Act]:
    """Tell the plots that are in the books from the first day on."""
    measured = shapely.area(land.shapes)
    paper = measured * (1 + rng.normal(0, NAMED_ON_PAPER, len(land)))
    for n, plot in enumerate(ids):
        members = {
            "zone": zones[n],
            "land_use": LAND_USES[land.use[n]],
            "paper_area_m2": f"{paper[n]:.2f}",
            "boundary": boundaries[n],
        }
        yield said("PlotRegistered", plot, START, **members)


def plot_acts(
    rng: Rng, project: Project, land: Land, ids: list[str], roads: np.ndarray
) -> tuple[list[Act], Ints]:
    """Tell what happened to the plots of a project; return their days as well."""
    plots = project.site.plots
    days = days_of(
        rng,
        Front(
            start=project.start,
            front=front_of(rng, project.site, land, roads),
            row=land.row[plots],
            block=land.block[plots],
            built=~np.isin(land.use[plots], OPEN_LAND),
        ),
    )
    area = shapely.area(land.shapes[plots])
    acts: list[Act] = []
    for n, plot in enumerate(plots.tolist()):
        fixed = project.start + int(rng.integers(0, 3))
        acts.append(said("PlotAssigned", ids[plot], fixed, project=project.code))
        acts += _stages(rng, ids[plot], land.use[plot], float(area[n]), days[n])
    return acts, days


def _stages(rng: Rng, plot: str, use: str, area_m2: float, days: Ints) -> Iterator[Act]:
    """Tell the stages of one plot up to the end of the story."""
    costs = _costs(rng, use, area_m2)
    for stage, day in zip(STAGES, days.tolist(), strict=True):
        if day <= END:
            amount = {"amount": costs[stage]} if stage in costs else {}
            yield said("PlotStageRecorded", plot, day, stage=stage.value, **amount)
    if use in HOMES:
        yield from _extras(plot, area_m2, int(days[VACATED]))


def _costs(rng: Rng, use: str, area_m2: float) -> dict[str, str]:
    price = YUAN_M2.get(use, FIELD_YUAN_M2) * rng.uniform(0.9, 1.14)
    costs = {"compensated": _yuan(price * area_m2)}
    if use not in OPEN_LAND:
        costs["demolished"] = _yuan(
            DEMOLITION_YUAN_M2 * area_m2 * rng.uniform(0.8, 1.2)
        )
        costs["cleared"] = _yuan(CLEARING_YUAN_M2 * area_m2 * rng.uniform(0.8, 1.2))
    return costs


def _extras(plot: str, area_m2: float, vacated: int) -> Iterator[Act]:
    """Tell the bonus for moving, and the transition money of each quarter."""
    if vacated > END:
        return
    bonus = _yuan(BONUS_YUAN_M2 * area_m2)
    paid = {"amount": bonus, "purpose": "搬迁奖励"}
    yield said("PlotAmountRecorded", plot, vacated, **paid)
    money = {"amount": _yuan(TRANSITION_YUAN_M2 * area_m2), "purpose": "临时安置费"}
    for quarter in range(QUARTERS):
        day = vacated + 10 + quarter * QUARTER_DAYS
        if day <= END:
            yield said("PlotAmountRecorded", plot, day, **money)


def _yuan(amount: float) -> str:
    """Write an amount of whole yuan."""
    return print_money(round(amount) * 100)
