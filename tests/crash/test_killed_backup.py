"""Killed while it copies or puts back: what has a name is whole."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.crash.criterion import judge
from tests.crash.processes import GUATU, finished, needs_strace
from web.backups.restoring import restore

MOST_CALLS = 25
SYNCS, RENAME = "fsync", "rename"
NEVER = 1_000
pytestmark = needs_strace


def killed_at(call: int, calls: str, log: Path, *command: str) -> int:
    """Run a command that is killed at its n-th system call; return how it ended."""
    words = ["strace", "-f", f"--output={log}", f"--trace={calls}"]
    inject = f"--inject={calls}:signal=KILL:when={call}"
    return finished(*words, inject, "--", *GUATU, *command).returncode


def calls_in(log: Path) -> int:
    """Count the calls of a run that nobody killed."""
    return log.read_text(encoding="utf-8").count("fsync(")


def named(folder: Path) -> list[Path]:
    if not folder.exists():
        return []
    return [path for path in folder.iterdir() if not path.name.startswith(".")]


def backed_up(home: Path, folder: Path, call: int, calls: str) -> tuple[int, int]:
    """Kill a backup; return how it ended, and how many backups there are, all whole."""
    into = folder / f"backups-{calls}-{call}"
    words = ("--home", str(home), "backup", str(into))
    ended = killed_at(call, calls, folder / "log", *words)
    for backup in named(into):
        restore(backup, into / "again")
        judge(into / "again", {}, {})
    return ended, len([path for path in named(into) if path.name != "again"])


def put_back(backup: Path, folder: Path, call: int, calls: str) -> tuple[int, int]:
    """Kill a restore; return how it ended, and whether the district is there, whole."""
    home = folder / f"again-{calls}-{call}" / "home"
    words = ("--home", str(home), "restore", str(backup))
    ended = killed_at(call, calls, folder / "log", *words)
    for there in named(home.parent):
        judge(there, {}, {})
    return ended, len(named(home.parent))


@pytest.fixture
def backup(begun: Path, tmp_path: Path) -> Path:
    finished(*GUATU, "--home", str(begun), "backup", str(tmp_path / "backups"))
    [made] = named(tmp_path / "backups")
    return made


def test_a_backup_killed_before_and_after_it_has_its_name_is_whole_or_not_there(
    begun: Path, tmp_path: Path
) -> None:
    assert backed_up(begun, tmp_path, NEVER, SYNCS) == (0, 1)
    last = calls_in(tmp_path / "log")

    assert backed_up(begun, tmp_path, 1, RENAME) == (-signal.SIGKILL, 0)
    assert backed_up(begun, tmp_path, last, SYNCS) == (-signal.SIGKILL, 1)


def test_a_restore_killed_before_and_after_it_has_its_name_is_whole_or_not_there(
    backup: Path, tmp_path: Path
) -> None:
    assert put_back(backup, tmp_path, NEVER, SYNCS) == (0, 1)
    last = calls_in(tmp_path / "log")

    assert put_back(backup, tmp_path, 1, RENAME) == (-signal.SIGKILL, 0)
    assert put_back(backup, tmp_path, last, SYNCS) == (-signal.SIGKILL, 1)


@pytest.mark.slow
def test_a_backup_killed_at_every_sync_is_whole_or_not_there(
    begun: Path, tmp_path: Path
) -> None:
    made = [backed_up(begun, tmp_path, call, SYNCS) for call in range(1, MOST_CALLS)]

    counts = [count for _, count in made]
    assert counts == sorted(counts)
    assert made[0] == (-signal.SIGKILL, 0)
    assert made[-1] == (0, 1)


@pytest.mark.slow
def test_a_restore_killed_at_every_sync_is_whole_or_not_there(
    backup: Path, tmp_path: Path
) -> None:
    made = [put_back(backup, tmp_path, call, SYNCS) for call in range(1, MOST_CALLS)]

    counts = [count for _, count in made]
    assert counts == sorted(counts)
    assert made[0] == (-signal.SIGKILL, 0)
    assert made[-1] == (0, 1)
