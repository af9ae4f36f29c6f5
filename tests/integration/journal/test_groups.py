"""A group of commands: one id, one recorded time, all of them or none (R8, R9)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient

from tests.integration.building import (
    EAST,
    NORTH,
    Body,
    corrected,
    guatu,
    record,
    registered,
    square,
    staged,
    withdrawn,
)
from web.district.opening import District

ADDRESS = "/api/v1/commands"
SPLIT: Body = {
    "record": "PlotSplit",
    "plot": "A-1",
    "effective": "2022-01-01",
    "children": [
        {"plot": "A-11", "stage": "surveyed", "boundary": square(0, 0, 10)},
        {"plot": "A-12", "stage": None, "boundary": square(10, 0, 10)},
    ],
}


def sent(client: FlaskClient, group_id: str, *commands: Body) -> tuple[int, Any]:
    """Send a group; return its status and its answer."""
    body = {"command_id": group_id, "commands": commands}
    response = client.post(f"{ADDRESS}?lang=en", json=body)
    return response.status_code, msgspec.json.decode(response.data)


def test_commands_of_a_group_see_what_those_before_them_decided(
    district: District, client: FlaskClient
) -> None:
    before = district.app.journal.head().position

    status, told = sent(
        client,
        "g-1",
        registered("A-1", boundary=square(0, 0, 20)),
        SPLIT,
        staged("A-11", "vacated", "2022-06-01", amount="12.00"),
    )

    lines = district.app.journal.lines_after(before, limit=100)
    assert status == 200
    assert len({(line.command_id, line.recorded) for line in lines}) == 1
    names = {line.position: line.name for line in lines}
    assert [names[position] for position in told["positions"]] == [
        "PlotRegistered",
        "PlotSplit",
        "PlotStageRecorded",
    ]
    assert (told["first"], told["position"]) == (before + 1, lines[-1].position)


def test_a_group_sent_again_answers_the_same_and_records_nothing(
    district: District, client: FlaskClient
) -> None:
    group = (registered("A-1"), staged("A-1", "surveyed", "2021-01-01"))
    _, first = sent(client, "g-1", *group)
    head = district.app.journal.head()

    _, again = sent(client, "g-1", *group)
    other = sent(client, "g-1", *group[:1])

    assert again == {**first, "repeated": True}
    assert (other[0], other[1]["error"]) == (409, "CommandIdTakenError")
    assert district.app.journal.head() == head


FAILING: dict[str, tuple[Body, int, str | None]] = {
    "unknown fact": ({"record": "Nothing", "plot": "A-1"}, 422, "UnknownFactError"),
    "nothing like it": (
        staged("B-9", "vacated", "2021-01-01"),
        404,
        "UnknownThingError",
    ),
    "begun twice": (registered("A-1"), 409, "AlreadyRegisteredError"),
    "no place": (registered("A-2", point={"type": "Nowhere"}), 422, None),
    "no such position": (withdrawn(9_999), 404, "UnknownPositionError"),
    "read too early": (
        {**staged("A-0", "vacated", "2021-01-01"), "as_read_at": 1},
        409,
        "MovedError",
    ),
    "an id of its own": (
        {**registered("A-2"), "command_id": "x"},
        422,
        "MalformedCommandError",
    ),
    "a group within": ({"commands": [registered("A-2")]}, 422, "MalformedCommandError"),
}


@pytest.mark.parametrize("failing", FAILING)
def test_a_refused_command_is_named_by_its_number_and_nothing_is_recorded(
    district: District, client: FlaskClient, failing: str
) -> None:
    record(district.app, registered("A-0"))
    command, status, error = FAILING[failing]
    head = district.app.journal.head()

    told = sent(client, "g-1", registered("A-1"), command, registered("A-3"))

    assert told[0] == status
    assert told[1]["command"] == 2
    assert told[1]["detail"].startswith("Command 2 of the group: ")
    assert error in (None, told[1]["error"])
    assert str(2**62)[:8] not in told[1]["detail"]
    assert district.app.journal.head() == head
    retried, _ = sent(client, "g-1", registered("A-1"))
    assert retried == 200


@pytest.mark.parametrize(
    "body",
    [
        {"command_id": "g", "commands": []},
        {"command_id": "g", "commands": {}},
        {"command_id": "g", "commands": None},
        {"command_id": "g", "commands": ["x"]},
        {"commands": [registered("A-1")]},
        {"command_id": 5, "commands": [registered("A-1")]},
        {"command_id": "g", "commands": [registered("A-1")], "actor": "somebody"},
        {"command_id": "g", "commands": [registered("A-1")], "as_read_at": 1},
        {"command_id": "g", "commands": [registered("A-1")] * 1001},
    ],
)
def test_what_is_no_group_is_refused(
    district: District, client: FlaskClient, body: Body
) -> None:
    head = district.app.journal.head()

    response = client.post(ADDRESS, json=body)

    assert response.status_code == 422
    assert district.app.journal.head() == head


def test_a_position_inside_a_group_is_no_knowledge_date(client: FlaskClient) -> None:
    _, told = sent(client, "g-1", registered("A-1"), registered("A-2"))

    inside = client.get(f"/api/v1/plots?as_known={told['first']}")
    whole = client.get(f"/api/v1/plots?as_known={told['position']}")

    assert inside.status_code == 422
    assert len(whole.get_json()["plots"]) == 2


def test_geometry_of_a_group_is_brought_in_command_by_command(
    district: District, client: FlaskClient
) -> None:
    point = {"type": "Point", "coordinates": [114.0001, 35.2273]}
    line: Body = {"record": "PlotRegistered", "effective": "2020-01-01", "point": point}

    status, _ = sent(client, "g-1", {**line, "plot": "A-1"}, {**line, "plot": "A-2"})

    points = {
        each.entry().fact.point  # type: ignore[attr-defined]
        for each in district.app.journal.lines_of(["plot:A-1", "plot:A-2"])
    }
    [placed] = points
    x, y = map(float, placed.removeprefix("POINT (").rstrip(")").split())
    assert status == 200
    assert abs(x - EAST) < 20_000
    assert abs(y - NORTH) < 20_000


def test_a_group_is_a_line_of_a_file_among_others(home: Path, tmp_path: Path) -> None:
    group = {"command_id": "g-1", "commands": [registered("A-1"), registered("A-2")]}
    lines = [group, {"command_id": "c-1", **staged("A-2", "vacated", "2021-01-01")}]
    file = tmp_path / "commands.jsonl"
    file.write_bytes(b"\n".join(map(msgspec.json.encode, lines)))

    result = guatu(home, "record", str(file))

    told = [msgspec.json.decode(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [each["command_id"] for each in told] == ["g-1", "c-1"]
    assert told[0]["positions"] == [told[0]["first"], told[0]["position"]]


def test_whoever_revises_blindly_is_told_what_others_had_revised(
    district: District, client: FlaskClient
) -> None:
    fact = record(district.app, registered("A-1", zone="北区"))
    zones = ("东区", "南区", "西区")
    commands = [
        {"command_id": f"c{number}", **corrected(fact, zone=zone)}
        for number, zone in enumerate(zones)
    ]

    told = [client.post(ADDRESS, json=each) for each in commands]

    answers = [msgspec.json.decode(each.data) for each in told]
    first, second, _ = (each["position"] for each in answers)
    assert "unread" not in answers[0]
    assert [each["unread"] for each in answers[1:]] == [[first], [first, second]]
    again = client.post(ADDRESS, json=commands[2])
    assert msgspec.json.decode(again.data) == {**answers[2], "repeated": True}


def test_who_says_what_was_read_is_told_nothing_or_refused(
    district: District, client: FlaskClient
) -> None:
    fact = record(district.app, registered("A-1", zone="北区"))
    newer = record(district.app, corrected(fact, zone="东区"))
    blind = {"command_id": "c1", **corrected(fact, zone="南区"), "as_read_at": fact}

    refused = client.post(ADDRESS, json=blind)
    told = client.post(ADDRESS, json={**blind, "as_read_at": newer})

    assert refused.status_code == 409
    assert "unread" not in msgspec.json.decode(told.data)


def test_who_revises_the_newest_revision_is_told_nothing(
    district: District, client: FlaskClient
) -> None:
    fact = record(district.app, registered("A-1", zone="北区"))
    correction = record(district.app, corrected(fact, zone="东区"))

    chained = client.post(
        ADDRESS, json={"command_id": "c1", **corrected(correction, zone="南区")}
    )
    position = msgspec.json.decode(chained.data)["position"]
    undone = [record(district.app, withdrawn(each)) for each in (position, correction)]
    again = client.post(
        ADDRESS, json={"command_id": "c2", **corrected(fact, zone="西区")}
    )

    assert "unread" not in msgspec.json.decode(chained.data)
    assert msgspec.json.decode(again.data)["unread"] == undone
