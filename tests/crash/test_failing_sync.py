"""A sync that fails: the command may be refused and yet stored; its retry converges."""

from __future__ import annotations

import json
import re
import shutil
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.crash.criterion import judge, judge_journal
from tests.crash.orders import Sent, Span, orders, send_all, single_orders
from tests.crash.processes import (
    GUATU,
    RECORDER,
    acknowledged,
    finished,
    needs_strace,
    strace,
)
from web.district.opening import JOURNAL, open_district
from web.words.statuses import REFUSED, STOPPED

pytestmark = needs_strace

COMMANDS = 3
SYNC = "fdatasync,fsync:error=EIO:when="
SYNCS = range(1, 7)
"""One while the log is begun, one a command, two when the file is closed."""
FIRST_SYNCS = range(1, 9)


def queue(home: Path, sent: Sent) -> Path:
    """Write commands of one fact into a file, one a line."""
    file = home.with_name("queue.ndjson")
    lines = [json.dumps({"command_id": key, **facts[0]}) for key, facts in sent.items()]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def answers(output: str) -> dict[str, dict[str, Any]]:
    told = [json.loads(line) for line in output.splitlines()]
    return {answer["command_id"]: answer for answer in told}


def spans(told: dict[str, dict[str, Any]]) -> dict[str, Span]:
    return {
        name: (answer["first"], answer["position"])
        for name, answer in told.items()
        if "error" not in answer
    }


@pytest.mark.parametrize(
    ("sync", "lasting"),
    [
        *((sync, "") for sync in SYNCS),
        *((sync, "+") for sync in (2, 5)),
        *(pytest.param(sync, "+", marks=pytest.mark.slow) for sync in (1, 3, 4, 6)),
    ],
)
def test_a_sync_that_fails_loses_no_acknowledged_command(
    begun: Path, tmp_path: Path, sync: int, lasting: str
) -> None:
    sent = single_orders(1, range(COMMANDS))
    recording = (*GUATU, "--home", str(begun), "record", str(queue(begun, sent)))
    tracing = strace(f"{SYNC}{sync}{lasting}", begun / JOURNAL, tmp_path / "calls")

    failing = finished(*tracing, *recording)
    again = finished(*recording)

    assert failing.returncode in {0, REFUSED, STOPPED}, failing.stderr
    known = spans(answers(failing.stdout))
    assert again.returncode == 0, again.stdout
    converged = spans(answers(again.stdout))
    assert known.items() <= converged.items()
    assert converged.keys() == sent.keys()
    judge(begun, converged, sent)


def test_a_command_that_was_reported_as_failed_may_be_stored_and_its_retry_finds_it(
    begun: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored_all_the_same = set()
    for sync in FIRST_SYNCS:
        home = Path(shutil.copytree(begun, tmp_path / f"sync-{sync}"))
        # Each copy goes on in its own way: marks of one would stop the next.
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / f"state-{sync}"))
        tracing = strace(f"{SYNC}{sync}", home / JOURNAL, tmp_path / "calls")

        death = finished(*tracing, *RECORDER, str(home / JOURNAL), "1", "0")

        assert death.returncode == -signal.SIGKILL, death.stderr
        [failed] = re.findall(r"failed (\S+)", death.stdout)
        known = acknowledged(death.stdout)
        sent = orders(1, range(len(known) + 2))
        stored = judge_journal(home / JOURNAL, known, sent)
        stored_all_the_same |= {failed} & stored.commands.keys()
        require_found(home, failed, stored.commands, sent)

    # SQLite had written the whole transaction when the sync failed: the log keeps it.
    assert stored_all_the_same


def require_found(home: Path, failed: str, before: dict[str, Span], sent: Sent) -> None:
    """Require that the retry answers with the first arrival where there was one."""
    district = open_district(home)
    receipts = send_all(district.app, sent)
    district.close()
    assert before.items() <= (before | receipts).items()
    assert receipts[failed] == before.get(failed, receipts[failed])
    judge(home, receipts, sent)
