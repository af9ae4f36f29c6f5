"""A server that is told to stop answers what is under way, and ends in order."""

from __future__ import annotations

import signal
import socket
import time
from pathlib import Path

import pytest

from tests.crash.criterion import read
from tests.crash.orders import single_orders
from tests.crash.serving import COMMANDS, HOST, NDJSON, Server, lines, serving
from tests.server.running import begun as connected
from tests.server.running import heard
from web.district.opening import JOURNAL

UNDER_WAY = 4
GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"
SIGNALS = [signal.SIGTERM, signal.SIGINT]


def wait_until_closed(server: Server) -> None:
    """Wait until the server takes no new connections."""
    while True:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, server.port)):
                return
        time.sleep(0.01)


def head(length: int) -> bytes:
    told = f"POST {COMMANDS} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: {NDJSON}\r\n"
    return f"{told}Content-Length: {length}\r\nExpect: 100-continue\r\n\r\n".encode()


@pytest.mark.parametrize("name", SIGNALS)
def test_requests_under_way_are_answered_and_the_exit_code_is_0(
    begun: Path, name: signal.Signals
) -> None:
    sent = [single_orders(life, range(3)) for life in range(UNDER_WAY)]
    with serving(begun) as server, connected(server.port, b"", count=4) as clients:
        for client, order in zip(clients, sent, strict=True):
            client.sendall(head(len(lines(order))))
            assert client.recv(len(GO_ON)) == GO_ON

        server.process.send_signal(name)
        wait_until_closed(server)
        for client, order in zip(clients, sent, strict=True):
            client.sendall(lines(order))
        answers = [heard(client) for client in clients]

        assert server.process.wait(timeout=30) == 0
    assert [each[:13] for each in answers] == [b"HTTP/1.1 200 "] * UNDER_WAY
    stored = {line["command_id"] for line in read(begun / JOURNAL).lines}
    assert stored >= {name for order in sent for name in order}


@pytest.mark.parametrize("name", SIGNALS)
def test_whoever_says_nothing_does_not_keep_the_server_from_ending(
    home: Path, name: signal.Signals
) -> None:
    with serving(home) as server, connected(server.port, b"GET", count=50):
        server.process.send_signal(name)

        assert server.process.wait(timeout=30) == 0
