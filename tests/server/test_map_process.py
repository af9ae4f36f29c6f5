"""What maps ask is answered by a process of its own, which ends with the server."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.crash.serving import HOST, Server, serving
from tests.integration.building import record, registered, staged
from tests.load.run import cpu_s, family
from tests.property.made_once import ZOOM, X, Y
from tests.server.running import echo
from web.app import create_app
from web.district.opening import District, open_district
from web.frame.asked import EXTENSION
from web.server.map_process import Mapping, begun

TILE = f"/tiles/history/{ZOOM}/{X}/{Y}.mvt"
OF_MAPS = [TILE, f"/tiles/{ZOOM}/{X}/{Y}.mvt", "/map/curve", "/map/filters"]
PATIENCE_S = 30


@pytest.fixture
def told(home: Path) -> Iterator[District]:
    """Tell of two plots, from another process than the server's."""
    elsewhere = open_district(home)
    record(elsewhere.app, registered("A-1"))
    record(elsewhere.app, staged("A-1", "surveyed", "2026-01-02", amount="5.00"))
    yield elsewhere
    elsewhere.close()


@pytest.fixture
def server(home: Path, told: District) -> Iterator[Server]:
    """Serve them as ``guatu serve`` does."""
    assert told.home == home
    with serving(home) as found:
        yield found


def fetched(server: Server, address: str) -> tuple[int, bytes]:
    connection = HTTPConnection(HOST, server.port, timeout=PATIENCE_S)
    connection.request("GET", address)
    response = connection.getresponse()
    found = response.status, response.read()
    connection.close()
    return found


def child_of(server: Server) -> int:
    """Return the first process that the server has started: that of maps."""
    _, child, *_ = family(server.process.pid)
    return child


def wait_until_gone(process: int) -> None:
    """Wait for the end of a process; whoever is its parent may not have looked yet."""
    end = time.monotonic() + PATIENCE_S
    while Path(f"/proc/{process}").exists():
        stat = Path(f"/proc/{process}/stat").read_text()
        if stat.rpartition(")")[2].split()[0] == "Z":
            return
        assert time.monotonic() < end, "the map's process is still there"
        time.sleep(0.02)


def asked(client: FlaskClient, address: str) -> tuple[int, bytes]:
    response = client.get(address)
    return response.status_code, response.data


def test_the_other_process_answers_as_the_server_itself_would(
    home: Path, told: District, server: Server
) -> None:
    position = told.app.journal.head().position
    alone = create_app(home)
    final = [f"{each}?as_of=2026-06-30&as_known={position}" for each in OF_MAPS]

    there = [fetched(server, each) for each in final]
    here = [asked(alone.test_client(), each) for each in final]

    alone.extensions[EXTENSION].district.close()
    assert there == here
    assert [status for status, _ in there] == [200] * len(final)


def test_a_tile_shows_what_was_recorded_just_before(
    told: District, server: Server
) -> None:
    before = fetched(server, TILE)

    record(told.app, staged("A-1", "cleared", "2026-02-01"))
    after = fetched(server, TILE)

    assert before[0] == after[0] == 200
    assert before[1] != after[1]


class NoZones:
    """A district that has none."""

    version = 0

    def follow(self, position: int) -> None:
        """Follow nothing."""


def test_the_server_waits_until_the_other_process_has_drawn(tmp_path: Path) -> None:
    drawn = tmp_path / "drawn"

    def draw() -> None:
        time.sleep(0.5)
        drawn.touch()

    maps = begun(lambda: Mapping(echo, NoZones(), draw))
    assert maps is not None
    maps.go()

    maps.await_drawn()

    assert drawn.exists()
    maps.follow(1)
    assert maps.is_there
    maps.end()


def test_a_process_that_ends_while_it_draws_is_not_waited_for(tmp_path: Path) -> None:
    maps = begun(lambda: Mapping(echo, NoZones(), lambda: os._exit(1)))
    assert maps is not None
    lost = tmp_path / "lost"
    maps.when_lost = lost.touch
    maps.go()

    maps.await_drawn()

    assert not maps.is_there
    assert lost.exists()
    maps.end()


def test_tiles_cost_the_other_process(server: Server) -> None:
    child = child_of(server)
    fetched(server, TILE)
    used = cpu_s(child)

    for number in range(400):
        fetched(server, f"/tiles/history/{ZOOM}/{X + number}/{Y}.mvt")

    assert cpu_s(child) > used


def test_where_the_other_process_is_killed_the_server_answers_by_itself(
    server: Server,
) -> None:
    before = fetched(server, TILE)

    os.kill(child_of(server), signal.SIGKILL)
    after = [fetched(server, TILE) for _ in range(3)]

    assert after == [before] * 3


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_other_process_ends_with_the_server(
    server: Server, name: signal.Signals
) -> None:
    child = child_of(server)
    fetched(server, TILE)

    server.process.send_signal(name)
    server.process.wait(timeout=PATIENCE_S)

    wait_until_gone(child)


def test_a_bad_address_is_refused_as_anywhere(server: Server) -> None:
    assert fetched(server, "/tiles/history/3/9/9.mvt")[0] == 404
    assert fetched(server, "/map/curve?as_known=2999-01-01")[0] == 422
