"""What is only referred to may go on: decisions rely on its being there, on no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from domain.application import KeyProjects
from domain.errors import MovedError
from domain.importing.importer import apply_import, plan_import
from domain.journal.lines import Receipt
from domain.kernel.facts import Source
from domain.members.members import Text
from domain.things.land.plots import PlotAssigned
from domain.things.record.registers import Edition, EditionRow
from tests.integration.journal_builders import (
    ACTOR,
    START,
    founded,
    lines_of,
    opened,
    project,
    registration,
)
from tests.integration.redrawing_builders import assigning

WRITERS, COMMANDS, PLOTS = 4, 15, 40
SLOW = pytest.param(10, 100, 5_000, marks=pytest.mark.slow, id="a thousand")


def spent(command_id: str, on: str = "P") -> dict[str, object]:
    return {
        "command_id": command_id,
        "record": "InvestmentRecorded",
        "project": on,
        "effective": "2026-02-01",
        "amount": "1.00",
    }


def withdrawing(position: int) -> dict[str, object]:
    return {"command_id": "w", "withdraw": position, "reason": "错"}


def edition(plots: int) -> Edition:
    """A register that assigns plots to the project."""
    rows = [EditionRow("plot", f"甲{n}", n, assigned(n)) for n in range(plots)]
    return Edition("征收台账", "a.csv", rows)


def assigned(line: int) -> Mapping[str, PlotAssigned]:
    source = Source(register="征收台账", file="a.csv", line=line, slot="assigned")
    fact = PlotAssigned(effective=START, project=Text("P"), source=source)
    return {"assigned": fact}


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[tuple[Path, KeyProjects]]:
    """A journal with a project at position 2 and a plot at position 3."""
    path = tmp_path / "j.db"
    with founded(path) as app:
        app.execute(project("p", "P"), actor=ACTOR)
        app.execute(registration("r", "甲0"), actor=ACTOR)
        yield path, app


def test_an_import_goes_on_though_its_project_gains_facts(
    journal: tuple[Path, KeyProjects],
) -> None:
    _, app = journal
    plan = plan_import(app, edition(1), sha256="0", earlier=())
    app.execute(spent("s"), actor=ACTOR)

    receipt = apply_import(app, plan, actor=ACTOR)

    assert receipt is not None
    assert [line.name for line in lines_of(app)][4] == "PlotAssigned"


@pytest.mark.parametrize("position", [2, 4])
def test_an_import_is_planned_anew_where_something_of_its_project_was_withdrawn(
    journal: tuple[Path, KeyProjects], position: int
) -> None:
    _, app = journal
    app.execute(spent("s"), actor=ACTOR)
    plan = plan_import(app, edition(1), sha256="0", earlier=())
    app.execute(withdrawing(position), actor=ACTOR)

    with pytest.raises(MovedError, match="“project:P” has moved"):
        apply_import(app, plan, actor=ACTOR)


def test_an_import_is_planned_anew_where_one_of_its_plots_gains_facts(
    journal: tuple[Path, KeyProjects],
) -> None:
    _, app = journal
    plan = plan_import(app, edition(1), sha256="0", earlier=())
    app.execute(assigning("a", "甲0", "P"), actor=ACTOR)

    with pytest.raises(MovedError, match="“plot:甲0” has moved"):
        apply_import(app, plan, actor=ACTOR)


def test_what_a_client_has_read_of_a_project_may_not_move(
    journal: tuple[Path, KeyProjects],
) -> None:
    _, app = journal
    app.execute(spent("s"), actor=ACTOR)

    with pytest.raises(MovedError, match="“project:P” has moved"):
        app.execute({**assigning("a", "甲0", "P"), "as_read_at": 3}, actor=ACTOR)


@pytest.mark.parametrize(
    ("writers", "commands", "plots"),
    [pytest.param(WRITERS, COMMANDS, PLOTS, id="some"), SLOW],
)
def test_writers_of_one_project_and_an_import_into_it_never_give_up(
    journal: tuple[Path, KeyProjects], writers: int, commands: int, plots: int
) -> None:
    path, app = journal
    for number in range(1, plots):
        app.execute(registration(f"r{number}", f"甲{number}"), actor=ACTOR)
    before = len(lines_of(app))

    with ExitStack() as stack, ThreadPoolExecutor(writers) as pool:
        apps = [stack.enter_context(opened(path)) for _ in range(writers)]
        done: list[Future[list[Receipt]]] = [
            pool.submit(sent, each, number, commands)
            for number, each in enumerate(apps)
        ]
        plan = plan_import(app, edition(plots), sha256="0", earlier=())
        receipt = apply_import(app, plan, actor=ACTOR)
        receipts = [each for future in done for each in future.result()]

    assert receipt is not None
    assert receipt.last - receipt.first == plots
    assert len({each.last for each in receipts}) == writers * commands
    versions = [e.version for e in lines_of(app) if e.stream == "project:P"]
    assert versions == list(range(1, writers * commands + 2))
    assert len(lines_of(app)) == before + writers * commands + plots + 1


def sent(app: KeyProjects, writer: int, commands: int) -> list[Receipt]:
    return [
        app.execute(spent(f"w{writer}-{number}"), actor=ACTOR)
        for number in range(commands)
    ]
