"""A member said twice is refused, at whatever depth: one would be lost in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.integration.building import guatu
from web.district.opening import District

POINT = '{"type": "Point", "coordinates": [114.0, 35.2]}'
HEAD = '"command_id": "c", "record": "PlotRegistered", "plot": "A-1", '
REST = f'"effective": "2020-01-01", "point": {POINT}'
TWICE = {
    "id": (f'{{"command_id": "b", {HEAD}{REST}}}', "command_id"),
    "verb": (f'{{"record": "PlotAssigned", {HEAD}{REST}}}', "record"),
    "date": (f'{{{HEAD}{REST}, "effective": "2021-01-01"}}', "effective"),
    "same value": (f'{{{HEAD}{REST}, "plot": "A-1"}}', "plot"),
    "escaped": (f'{{{HEAD}{REST}, "pl\\u006ft": "A-2"}}', "plot"),
    "geometry": (
        (
            f'{{{HEAD}"effective": "2020-01-01", "point": '
            '{"type": "Point", "coordinates": [1, 2], "coordinates": [114.0, 35.2]}}'
        ),
        "coordinates",
    ),
    "in a list": (
        (
            '{"command_id": "c", "record": "PlotSplit", "plot": "A-1", "effective": '
            '"2022-01-01", "children": [{"plot": "A-2", "plot": "A-3"}]}'
        ),
        "plot",
    ),
    "in a group": (
        f'{{"command_id": "c", "commands": [{{"plot": "B", {HEAD[19:]}{REST}}}]}}',
        "plot",
    ),
}


@pytest.mark.parametrize("case", TWICE)
def test_a_member_said_twice_is_refused_and_named(
    district: District, client: FlaskClient, case: str
) -> None:
    body, name = TWICE[case]
    head = district.app.journal.head()
    kind = {"Content-Type": "application/json"}

    response = client.post("/api/v1/commands?lang=en", data=body, headers=kind)

    assert response.status_code == 422
    assert "RepeatedMemberError" in response.text
    assert f"“{name}” is said twice" in response.text
    assert district.app.journal.head() == head


def test_a_member_said_twice_in_a_file_is_refused_with_its_line(
    home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "commands.jsonl"
    file.write_text(f"{{{HEAD}{REST}}}\n{TWICE['date'][0]}\n", encoding="utf-8")

    result = guatu(home, "record", str(file))

    assert result.exit_code == 1
    assert '"line":2' in result.stdout
    assert "RepeatedMemberError" in result.stdout
