"""The API says no with the right status, a reason, and nothing appended."""

from __future__ import annotations

import re

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient

from domain.errors import ClockJumpedError
from domain.kernel.instants import Instant
from tests.integration.building import (
    Body,
    corrected,
    head,
    record,
    registered,
    staged,
    withdrawn,
)
from tests.integration.recording.commanding import (
    COMMANDS,
    NDJSON,
    answers,
    command,
    sent,
)
from web.asking.questions.questions import QUESTIONS
from web.district.opening import District
from web.frame.asked import EXTENSION


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere",
        "/api/v1/nowhere",
        "/api/v1/plots/A-9/history",
        "/api/v1/projects/P-9/history",
        "/api/v1/plots?as_known=999",
        "/plots/number/999",
        "/plots/number/99999999999999999999999999",
        "/tiles/3/99/0.mvt",
        "/tiles/99/0/0.mvt",
        "/tiles/9999999999/0/0.mvt",
        "/tiles/3/99999999999999999999999999/0.mvt",
    ],
)
def test_what_is_not_there_is_404(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "plots?as_of=2026-02-29",
        "plots?as_of=1066-10-14",
        "plots?as_known=2199-01-01",
        "plots?as_known=2026-01-01T00:00:00",
        "plots?format=xlsx",
        "plots?format=table",
        "plots/summary?format=geojson",
        "plots/diff",
        "plots/diff?known=1",
        "plots/diff?known=1&known=1&known=1",
        "plots/diff?known=1&known=2199-01-01",
        "plots?as_of=%00",
    ],
)
def test_a_question_that_cannot_be_meant_is_422(
    client: FlaskClient, query: str
) -> None:
    response = client.get(
        f"/api/v1/{query}&lang=en" if "?" in query else f"/api/v1/{query}"
    )

    assert response.status_code == 422
    assert response.json is not None
    assert response.json["detail"]


def test_what_stands_against_it_is_409(client: FlaskClient) -> None:
    sent(client, command(registered("A-1")))

    twice = sent(client, command(registered("A-1"), "c-2"))
    taken = sent(client, command(registered("A-2"), "c-1"))

    assert (twice.status_code, taken.status_code) == (409, 409)
    assert answers(twice)[0]["error"] == "AlreadyRegisteredError"
    assert answers(taken)[0]["error"] == "CommandIdTakenError"


@pytest.mark.parametrize(
    "mimetype", ["text/plain", "application/x-www-form-urlencoded", ""]
)
def test_another_form_of_body_is_415(client: FlaskClient, mimetype: str) -> None:
    body = msgspec.json.encode(command(registered("A-1")))

    assert client.post(COMMANDS, data=body, content_type=mimetype).status_code == 415


def test_a_body_too_large_is_413(client: FlaskClient) -> None:
    response = client.post(COMMANDS, data=b" " * 17_000_000, content_type=NDJSON)

    assert response.status_code == 413


def test_what_cannot_be_done_here_is_405(client: FlaskClient) -> None:
    assert client.delete("/api/v1/plots").status_code == 405


def test_a_stopped_clock_is_503(app: Flask, client: FlaskClient) -> None:
    def jumped() -> Instant:
        raise ClockJumpedError(seconds=7_200)

    app.extensions[EXTENSION].district.app.journal.clock = jumped

    response = sent(client, command(registered("A-1")))

    assert response.status_code == 503
    assert answers(response)[0]["rule"] == "R8"


def test_a_refused_command_leaves_its_id_free(
    district: District, client: FlaskClient
) -> None:
    before = head(district.home)

    refused = sent(client, command(staged("A-1", "cleared", "2024-01-01")))
    after_refusal = head(district.home)
    accepted = sent(client, command(registered("A-1")))

    assert refused.status_code == 404
    assert after_refusal == before
    assert accepted.status_code == 200


def test_the_same_command_twice_gives_the_same_receipt(
    district: District, client: FlaskClient
) -> None:
    [first] = answers(sent(client, command(registered("A-1"))))
    after = head(district.home)

    [again] = answers(sent(client, command(registered("A-1"))))

    assert again == {**first, "repeated": True}
    assert first["repeated"] is False
    assert head(district.home) == after


def test_the_lines_around_a_refused_one_stand(
    district: District, client: FlaskClient
) -> None:
    bodies = (
        command(registered("A-1"), "c-1"),
        command(registered("A-1"), "c-2"),
        command(staged("B-1", "cleared", "2024-01-01"), "c-3"),
        command(registered("A-2"), "c-4"),
    )

    response = sent(client, *bodies)

    assert response.status_code == 409
    told = answers(response)
    assert [each.get("error") for each in told] == [
        None,
        "AlreadyRegisteredError",
        "UnknownThingError",
        None,
    ]
    assert [each.get("line") for each in told] == [None, 2, 3, None]
    assert district.app.journal.head().position == told[-1]["position"] == 3


def test_a_refusal_names_its_rule_in_the_readers_language(client: FlaskClient) -> None:
    address = "/api/v1/plots?as_of=2026-02-29"

    chinese, english = (
        client.get(f"{address}&lang={each}").get_json() for each in ("zh", "en")
    )

    assert chinese["rule"] == english["rule"] == "R12"
    assert "is not a date or time" in english["detail"]
    assert "不能用作日期或时间" in chinese["detail"]


@pytest.mark.parametrize(
    "address",
    [
        "plots?as_of=2026-02-29",
        "plots?as_known=2026-01-01T00:00:00",
        "plots?as_known=999",
        "plots/A-1/history",
        "plots/summary?format=geojson",
    ],
)
def test_a_chinese_refusal_is_chinese_throughout(
    client: FlaskClient, address: str
) -> None:
    refusal = client.get(f"/api/v1/{address}").get_json()

    names_of_formats = r"\b(table|json|csv)\b"
    rest = re.sub(names_of_formats, "", refusal["detail"])
    assert re.findall(r"[A-Za-z]{2,}", rest) == []


@pytest.mark.parametrize(
    "members",
    [
        {"recorded": "2020-01-01T00:00:00Z"},
        {"recorded": 0},
        {"actor": "mayor"},
        {"position": 7},
        {"first": 7},
        {"known_from": "2020-01-01"},
        {"version": 1},
    ],
    ids=str,
)
@pytest.mark.parametrize("verb", ["record", "correct", "withdraw"])
def test_no_client_chooses_when_by_whom_or_where_it_is_recorded(
    district: District, client: FlaskClient, verb: str, members: Body
) -> None:
    position = record(district.app, registered("A-1"))
    bodies = {
        "record": staged("A-1", "surveyed", "2024-01-01"),
        "correct": corrected(position, zone="北区"),
        "withdraw": withdrawn(position),
    }
    before = head(district.home)

    refused = sent(client, command({**bodies[verb], **members}))

    assert refused.status_code == 422
    assert answers(refused)[0]["detail"]
    assert head(district.home) == before


FROZEN = {"record": "PlotFrozen", "plot": "A-1", "freeze": "公告"}


@pytest.mark.parametrize(
    "ends",
    [
        {"effective": "2024-03-01", "until": "2024-03-01"},
        {"effective": "2024-03-01", "until": "2024-02-29T16:00:00Z"},
        {"effective": "2024-03-01", "until": "2024-01-01"},
        {"effective": "2024-03-01", "through": "2024-02-29"},
        {"effective": "2024-03-01", "until": "2024-06-01", "through": "2024-05-31"},
        {"effective": "2024-03-01", "until": None, "through": None},
        {"effective": "2024-03-01", "through": "2024-05-31T00:00:00+08:00"},
        {"effective": "2024-03-01", "until": "2024-05-31T00:00:00"},
        {"effective": "2024-03-01", "until": "2024-06-31"},
        {"effective": "2024-03-01", "through": "2200-01-01"},
        {"effective": "2024-03-01", "typed_through": True},
        {"until": "2024-03-01"},
    ],
    ids=str,
)
def test_a_period_that_holds_at_no_time_or_ends_twice_is_refused(
    district: District, client: FlaskClient, ends: Body
) -> None:
    record(district.app, registered("A-1"))
    before = head(district.home)

    refused = sent(client, command({**FROZEN, **ends}))

    assert refused.status_code == 422
    assert answers(refused)[0]["detail"]
    assert head(district.home) == before


def test_a_stated_date_of_a_fact_is_refused_where_no_day_can_be_meant(
    district: District, client: FlaskClient
) -> None:
    record(district.app, registered("A-1"))
    before = head(district.home)
    dates: tuple[object, ...] = (
        *("0000-01-01", "1899-12-31", "2200-01-01", "2026-02-30", "20260301"),
        *("2016-12-31T23:59:60Z", "2026-03-01T24:00:00Z", "2026-03-01T09:00:00"),
        *("2026-03-01T09:00:00+25:00", "２０２６-03-01", "", "now", None, 0, 1.5, []),
    )

    answered = [
        sent(client, command({**staged("A-1", "surveyed", ""), "effective": date}))
        for date in dates
    ]

    assert [each.status_code for each in answered] == [422] * len(dates)
    assert head(district.home) == before


def test_an_answer_about_today_is_not_kept_as_one_about_tomorrow(
    client: FlaskClient,
) -> None:
    sent(client, command(registered("A-1")))
    addresses = (
        "plots?as_known=1",
        "plots?as_known=1&as_of=2024-01-01",
        "ask/active?as_known=1",
        "ask/active?as_known=1&as_of=2024-01-01",
        "ask/conflicts?as_known=1",
    )

    kept = [client.get(f"/api/v1/{each}").cache_control.immutable for each in addresses]

    assert [bool(each) for each in kept] == [False, True, False, True, True]


def test_a_plot_with_a_chinese_id_is_answered_by_a_real_server(
    client: FlaskClient,
) -> None:
    sent(client, command(registered("甲-1")))
    addresses = (
        "plots/甲-1/history",
        "ask/state?thing=plot:甲-1&attribute=zone",
        "projects/diff?attribute=permit:用地许可&known=1&known=2",
    )

    answered = [client.get(f"/api/v1/{each}") for each in addresses]

    assert [each.status_code for each in answered] == [200] * len(addresses)
    # A server writes headers in Latin-1, and fails where it cannot.
    for each in answered:
        assert str(each.headers).encode("latin-1")


def test_the_list_of_questions_names_their_parameters(client: FlaskClient) -> None:
    told = client.get("/api/v1/ask").get_json()["questions"]

    assert [each["question"] for each in told] == list(QUESTIONS)
    [state] = [each for each in told if each["question"] == "state"]
    assert [each["name"] for each in state["parameters"] if each["required"]] == [
        "thing",
        "attribute",
    ]
