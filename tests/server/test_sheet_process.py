"""Sheets are drawn by processes that give way to others, and end with the server."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.crash.serving import HOST, Server, serving
from tests.integration.building import record, registered, square, staged
from tests.load.run import family
from tests.server.test_map_process import asked, wait_until_gone
from web.app import create_app
from web.district.opening import District, open_district
from web.frame.asked import EXTENSION
from web.paper.progress import SheetsUnderWay
from web.server.sheet_process import (
    NICE,
    Drawing,
    SheetLostError,
    SheetsGoneError,
    begun,
)

PATIENCE_S = 300
"""Only against waiting for ever: sheets give way to whatever else a machine does."""
LEAST_NICE = 19
SHEET = "/map/wall.png?paper=A4&lang=en"
FINAL = "&as_of=2026-06-30&as_known="


@pytest.fixture
def told(home: Path) -> Iterator[District]:
    """Tell of some plots, from another process than the server's."""
    elsewhere = open_district(home)
    for number in range(9):
        plot = f"A-{number}"
        record(elsewhere.app, registered(plot, boundary=square(30 * number)))
        record(elsewhere.app, staged(plot, "surveyed", "2026-01-02", amount="5.00"))
    yield elsewhere
    elsewhere.close()


@pytest.fixture
def server(told: District) -> Iterator[Server]:
    """Serve them as ``guatu serve`` does."""
    with serving(told.home) as found:
        yield found


@pytest.fixture
def drawing(server: Server) -> threading.Thread:
    """Order a large sheet, and wait until it is being drawn."""

    def order() -> None:
        with suppress(OSError, HTTPException):  # the server may end meanwhile
            fetched(server, SHEET)

    ordered = threading.Thread(target=order, daemon=True)
    ordered.start()
    until(lambda: len(drawers(server)) == 2)
    return ordered


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def drawers(server: Server) -> Sequence[int]:
    """Return the process of sheets, and the one that it has forked, if any."""
    try:
        _, _maps, *found = family(server.process.pid)
    except (FileNotFoundError, ProcessLookupError, ValueError):
        return ()
    return found


def niceness(process: int) -> int:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(fields[16])


def fetched(server: Server, address: str) -> tuple[int, bytes]:
    connection = HTTPConnection(HOST, server.port, timeout=PATIENCE_S)
    with closing(connection):
        connection.request("GET", address)
        response = connection.getresponse()
        return response.status, response.read()


@pytest.mark.parametrize(
    "sheet", ["/map/wall.pdf?paper=A3", "/map/wall.png?paper=A4", "/map/evidence.html?"]
)
def test_a_sheet_is_what_the_server_itself_would_draw(
    told: District, server: Server, sheet: str
) -> None:
    address = f"{sheet}{FINAL}{told.app.journal.head().position}"
    alone = create_app(told.home)

    there = fetched(server, address)

    here = asked(alone.test_client(), address)
    alone.extensions[EXTENSION].district.close()
    assert there == here
    assert there[0] == 200


def test_a_sheet_shows_what_was_recorded_just_before(
    told: District, server: Server
) -> None:
    before = told.app.journal.head().position
    assert fetched(server, f"/map/wall.png?as_known={before}")[0] == 200

    record(told.app, staged("A-1", "cleared", "2026-02-01"))

    assert fetched(server, f"/map/wall.png?as_known={before + 1}")[0] == 200


def test_whoever_draws_gives_way_to_all_others(
    server: Server, drawing: threading.Thread
) -> None:
    nice = [niceness(each) for each in drawers(server)]
    drawing.join()

    least = min(niceness(server.process.pid) + NICE, LEAST_NICE)
    assert nice == [least, least]
    assert len(drawers(server)) == 1


def test_people_see_how_far_their_sheet_is(server: Server) -> None:
    ticket = "0123456789abcdef"
    address = f"/map/wall/{ticket}"
    seen: set[int | None] = {server.ask(address).told[0]["done"]}
    ordered = threading.Thread(
        target=fetched, args=(server, f"{SHEET}&ticket={ticket}")
    )

    ordered.start()
    while ordered.is_alive():
        seen.add(server.ask(address).told[0]["done"])

    ordered.join()
    assert {None, 0} < seen
    assert server.ask(address).told[0] == {"done": None, "steps": None}


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_whoever_draws_ends_with_the_server(
    server: Server, drawing: threading.Thread, name: signal.Signals
) -> None:
    there = drawers(server)

    server.process.send_signal(name)
    server.process.wait(timeout=PATIENCE_S)

    drawing.join()
    for each in there:
        wait_until_gone(each)


def test_a_sheet_whose_process_is_killed_is_given_up_in_a_sentence(
    server: Server,
) -> None:
    found: list[tuple[int, bytes]] = []
    ordered = threading.Thread(target=lambda: found.append(fetched(server, SHEET)))
    ordered.start()
    until(lambda: len(drawers(server)) == 2)

    os.kill(drawers(server)[1], signal.SIGKILL)
    ordered.join()

    [(status, said)] = found
    assert status == 503
    assert b"given up" in said
    assert fetched(server, "/map/wall.png?paper=A4")[0] == 200


def test_where_nobody_draws_the_server_draws_by_itself(server: Server) -> None:
    [sheets] = drawers(server)

    os.kill(sheets, signal.SIGKILL)

    assert [fetched(server, "/map/wall.png?paper=A4")[0] for _ in range(2)] == [200] * 2


def test_a_bad_order_is_refused_as_anywhere(server: Server) -> None:
    assert fetched(server, "/map/wall.pdf?paper=B17")[0] == 422
    assert fetched(server, "/map/evidence.html?as_known=2999-01-01")[0] == 422


def spinning(_environ: dict[str, Any], _start: Callable[..., Any]) -> Sequence[bytes]:
    """Compute for ever."""
    while True:
        pass


def hoarding(_environ: dict[str, Any], _start: Callable[..., Any]) -> Sequence[bytes]:
    """Take more and more memory."""
    taken = []
    while True:
        taken.append(bytes(bytearray(1024 * 1024)))


def failing(_environ: dict[str, Any], _start: Callable[..., Any]) -> Sequence[bytes]:
    """Fail as no program should."""
    msg = "unforeseen"
    raise RuntimeError(msg)


@pytest.mark.parametrize("app", [spinning, hoarding, failing])
def test_a_sheet_that_takes_too_much_is_given_up_and_the_next_is_drawn(
    app: Callable[..., Any],
) -> None:
    order = {"wsgi.input": BytesIO(), "QUERY_STRING": ""}
    process = begun(
        lambda: Drawing(app, SheetsUnderWay(), lambda: None),
        cpu_s=1,
        most_bytes=900 * 1024 * 1024,
    )
    assert process is not None

    for _ in range(2):
        with pytest.raises(SheetLostError):
            process.called(order | {"wsgi.input": BytesIO()})

    assert process.is_there
    process.end()


def test_the_end_of_a_server_waits_for_no_sheet() -> None:
    process = begun(
        lambda: Drawing(spinning, SheetsUnderWay(), lambda: None),
        cpu_s=PATIENCE_S,
        most_bytes=900 * 1024 * 1024,
    )
    assert process is not None
    lost: list[type[Exception]] = []

    def order() -> None:
        try:
            process.called({"wsgi.input": BytesIO(), "QUERY_STRING": ""})
        except (SheetLostError, SheetsGoneError) as error:
            lost.append(type(error))

    ordered = threading.Thread(target=order)
    ordered.start()
    until(lambda: len(list(family(process.pid))) == 2)

    process.end()

    ordered.join()
    assert lost == [SheetsGoneError]
