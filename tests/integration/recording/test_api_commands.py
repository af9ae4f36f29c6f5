"""A command that cannot be read or meant is refused whole, and appends nothing."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.integration.building import Body, registered
from tests.integration.recording.commanding import COMMANDS, answers, command, sent
from web.district.opening import District


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b'{"command_id": "c"} x',
        b"\xff\xfe{}",
        b'{"command_id": "\\ud800"}',
        b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
        b'{"command_id": "c-1", "withdraw": 1' + b"0" * 40 + b', "reason": "x"}',
        b'{"command_id": "c-1", "withdraw": 1e3, "reason": "x"}',
        b'{"command_id": "c-1", "record": "PlotRegistered"}',
        b'{"command_id": "c-1"}',
        b'{"command_id": ["c"], "record": 1}',
    ],
    ids=lambda body: repr(body[:40]),
)
def test_a_command_that_cannot_be_read_is_refused(
    district: District, client: FlaskClient, body: bytes
) -> None:
    before = district.app.journal.head()

    response = client.post(COMMANDS, data=body, content_type="application/json")

    assert 400 <= response.status_code < 500
    assert district.app.journal.head() == before


@pytest.mark.parametrize(
    "members",
    [
        {"boundary": 5},
        {"boundary": "5"},
        {"boundary": "POINT (1 2)"},
        {"boundary": "CIRCULARSTRING (0 0, 1 1, 2 0)"},
        {"boundary": "MULTISURFACE (((0 0, 1 0, 1 1, 0 0)))"},
        {"boundary": "TIN (((0 0, 1 0, 1 1, 0 0)))"},
        {"boundary": "GEOMETRYCOLLECTION (" * 200_000},
        {"boundary": "POLYGON ((0 0, 1 0, 1 1, 0 0))\0"},
        {"boundary": "POLYGON ((0 0, 1 0, nan 1, 0 0))"},
        {"boundary": ""},
        {"boundary": []},
        {"boundary": {"type": "Polygon"}},
        {"boundary": {"type": "Polygon", "coordinates": 5}},
        {"point": 7},
        {"point": {"type": "Point", "coordinates": [114.0]}},
        {"point": {"type": "Point", "coordinates": ["x", 1]}},
        {"point": None, "boundary": None},
        {"zone": "a\nb"},
        {"paper_area_m2": 1.5},
        {"effective": "2026-02-30"},
        {"effective": None},
        {"source": {"register": "r", "file": "f", "line": 1, "slot": "s"}},
        {"recorded": "2020-01-01"},
        {"actor": "mayor"},
    ],
    ids=str,
)
def test_a_member_that_cannot_be_is_422_and_appends_nothing(
    district: District, client: FlaskClient, members: Body
) -> None:
    before = district.app.journal.head()

    response = sent(client, command({**registered("A-1"), **members}))

    assert response.status_code == 422
    assert answers(response)[0]["detail"]
    assert district.app.journal.head() == before
