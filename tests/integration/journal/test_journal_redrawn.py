"""Redrawings in the journal: one group, every named stream moved, families followed."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest

from domain.application import KeyProjects
from domain.errors import (
    AlreadyRegisteredError,
    NotThereError,
)
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry
from domain.kernel.questions.states import conflicts, folded
from tests.integration.journal_builders import (
    ACTOR,
    founded,
    lines_of,
    project,
    registration,
    spending,
)
from tests.integration.redrawing_builders import (
    adjusting,
    assigning,
    done,
    merging,
    splitting,
    staging,
    three_plots,
    withdrawing,
)


def test_a_redrawing_is_one_group_that_moves_every_plot_it_names(
    tmp_path: Path,
) -> None:
    with founded(tmp_path / "j.db") as app:
        three_plots(app)
        receipt = app.execute(splitting("s", "甲", "甲-1", "甲-2"), actor=ACTOR)
        done(app, merging("m", "丁", "甲-2", "乙", on="2026-04-01"))
        done(app, adjusting("a", "丁", "丙", on="2026-05-01"))

        lines = lines_of(app)[4:]

    assert [(e.stream, e.version, e.name) for e in lines] == [
        ("plot:甲-1", 1, "Concerned"),
        ("plot:甲-2", 1, "Concerned"),
        ("plot:甲", 2, "PlotSplit"),
        ("plot:甲-2", 2, "Concerned"),
        ("plot:乙", 2, "Concerned"),
        ("plot:丁", 1, "PlotsMerged"),
        ("plot:丙", 2, "Concerned"),
        ("plot:丁", 2, "BoundariesAdjusted"),
    ]
    assert {line.recorded for line in lines[:3]} == {receipt.recorded}
    # The position of the answer is the redrawing's own: it can be corrected by it.
    assert (receipt.first, receipt.last) == (5, 7)


def test_a_family_is_found_from_each_of_its_plots(tmp_path: Path) -> None:
    with founded(tmp_path / "j.db") as app:
        three_plots(app)
        done(app, splitting("s", "甲", "甲-1", "甲-2"))
        done(app, merging("m", "丁", "甲-2", "乙", on="2026-04-01"))

        families = {
            plot: [entry.position for entry in app.family(f"plot:{plot}")]
            for plot in ("甲", "乙", "丁", "甲-1", "甲-2")
        }

        assert set(map(tuple, families.values())) == {(2, 3, 5, 6, 7, 8, 9, 10)}
        assert [e.position for e in app.family("plot:丙")] == [4]
        assert list(app.family("plot:无")) == []


def test_a_plain_plot_costs_one_query(tmp_path: Path) -> None:
    with founded(tmp_path / "j.db") as app:
        three_plots(app)
        done(app, project("p", "P"))
        asked = _counting(app)

        done(app, spending("c1", "乙"))
        plain = len(asked)
        done(app, assigning("c2", "乙", "P"))

    assert plain == 1
    assert len(asked) == 2


def _counting(app: KeyProjects) -> list[object]:
    asked: list[object] = []
    read = app.journal.entries_of

    def counted(streams: Collection[str]) -> list[Entry]:
        asked.append(streams)
        return read(streams)

    app.journal.entries_of = counted  # type: ignore[method-assign]
    return asked


def test_the_facts_of_children_are_stranded_when_their_split_is_withdrawn(
    tmp_path: Path,
) -> None:
    with founded(tmp_path / "j.db") as app:
        three_plots(app)
        split = done(app, splitting("s", "甲", "甲-1", "甲-2"))
        stage = done(app, staging("c", "甲-1", on="2026-04-01"))

        undone = done(app, withdrawing("w", split))
        entries = app.family("plot:甲-1")
        known = Instant(2**62 - 1)

        assert conflicts(entries, as_known=known) == [stage]
        assert folded(entries, "plot:甲-1", as_of=known, as_known=known) is None
        assert folded(entries, "plot:甲", as_of=known, as_known=known) is not None

        done(app, withdrawing("w2", undone))
        entries = app.family("plot:甲-1")
        assert conflicts(entries, as_known=known) == []


def test_a_plot_begins_once_whichever_way_it_begins(tmp_path: Path) -> None:
    with founded(tmp_path / "j.db") as app:
        three_plots(app)
        split = done(app, splitting("s", "甲", "甲-1", "甲-2"))
        with pytest.raises(AlreadyRegisteredError, match=f"position {split}"):
            done(app, registration("c1", "甲-1"))
        undone = done(app, withdrawing("w", split))
        again = done(app, registration("c2", "甲-1"))

        with pytest.raises(AlreadyRegisteredError, match=f"position {again}"):
            done(app, withdrawing("w2", undone))
        with pytest.raises(AlreadyRegisteredError, match=f"position {again}"):
            done(app, merging("m", "甲-1", "甲", "乙"))


def test_a_group_of_commands_may_redraw_and_go_on(tmp_path: Path) -> None:
    bodies = [
        splitting("x", "甲", "甲-1", "甲-2"),
        staging("x", "甲-1", on="2026-04-01"),
        merging("x", "丁", "甲-2", "乙", on="2026-04-01"),
    ]
    for body in bodies:
        del body["command_id"]
    with founded(tmp_path / "j.db") as app:
        three_plots(app)

        receipt = app.execute_group(bodies, command_id="g", actor=ACTOR)

        assert receipt.last - receipt.first == 6
        with pytest.raises(NotThereError):
            done(app, splitting("s", "甲-2", "E", "F", on="2026-04-01"))
