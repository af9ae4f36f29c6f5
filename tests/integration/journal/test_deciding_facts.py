"""What is named as a cause decides the stage at one of both points, nothing else."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.integration.building import (
    Body,
    corrected,
    record,
    registered,
    square,
    staged,
    withdrawn,
)
from tests.integration.map.test_map_data import asked
from web.district.opening import District

Named = list[tuple[int, str]]


def causes(client: FlaskClient, dates: str) -> dict[str, Named]:
    found = asked(client, f"/map/causes?{dates}")
    return {
        each["plot"]: [(cause["position"], cause["role"]) for cause in each["causes"]]
        for each in found["plots"]
    }


def test_only_the_facts_that_decide_the_stage_are_named(
    district: District, client: FlaskClient
) -> None:
    app = district.app
    record(app, registered("A", zone="东", boundary=square()))
    surveyed = record(app, staged("A", "surveyed", "2022-01-01"))
    record(app, {"record": "PlotAmountRecorded", "plot": "A", "amount": "5"} | ON)
    passed = record(app, staged("A", "agreement_signed", "2022-06-01"))
    vacated = record(app, staged("A", "vacated", "2023-01-01"))
    record(app, staged("A", "demolished", "2025-01-01"))

    between = causes(client, "as_of_1=2022-03-01&as_of_2=2024-01-01")
    same = causes(client, "as_of_1=2023-03-01&as_of_2=2024-01-01&plot=2")
    backwards = causes(client, "as_of_1=2024-01-01&as_of_2=2022-03-01")

    assert between == {"A": [(surveyed, "decided"), (vacated, "decides")]}
    assert same == {"A": []}
    assert backwards == {"A": [(surveyed, "decides"), (vacated, "decided")]}
    assert passed not in dict(between["A"])


ON: Body = {"effective": "2022-05-01", "purpose": "补偿"}


def test_a_plot_new_in_the_books_is_caused_by_its_registration(
    district: District, client: FlaskClient
) -> None:
    first = record(district.app, registered("A", "2022-01-01"))

    found = asked(client, "/map/causes?as_of_1=2021-01-01&as_of_2=2024-01-01")

    [plot] = found["plots"]
    assert (plot["from"], plot["to"]) == ("absent", "none")
    [cause] = plot["causes"]
    assert (cause["position"], cause["role"]) == (first, "decides")
    assert (cause["fact"], cause["thing"]) == ("PlotRegistered", "plot:A")


def test_what_was_corrected_and_withdrawn_in_between_is_named_beside_the_fact(
    district: District, client: FlaskClient
) -> None:
    app = district.app
    for plot in ("A", "B", "C"):
        record(app, registered(plot))
    stages = {plot: staged(plot, "vacated", "2022-01-01") for plot in ("A", "B", "C")}
    facts = {plot: record(app, body) for plot, body in stages.items()}
    known = app.journal.head().position
    better = record(app, corrected(facts["A"], stage="demolished"))
    gone = record(app, withdrawn(facts["B"]))
    record(app, corrected(facts["C"], amount="9"))

    dates = "as_of_1=2024-01-01&as_of_2=2024-01-01"
    found = causes(client, f"{dates}&as_known_1={known}")

    assert found == {
        "A": [(better, "corrects")],
        "B": [(facts["B"], "decided"), (gone, "withdraws")],
    }


def test_a_redrawing_is_the_cause_for_all_plots_that_it_names(
    district: District, client: FlaskClient
) -> None:
    app = district.app
    record(app, registered("A", boundary=square()))
    record(app, staged("A", "vacated", "2022-01-01"))
    record(app, {"record": "PlotAmountRecorded", "plot": "A", "amount": "5"} | ON)
    children = [
        {"plot": "A-1", "stage": "vacated", "boundary": square(0, 0, 10)},
        {"plot": "A-2", "stage": None, "boundary": square(10, 0, 10)},
    ]
    split = {"record": "PlotSplit", "plot": "A", "children": children}
    record(app, {**split, "effective": "2023-01-01"})

    found = asked(client, "/map/causes?as_of_1=2022-06-01&as_of_2=2024-01-01")

    named = {
        each["plot"]: {cause["fact"] for cause in each["causes"]}
        for each in found["plots"]
    }
    assert named.keys() == {"A", "A-1", "A-2"}
    assert all("PlotSplit" in facts for facts in named.values())
    assert not any("PlotAmountRecorded" in facts for facts in named.values())


def test_all_that_moved_come_page_by_page(
    district: District, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        record(district.app, registered(f"{number}"))
        record(district.app, staged(f"{number}", "vacated", "2023-01-01"))
    monkeypatch.setattr("web.map.changes.MOST", 2)
    dates = "as_of_1=2022-06-01&as_of_2=2024-01-01"

    found: list[str] = []
    after: int | None = 0
    while after is not None:
        page = asked(client, f"/map/causes?{dates}&after={after}")
        found += [each["plot"] for each in page["plots"]]
        after = page["next"]

    assert found == ["0", "1", "2", "3", "4"]


def test_what_is_no_number_of_a_plot_is_refused(client: FlaskClient) -> None:
    response = client.get("/map/causes?plot=A-1")

    assert response.status_code == 422
    assert "“A-1”" in response.text
