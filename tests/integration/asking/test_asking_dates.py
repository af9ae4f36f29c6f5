"""Both dates: what is answered, what is refused, and what never changes again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from domain.application import KeyProjects
from tests.integration.building import (
    Now,
    Told,
    answered,
    corrected,
    guatu,
    record,
    record_many,
    registered,
    staged,
)
from web.app import create_app
from web.district.founding import found_district
from web.district.opening import District
from web.frame.asked import EXTENSION


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A served district whose clock the test sets."""

    clock: Now
    app: KeyProjects
    client: FlaskClient

    def plots(self, **query: str) -> Told:
        """Ask for all plots."""
        response = self.client.get("/api/v1/plots", query_string=query)
        told: Told = response.get_json()
        return told


@pytest.fixture
def demonstration(tmp_path: Path) -> Iterator[Demonstration]:
    """Found a demonstration on 2 March 2026, and serve it."""
    clock, home = Now("2026-03-02"), tmp_path / "demonstration"
    found_district(home, name="演示", crs="EPSG:4547", currency="CNY", clock=clock)
    serving = create_app(home, clock)
    district = serving.extensions[EXTENSION].district
    yield Demonstration(clock, district.app, serving.test_client())
    district.close()


def test_what_will_be_known_is_refused(home: Path) -> None:
    for future in ("2199-12-31", "2199-12-31T00:00:00Z"):
        refused = guatu(home, "state", "plots", "--as-known", future)

        assert refused.exit_code == 1
        assert "is not known yet" in refused.stderr


def test_what_will_be_is_answered_from_what_is_known(district: District) -> None:
    record(district.app, registered("A-1", "2150-01-01"))

    future = answered(district.home, "state", "plots", "--as-of", "2150-01-01")
    today = answered(district.home, "state", "plots")

    assert [row["plot"] for row in future["plots"]] == ["A-1"]
    assert today["plots"] == []


def test_today_is_provisional_and_yesterday_is_not(
    demonstration: Demonstration,
) -> None:
    demonstration.clock.set("2026-03-05T09:00:00+08:00")

    today, yesterday = (
        demonstration.plots(as_known=day) for day in ("2026-03-05", "2026-03-04")
    )

    assert (today["provisional"], yesterday["provisional"]) == (True, False)


def test_an_answer_about_past_knowledge_never_changes_a_byte(
    demonstration: Demonstration,
) -> None:
    plot = record(demonstration.app, registered("A-1", zone="北区"))
    demonstration.clock.set("2026-03-05T09:00:00+08:00")
    knowledge = ("2026-03-04", "2026-03-05T00:30:00Z", str(plot))
    addresses = [
        f"/api/v1/{what}&as_of=2026-03-04&as_known={known}&format={form}"
        for what in ("plots?x", "plots/summary?x", "plots/A-1/history?x")
        for known in knowledge
        for form in ("json", "csv")
    ]
    before = [demonstration.client.get(address).data for address in addresses]

    record(demonstration.app, corrected(plot, zone="南区", effective="2020-02-02"))
    record(demonstration.app, staged("A-1", "surveyed", "2026-03-03"))

    assert [demonstration.client.get(address).data for address in addresses] == before


def test_the_position_is_that_of_the_date_not_the_newest(
    demonstration: Demonstration,
) -> None:
    first = record(demonstration.app, registered("A-1"))
    demonstration.clock.set("2026-03-05T09:00:00+08:00")
    record(demonstration.app, registered("A-2"))

    told = demonstration.plots(as_known="2026-03-04")

    assert told["position"] == first
    assert [row["plot"] for row in told["plots"]] == ["A-1"]


def test_a_cached_answer_of_today_is_not_good_for_tomorrow(
    demonstration: Demonstration,
) -> None:
    record(demonstration.app, registered("A-1"))
    address = "/api/v1/plots?as_of=2026-03-02&as_known=2026-03-02"
    today = demonstration.client.get(address)
    demonstration.clock.set("2026-03-03T09:00:00+08:00")

    tomorrow = demonstration.client.get(
        address, headers={"If-None-Match": today.headers["ETag"]}
    )

    assert today.json is not None
    assert today.json["provisional"] is True
    assert tomorrow.status_code == 200
    assert tomorrow.json is not None
    assert tomorrow.json["provisional"] is False


def test_a_past_answer_may_be_kept_for_ever_and_todays_may_not(
    demonstration: Demonstration,
) -> None:
    demonstration.clock.set("2026-03-05T09:00:00+08:00")

    past, today = (
        demonstration.client.get(
            "/api/v1/plots", query_string={"as_of": "2026-03-04", "as_known": known}
        )
        for known in ("2026-03-04", "")
    )

    assert past.cache_control.immutable
    assert past.cache_control.max_age == 31_536_000
    assert today.cache_control.no_cache
    assert not today.cache_control.immutable


def test_what_was_final_stays_so_when_the_clock_is_set_back(
    demonstration: Demonstration,
) -> None:
    demonstration.clock.set("2026-03-05T09:00:00+08:00")
    asked = {"as_known": "2026-03-04", "as_of": "2026-03-04"}
    final = demonstration.plots(**asked)
    demonstration.clock.set("2026-03-03T09:00:00+08:00")
    record(demonstration.app, registered("A-1"))
    demonstration.clock.set("2026-03-06T09:00:00+08:00")

    again = demonstration.plots(**asked)

    assert final["provisional"] is False
    assert again == final


def test_a_position_inside_a_group_is_refused(district: District) -> None:
    group = record_many(district.app, 1, 3)

    for inside in range(group.first, group.last):
        refused = guatu(district.home, "state", "plots", "--as-known", str(inside))
        assert refused.exit_code == 1
        assert f"(positions {group.first} to {group.last})" in refused.stderr

    whole = answered(district.home, "state", "plots", "--as-known", str(group.last))
    assert whole["position"] == group.last
    assert len(whole["plots"]) == 3


@pytest.mark.parametrize("position", ["99", "999999999999999999"])
def test_a_position_that_does_not_exist_is_refused(home: Path, position: str) -> None:
    refused = guatu(home, "state", "plots", "--as-known", position)

    assert refused.exit_code == 1
    assert f"There is no position {int(position)}" in refused.stderr


@pytest.mark.parametrize(
    "date",
    [
        "2026-02-29",
        "2026-3-1",
        "31.03.2026",
        "1899-12-31",
        "2200-01-01",
        "2026-03-01T09:00:00",
        "2026-03-01T25:00:00Z",
        "2026-03-01T09:00:00+15:00",
        "１９９９-01-01",
        "today",
        "-1",
        "99999999999999999999",
    ],
)
@pytest.mark.parametrize("option", ["as-of", "as-known"])
def test_a_date_that_cannot_be_meant_is_refused(
    home: Path, option: str, date: str
) -> None:
    refused = guatu(home, "state", "plots", f"--{option}={date}")

    assert refused.exit_code == 1
    assert date in refused.stderr


def test_before_the_journal_began_nothing_was_known(district: District) -> None:
    record(district.app, registered("A-1"))

    told = answered(district.home, "state", "plots", "--as-known", "1999-12-31")

    assert (told["position"], told["plots"]) == (0, [])


def test_absent_none_and_a_value_are_three_answers(district: District) -> None:
    record(district.app, registered("A-1", "2021-01-01"))
    record(district.app, staged("A-1", "surveyed", "2022-01-01"))

    rows = [
        answered(district.home, "state", "plots", "--as-of", day)["plots"]
        for day in ("2020-12-31", "2021-12-31", "2022-01-01")
    ]

    assert [[row["stage"] for row in each] for each in rows] == [
        [],
        [None],
        ["surveyed"],
    ]
