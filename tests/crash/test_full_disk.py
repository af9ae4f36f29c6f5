"""A full disk: writes are refused with a reason, reads go on, and space heals it."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.crash.criterion import judge
from tests.crash.full_disks import DISKS, Disk
from tests.crash.orders import Sent, Span, single_orders
from tests.crash.processes import GUATU, finished
from tests.crash.serving import Server
from web.words.catalogue import words
from web.words.statuses import STOPPED

OnDisk = Callable[[Path], AbstractContextManager[Disk]]
V = "as_of=2026-06-30"
QUESTIONS = tuple(
    f"/api/v1/plots{question}" for question in (f"?{V}", f"/summary?{V}", "?as_known=2")
)
SPARES = [3, *(pytest.param(blocks, marks=pytest.mark.slow) for blocks in (1, 5))]
"""Blocks that are left: the log of a command takes about six."""
CAUSES = (
    "the disk is full, make room on it",
    "the disk reports an error, have it examined",
)
ENOUGH = 400

on_each_disk = pytest.mark.parametrize("on_disk", DISKS)


def require_refused(server: Server, sent: Sent) -> None:
    answer = server.send(sent)
    assert answer.status == 503
    for each in answer.told:
        assert any(words("zh")(cause) in str(each["detail"]) for cause in CAUSES)
    assert answer.spans == {}


def sent_until_refused(server: Server) -> dict[str, Span]:
    """Send commands one by one until the disk is full; return those acknowledged."""
    known: dict[str, Span] = {}
    for number in range(ENOUGH):
        answer = server.send(single_orders(2, [number]))
        if answer.status == 503:
            return known
        known |= answer.spans
    raise AssertionError


def figures(server: Server) -> list[dict[str, object]]:
    """Ask the questions; return the answers without the instant of asking."""
    answers = [server.ask(question) for question in QUESTIONS]
    assert [answer.status for answer in answers] == [200] * len(QUESTIONS)
    return [{**answer.told[0], "as_known": "now"} for answer in answers]


@on_each_disk
def test_a_full_disk_stops_writing_but_not_reading(
    begun: Path, tmp_path: Path, on_disk: OnDisk
) -> None:
    before, after = single_orders(1, range(8)), single_orders(2, range(8))
    with on_disk(begun) as disk:
        known = disk.server.send(before).spans
        read = figures(disk.server)
        disk.fill(spare=0)

        require_refused(disk.server, after)

        assert figures(disk.server) == read
        # Asked for the first time: what is recorded can be promised without writing.
        assert disk.server.ask("/api/v1/plots?as_known=5").status == 200
        disk.free()
        healed = disk.server.send(before | after)
        assert healed.status == 200
        assert known.items() <= healed.spans.items()
        copy = disk.copy(tmp_path / "copy")

    judge(copy, healed.spans, {**before, **after})


@on_each_disk
def test_a_fact_that_the_tables_have_not_read_keeps_nobody_from_reading(
    begun: Path, on_disk: OnDisk
) -> None:
    with on_disk(begun) as disk:
        read = disk.server.ask("/api/v1/plots").told[0]["position"]
        [span] = disk.server.send(single_orders(1, [0])).spans.values()
        disk.fill(spare=0)

        answers = [disk.server.ask(question) for question in QUESTIONS]
        now = disk.server.ask("/api/v1/plots").told[0]

        assert [answer.status for answer in answers] == [200] * len(QUESTIONS)
        assert now["position"] in (read, span[1])
        assert now.get("journal_position", span[1]) == span[1]
        disk.free()
        assert disk.server.ask("/api/v1/plots").told[0]["position"] == span[1]


@pytest.mark.parametrize("blocks", SPARES)
@on_each_disk
def test_a_disk_that_fills_in_the_middle_of_a_command_keeps_nothing_of_it(
    begun: Path, tmp_path: Path, on_disk: OnDisk, blocks: int
) -> None:
    with on_disk(begun) as disk:
        disk.fill(spare=4096 * blocks)

        known = sent_until_refused(disk.server)

        full = judge(
            disk.copy(tmp_path / "full"), known, single_orders(2, range(ENOUGH))
        )
        assert full.commands.keys() & single_orders(2, range(ENOUGH)) == known.keys()
        disk.free()
        sent = single_orders(2, range(len(known) + 2))
        healed = disk.server.send(sent).spans
        assert known.items() <= healed.items()
        copy = disk.copy(tmp_path / "copy")

    assert healed.keys() == sent.keys()
    judge(copy, healed, sent)


def test_the_command_line_says_that_it_cannot_write_and_to_try_later(
    begun: Path, tmp_path: Path
) -> None:
    sent = single_orders(1, [0])
    queue = tmp_path / "queue.ndjson"
    queue.write_text(json.dumps({"command_id": "1-0", **sent["1-0"][0]}))
    recording = (*GUATU, "--home", str(begun), "record", str(queue))
    forbidden = ("sh", "-c", 'ulimit -f 0; exec "$@"', "sh")

    refused = finished(*forbidden, *recording)
    accepted = finished(*recording)

    assert refused.returncode == STOPPED
    assert CAUSES[1] in refused.stderr
    assert accepted.returncode == 0
    told = json.loads(accepted.stdout)
    judge(begun, {"1-0": (told["first"], told["position"])}, sent)
