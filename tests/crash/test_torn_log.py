"""A log torn at any byte: the journal holds the commands before the tear, whole."""

from __future__ import annotations

import shutil
import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from domain.journal.agreement.refusals import JournalBehindError
from tests.crash.criterion import judge, judge_journal
from tests.crash.orders import orders, send, send_all
from web.backups.resuming import resume
from web.district.opening import JOURNAL, open_district

LOG = f"{JOURNAL}-wal"
COMMANDS = 24
IMAGES = 80
SECTOR = 512
SENT = orders(1, range(COMMANDS))

Tear = Callable[[bytes, int], bytes]
TEARS: dict[str, Tear] = {
    "cut": lambda log, at: log[:at],
    "zeroed": lambda log, at: log[:at] + bytes(len(log) - at),
    "one sector lost": lambda log, at: log[:at] + bytes(SECTOR) + log[at + SECTOR :],
    "one bit flipped": lambda log, at: (
        log[:at] + bytes([log[at] ^ 1]) + log[at + 1 :] if at < len(log) else log
    ),
}


@dataclass(frozen=True, slots=True)
class Image:
    """Both files as a power cut leaves them, and where in the log each command ends."""

    folder: Path
    log: bytes
    ends: dict[int, str]

    def torn(self, home: Path, log: bytes) -> Path:
        """Put the image into a folder of its own, with another log."""
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(self.folder, home)
        (home / LOG).write_bytes(log)
        return home

    def untouched(self, at: int) -> list[str]:
        """Return the commands that ended in the log before a byte."""
        return [name for end, name in self.ends.items() if end <= at]


@pytest.fixture(params=["first log", "log begun again"])
def image(begun: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Image:
    """Copy a journal while it is open: what was recorded last is in the log alone."""
    district = open_district(begun)
    if request.param == "log begun again":
        send_all(district.app, orders(9, range(2 * COMMANDS)))
        checkpoint(begun / JOURNAL)
    ends: dict[int, str] = {}
    for name, facts in SENT.items():
        send(district.app, name, facts)
        ends[end_of((begun / LOG).read_bytes())] = name
    copy = Path(shutil.copytree(begun, tmp_path / "image"))
    (copy / f"{JOURNAL}-shm").unlink()
    district.close()
    return Image(copy, (copy / LOG).read_bytes(), ends)


def checkpoint(journal: Path) -> None:
    """Let the next command begin the log again, over frames that stay behind it."""
    with closing(sqlite3.connect(journal)) as file:
        assert file.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()[0] == 0


def end_of(log: bytes) -> int:
    """Return where the frames with the salt of the log's header end.

    Source:
        https://www.sqlite.org/fileformat2.html, section 4.1.
    """
    [page] = struct.unpack(">I", log[8:12])
    frame, end = 24 + page, 32
    while log[end + 8 : end + 16] == log[16:24]:
        end += frame
    return end


def offsets(log: bytes) -> list[int]:
    """Return bytes all over the log, and those around its first and last frames."""
    end = end_of(log)
    return sorted({*range(0, end, end // IMAGES), 31, 32, 33, end - 1, end})


def first_difference(one: bytes, other: bytes, start: int) -> int:
    """Return the first byte from ``start`` on that differs, or is in one alone."""
    end = min(len(one), len(other))
    return next((at for at in range(start, end) if one[at] != other[at]), end)


@pytest.mark.parametrize("tear", TEARS)
def test_a_torn_log_holds_the_commands_before_the_tear_and_nothing_of_the_next(
    image: Image, tear: str, tmp_path: Path
) -> None:
    before = judge_journal(
        image.torn(tmp_path / "whole", image.log) / JOURNAL, {}, SENT
    )
    assert list(before.commands)[-COMMANDS:] == list(SENT)
    for at in offsets(image.log):
        log = TEARS[tear](image.log, at)
        home = image.torn(tmp_path / "torn", log)

        stored = judge_journal(home / JOURNAL, {}, SENT)

        kept = [name for name in stored.commands if name in SENT]
        # A sector of zeros may be lost without a trace.
        same = first_difference(image.log, log, at)
        assert kept == image.untouched(same), (tear, at)
        assert stored.commands.items() <= before.commands.items()


def test_the_commands_a_torn_log_lost_can_be_sent_again(
    image: Image, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in offsets(image.log)[::15]:
        home = image.torn(tmp_path / "torn", image.log[:at])
        # Each copy goes on in its own way: marks of one would stop the next.
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / f"state-{at}"))

        district = open_district(home)
        if image.untouched(at) != list(SENT):
            with pytest.raises(JournalBehindError):
                send_all(district.app, SENT)
            resume(district, reason="断电", actor="law")
        receipts = send_all(district.app, SENT)
        district.close()

        judge(home, receipts, SENT)
