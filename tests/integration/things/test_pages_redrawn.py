"""Plots that are divided, merged, reshaped and frozen, as their pages show them."""

from __future__ import annotations

import re

import msgspec
import pytest
from flask.testing import FlaskClient

from tests.integration.building import (
    Told,
    record,
    registered,
    square,
    staged,
    withdrawn,
)
from tests.integration.redrawn_district import drawn, frozen, redraw, split
from web.district.opening import District

PRESENCE = re.compile(r'class="presence presence-(\w+)">(.*?)</p>', re.DOTALL)


@pytest.fixture
def steps(district: District) -> dict[str, int]:
    """Redraw the small district; return its positions by name."""
    return redraw(district.app)


def text_of(markup: str) -> str:
    """Read text as people see it: without tags, with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def presence(client: FlaskClient, address: str) -> tuple[str, str]:
    """Read whether a plot's page says that it exists, and in which words."""
    [(kind, said)] = PRESENCE.findall(client.get(address).text)
    return kind, text_of(said)


def section(page: str, name: str) -> str:
    """Read the section of a page that is headed by an id."""
    return text_of(page.split(f'id="{name}"', 1)[1].split("</section>", 1)[0])


def facts_of(client: FlaskClient, plot: str, dates: str = "") -> list[Told]:
    """Ask the API for the facts of a plot."""
    answer = client.get(f"/api/v1/plots/{plot}/history?{dates}")
    assert answer.status_code == 200, answer.text
    facts: list[Told] = msgspec.json.decode(answer.data)["facts"]
    return facts


def test_a_divided_plot_says_into_what_in_both_languages(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    english = presence(client, "/plots/A-1?lang=en")
    chinese = presence(client, "/plots/A-1?lang=zh")

    at = f"#{steps['split']}"
    assert english == ("ended", f"Divided on 2023-03-01 into A-1-1 , A-1-2 {at}")
    assert chinese == ("ended", f"2023-03-01 分割为 A-1-1 、 A-1-2 {at}")


@pytest.mark.usefixtures("steps")
def test_links_to_kin_keep_the_dates_of_the_page(client: FlaskClient) -> None:
    page = client.get("/plots/A-1?as_of=2024-06-30&lang=en").text

    assert 'href="/plots/A-1-1?as_of=2024-06-30&amp;lang=en"' in page
    assert 'href="/plots/A-1-2a?as_of=2024-06-30&amp;lang=en"' in page


def test_before_the_division_the_parent_exists_and_what_comes_is_said(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    kind, said = presence(client, "/plots/A-1?as_of=2023-02-28&lang=en")
    child, waiting = presence(client, "/plots/A-1-1?as_of=2023-02-28&lang=en")

    at = f"#{steps['split']}"
    assert kind == "exists"
    assert said == f"To be divided on 2023-03-01 into A-1-1 , A-1-2 {at}"
    assert child == "not_yet"
    assert waiting == f"To be formed on 2023-03-01 by dividing A-1 {at} · Go there"


def test_as_known_before_the_division_the_parent_exists_today(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    known = f"as_known={steps['signed']}"

    page = client.get(f"/plots/A-1?{known}").text
    child = client.get(f"/plots/A-1-1?{known}")

    assert PRESENCE.findall(page) == []
    assert 'class="stage stage-agreement_signed"' in page
    assert child.status_code == 200
    assert "blank-absent" in child.text
    assert "stage-surveyed" not in child.text


def test_a_child_has_the_number_of_its_marker_and_the_fact_that_began_it(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    page = client.get("/plots/A-1-1?lang=en").text

    names = [(each["position"], each["fact"]) for each in facts_of(client, "A-1-1")]
    assert f"· #{steps['split'] - 2}</p>" in page
    assert names == [
        (steps["split"], "PlotSplit"),
        (steps["vacated"], "PlotStageRecorded"),
        (steps["frozen"], "PlotFrozen"),
    ]
    assert "kept with" in page


def test_programs_get_the_plots_of_a_redrawing_as_lists(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    [divided] = [e for e in facts_of(client, "A-1") if e["fact"] == "PlotSplit"]
    [merger] = facts_of(client, "C-1")

    assert divided["kept_in"] == "plot:A-1"
    assert [each["plot"] for each in divided["members"]["children"]] == [
        "A-1-1",
        "A-1-2",
    ]
    assert merger["position"] == steps["merged"]
    assert merger["members"]["parents"] == ["B-1", "B-2"]


def test_facts_of_relatives_that_do_not_name_a_plot_are_not_its_own(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    found = [each["position"] for each in facts_of(client, "A-1-2a")]

    assert found == [steps["again"]]


def test_a_redrawing_names_its_plots_with_stage_and_area_and_no_raw_members(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    page = client.get("/plots/A-1?lang=en").text
    fact = page.split(f'id="fact-{steps["split"]}"', 1)[1].split("</li>", 1)[0]

    told = text_of(fact)
    assert "New plots A-1-1 Signed 100.0 m² A-1-2 Registered 100.0 m²" in told
    assert "POLYGON" not in fact
    assert "{" not in told
    assert 'href="/plots/A-1-2?lang=en"' in fact


def test_a_merged_plot_leads_to_its_parents_and_they_to_it(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    at = f"#{steps['merged']}"

    assert presence(client, "/plots/C-1?lang=en") == (
        "exists",
        f"Formed on 2023-05-01 by merging B-1 , B-2 {at}",
    )
    assert presence(client, "/plots/B-2?lang=zh") == (
        "ended",
        f"2023-05-01 合并为 C-1 {at}",
    )
    ancestry = section(client.get("/plots/C-1?lang=en").text, "ancestry")
    assert ancestry.index("B-1") < ancestry.index("B-2")


@pytest.mark.usefixtures("steps")
def test_ancestry_goes_back_and_on_over_several_redrawings(
    client: FlaskClient,
) -> None:
    young = section(client.get("/plots/A-1-2b?lang=en").text, "ancestry")
    old = section(client.get("/plots/A-1?lang=en").text, "ancestry")

    assert re.findall(r"A-1[\w-]*", young) == ["A-1-2", "A-1"]
    assert re.findall(r"A-1[\w-]*", old) == ["A-1-1", "A-1-2", "A-1-2a", "A-1-2b"]


def test_each_boundary_has_its_period_and_its_area(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    told = section(client.get("/plots/D-2?lang=en").text, "boundaries")

    assert "2020-01-01 2023-07-01 400.0 0.60" in told
    assert "2023-07-01 (holds at the as-of date) open 100.0 0.15" in told
    assert f"#{steps['adjusted']} Boundaries adjusted" in told


@pytest.mark.usefixtures("steps")
@pytest.mark.parametrize(
    ("lang", "end"),
    [("en", "through 2026-12-31"), ("zh", "至 2026-12-31 止（含）")],
)
def test_a_freeze_is_a_period_with_its_notice_and_its_end_as_typed(
    client: FlaskClient, lang: str, end: str
) -> None:
    page = client.get(f"/plots/A-1-1?as_of=2026-12-31&lang={lang}").text
    after = client.get(f"/plots/A-1-1?as_of=2027-01-01&lang={lang}").text

    assert f"2026-01-01 – {end}" in page
    assert "沂征告〔2026〕7 号" in section(page, "attributes")
    assert "沂征告" not in section(after, "attributes")
    assert end in section(after, "periods")


def test_a_freeze_lifted_over_a_part_is_none_there(
    district: District, client: FlaskClient
) -> None:
    record(district.app, registered("A-1"))
    record(district.app, frozen("A-1", "2026-01-01", through="2026-12-31"))
    lifted = frozen("A-1", "2026-03-01", freeze=None, until="2026-04-01")
    position = record(district.app, lifted)

    page = client.get("/plots/A-1?as_of=2026-03-15&lang=en").text

    fact = page.split(f'id="fact-{position}"', 1)[1].split("</li>", 1)[0]
    assert "沂征告" not in section(page, "attributes")
    assert "Freeze — Until 2026-04-01" in text_of(fact)
    told = section(page, "periods")
    assert "2026-01-01 2026-03-01" in told
    assert "2026-04-01 through 2026-12-31" in told


@pytest.mark.usefixtures("steps")
def test_the_validity_of_a_permit_stands_with_the_permits(client: FlaskClient) -> None:
    page = client.get("/projects/P-1?as_of=2026-06-30&lang=en").text

    told = section(page, "permits")
    assert "Validity of 施工许可证 [2025] 3 号 2025-02-01 – until 2028-02-01" in told


def test_a_stranded_fact_says_why_and_offers_the_ways_out(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    page = client.get("/plots/A-1?lang=en").text

    told = section(page, "stranded")
    target = steps["stranded"]
    assert f"#{target} Stage recorded 2023-06-01" in told
    assert "A-1 was divided on 2023-03-01 and does not exist from then on." in told
    assert f'href="/correct/{target}?lang=en"' in page
    assert f'href="/withdraw/{target}?lang=en"' in page


@pytest.mark.parametrize(
    ("date", "why"),
    [
        ("2019-01-01", "A-1 is in the books only from 2020-01-01 on."),
        ("2023-01-01", None),
    ],
)
def test_a_fact_is_stranded_only_outside_existence(
    district: District, client: FlaskClient, date: str, why: str | None
) -> None:
    record(district.app, registered("A-1"))
    record(district.app, staged("A-1", "surveyed", date))

    page = client.get("/plots/A-1?lang=en").text

    assert (why is not None and why in page) or 'id="stranded"' not in page


def test_a_division_whose_parent_is_gone_is_listed_as_a_conflict(
    district: District, client: FlaskClient, steps: dict[str, int]
) -> None:
    earlier = split("D-1", drawn("D-1-1", 300), drawn("D-1-2", 310))
    record(district.app, earlier)
    begun = record(district.app, registered("E-1", boundary=square(400, 0)))
    later = split("E-1", drawn("E-1-1", 400), drawn("E-1-2", 410))
    position = record(district.app, later)
    record(district.app, withdrawn(begun))

    page = client.get("/conflicts?lang=en").text

    told = text_of(page.split('class="strandings"', 1)[1])
    assert f"#{position} E-1 Plot divided 2023-03-01" in told
    assert "E-1 is not in the books at all, as known." in told
    assert f"#{steps['adjusted']} D-1 Boundaries adjusted" in told
    assert "D-1 was divided on 2023-03-01 and does not exist from then on." in told


def test_conflicts_are_as_known_and_an_empty_list_says_so(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    now = client.get("/conflicts?lang=en").text
    before = client.get(f"/conflicts?as_known={steps['vacated']}&lang=en").text

    assert f'href="/history/{steps["stranded"]}?lang=en"' in now
    assert "No conflicts" in before
    assert 'href="/conflicts"' in client.get("/history").text


def test_the_journal_lists_markers_plainly_with_the_way_to_the_redrawing(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    target = steps["split"]

    stream = text_of(client.get("/history?kind=plot&thing=A-1-1&lang=en").text)
    entry = client.get(f"/history/{target - 2}?lang=en").text
    only = client.get("/history?fact=Concerned&lang=en").text

    assert f"Plot A-1-1 Concerned by a redrawing #{target}" in stream
    assert f'href="/history/{target}?lang=en"' in entry
    assert 'class="verb verb-withdraw"' not in entry
    assert only.count("stream-position figure") == 7


@pytest.mark.parametrize(
    "fact",
    ["PlotFrozen", "PermitValidityRecorded", "PlotSplit", "PlotsMerged"],
)
@pytest.mark.usefixtures("steps")
def test_the_journal_is_filtered_by_the_new_facts(
    client: FlaskClient, fact: str
) -> None:
    page = client.get(f"/history?fact={fact}").text

    found = page.count("stream-position figure")
    assert found == {"PlotSplit": 2}.get(fact, 1)
    assert f'<option value="{fact}" selected>' in page


def test_the_drawer_of_a_divided_plot_leads_to_what_it_became(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    page = client.get(f"/plots/number/{steps['A-1']}?fragment&lang=en").text

    [(kind, said)] = PRESENCE.findall(page)
    assert kind == "ended"
    assert text_of(said).startswith("Divided on 2023-03-01 into A-1-1")


def test_a_withdrawn_division_leaves_children_that_never_were(
    district: District, client: FlaskClient, steps: dict[str, int]
) -> None:
    record(district.app, withdrawn(steps["again"]))
    record(district.app, withdrawn(steps["split"]))

    kind, _ = presence(client, "/plots/A-1-1?lang=en")
    parent = client.get("/plots/A-1?lang=en").text

    assert kind == "never"
    assert PRESENCE.findall(parent) == []
    assert 'id="stranded"' not in parent
    told = section(client.get("/plots/A-1-1?lang=en").text, "stranded")
    assert f"#{steps['vacated']}" in told
    assert f"#{steps['frozen']}" in told
