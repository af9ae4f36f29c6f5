"""A server logs who recorded what and what was refused, and nothing that was sent."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

from tests.crash.processes import GUATU, ROOT
from tests.crash.serving import Server, free_port, is_up


def test_the_log_says_who_recorded_what_and_what_was_refused(home: Path) -> None:
    port = free_port()
    command = [*GUATU, "--home", str(home), "serve", "--port", str(port)]
    body = (
        b'{"command_id": "c-1", "record": "PlotRegistered", "plot": "A-1", '
        b'"effective": "2024-01-01", "point": "POINT (500100 3900200)"}'
    )

    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert is_up(process)
        server = Server(process, port)
        server.post(body)
        server.post(body.replace(b"c-1", b"c-2"))
        server.ask("/api/v1/plots?as_of=secret")
        server.ask("/api/v1/nowhere?secret=1")
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)

    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    started, recorded, again, bad_date, nowhere, stopped = lines
    assert (started["event"], stopped["event"]) == ("started", "stopped")
    assert started["position"] == 1
    assert (recorded["event"], recorded["actor"]) == ("recorded", "web:anonymous")
    assert (recorded["command"], recorded["first"], recorded["last"]) == ("c-1", 2, 2)
    assert (again["event"], again["command"]) == ("refused", "c-2")
    assert (bad_date["path"], bad_date["status"]) == ("/api/v1/plots", 422)
    assert (nowhere["path"], nowhere["status"]) == ("/api/v1/nowhere", 404)
    assert "secret" not in said
    assert "3900200" not in said
