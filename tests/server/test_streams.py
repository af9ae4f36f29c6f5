"""Open pages are told what is recorded, and hold no thread meanwhile."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator
from itertools import count, pairwise

import pytest
from flask import Flask

from tests.integration.building import record, registered, staged
from tests.server.running import asked, begun, heard, serve_front
from web.district.opening import District
from web.frame.asked import EXTENSION
from web.map.live import look_from_now
from web.server.front import Front
from web.server.limits import Limits
from web.server.streams import GATHER_S

LISTEN = b"GET /api/v1/live%s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.fixture
def port(app: Flask) -> Iterator[int]:
    """Serve the district with a single thread."""
    limits = Limits(threads=1)
    look = look_from_now(app.extensions[EXTENSION])
    with serve_front(Front(app, limits, look), limits) as port:
        yield port


def events(page: socket.socket) -> Iterator[dict[str, object]]:
    """Yield the data of each event as it comes."""
    said = b""
    while part := page.recv(65536):
        *lines, said = (said + part).split(b"\n")
        for line in lines:
            if line.startswith(b"data: {"):
                event: dict[str, object] = json.loads(line[6:])
                yield event


def next_event(page: socket.socket) -> dict[str, object]:
    """Wait for the next event, where no two can have come at once."""
    return next(events(page))


def test_pages_are_told_what_was_recorded_and_about_what(
    district: District, port: int
) -> None:
    with begun(port, LISTEN % b"", count=3) as pages:
        [known] = {int(str(next_event(page)["position"])) for page in pages}

        position = record(district.app, registered("A-1"))

        for page in pages:
            told = next_event(page)
            assert (told["since"], told["position"]) == (known, position)
            assert told["things"] == ["plot:A-1"]


def test_two_hundred_open_pages_leave_the_only_thread_to_others(port: int) -> None:
    with begun(port, LISTEN % b"", count=200) as pages:
        for page in pages:
            next_event(page)

        assert asked(port) == 200


def test_whoever_was_away_is_told_first_what_was_missed(
    district: District, port: int
) -> None:
    known = district.app.journal.head().position
    position = record(district.app, registered("A-1"))

    with begun(port, LISTEN % f"?after={known}".encode()) as [page]:
        assert next_event(page)["position"] == position


def test_what_is_recorded_within_a_second_is_one_notice() -> None:
    looks = count()

    def look() -> bytes:
        return b"event: recorded\ndata: %d\n" % next(looks)

    limits = Limits()
    begun_s = time.monotonic()
    with (
        serve_front(Front(standing, limits, look), limits) as port,
        begun(port, LISTEN % b"") as [page],
    ):
        time.sleep(2.5)
        said = page.recv(65536)
        took_s = time.monotonic() - begun_s

    # One at once, and then no more than one each second.
    assert 1 <= said.count(b"event: recorded") <= 1 + took_s / GATHER_S


def standing(_environ: object, start_response: Callable[..., object]) -> list[bytes]:
    start_response("200 OK", [])
    return [b"event: standing\n\n"]


def test_no_notice_leaves_a_gap_behind_the_one_before(
    district: District, port: int
) -> None:
    record(district.app, registered("A-1"))
    with begun(port, LISTEN % b"") as [page]:
        coming = events(page)
        told = [next(coming)]
        for day, stage in enumerate(["surveyed", "agreement_signed", "vacated"], 1):
            position = record(district.app, staged("A-1", stage, f"2024-02-0{day}"))
        while told[-1]["position"] != position:
            told.append(next(coming))

    assert all(
        int(str(two["since"])) <= int(str(one["position"]))
        for one, two in pairwise(told)
    )


def test_another_host_is_given_no_stream(port: int) -> None:
    said = (
        b"GET /api/v1/live HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    )
    with begun(port, said) as [page]:
        assert heard(page).startswith(b"HTTP/1.1 400 ")


def test_streams_end_with_the_server(app: Flask) -> None:
    limits = Limits()
    look = look_from_now(app.extensions[EXTENSION])
    with serve_front(Front(app, limits, look), limits) as port:
        page = socket.create_connection(("127.0.0.1", port))
        page.sendall(LISTEN % b"")
        next_event(page)

    said = heard(page)
    page.close()
    assert said.endswith(b"0\r\n\r\n")
