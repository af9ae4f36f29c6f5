"""Killed while it appends: what was acknowledged is there once, retries converge."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from pathlib import Path
from random import Random

from tests.crash.criterion import judge, judge_journal
from tests.crash.orders import Sent, Span, orders, send_all
from tests.crash.processes import (
    RECORDER,
    acknowledged,
    finished,
    line_of,
    needs_strace,
    running,
    strace,
)
from web.district.opening import JOURNAL, open_district

LIVES = 20
SEED = 20260331
LONGEST_LIFE = 60
"""Commands that are acknowledged before the child is killed, at most."""
CALLS = range(1, 40)
"""Every write to the files while the first commands come in, groups among them."""


def acknowledged_before_death(home: Path, life: int, count: int) -> dict[str, Span]:
    """Kill the child when so many commands are acknowledged, wherever it is by then."""
    with running(*RECORDER, str(home / JOURNAL), str(life), "0") as child:
        output = "".join(line_of(child) for _ in range(count))
        child.kill()
        assert child.stdout is not None
        return acknowledged(output + child.stdout.read())


def require_retries_converge(home: Path, sent: Sent, known: Mapping[str, Span]) -> None:
    """Send everything again: the known, the one that was cut off, some never sent."""
    district = open_district(home)
    receipts = send_all(district.app, sent)
    again = send_all(district.app, sent)
    district.close()
    assert known.items() <= receipts.items()
    assert again == receipts
    judge_journal(home / JOURNAL, receipts, sent)


def test_a_journal_killed_twenty_times_keeps_every_acknowledged_command_once(
    begun: Path,
) -> None:
    chance = Random(SEED)  # noqa: S311  (a seeded moment, no secret)
    for life in range(1, LIVES + 1):
        known = acknowledged_before_death(begun, life, chance.randint(1, LONGEST_LIFE))

        sent = orders(life, range(len(known) + 3))
        stored = judge_journal(begun / JOURNAL, known, sent)
        kept = [name for name in stored.commands if name.startswith(f"{life}-")]
        # At most the one command whose acknowledgement was cut off is more.
        assert kept[: len(known)] == list(known)
        assert len(kept) - len(known) in {0, 1}
        require_retries_converge(begun, sent, known)

    judge(begun, known, sent)


@needs_strace
def test_a_journal_killed_at_every_call_of_an_append_is_whole(
    begun: Path, tmp_path: Path
) -> None:
    everything: dict[str, Span] = {}
    for call in CALLS:
        fault = f"pwrite64:signal=KILL:when={call}"
        tracing = strace(fault, begun / JOURNAL, tmp_path / "calls")

        death = finished(*tracing, *RECORDER, str(begun / JOURNAL), str(call), "0")

        assert death.returncode == -signal.SIGKILL, death.stderr
        known = acknowledged(death.stdout)
        sent = orders(call, range(len(known) + 2))
        everything |= known
        judge_journal(begun / JOURNAL, everything, sent)
        require_retries_converge(begun, sent, known)

    judge(begun, everything, {})
