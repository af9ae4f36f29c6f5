"""A district in which everything has happened: late, wrong, undone, and redrawn.

Its clock and its journal's identity are set, so that its journal is the same byte for
byte whenever it is recorded.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from domain.application import KeyProjects
from tests.integration.building import Body, Now, registered, square, staged
from web.district.founding import found_district
from web.district.opening import District, open_district

JOURNAL_ID = "0123456789abcdef0123456789abcdef"
FOUNDED = "2025-01-01T01:00:00Z"
Steps = dict[str, Body | list[Body]]
"""Name → one command, or several that are one; ``@name`` is that one's position."""


def child(plot: str, stage: str | None, east: int, north: int, side: int) -> Body:
    return {"plot": plot, "stage": stage, "boundary": square(east, north, side)}


def frozen(plot: str, notice: str | None, effective: str, **end: object) -> Body:
    body = {"record": "PlotFrozen", "plot": plot, "freeze": notice}
    return {**body, "effective": effective, **end}


def paid(plot: str, amount: str, effective: str) -> Body:
    body = {"record": "PlotAmountRecorded", "plot": plot, "purpose": "过渡费"}
    return {**body, "amount": amount, "effective": effective}


def permitted(permit: str, number: str | None, effective: str, **end: object) -> Body:
    """Issue a permit, or state over which period it is valid."""
    record = "PermitValidityRecorded" if end else "PermitIssued"
    body = {"record": record, "project": "P1", "permit": permit, "number": number}
    return {**body, "effective": effective, **end}


def assigned(plot: str, project: str | None, effective: str) -> Body:
    body = {"record": "PlotAssigned", "plot": plot, "project": project}
    return {**body, "effective": effective}


def correction(target: str, **members: object) -> Body:
    return {"correct": f"@{target}", "reason": "录错", **members}


def withdrawal(target: str) -> Body:
    return {"withdraw": f"@{target}", "reason": "没有这回事"}


OPENING: Steps = {
    "P1": {
        "record": "ProjectRegistered",
        "project": "P1",
        "name": "新港",
        "boundary": square(0, 0, 60),
        "effective": "2023-01-01",
    },
    "P2": {
        "record": "ProjectRegistered",
        "project": "P2",
        "name": "none",
        "effective": "2023-06-01",
    },
    "A-1": registered("A-1", "2023-01-01", zone="北区", boundary=square(0, 0)),
    "A-2": registered(
        "A-2", "2023-01-01", zone="none", paper_area_m2="400.50", boundary=square(20, 0)
    ),
    "A-3": registered("A-3", "2023-02-01", land_use="住宅", boundary=square(40, 0)),
    "甲-4": registered("甲-4", "1986-05-04", zone="南区", boundary=square(0, 20)),
    "A-5": registered("A-5", "2023-03-01T08:30:00.000001+08:00"),
    "group": [
        staged("A-1", "surveyed", "2023-04-01", amount="10.00"),
        staged("A-2", "surveyed", "2023-04-01", amount="20.05"),
        staged("A-3", "surveyed", "2023-04-02"),
    ],
    "A-1 signed": staged("A-1", "agreement_signed", "2023-07-01", amount="5000.00"),
    "A-1 vacated": staged("A-1", "vacated", "2024-02-10"),
    "A-2 signed": staged("A-2", "agreement_signed", "2023-08-01"),
    "甲-4 surveyed": staged("甲-4", "surveyed", "1988-04-17"),
    "A-1 in P1": assigned("A-1", "P1", "2023-05-01"),
    "A-2 in P1": assigned("A-2", "P1", "2023-05-01"),
    "A-1 in none": assigned("A-1", None, "2024-06-01"),
    "land": {
        "record": "LandAcquired",
        "project": "P1",
        "area_m2": "1200.2500",
        "effective": "2023-09-01",
    },
    "investment": {
        "record": "InvestmentRecorded",
        "project": "P1",
        "amount": "12345678.90",
        "effective": "2024-01-15",
    },
    "permit": permitted("用地许可", "[2023] 7 号", "2023-03-01"),
    "paid": paid("A-1", "800.00", "2024-03-01"),
}
REVISIONS: Steps = {
    "freeze": frozen("A-2", "公告 1 号", "2023-06-01", through="2024-05-31"),
    "freeze lifted": frozen("A-2", None, "2023-10-01", until="2023-11-01"),
    "freeze for good": frozen("甲-4", "公告 2 号", "2024-01-01"),
    "valid": permitted("用地许可", "[2023] 7 号", "2023-03-01", through="2025-02-28"),
    "suspended": permitted("用地许可", None, "2024-01-01", until="2024-04-01"),
    "late": staged("A-1", "compensated", "2023-12-01", amount="120000.00"),
    "A-1 cheaper": correction("A-1 signed", amount="4999.99"),
    "A-1 earlier": correction("A-1 cheaper", effective="2023-06-15"),
    "late again": correction("late", effective="2023-12-24", stage="agreement_signed"),
    "A-2 elsewhere": correction("A-2", zone="absent", boundary=square(20, 0, 30)),
    "not cheaper": withdrawal("A-1 cheaper"),
    "never vacated": withdrawal("A-1 vacated"),
    "vacated after all": withdrawal("never vacated"),
    "shorter freeze": correction("freeze", through="2024-03-31"),
    "no zone": correction("甲-4", zone=None),
    "A-5 never": withdrawal("A-5"),
    "same instant": staged("A-2", "compensated", "2023-08-01"),
    "future": staged("A-2", "vacated", "2031-01-01"),
}
REDRAWINGS: Steps = {
    "split": {
        "record": "PlotSplit",
        "plot": "A-3",
        "effective": "2024-09-01",
        "children": [
            child("A-31", "surveyed", 40, 0, 10),
            child("A-32", None, 50, 0, 10),
        ],
    },
    "adjusted": {
        "record": "BoundariesAdjusted",
        "plot": "A-1",
        "effective": "2024-07-01",
        "boundary": square(0, 0, 19),
        "neighbours": [{"plot": "甲-4", "boundary": square(0, 20, 21)}],
    },
    "merged": {
        "record": "PlotsMerged",
        "plot": "B-1",
        "effective": "2025-02-01",
        "parents": ["A-31", "A-32"],
        "stage": "vacated",
        "boundary": square(40, 0, 11),
    },
    "stranded": staged("A-3", "demolished", "2024-10-01"),
    "A-31 cleared": staged("A-31", "cleared", "2024-12-01", amount="3.00"),
    "B-1 handed over": staged("B-1", "handed_over", "2025-03-01"),
    "split earlier": correction("split", effective="2024-08-15"),
    "split late after all": withdrawal("split earlier"),
    "freeze of a child": frozen("A-32", "公告 3 号", "2024-01-01", until="2026-01-01"),
    "never adjusted": withdrawal("adjusted"),
    "adjusted after all": withdrawal("never adjusted"),
    "A-5 again": registered("A-5", "2024-01-01", boundary=square(100, 100, 7)),
    "never merged": withdrawal("merged"),
}
CHAPTERS = {"2025-02": OPENING, "2025-05": REVISIONS, "2025-08": REDRAWINGS}
"""The month in which each is recorded: a step a day."""
LATER: Steps = {
    "late and corrected": correction("A-1", zone="东区", effective="2022-12-01"),
    "very late": staged("甲-4", "compensated", "1990-01-01", amount="0.01"),
    "late freeze": frozen("A-1", "公告 9 号", "2023-02-01", until="2023-03-01"),
    "second split": {
        "record": "PlotSplit",
        "plot": "A-2",
        "effective": "2024-04-01",
        "children": [
            child("A-21", "surveyed", 20, 0, 10),
            child("A-22", "surveyed", 20, 10, 10),
        ],
    },
    "A-1 withdrawn": withdrawal("A-1 vacated"),
    "merged after all": withdrawal("never merged"),
}


def found(home: Path) -> tuple[District, Now]:
    """Found the district of the story, and open it under a clock of its own."""
    clock = Now(FOUNDED)
    found_district(
        home,
        name="故事区",
        crs="EPSG:4547",
        currency="CNY",
        clock=clock,
        journal_id=JOURNAL_ID,
    )
    return open_district(home, clock), clock


def tell(app: KeyProjects, clock: Now) -> dict[str, int]:
    """Record the whole story; return the last position of each step."""
    positions: dict[str, int] = {}
    for month, chapter in CHAPTERS.items():
        go_on(app, clock, month, chapter, positions)
    return positions


def go_on(
    app: KeyProjects, clock: Now, month: str, steps: Steps, positions: dict[str, int]
) -> None:
    """Record steps, one a day, and add their positions."""
    for day, (name, step) in enumerate(steps.items(), 1):
        clock.set(f"{month}-{day:02}T01:00:00.000001Z")
        command_id = f"story-{len(positions) + 1}"
        bodies = [step] if isinstance(step, dict) else step
        settled = [dict(_settled(body.items(), positions)) for body in bodies]
        if isinstance(step, dict):
            body = {"command_id": command_id, **settled[0]}
            receipt = app.execute(body, actor="test")
        else:
            receipt = app.execute_group(settled, command_id=command_id, actor="test")
        positions[name] = receipt.last


def _settled(
    members: Iterable[tuple[str, object]], positions: dict[str, int]
) -> Iterable[tuple[str, object]]:
    """Put positions in place of the names of steps."""
    for name, value in members:
        if isinstance(value, str) and value.startswith("@"):
            yield name, positions[value.removeprefix("@")]
        else:
            yield name, value
