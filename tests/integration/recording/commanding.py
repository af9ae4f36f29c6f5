"""Commands as a program sends them to the API, and its answers."""

from __future__ import annotations

from typing import Any

import msgspec
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.integration.building import Body

COMMANDS = "/api/v1/commands"
NDJSON = "application/x-ndjson"


def command(body: Body, command_id: str = "c-1") -> Body:
    return {"command_id": command_id, **body}


def sent(client: FlaskClient, *bodies: Body) -> TestResponse:
    """Send commands, one a line."""
    data = b"\n".join(msgspec.json.encode(body) for body in bodies)
    return client.post(COMMANDS, data=data, content_type=NDJSON)


def answers(response: TestResponse) -> list[dict[str, Any]]:
    """Decode one answer a line."""
    return [msgspec.json.decode(line) for line in response.data.splitlines()]
