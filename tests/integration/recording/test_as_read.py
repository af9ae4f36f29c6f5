"""A command states what its client has read, and is refused when that has moved."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.errors import (
    GroupInsideError,
    MalformedCommandError,
    MovedError,
    UnknownPositionError,
)
from tests.integration.journal_builders import (
    ACTOR,
    founded,
    project,
    spending,
)
from tests.integration.redrawing_builders import (
    Body,
    adjusting,
    assigning,
    done,
    merging,
    splitting,
    staging,
    three_plots,
)


def read_at(body: Body, position: object) -> Body:
    return {**body, "as_read_at": position}


def test_a_client_states_what_it_has_decided_on(tmp_path: Path) -> None:
    with founded(tmp_path / "j.db") as app:
        three_plots(app)
        for number in range(3):
            done(app, spending(f"c{number}", "甲"))

        with pytest.raises(MovedError, match="“plot:甲” has moved") as refused:
            done(app, read_at(spending("late", "甲"), 5))

        [moved] = refused.value.moved
        assert (moved.thing, moved.read, moved.now) == ("plot:甲", 2, 4)
        assert moved.positions == (6, 7)
        assert done(app, read_at(spending("late", "甲"), 7)) == 8
        assert done(app, read_at(spending("other", "乙"), 3)) == 9


def test_everything_that_a_command_names_counts(tmp_path: Path) -> None:
    with founded(tmp_path / "j.db") as app:
        three_plots(app)
        listed = done(app, project("p", "P"))  # 5
        done(app, spending("c1", "乙"))  # 6

        for body, moved in (
            (assigning("a", "甲", "P"), "project:P"),
            (merging("m", "丁", "甲", "乙"), "plot:乙"),
            (adjusting("b", "甲", "乙"), "plot:乙"),
        ):
            with pytest.raises(MovedError, match=moved):
                done(app, read_at(body, listed - 1))
        done(app, read_at(assigning("a", "甲", "P"), listed))


def test_a_redrawing_and_its_revisions_count_for_every_plot_they_concern(
    tmp_path: Path,
) -> None:
    with founded(tmp_path / "j.db") as app:
        three_plots(app)
        split = done(app, splitting("s", "甲", "甲-1", "甲-2"))
        correction = {"correct": split, "reason": "错", "effective": "2026-03-02"}

        with pytest.raises(MovedError, match="甲-1"):
            done(app, read_at(staging("c1", "甲-1", on="2026-04-01"), split - 3))
        last = done(app, {"command_id": "k", **correction})
        with pytest.raises(MovedError) as refused:
            done(app, read_at(staging("c1", "甲-1", on="2026-04-01"), split))

        assert [(e.thing, e.positions) for e in refused.value.moved] == [
            ("plot:甲", (last,))
        ]


@pytest.mark.parametrize("verb", ["correct", "withdraw"])
def test_a_revision_states_what_it_has_read_too(tmp_path: Path, verb: str) -> None:
    body: Body = {"command_id": "v", verb: 2, "reason": "错"}
    body |= {"zone": "北"} if verb == "correct" else {}
    with founded(tmp_path / "j.db") as app:
        three_plots(app)
        done(app, spending("c", "甲"))

        with pytest.raises(MovedError, match="plot:甲"):
            done(app, read_at(body, 4))
        assert done(app, read_at(body, 5)) == 6


def test_a_position_that_nobody_can_have_read_is_refused(tmp_path: Path) -> None:
    with founded(tmp_path / "j.db") as app:
        three_plots(app)
        done(app, splitting("s", "乙", "E", "F"))

        with pytest.raises(UnknownPositionError, match="ends at 7"):
            done(app, read_at(spending("c", "甲"), 8))
        with pytest.raises(GroupInsideError, match="ask for 7"):
            done(app, read_at(spending("c", "甲"), 6))
        with pytest.raises(MovedError):
            done(app, read_at(spending("c", "甲"), 0))
        for odd in (-1, True, "7", 7.0, None, [7]):
            with pytest.raises(MalformedCommandError, match="as_read_at"):
                done(app, read_at(spending("c", "甲"), odd))


def test_what_was_read_belongs_to_the_command(tmp_path: Path) -> None:
    with founded(tmp_path / "j.db") as app:
        three_plots(app)
        body = read_at(spending("c", "甲"), 4)
        first = app.execute(body, actor=ACTOR)
        done(app, spending("c2", "甲"))

        again = app.execute(body, actor=ACTOR)

        assert again.repeated
        assert again.first == first.first
