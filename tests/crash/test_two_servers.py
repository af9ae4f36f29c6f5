"""Two web processes on one home, and two read models that read at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from subprocess import Popen

import pytest

from projections.opening.read_model import open_read_model
from tests.crash.criterion import contents, judge, require_rows
from tests.crash.orders import Sent, Span, orders, send_all, single_orders
from tests.crash.processes import READER, line_of, running, tell
from tests.crash.serving import Server, serving
from web.district.opening import READ_MODEL, open_district

CLIENTS = 6
COMMANDS = 30
MOVED = "MovedError"


def send_until_taken(server: Server, sent: Sent) -> dict[str, Span]:
    """Send each command on its own, again where it was overtaken; and look around."""
    spans: dict[str, Span] = {}
    for name, facts in sent.items():
        while name not in spans:
            answer = server.send({name: facts})
            assert answer.told[0].get("error", MOVED) == MOVED, answer
            spans |= answer.spans
        assert server.ask("/api/v1/plots").status == 200
    return spans


def test_two_servers_that_take_commands_at_once_lose_and_double_nothing(
    begun: Path,
) -> None:
    # Every queue comes from two clients: half of all commands are duplicates.
    queues = [single_orders(1 + each // 2, range(COMMANDS)) for each in range(CLIENTS)]
    sent = dict(chain.from_iterable(queue.items() for queue in queues))
    with serving(begun) as one, serving(begun) as other:
        servers = [one, other] * (CLIENTS // 2)
        with ThreadPoolExecutor(CLIENTS) as pool:
            given = list(pool.map(send_until_taken, servers, queues))
        told = [server.ask("/api/v1/plots?as_known=96").told for server in (one, other)]
        now = [server.ask("/api/v1/plots").told[0]["plots"] for server in (one, other)]

    known = require_same(given)
    stored = judge(begun, known, sent)
    assert told[0] == told[1]
    assert now[0] == now[1]
    # By hand: the founding, five plots, and each of three queues once.
    assert len(stored.lines) == 1 + 5 + COMMANDS * CLIENTS // 2


def require_same(given: list[dict[str, Span]]) -> Mapping[str, Span]:
    """Require that all who sent a command were given the same positions."""
    known: dict[str, Span] = {}
    for spans in given:
        for name, span in spans.items():
            assert known.setdefault(name, span) == span
    return known


@pytest.fixture
def readers() -> Iterator[list[Popen[str]]]:
    """Start two processes that wait for a word to read."""
    with ExitStack() as stack:
        yield [stack.enter_context(running(*READER)) for _ in range(2)]


def test_two_processes_that_catch_up_at_once_make_the_rows_of_a_rebuild(
    begun: Path, readers: list[Popen[str]]
) -> None:
    district = open_district(begun)
    for life in range(1, 6):
        send_all(district.app, orders(life, range(50)))

        for reader in readers:
            tell(reader, f"{begun} catch-up 0")

        for reader in readers:
            line_of(reader)  # the statements it needed: none where it came second
            assert line_of(reader) == "0\n"
        assert district.read_model.position() == district.app.journal.head().position
        require_rows(begun)
    district.close()


def test_a_rebuild_that_another_one_overtakes_leaves_the_rows_of_a_rebuild(
    begun: Path,
) -> None:
    district = open_district(begun)
    journal = district.app.journal
    send_all(district.app, orders(1, range(20)))
    district.refresh()
    other = open_read_model(begun / READ_MODEL)
    rebuilt_meanwhile: list[int] = []

    def overtaken(_done: int, _in_all: int) -> None:
        if not rebuilt_meanwhile:
            rebuilt_meanwhile.append(other.rebuild(journal))

    district.read_model.rebuild(journal, overtaken)

    assert rebuilt_meanwhile == [journal.head().position]
    assert contents(other) == contents(district.read_model)
    other.close()
    district.close()
    require_rows(begun)
