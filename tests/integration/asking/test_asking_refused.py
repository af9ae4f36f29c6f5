"""What cannot be meant is refused at both doors, with a reason, and appends nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from domain.journal.lines import Head
from tests.integration import long_story
from tests.integration.building import guatu, head
from tests.integration.drawn_questions import typed
from web.app import create_app
from web.frame.asked import EXTENSION

STAGE = {"thing": "plot:A-1", "attribute": "stage"}
SURVEYED = {**STAGE, "value": "surveyed"}
YEAR = {"from": "2024-01-01", "to": "2025-01-01"}
INSIDE_THE_GROUP = "10"
INSTANTS = {
    "year 0": "0000-01-01",
    "1899": "1899-12-31",
    "2200": "2200-01-01",
    "30 February": "2026-02-30",
    "31 June at noon": "2026-06-31T12:00:00Z",
    "leap second": "2016-12-31T23:59:60Z",
    "24:00": "2026-03-01T24:00:00Z",
    "no offset": "2026-03-01T09:00:00",
    "offset +25:00": "2026-03-01T09:00:00+25:00",
    "offset +14:01": "2026-03-01T09:00:00+14:01",
    "fullwidth": "２０２６-03-01",
    "seven decimals": "2026-03-01T09:00:00.0000001Z",
    "no date": "soon",
    "the ISO week": "2026-W10-1",
    "a negative position": "-5",
    "twenty digits": "99999999999999999999",
    "two forms": "2025-03-01 12",
}


@dataclass(frozen=True)
class Doors:
    """The story's district through both doors; what is refused moves nothing."""

    home: Path
    client: FlaskClient
    end: Head

    def refused(self, question: str, given: dict[str, Any]) -> tuple[int, str, str]:
        """Ask at both doors; return status, rule and reason, which they agree on."""
        query = {**given, "lang": "en"}
        answer = self.client.get(f"/api/v1/ask/{question}", query_string=query)
        body = answer.get_json()
        line = guatu(self.home, *typed(question, given))
        assert line.exit_code == 1, line.output
        assert timeless(line.stderr) == timeless(body["detail"])
        assert head(self.home) == self.end
        return answer.status_code, body["rule"], body["detail"]


def timeless(text: str) -> str:
    """Leave out at which moment a refusal was given."""
    return re.sub(r"\d{2}:\d{2}:\d{2}\.\d{6}Z", "", text).rstrip("\n")


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    home = tmp_path_factory.mktemp("doors") / "district"
    district, clock = long_story.found(home)
    long_story.tell(district.app, clock)
    district.close()
    app = create_app(home)
    served = app.extensions[EXTENSION].district
    yield Doors(home, app.test_client(), served.app.journal.head())
    served.close()


@pytest.mark.parametrize("text", INSTANTS.values(), ids=INSTANTS)
@pytest.mark.parametrize("name", ["as_of", "as_known"])
def test_a_date_that_cannot_be_meant_is_refused_on_both_axes(
    doors: Doors, name: str, text: str
) -> None:
    status, rule, reason = doors.refused("state", {**STAGE, name: text})

    assert (status, rule) == (422, "R12")
    assert text in reason


@pytest.mark.parametrize("text", INSTANTS.values(), ids=INSTANTS)
@pytest.mark.parametrize("name", ["from", "to"])
def test_a_bound_that_cannot_be_meant_is_refused(
    doors: Doors, name: str, text: str
) -> None:
    given = {"attribute": "stage", "value": "surveyed", **YEAR, name: text}

    assert doors.refused("steps", given)[:2] == (422, "R12")


@pytest.mark.parametrize(
    ("known", "status", "rule"),
    [
        ("2199-12-31", 422, "R2"),
        ("2199-12-31T00:00:00Z", 422, "R2"),
        (INSIDE_THE_GROUP, 422, "R8"),
        ("59", 404, "R13"),
        ("999999999999999999", 404, "R13"),
    ],
)
@pytest.mark.parametrize("question", ["state", "history", "rectangles", "beliefs"])
def test_a_knowledge_date_that_is_none_is_refused(
    doors: Doors, question: str, known: str, status: int, rule: str
) -> None:
    told = doors.refused(question, {**STAGE, "as_known": known})

    assert told[:2] == (status, rule)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2025-01-01", "2025-01-01"),
        ("2025-01-02", "2025-01-01"),
        ("2025-01-01", "2024-12-31T16:00:00Z"),
        ("2025-01-01T00:00:00.000001Z", "2025-01-01T00:00:00Z"),
    ],
)
def test_an_empty_or_inverted_stretch_is_refused(
    doors: Doors, start: str, end: str
) -> None:
    bounds = {"from": start, "to": end}

    told = [
        doors.refused("steps", {"attribute": "stage", "value": "none", **bounds}),
        doors.refused("days", {**SURVEYED, **bounds}),
    ]

    assert [each[:2] for each in told] == [(422, "R1")] * 2


STRANGE: dict[str, tuple[str, dict[str, Any], int, str]] = {
    "an unknown question's thing": ("state", {**STAGE, "thing": "plot:Z"}, 404, "“Z”"),
    "an unknown project": ("sum", {"thing": "project:A-1"}, 404, "project “A-1”"),
    "no kind": ("state", {**STAGE, "thing": "A-1"}, 422, "like plot:A-17"),
    "another kind": ("state", {**STAGE, "thing": "tree:1"}, 422, "plot:A-17"),
    "a blank id": ("state", {**STAGE, "thing": "plot:"}, 422, "plot:A-17"),
    "the journal's own": ("state", {**STAGE, "thing": "district"}, 422, "plot:A-17"),
    "a project's area": ("plot_area", {"thing": "project:P1"}, 422, "plot:A-17"),
    "no such attribute": (
        "history",
        {**STAGE, "attribute": "stge"},
        422,
        "stage, zone",
    ),
    "another's attribute": (
        "state",
        {**STAGE, "attribute": "permit:用地许可"},
        422,
        "it has: boundary",
    ),
    "a permit without name": (
        "state",
        {"thing": "project:P1", "attribute": "permit:"},
        422,
        "permit:…",
    ),
    "no such stage": (
        "count",
        {"attribute": "stage", "value": "gone"},
        422,
        "surveyed",
    ),
    "an inexact area": (
        "count",
        {"attribute": "paper_area_m2", "value": "4e2"},
        422,
        "four decimals",
    ),
    "absent counted": (
        "count",
        {"attribute": "stage", "value": "absent"},
        422,
        "no value",
    ),
    "exists otherwise": (
        "first_known",
        {**SURVEYED, "attribute": "exists"},
        422,
        "true",
    ),
    "no such kind": ("active", {"kind": "plots"}, 422, "plot, project"),
    "no such sum": ("sum", {"thing": "plot:A-1", "measure": "money"}, 422, "amount"),
    "nothing asked about": ("state", {}, 422, "needs “thing”"),
    "no value": ("both", {**STAGE, "value": " "}, 422, "needs “value”"),
    "half a pair": ("both", SURVEYED, 422, "needs “thing2”"),
    "no end": ("days", {**SURVEYED, "from": "2024-01-01"}, 422, "needs “to”"),
    "no knowledge dates": ("diff", {"attribute": "stage"}, 422, "needs “known”"),
    "backwards": ("diff", {"attribute": "stage", "known": ["40", "12"]}, 422, "order"),
    "a day that begins at noon": (
        "days",
        {**SURVEYED, **YEAR, "from": "2024-01-01T12:00:00+08:00"},
        422,
        "beginning of a day",
    ),
    "half a point": ("plot_at", {"x": "500000"}, 422, "“x” and “y”"),
    "no point": ("plot_at", {}, 422, "“x” and “y”"),
    "a point twice": (
        "plot_at",
        {"x": "1", "y": "1", "lon": "114", "lat": "35"},
        422,
        "“lon” and “lat”",
    ),
    "halves of two": ("plot_at", {"x": "1", "lat": "35"}, 422, "“lon” and “lat”"),
    "not a number": ("plot_at", {"x": "nan", "y": "3900000"}, 422, "a number"),
    "infinite": ("plot_at", {"x": "500000", "y": "inf"}, 422, "a number"),
    "with exponent": ("plot_at", {"x": "5e5", "y": "3900000"}, 422, "a number"),
    "fullwidth digits": ("plot_at", {"x": "５00000", "y": "3900000"}, 422, "a number"),
    "off the globe": ("plot_at", {"lon": "114", "lat": "91"}, 422, "reference system"),
    "another zone": ("plot_at", {"x": "900000000", "y": "1"}, 422, "reference system"),
    "a control character": ("state", {**STAGE, "thing": "plot:\x07"}, 422, "be shown"),
}


@pytest.mark.parametrize("case", STRANGE)
def test_what_cannot_be_meant_is_refused_with_what_to_do(
    doors: Doors, case: str
) -> None:
    question, given, status, words = STRANGE[case]

    found = doors.refused(question, given)

    assert found[0] == status
    assert words in found[2]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("ask/state?thing=plot:A-1&attribute=stage&at=2024-01-01", "as_of, as_known"),
        ("ask/history?thing=plot:A-1&attribute=stage&as_of=2024-01-01", "has: thing"),
        ("ask/state?thing=plot:A-1&thing=plot:A-2&attribute=stage", "2 times"),
        ("ask/active?as_known=12&as_known=2025-06-01", "2 times"),
        ("ask/active?format=json&format=csv", "2 times"),
        ("ask/diff?attribute=stage&known=12", "1 times"),
        ("ask/diff?attribute=stage&known=12&known=13&known=14", "3 times"),
        ("ask/active?recorded=2024-01-01", "no “recorded”"),
        ("ask/active?format=geojson", "no geometry"),
        ("ask/active?format=xlsx", "xlsx"),
        ("plots?as_of=2024-01-01&as_of=2024-01-02", "2 times"),
        ("plots?as_know=12", "no “as_know”"),
        ("projects/P1/history?known=12", "no “known”"),
        ("plots/diff?known=40&known=12", "order"),
    ],
)
def test_a_parameter_that_nobody_would_look_at_is_refused(
    doors: Doors, address: str, words: str
) -> None:
    answer = doors.client.get(f"/api/v1/{address}&lang=en")

    assert answer.status_code == 422
    assert words in answer.get_json()["detail"]


def test_an_option_given_twice_is_refused(doors: Doors) -> None:
    twice = ("--as-known", "12", "--as-known", "2025-06-01")

    refused = guatu(doors.home, "ask", "active", *twice)

    assert refused.exit_code == 1
    assert "“as_known” was given 2 times" in refused.stderr


def test_there_is_no_other_question(doors: Doors) -> None:
    answer = doors.client.get("/api/v1/ask/why?lang=en")
    line = guatu(doors.home, "ask", "why")

    assert answer.status_code == 404
    assert "state, history" in answer.get_json()["detail"]
    assert line.exit_code == 2


@pytest.mark.parametrize("case", STRANGE)
def test_a_chinese_reason_is_chinese(doors: Doors, case: str) -> None:
    question, given, _, _ = STRANGE[case]

    answer = doors.client.get(f"/api/v1/ask/{question}", query_string=given)

    detail = answer.get_json()["detail"]
    assert any("\u4e00" <= character <= "\u9fff" for character in detail)
    assert " the " not in detail
