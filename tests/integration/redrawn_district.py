"""A district whose plots are divided, merged, reshaped and frozen, some in vain."""

from __future__ import annotations

from domain.application import KeyProjects
from tests.integration.building import Body, record, registered, square, staged


def drawn(plot: str, east: int, side: int = 10, **members: object) -> Body:
    """Draw a plot as a redrawing states it: a square, so many metres to the east."""
    return {"plot": plot, "boundary": square(east, 0, side), "stage": None, **members}


def split(plot: str, *children: Body, effective: str = "2023-03-01") -> Body:
    body: Body = {"record": "PlotSplit", "plot": plot, "effective": effective}
    return {**body, "children": list(children)}


def merged(plot: str, *parents: str, effective: str = "2023-05-01") -> Body:
    body: Body = {"record": "PlotsMerged", "plot": plot, "effective": effective}
    boundary = square(100, 0, 40)
    return {**body, "parents": list(parents), "stage": "vacated", "boundary": boundary}


def frozen(plot: str, effective: str, **members: object) -> Body:
    body: Body = {"record": "PlotFrozen", "plot": plot, "effective": effective}
    return {**body, "freeze": "沂征告〔2026〕7 号", **members}


def redraw(app: KeyProjects) -> dict[str, int]:
    """Record it all; return the position of each step by name."""
    reshaped = {"plot": "D-2", "boundary": square(230, 0, 10)}
    steps: dict[str, Body] = {
        "A-1": registered("A-1", boundary=square(0, 0, 20), zone="北区"),
        "B-1": registered("B-1", boundary=square(100, 0, 20)),
        "B-2": registered("B-2", boundary=square(120, 0, 20)),
        "D-1": registered("D-1", boundary=square(200, 0, 20)),
        "D-2": registered("D-2", boundary=square(220, 0, 20)),
        "signed": staged("A-1", "agreement_signed", "2021-03-01", amount="10.00"),
        "split": split(
            "A-1", drawn("A-1-1", 0, stage="agreement_signed"), drawn("A-1-2", 10)
        ),
        "merged": merged("C-1", "B-1", "B-2"),
        "adjusted": {
            "record": "BoundariesAdjusted",
            "plot": "D-1",
            "effective": "2023-07-01",
            "boundary": square(200, 0, 30),
            "neighbours": [reshaped],
        },
        "vacated": staged("A-1-1", "vacated", "2023-09-01", amount="20.00"),
        "stranded": staged("A-1", "vacated", "2023-06-01", amount="5.00"),
        "frozen": frozen("A-1-1", "2026-01-01", through="2026-12-31"),
        "again": split(
            "A-1-2",
            drawn("A-1-2a", 10, 5),
            drawn("A-1-2b", 15, 5),
            effective="2024-01-01",
        ),
        "project": {
            "record": "ProjectRegistered",
            "project": "P-1",
            "name": "新港",
            "boundary": square(0, 0, 500),
            "effective": "2019-01-01",
        },
        "validity": {
            "record": "PermitValidityRecorded",
            "project": "P-1",
            "permit": "施工许可证",
            "number": "[2025] 3 号",
            "effective": "2025-02-01",
            "until": "2028-02-01",
        },
    }
    return {name: record(app, body) for name, body in steps.items()}
