"""An edition is imported as one command, on what it was planned on, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.application import KeyProjects
from domain.errors import MovedError, RefusedRowsError
from domain.importing.importer import ImportPlan, apply_import, plan_import
from domain.kernel.facts import Source, WorldFact
from domain.kernel.instants import Instant
from domain.members.members import Text, Wkt
from domain.things.land.plots import PlotAssigned, PlotRegistered
from domain.things.record.registers import Edition, EditionRow, RegisterImported
from tests.integration.journal_builders import ACTOR, founded, project, registration

REGISTER, FILE, DIGEST = "名册", "名册.csv", "ab" * 32
STREAM = f"register:{REGISTER}"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[KeyProjects]:
    with founded(tmp_path / "j.db") as made:
        yield made


def source(line: int, slot: str) -> Source:
    return Source(register=REGISTER, file=FILE, line=line, slot=slot)


def row(thing: str, line: int, of: str | None = None) -> EditionRow:
    effective = Instant(1_700_000_000_000_000)
    facts: dict[str, WorldFact] = {
        "起": PlotRegistered(
            effective=effective, point=Wkt("POINT (1 2)"), source=source(line, "起")
        )
    }
    if of is not None:
        facts["项目"] = PlotAssigned(
            effective=effective, project=Text(of), source=source(line, "项目")
        )
    return EditionRow("plot", thing, line, facts)


def planned(app: KeyProjects, *rows: EditionRow, digest: str = DIGEST) -> ImportPlan:
    earlier = [f"plot:{name}" for name in "AB" if app.journal.has(f"plot:{name}")]
    edition = Edition(REGISTER, FILE, rows)
    return plan_import(app, edition, sha256=digest, earlier=earlier)


def test_an_edition_is_one_command_that_says_what_it_changed(app: KeyProjects) -> None:
    receipt = apply_import(app, planned(app, row("A", 2), row("B", 3)), actor=ACTOR)

    assert receipt is not None
    assert (receipt.first, receipt.last) == (2, 4)
    last = app.journal.line(4)
    assert last.command_id == f"import:{REGISTER}:1:{DIGEST[:16]}"
    fact = last.entry().fact
    assert isinstance(fact, RegisterImported)
    assert (fact.register, fact.edition, fact.file) == (REGISTER, 1, FILE)
    assert (fact.rows, fact.records, fact.sha256) == (2, 2, DIGEST)
    assert (fact.corrections, fact.withdrawals, fact.reinstatements) == (0, 0, 0)


def test_an_edition_that_says_nothing_new_is_not_recorded(app: KeyProjects) -> None:
    apply_import(app, planned(app, row("A", 2)), actor=ACTOR)

    again = planned(app, row("A", 2))

    assert again.changes_nothing
    assert apply_import(app, again, actor=ACTOR) is None
    assert app.journal.head().position == 3


def test_the_next_edition_counts_on_and_withdraws_what_is_gone(
    app: KeyProjects,
) -> None:
    apply_import(app, planned(app, row("A", 2), row("B", 3)), actor=ACTOR)

    apply_import(app, planned(app, row("A", 2)), actor=ACTOR)

    fact = app.journal.line(app.journal.head().position).entry().fact
    assert isinstance(fact, RegisterImported)
    assert (fact.edition, fact.rows, fact.withdrawals) == (2, 1, 1)


def test_one_row_that_is_refused_refuses_all(app: KeyProjects) -> None:
    app.execute(registration("c1", "A"), actor=ACTOR)
    plan = planned(app, row("A", 2), row("B", 3))

    with pytest.raises(RefusedRowsError, match="1 of 2 rows") as refused:
        apply_import(app, plan, actor=ACTOR)

    assert refused.value.fields == {"refused": 1, "rows": 2}
    assert app.journal.head().position == 2


def test_of_two_who_import_at_once_one_finds_it_moved(app: KeyProjects) -> None:
    one = planned(app, row("A", 2))
    other = planned(app, row("B", 2), digest="cd" * 32)
    apply_import(app, one, actor=ACTOR)

    with pytest.raises(MovedError) as refused:
        apply_import(app, other, actor=ACTOR)

    assert STREAM in {each.thing for each in refused.value.moved}


def test_an_import_that_is_sent_again_answers_as_it_did(app: KeyProjects) -> None:
    plan = planned(app, row("A", 2))
    first = apply_import(app, plan, actor=ACTOR)

    again = apply_import(app, plan, actor=ACTOR)

    assert first is not None
    assert again is not None
    assert (again.first, again.repeated) == (first.first, True)


def test_a_row_of_what_others_have_recorded_meanwhile_finds_it_moved(
    app: KeyProjects,
) -> None:
    plan = planned(app, row("A", 2))
    app.execute(registration("c1", "A"), actor=ACTOR)

    with pytest.raises(MovedError):
        apply_import(app, plan, actor=ACTOR)


def test_a_project_that_rows_refer_to_must_stay_as_it_was(app: KeyProjects) -> None:
    app.execute(project("c1", "P"), actor=ACTOR)
    plan = planned(app, row("A", 2, of="P"))
    withdrawal = {"command_id": "c2", "withdraw": 2, "reason": "录错"}
    app.execute(withdrawal, actor=ACTOR)

    with pytest.raises(MovedError) as refused:
        apply_import(app, plan, actor=ACTOR)

    assert [each.thing for each in refused.value.moved] == ["project:P"]
