"""Telling the projects: their land, their permits, and their money month by month."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from domain.kernel.money import print_money
from web.samples.demo.calendar import END, START, office_day, year
from web.samples.demo.ground.curves import Floats, Ints, Rng
from web.samples.demo.land.projects import Project
from web.samples.demo.story.acts import Act, said

PERMITS_BEFORE = (("立项", -26, "青发改审"), ("用地预审与选址", 24, "青自然资预"))
"""Permits by days from the start of the survey, with the office that numbers them."""
PERMITS_AFTER = (
    ("用地规划许可", 8, "地字第"),
    ("环评批复", 22, "青环审"),
    ("工程规划许可", 47, "建字第"),
    ("施工许可", 74, "施字第"),
)
"""Permits by days from the hand-over of most of the land."""
ACCEPTANCE = ("竣工验收备案", "青建验")
SUPPLIED = 0.8
"""The share of plots handed over at which the land is supplied."""
LAND_SHARE = 0.34
"""Of the planned investment, what land and moving cost."""
LONGEST_DAYS = 700
"""By then the land is paid for, even where some of it is never handed over."""
COMPENSATED, HANDED_OVER = 2, 6
MONTH_DAYS = 30.4


def project_acts(
    rng: Rng, project: Project, boundary: str, area_m2: Floats, days: Ints
) -> Iterator[Act]:
    """Tell what happened to a project itself.

    Args:
        rng: Where chance comes from.
        project: The project.
        boundary: Its site as text of record.
        area_m2: Shape (n,), areas of its plots.
        days: Shape (n, 7), the days of their stages.
    """
    registered = max(START, project.start - int(rng.integers(30, 80)))
    yield said(
        "ProjectRegistered",
        project.code,
        registered,
        name=project.name,
        boundary=boundary,
    )
    supplied = int(np.quantile(days[:, HANDED_OVER], SUPPLIED))
    done = supplied + 90 + round(project.site.kind.months * MONTH_DAYS)
    yield from _permits(rng, project, supplied, done, registered)
    yield from _land(project, area_m2, days[:, COMPENSATED])
    yield from _money(rng, project, supplied, done)


def _permits(
    rng: Rng, project: Project, supplied: int, done: int, registered: int
) -> Iterator[Act]:
    planned = [(n, project.start + d, office) for n, d, office in PERMITS_BEFORE]
    planned += [(n, supplied + d, office) for n, d, office in PERMITS_AFTER]
    planned += [(ACCEPTANCE[0], done, ACCEPTANCE[1])]
    for permit, day, office in planned:
        delay = int(rng.integers(0, 9))
        issued = int(office_day(np.array([max(day, registered) + delay]))[0])
        number = f"{office}〔{year(issued)}〕{int(rng.integers(3, 260))}号"
        if issued <= END:
            yield said(
                "PermitIssued", project.code, issued, permit=permit, number=number
            )


def _land(project: Project, area_m2: Floats, compensated: Ints) -> Iterator[Act]:
    """Let the land pass in two or three lots, as it is paid for."""
    lots = np.array_split(
        np.argsort(compensated, kind="stable"), 2 + len(area_m2) // 40
    )
    for lot in lots:
        paid = int(compensated[lot].max(initial=0))
        if len(lot) and paid <= END - 12:
            day = int(office_day(np.array([paid + 9]))[0])
            area = f"{float(area_m2[lot].sum()):.2f}"
            yield said("LandAcquired", project.code, day, area_m2=area)


def _money(rng: Rng, project: Project, supplied: int, done: int) -> Iterator[Act]:
    """Report the investment of each month: land first, then an S-shaped building."""
    months = np.arange(project.start + 45, min(done, END), MONTH_DAYS).astype(int)
    if not len(months):
        return
    land = _share(months, project.start, min(supplied, project.start + LONGEST_DAYS))
    works = _share(months, supplied + 80, done)
    whole = project.plan_fen * (LAND_SHARE * land + (1 - LAND_SHARE) * works)
    parts = np.diff(whole, prepend=0.0) * rng.uniform(0.8, 1.2, len(months))
    for day, part in zip(_month_ends(months).tolist(), parts.tolist(), strict=True):
        amount = round(part / 1_000_000) * 1_000_000
        if amount > 0 and day <= END:
            yield said(
                "InvestmentRecorded", project.code, day, amount=print_money(amount)
            )


def _share(days: Ints, first: int, last: int) -> Floats:
    t = np.clip((days - first) / max(last - first, 1), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


def _month_ends(days: Ints) -> Ints:
    """Return the 25th of the month of each day, or the next working day."""
    months = (
        days.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[D]")
    )
    return office_day(months.astype(np.int64) + 24)
