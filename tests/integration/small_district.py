"""A district small enough to know by heart, with texts as awkward as people's."""

from __future__ import annotations

from domain.application import KeyProjects
from tests.integration.building import (
    Body,
    corrected,
    record,
    registered,
    square,
    staged,
    withdrawn,
)

QUESTIONS = (
    "state plots",
    "state plots --summary",
    "state projects",
    "history plot A-1",
)
FORMULA = "=HYPERLINK(1)"
BOUNDARY = square()


def settle(app: KeyProjects) -> dict[str, int]:
    """Record it all; return the position of each step by name."""
    first = registered("A-1", zone="北区", paper_area_m2="400.50", boundary=BOUNDARY)
    steps: dict[str, Body] = {
        "project": {
            "record": "ProjectRegistered",
            "project": "P-1",
            "name": "+新港",
            "boundary": square(100, 100, 500),
            "effective": "2019-01-01",
        },
        "A-1": first,
        "A-2": registered("A-2", zone=FORMULA, land_use="住宅, “老”"),
        "surveyed": staged("A-1", "surveyed", "2021-03-01", amount="10.00"),
        "demolished": staged("A-1", "demolished", "2022-06-15", amount="1000.50"),
        "A-3": registered("A-3", "2024-01-01", zone="-1+2", boundary=square(200, 0)),
        "assigned": {
            "record": "PlotAssigned",
            "plot": "A-1",
            "project": "P-1",
            "effective": "2021-01-01",
        },
        "permit": {
            "record": "PermitIssued",
            "project": "P-1",
            "permit": "用地许可",
            "number": "[2021] 7 号",
            "effective": "2021-02-01",
        },
        "investment": {
            "record": "InvestmentRecorded",
            "project": "P-1",
            "amount": "12345678.90",
            "effective": "2021-02-01",
        },
    }
    positions = {name: record(app, body) for name, body in steps.items()}
    cheaper = corrected(positions["demolished"], amount="-3.05")
    positions["corrected"] = record(app, cheaper)
    positions["withdrawn"] = record(app, withdrawn(positions["surveyed"]))
    return positions
