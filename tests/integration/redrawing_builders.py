"""Commands that redraw plots, as a client sends them."""

from __future__ import annotations

from domain.application import KeyProjects
from domain.journal.lines import Line
from tests.integration.journal_builders import (
    ACTOR,
    POINT,
    lines_of,
    project,
    registration,
)

SQUARE = "POLYGON ((500000 3400000, 500020 3400000, 500020 3400020, 500000 3400000))"
Body = dict[str, object]


def child(plot: str, **members: object) -> Body:
    return {"plot": plot, "stage": None, "point": POINT, **members}


def splitting(
    command_id: str, plot: str, *children: str, on: str = "2026-03-01"
) -> Body:
    return {
        "command_id": command_id,
        "record": "PlotSplit",
        "plot": plot,
        "effective": on,
        "children": [child(each) for each in children],
    }


def merging(command_id: str, plot: str, *parents: str, on: str = "2026-03-01") -> Body:
    return {
        "command_id": command_id,
        "record": "PlotsMerged",
        "plot": plot,
        "effective": on,
        "parents": list(parents),
        "stage": None,
        "boundary": SQUARE,
    }


def adjusting(
    command_id: str, plot: str, *neighbours: str, on: str = "2026-03-01"
) -> Body:
    return {
        "command_id": command_id,
        "record": "BoundariesAdjusted",
        "plot": plot,
        "effective": on,
        "boundary": SQUARE,
        "neighbours": [{"plot": each, "boundary": SQUARE} for each in neighbours],
    }


def staging(command_id: str, plot: str, on: str = "2026-02-01") -> Body:
    return {
        "command_id": command_id,
        "record": "PlotStageRecorded",
        "plot": plot,
        "stage": "surveyed",
        "effective": on,
    }


def assigning(command_id: str, plot: str, project: str) -> Body:
    return {
        "command_id": command_id,
        "record": "PlotAssigned",
        "plot": plot,
        "project": project,
        "effective": "2026-02-01",
    }


def withdrawing(command_id: str, target: int) -> Body:
    return {"command_id": command_id, "withdraw": target, "reason": "错"}


def done(app: KeyProjects, body: Body) -> int:
    """Carry out a command and return the position that its answer states."""
    return app.execute(body, actor=ACTOR).last


def named(app: KeyProjects, command_id: str) -> list[Line]:
    return [line for line in lines_of(app) if line.command_id == command_id]


def three_plots(app: KeyProjects) -> None:
    """Register 甲, 乙 and 丙: positions 2 to 4."""
    for number, plot in enumerate(("甲", "乙", "丙")):
        done(app, registration(f"r-{number}", plot))


def plots_and_projects(app: KeyProjects, count: int) -> None:
    """Register A0, B0, P0, A1, … : two plots and a project for each round."""
    for n in range(count):
        app.execute(registration(f"a{n}", f"A{n}"), actor=ACTOR)
        app.execute(registration(f"b{n}", f"B{n}"), actor=ACTOR)
        app.execute(project(f"p{n}", f"P{n}"), actor=ACTOR)
