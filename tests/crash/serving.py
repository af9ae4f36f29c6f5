"""Real servers on a port of their own, and what is sent to them over sockets."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from subprocess import Popen
from typing import Any

from tests.crash.orders import Sent, Span
from tests.crash.processes import GUATU, line_of, running

HOST = "127.0.0.1"
COMMANDS = "/api/v1/commands"
NDJSON = "application/x-ndjson"
PATIENCE_S = 120
"""Only against waiting for ever: nothing is measured by it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: its status, and its body where it is JSON, one value a line."""

    status: int
    told: list[dict[str, Any]]

    @classmethod
    def of(cls, status: int, form: str, body: bytes) -> Answer:
        """Read a response by its content type."""
        parts = body.splitlines() if form == NDJSON else [body]
        return cls(status, [json.loads(part) for part in parts])

    @property
    def spans(self) -> dict[str, Span]:
        """The commands that were acknowledged."""
        return {
            each["command_id"]: (each["first"], each["position"])
            for each in self.told
            if "position" in each
        }


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers."""

    process: Popen[str]
    port: int

    def ask(self, address: str) -> Answer:
        """Send a question."""
        return self._exchanged("GET", address, b"", {})

    def send(self, sent: Sent) -> Answer:
        """Send commands, one a line."""
        return self.post(lines(sent))

    def post(self, body: bytes) -> Answer:
        """Send lines as they are."""
        return self._exchanged("POST", COMMANDS, body, {"Content-Type": NDJSON})

    def send_cut(self, body: bytes, promised: int) -> None:
        """Promise a longer body than is sent, and hang up; return when it has gone."""
        with self._begun(body, promised) as phone:
            phone.shutdown(socket.SHUT_WR)
            while phone.recv(65536):
                pass

    def send_and_leave(self, body: bytes) -> None:
        """Send a whole body, and do not wait for the answer."""
        self._begun(body, len(body)).close()

    def _begun(self, body: bytes, promised: int) -> socket.socket:
        head = (
            f"POST {COMMANDS} HTTP/1.1\r\nHost: {HOST}:{self.port}\r\n"
            f"Content-Type: {NDJSON}\r\nContent-Length: {promised}\r\n\r\n"
        )
        phone = socket.create_connection((HOST, self.port), PATIENCE_S)
        phone.sendall(head.encode() + body)
        return phone

    def _exchanged(
        self, method: str, address: str, body: bytes, headers: Mapping[str, str]
    ) -> Answer:
        connection = HTTPConnection(HOST, self.port, timeout=PATIENCE_S)
        try:
            connection.request(method, address, body, headers)
            response = connection.getresponse()
            form = response.getheader("Content-Type", "")
            return Answer.of(response.status, form, response.read())
        finally:
            connection.close()


def lines(sent: Sent) -> bytes:
    """Write commands of one fact as a phone's queue."""
    bodies = ({"command_id": name, **facts[0]} for name, facts in sent.items())
    return b"\n".join(json.dumps(body).encode() for body in bodies)


@contextmanager
def serving(home: Path, *within: str) -> Iterator[Server]:
    """Serve a district until the end, behind words that start another program.

    Whoever was faster may have taken the port that was free a moment ago.
    """
    for _ in range(5):
        port = free_port()
        arguments = ("--home", str(home), "serve", "--port", str(port))
        with running(*within, *GUATU, *arguments) as process:
            if is_up(process):
                yield Server(process, port)
                return
    msg = f"No server of {home} came up; what it said is above."
    raise AssertionError(msg)


def is_up(process: Popen[str]) -> bool:
    """Wait until the server says its address, or ends."""
    while line := line_of(process):
        if f"http://{HOST}:" in line:
            return True
    return False


def free_port() -> int:
    with socket.create_server((HOST, 0)) as listening:
        return int(listening.getsockname()[1])
