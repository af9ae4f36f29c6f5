"""A phone's queue that comes twice, in reverse, and torn: it converges, whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.crash.criterion import judge, read
from tests.crash.orders import Sent, registrations, single_orders
from tests.crash.serving import Server, lines, serving
from web.district.opening import JOURNAL

AMOUNTS = 20
CUTS = 12
QUEUE: Sent = {**registrations(), **single_orders(1, range(AMOUNTS))}
"""On an empty district: the amounts need the plots that come before them."""


@pytest.fixture
def server(home: Path) -> Iterator[Server]:
    with serving(home) as server:
        yield server


def reverse(sent: Sent) -> Sent:
    return dict(reversed(sent.items()))


def require_converged(home: Path, server: Server) -> None:
    """Send the queue twice more: every command is there once, at its first place."""
    first = server.send(QUEUE)
    again = server.send(QUEUE)

    assert (first.status, again.status) == (200, 200)
    assert first.spans == again.spans
    assert {each["repeated"] for each in again.told} == {True}
    server.process.kill()
    server.process.wait()
    stored = judge(home, first.spans, QUEUE)
    assert len(stored.lines) == 1 + len(QUEUE)


def test_a_queue_that_comes_twice_is_recorded_once(home: Path, server: Server) -> None:
    body = b"\n".join([lines(QUEUE), lines(QUEUE), lines(reverse(QUEUE))])

    answer = server.post(body)

    assert answer.status == 200
    positions = {(each["command_id"], each["position"]) for each in answer.told}
    assert len(answer.told) == 3 * len(QUEUE)
    assert len(positions) == len(QUEUE)
    require_converged(home, server)


def test_a_queue_in_reverse_converges_once_the_plots_are_there(
    home: Path, server: Server
) -> None:
    answer = server.send(reverse(QUEUE))

    assert answer.status == 404
    assert {each["error"] for each in answer.told if "error" in each} == {
        "UnknownThingError"
    }
    assert answer.spans.keys() == registrations().keys()
    require_converged(home, server)


def test_a_queue_whose_connection_breaks_records_none_of_its_lines(
    home: Path, server: Server
) -> None:
    body = lines(QUEUE)
    for cut in range(0, len(body), len(body) // CUTS):
        server.send_cut(body[:cut], promised=len(body) + 1)

        assert set(read(home / JOURNAL).commands) == {"init"}

    require_converged(home, server)


def test_a_queue_cut_in_the_middle_of_a_line_records_the_lines_before_it(
    home: Path, server: Server
) -> None:
    body = lines(QUEUE)
    for cut in range(len(body) // CUTS, len(body), len(body) // CUTS):
        whole = body[:cut].count(b"\n")

        answer = server.post(body[:cut])

        assert list(answer.spans) == list(QUEUE)[:whole]
        assert answer.told[whole]["error"] == "NotJsonError"
        assert answer.status == 422

    require_converged(home, server)


def test_a_server_killed_in_the_middle_of_a_queue_has_done_a_part_of_it_in_order(
    home: Path,
) -> None:
    with serving(home) as server:
        server.send_and_leave(lines(QUEUE))
        wait_until_recorded(server, home / JOURNAL, len(registrations()))
        server.process.kill()
        server.process.wait()

    stored = judge(home, {}, QUEUE)
    kept = list(stored.commands)[1:]
    assert kept == list(QUEUE)[: len(kept)]
    with serving(home) as again:
        require_converged(home, again)


def wait_until_recorded(server: Server, journal: Path, count: int) -> None:
    """Look into the file until so many commands came in."""
    with closing(sqlite3.connect(journal)) as file:
        while server.process.poll() is None:
            [row] = file.execute("SELECT COUNT(*) FROM commands")
            if row[0] > count:
                return
