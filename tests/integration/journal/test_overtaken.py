"""Somebody comes in between deciding and appending, every time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from domain.application import ATTEMPTS, KeyProjects
from domain.deciding.context import Decision
from domain.errors import (
    AlreadyRegisteredError,
    MovedError,
    NotThereError,
    Refusal,
    UnknownThingError,
)
from tests.integration.journal_builders import (
    ACTOR,
    founded,
    opened,
    registration,
    sealed,
)
from tests.integration.redrawing_builders import (
    Body,
    adjusting,
    assigning,
    merging,
    named,
    plots_and_projects,
    splitting,
    staging,
    withdrawing,
)


class Overtaken(KeyProjects):
    """Lets somebody else act each time between deciding and appending."""

    meanwhile: Callable[[], object]

    def append(self, what: Decision, envelope: object) -> object:  # type: ignore[override]
        """Let the other go first."""
        self.meanwhile()
        return super().append(what, envelope)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("mine", "theirs", "error"),
    [
        (
            splitting("mine", "A0", "C", "D"),
            splitting("theirs", "B0", "D", "E"),
            AlreadyRegisteredError,
        ),
        (
            splitting("mine", "A0", "C", "D"),
            registration("theirs", "D"),
            AlreadyRegisteredError,
        ),
        (
            registration("mine", "D"),
            splitting("theirs", "A0", "C", "D"),
            AlreadyRegisteredError,
        ),
        (merging("mine", "M", "A0", "B0"), withdrawing("theirs", 3), UnknownThingError),
        (
            adjusting("mine", "A0", "B0"),
            splitting("theirs", "B0", "C", "D", on="2026-02-01"),
            NotThereError,
        ),
        (assigning("mine", "A0", "P0"), withdrawing("theirs", 4), UnknownThingError),
    ],
)
def test_a_decision_overtaken_is_made_anew_and_refused(
    tmp_path: Path, mine: Body, theirs: Body, error: type[Refusal]
) -> None:
    path = tmp_path / "j.db"
    with founded(path) as other, opened(path, kind=Overtaken) as app:
        plots_and_projects(other, 1)
        app.meanwhile = lambda: other.execute(theirs, actor=ACTOR)

        with pytest.raises(error):
            app.execute(mine, actor=ACTOR)

        assert named(other, "mine") == []


def test_a_command_overtaken_every_time_is_decided_while_others_wait(
    tmp_path: Path,
) -> None:
    path = tmp_path / "j.db"
    with founded(path) as other, opened(path, kind=Overtaken) as app:
        plots_and_projects(other, 1)
        others = iter(staging(f"c{n}", "B0") for n in range(9))
        app.meanwhile = lambda: other.execute(next(others), actor=ACTOR)

        app.execute(merging("mine", "M", "A0", "B0"), actor=ACTOR)

        versions = {e.stream: e.version for e in named(other, "mine")}
        assert versions == {"plot:A0": 2, "plot:B0": 2 + ATTEMPTS, "plot:M": 1}


def test_everything_that_has_moved_is_told(tmp_path: Path) -> None:
    path = tmp_path / "j.db"
    with founded(path) as app:
        plots_and_projects(app, 1)
        app.execute(registration("q", 'A"0'), actor=ACTOR)
        read = {"plot:A0": 0, 'plot:A"0': 0, "plot:B0": 1, "plot:无": 0}

        with pytest.raises(MovedError) as refused:
            app.append(Decision([], {}, read), sealed("late"))

    assert [(e.thing, e.read, e.now, e.positions) for e in refused.value.moved] == [
        ('plot:A"0', 0, 1, (5,)),
        ("plot:A0", 0, 1, (2,)),
    ]
    assert "by #5" in str(refused.value)
