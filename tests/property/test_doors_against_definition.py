"""Every question has the definition's answer at every door, about random districts."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient

from domain.kernel.facts import ABSENT
from domain.kernel.instants import Instant, print_bound
from domain.kernel.money import print_money
from tests.integration.building import guatu
from tests.integration.drawn_questions import typed, written
from tests.integration.kernel_door import shown
from tests.property.drawn_district import DrawnQuestions, drawn_district, entries_of
from tests.property.made_once import Both
from tests.property.naive_door import Definition
from tests.property.naive_land import World, answer, world
from tests.property.naive_questions import history_in, total_in
from tests.property.random_steps import ATTRIBUTES, NAMES
from web.asking.questions.ask import ask
from web.asking.questions.questions import QUESTIONS
from web.cli import context
from web.frame.asked import EXTENSION
from web.words.labels import STAGE_LABELS

EACH = pytest.mark.parametrize("question", QUESTIONS)
COLUMNS = ("stage", "zone", "land_use", "project", "paper_area_m2")
SEEDS = [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(20, 40))]


@pytest.fixture(scope="module", params=SEEDS)
def both(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Both]:
    """Draw a district; it is not changed by being asked."""
    folder = tmp_path_factory.mktemp("drawn")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        drawn = drawn_district(folder, request.param, moves=40)
    yield drawn
    drawn.close()


@pytest.fixture
def at(both: Both) -> list[tuple[Instant, Instant]]:
    """Draw a few (V, K), at what happened and was recorded and a microsecond off."""
    random, entries = Random(7), entries_of(both.elsewhere)  # noqa: S311  (drawn anew)
    recorded = sorted({each.recorded for each in entries})
    return [
        (
            Instant(random.choice((0, 1000, 2500, 9000)) + random.randint(-1, 1)),
            Instant(random.choice(recorded[len(recorded) // 3 :])),
        )
        for _ in range(6)
    ]


@EACH
def test_a_question_is_answered_by_definition_at_every_door(
    both: Both, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = entries_of(both.elsewhere)
    drawn = list(DrawnQuestions(entries, seed=5).questions(question, 12))
    monkeypatch.setattr(context, "open_district", both.opened)

    for nth, given in enumerate(drawn):
        expected = Definition(entries).rows(question, given)
        for app in both.apps:
            served = app.extensions[EXTENSION].district
            assert by_function(served, question, given) == expected, given
            assert by_api(app.test_client(), question, given) == expected, given
        if nth < 1:
            told = guatu(both.home, *typed(question, given), "--format", "json")
            assert rows_of(question, told.stdout_bytes) == expected, given


def by_function(district: Any, question: str, given: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    several = {n: v if isinstance(v, list) else [v] for n, v in given.items()}
    rows = ask(district, question, several).sheet.rows
    return [_without_causes(dict(each)) for each in rows]


def by_api(client: FlaskClient, question: str, given: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    answered = client.get(f"/api/v1/ask/{question}", query_string=given)
    assert answered.status_code == 200, (given, answered.text)
    return rows_of(question, answered.data)


def rows_of(question: str, body: bytes) -> list[dict[str, Any]]:
    told = msgspec.json.decode(body)
    if QUESTIONS[question].alone:
        return [{name: told[name] for name in QUESTIONS[question].columns}]
    return [_without_causes(each) for each in told["answer"]]


def _without_causes(row: dict[str, Any]) -> dict[str, Any]:
    return {name: cell for name, cell in row.items() if name != "causes"}


def test_a_history_has_the_periods_of_the_definition(
    both: Both, at: list[tuple[Instant, Instant]]
) -> None:
    entries = entries_of(both.elsewhere)
    there = {each.thing for each in entries}
    client = both.apps[0].test_client()

    for _, k in at:
        now = world(entries, k)
        for plot in NAMES:
            address = f"/api/v1/plots/{plot}/history"
            told = client.get(address, query_string={"as_known": written(k)})
            if f"plot:{plot}" not in there:
                assert told.status_code == 404
                continue
            periods = msgspec.json.decode(told.data)["attributes"]
            for name in ATTRIBUTES:
                assert periods.get(name, []) == [
                    {
                        "from": print_bound(a),
                        "to": print_bound(b),
                        "value": shown(value),
                    }
                    for a, b, value in history_in(now, f"plot:{plot}", name)
                ], (plot, name, k)


def test_lists_and_state_have_the_answers_of_the_definition(
    both: Both, at: list[tuple[Instant, Instant]], monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = entries_of(both.elsewhere)
    client = both.apps[0].test_client()
    monkeypatch.setattr(context, "open_district", both.opened)

    for nth, (v, k) in enumerate(at):
        dates = f"as_of={written(v)}&as_known={written(k)}".replace("+", "%2B")
        expected = listed(world(entries, k), v)
        for address in ("/api/v1/plots?", "/plots?format=json&"):
            rows = client.get(address + dates).get_json()["plots"]
            assert sorted(rows, key=lambda row: row["plot"]) == expected, dates
        summary = client.get(f"/api/v1/plots/summary?{dates}").get_json()["stages"]
        assert {
            name: row["plots"] for name, row in summary.items() if row["plots"]
        } == {
            name: sum((row["stage"] or "none") == name for row in expected)
            for name in {row["stage"] or "none" for row in expected}
        }
        if nth < 1:
            words = ("--as-of", written(v), "--as-known", written(k))
            told = guatu(both.home, "state", "plots", *words, "--format", "json")
            assert told.stdout_bytes == client.get(f"/api/v1/plots?{dates}").data


def listed(now: World, v: Instant) -> list[dict[str, Any]]:
    """Write the rows of a list from plots asked one by one; a blank is null there."""
    rows = []
    for plot in sorted(NAMES):
        thing = f"plot:{plot}"
        if answer(now, thing, "exists", v) is ABSENT:
            continue
        told = {name: answer(now, thing, name, v) for name in COLUMNS}
        cells = {n: None if each is None else shown(each) for n, each in told.items()}
        amount = print_money(int(total_in(now, thing, "amount", v)))
        rows.append({"plot": plot, **cells, "amount": amount})
    return rows


def test_a_sheet_shows_the_values_of_the_definition(
    both: Both, at: list[tuple[Instant, Instant]]
) -> None:
    client = both.apps[0].test_client()
    entries = entries_of(both.elsewhere)

    for v, k in at:
        dates = {"as_of": written(v), "as_known": written(k), "lang": "en"}
        for row in listed(world(entries, k), v):
            page = client.get(f"/plots/{row['plot']}", query_string=dates)
            assert page.status_code == 200
            stage = STAGE_LABELS[row["stage"]] if row["stage"] else ""
            zone, project = row["zone"] or "", row["project"] or ""
            missing = [t for t in (stage, zone, project) if t not in page.text]
            assert missing == [], (row, dates)
