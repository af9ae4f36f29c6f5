"""The journal as people read it: filtered, paged by position, each entry by itself."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from domain.kernel.facts import FactCorrected, FactWithdrawn
from domain.kernel.instants import SHANGHAI, effective_from, moment_of, queried_at
from projections.tables.facts import FactsWanted, facts_counted, facts_page
from tests.integration.building import (
    corrected,
    record,
    record_many,
    registered,
    square,
    staged,
    withdrawn,
)
from tests.integration.registers.ledger import Ledger, line
from tests.integration.small_district import settle
from web.district.opening import District

LINE = re.compile(r'class="stream-position figure" href="/history/(\d+)')


@pytest.fixture
def steps(district: District) -> dict[str, int]:
    """Settle the small district; return its positions by name."""
    return settle(district.app)


def positions(page: str) -> list[int]:
    """Read the positions of a page's lines, in order."""
    return [int(each) for each in LINE.findall(page)]


def test_every_fact_is_in_the_stream_newest_first(
    district: District, client: FlaskClient
) -> None:
    settle(district.app)
    last = district.app.journal.head().position

    assert positions(client.get("/history").text) == list(range(last, 0, -1))


def test_pages_by_position_meet_without_gap_while_facts_arrive(
    district: District, client: FlaskClient
) -> None:
    record_many(district.app, 1, 60)
    page = client.get("/history").text
    found = positions(page)
    record(district.app, registered("late-comer"))

    while older := re.search(r'rel="next" href="([^"]+)"', page):
        page = client.get(older[1].replace("&amp;", "&")).text
        found += positions(page)

    assert found == list(range(121, 0, -1))


def test_the_filters_agree_with_reading_the_whole_journal(
    district: District,
) -> None:
    settle(district.app)
    district.refresh()
    lines = district.app.journal.lines_after(0, limit=1000)
    spoken: dict[int, int | None] = {}
    for each in lines:
        fact = each.entry().fact
        spoken[each.position] = getattr(fact, "effective", None)
        if isinstance(fact, FactCorrected | FactWithdrawn):
            spoken[each.position] = spoken[fact.target]
    names = ("", "PlotStageRecorded", "FactCorrected")
    kinds, things = ("", "plot", "district"), ("", "A-1", "nobody")
    spans = ((None, None), (effective_from("2021-01-01"), queried_at("2021-12-31")))

    with district.read_model.snapshot() as now:
        for name, kind, thing, (since, until) in product(names, kinds, things, spans):
            wanted = FactsWanted(
                names=[name] if name else [],
                kind=kind,
                thing=thing,
                up_to=lines[-2].position,
                effective_from=since,
                effective_until=until,
            )
            found = [each.position for each in facts_page(now, wanted, limit=1000)]

            expected = [
                each.position
                for each in reversed(lines[:-1])
                if name in ("", each.name)
                and kind in ("", each.stream.partition(":")[0])
                and thing in ("", each.stream.partition(":")[2])
                and (
                    since is None
                    or until is None
                    or since <= (spoken[each.position] or 0) <= until
                )
            ]
            assert found == expected, wanted
            assert facts_counted(now, wanted) == len(expected)


def test_only_revisions_or_late_ones(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    revisions = positions(client.get("/history?fact=revisions").text)
    late = positions(client.get("/history?late=1").text)

    assert revisions == [steps["withdrawn"], steps["corrected"]]
    assert sorted(late) == list(range(2, steps["corrected"]))


@pytest.mark.parametrize(("days", "is_marked"), [(14, False), (15, True)])
def test_lateness_is_marked_from_fifteen_days_on_wherever_a_fact_is_shown(
    district: District, client: FlaskClient, days: int, *, is_marked: bool
) -> None:
    today = moment_of(district.now()).astimezone(SHANGHAI).date()
    happened = str(today - timedelta(days=days))
    at = record(district.app, registered("late", happened))

    paths = ("/history", f"/history/{at}", "/plots/late")
    pages = [client.get(path).text for path in paths]

    assert ['class="tag tag-late"' in page for page in pages] == [is_marked] * 3


def test_a_boundary_is_told_by_corners_and_area_with_its_text_on_demand(
    district: District, client: FlaskClient
) -> None:
    wkt = square(0, 0, 20)
    at = record(district.app, registered("drawn", boundary=wkt))

    paths = ("/history", f"/history/{at}", "/plots/drawn")
    line_, entry, sheet = (client.get(f"{path}?lang=en").text for path in paths)

    assert all("4 corners · 400.0 m²" in page for page in (line_, entry, sheet))
    assert "POLYGON" not in line_
    assert all(f"<code>{wkt}</code>" in page for page in (entry, sheet))


def test_an_actor_and_a_day_of_recording(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    mine = positions(client.get("/history?actor=test").text)
    before = positions(client.get("/history?recorded_to=2020-01-01").text)
    since = positions(client.get("/history?recorded_from=2020-01-01").text)

    assert mine == list(range(steps["withdrawn"], 1, -1))
    assert before == []
    assert since == list(range(steps["withdrawn"], 0, -1))


def test_a_register_has_its_editions_and_its_facts_in_the_stream(
    home: Path, client: FlaskClient
) -> None:
    Ledger(home).publish(line())

    of_register = positions(client.get("/history?register=台账").text)
    [edition] = positions(client.get("/history?kind=register").text)

    assert of_register == list(range(edition - 1, 1, -1))
    assert "RegisterImported" not in client.get(f"/history/{edition}").text
    assert client.get(f"/correct/{edition}").status_code == 409


def test_an_entry_shows_its_leaf_its_command_and_what_revised_it(
    district: District, client: FlaskClient, steps: dict[str, int]
) -> None:
    target = steps["demolished"]
    again = record(district.app, corrected(steps["corrected"], amount="4.00"))

    page = client.get(f"/history/{target}").text

    stored = district.app.journal.line(target)
    leaf = "".join(re.findall(r"<span>([0-9a-f]{4})</span>", page))
    assert leaf == stored.leaf.hex()
    assert stored.command_id in page
    since = page.split('id="since"', 1)[1]
    assert f"#{steps['corrected']}" in since
    assert f"#{again}" in since


def test_an_entry_leads_to_what_it_withdraws(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    page = client.get(f"/history/{steps['withdrawn']}").text

    assert f'href="/history/{steps["surveyed"]}"' in page
    assert "没有这回事" in page


def test_an_entry_is_shown_as_known(client: FlaskClient, steps: dict[str, int]) -> None:
    target = steps["demolished"]

    then = client.get(f"/history/{target}?as_known={target}")
    too_early = client.get(f"/history/{target}?as_known={target - 1}")

    assert "至今仍如当初所记" in then.text
    assert too_early.status_code == 404


@pytest.mark.parametrize(
    "query",
    ["recorded_from=never", "happened_to=2026-02-30", "happened_from=1899-01-01"],
)
def test_a_date_that_cannot_be_meant_is_refused(
    client: FlaskClient, query: str
) -> None:
    assert client.get(f"/history?{query}").status_code == 422


@pytest.mark.parametrize("query", ["before=x", "late=x", "before=0", "thing=%00"])
def test_a_filter_that_is_no_number_is_left_out(
    client: FlaskClient, query: str
) -> None:
    assert client.get(f"/history?{query}").status_code == 200


def test_a_name_of_people_is_text_in_the_stream(
    district: District, client: FlaskClient
) -> None:
    record(district.app, registered("<i>1", zone="<script>alert(1)</script>"))
    target = record(district.app, staged("<i>1", "surveyed", "2021-01-01"))
    record(district.app, {**withdrawn(target), "reason": "<b>x</b>"})

    for address in ("/history", f"/history/{target}", "/plots"):
        page = client.get(address).text

        assert "<script>alert" not in page
        assert "<b>x" not in page
        assert "<i>1" not in page
