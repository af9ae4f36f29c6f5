"""A correction names a project that is on the list, and that nobody has touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.application import KeyProjects
from domain.errors import (
    GroupInsideError,
    InvalidMemberError,
    MovedError,
    UnknownPositionError,
    UnknownThingError,
)
from tests.integration.journal_builders import (
    ACTOR,
    founded,
    project,
    registration,
    spending,
)

ASSIGNED = 5


@pytest.fixture
def app(tmp_path: Path) -> Iterator[KeyProjects]:
    """Register a plot and two projects, and assign the plot to the first."""
    assigned = {
        "command_id": "c4",
        "record": "PlotAssigned",
        "plot": "A",
        "effective": "2026-02-01",
        "project": "P",
    }
    with founded(tmp_path / "j.db") as made:
        for body in (
            registration("c1", "A"),
            project("c2", "P"),
            project("c3", "Q"),
            assigned,
        ):
            made.execute(body, actor=ACTOR)
        yield made


def correction(**members: object) -> dict[str, object]:
    return {"command_id": "c9", "correct": ASSIGNED, "reason": "录错", **members}


def test_a_plot_is_corrected_to_a_project_on_the_list_or_to_none(
    app: KeyProjects,
) -> None:
    app.execute(correction(project="Q"), actor=ACTOR)
    none = correction(project=None) | {"command_id": "c10"}
    app.execute(none, actor=ACTOR)

    assert app.journal.head().position == ASSIGNED + 2


def test_a_plot_is_not_corrected_to_a_project_that_is_nowhere(
    app: KeyProjects,
) -> None:
    with pytest.raises(UnknownThingError, match="project “R”"):
        app.execute(correction(project="R"), actor=ACTOR)


def test_a_project_that_has_moved_since_it_was_read_is_read_again(
    app: KeyProjects,
) -> None:
    withdrawal = {"command_id": "c5", "withdraw": 4, "reason": "录错"}
    again = project("c6", "Q")
    for body in (withdrawal, again):
        app.execute(body, actor=ACTOR)

    with pytest.raises(MovedError) as refused:
        app.execute(correction(project="Q", as_read_at=ASSIGNED), actor=ACTOR)
    app.execute(correction(project="Q", as_read_at=ASSIGNED + 2), actor=ACTOR)

    [moved] = refused.value.moved
    assert (moved.thing, moved.read, moved.now) == ("project:Q", 1, 3)
    assert moved.positions == (ASSIGNED + 1, ASSIGNED + 2)


def test_what_was_read_ends_with_a_whole_command(app: KeyProjects) -> None:
    group = [spending("", "A", amount) for amount in ("1.00", "2.00")]
    for each in group:
        del each["command_id"]
    app.execute_group(group, command_id="g", actor=ACTOR)

    with pytest.raises(GroupInsideError) as refused:
        app.execute(correction(project="Q", as_read_at=ASSIGNED + 1), actor=ACTOR)
    with pytest.raises(UnknownPositionError):
        app.execute(correction(project="Q", as_read_at=99), actor=ACTOR)
    with pytest.raises(MovedError):
        app.execute(correction(project="Q", as_read_at=0), actor=ACTOR)
    app.execute(correction(project="Q", as_read_at=ASSIGNED + 2), actor=ACTOR)

    told = refused.value.fields
    assert (told["first"], told["last"]) == (ASSIGNED + 1, ASSIGNED + 2)


def test_a_boundary_is_left_out_and_not_blank(app: KeyProjects) -> None:
    with pytest.raises(InvalidMemberError, match="leave it out instead"):
        app.execute(registration("c7", "B") | {"boundary": "  "}, actor=ACTOR)
