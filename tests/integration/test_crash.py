"""Killed at any moment: what was acknowledged is there once, and retries converge."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from random import Random

from domain.application import KeyProjects
from tests.integration import recording_child
from tests.integration.journal_builders import (
    asked,
    founded,
    lines_of,
    opened,
    registration,
)
from tests.integration.recording_child import PLOTS, body_of

LIVES = 20
SEED = 20260331
LONGEST_LIFE_S = 0.25


def acknowledged_before_death(
    path: Path, life: int, chance: Random
) -> list[tuple[str, int]]:
    """Let the child record, kill it at some moment, and read what it acknowledged."""
    script = str(recording_child.__file__)
    with subprocess.Popen(
        [sys.executable, script, str(path), str(life)],
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        killer = threading.Timer(chance.uniform(0, LONGEST_LIFE_S), child.kill)
        killer.start()
        output = first + child.stdout.read()
        killer.join()
    # A last line without its end was not acknowledged as a whole.
    whole = [line for line in output.splitlines(keepends=True) if line.endswith("\n")]
    return [(line.split()[0], int(line.split()[1])) for line in whole]


def recorded_by(app: KeyProjects, life: int) -> list[tuple[str, int]]:
    """Return the ids and positions in the journal of one life, in order."""
    return [
        (line.command_id, line.position)
        for line in lines_of(app)
        if line.command_id.startswith(f"{life}-")
    ]


def test_a_journal_killed_twenty_times_keeps_every_acknowledged_fact_once(
    tmp_path: Path,
) -> None:
    path = tmp_path / "j.db"
    chance = Random(SEED)  # noqa: S311  (a seeded moment, no secret)
    with founded(path) as app:
        for number in range(PLOTS):
            app.execute(registration(f"r{number}", f"地块{number}"), actor="parent")

    for life in range(1, LIVES + 1):
        acknowledged = acknowledged_before_death(path, life, chance)

        assert acknowledged, "the child died by itself"
        with opened(path) as app:
            kept = recorded_by(app, life)
            # At most the one command whose acknowledgement was cut off is more.
            assert kept[: len(acknowledged)] == acknowledged
            assert len(kept) - len(acknowledged) in (0, 1)
            assert_sound(path, app)
            assert_retries_converge(app, life, dict(acknowledged))


def assert_sound(path: Path, app: KeyProjects) -> None:
    lines = lines_of(app)
    recorded = [line.recorded for line in lines]
    assert [line.position for line in lines] == list(range(1, len(lines) + 1))
    assert recorded == sorted(set(recorded))
    assert asked(path, "PRAGMA integrity_check") == [("ok",)]
    assert asked(path, "SELECT COUNT(*) FROM commands") == [(len(lines),)]


def assert_retries_converge(
    app: KeyProjects, life: int, acknowledged: dict[str, int]
) -> None:
    """Send every command again, and the one that was cut off, and two never sent."""
    sent = range(len(acknowledged) + 3)

    receipts = {
        f"{life}-{number}": app.execute(body_of(life, number), actor="parent").first
        for number in sent
    }

    assert acknowledged.items() <= receipts.items()
    assert dict(recorded_by(app, life)) == receipts
    assert len(recorded_by(app, life)) == len(sent)
