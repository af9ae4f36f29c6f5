"""The sheets: every answer with its facts, the three blanks told apart."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.integration.building import V, record, registered, staged
from tests.integration.small_district import settle
from web.district.opening import District


@pytest.fixture
def steps(district: District) -> dict[str, int]:
    """Settle the small district; return its positions by name."""
    return settle(district.app)


def answers(page: str) -> dict[str, str]:
    """Read label → answer, without tags and with single spaces."""
    listed = page.split('<dl class="answers">', 1)[1].split("</dl>", 1)[0]
    pairs = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", listed, re.DOTALL)
    return {
        label: " ".join(re.sub(r"<[^>]+>", " ", answer).split())
        for label, answer in pairs
    }


def test_each_answer_leads_to_the_fact_it_rests_on(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    page = client.get(f"/plots/A-1?as_of={V}").text

    told = answers(page)
    assert told["阶段"] == f"已拆除 #{steps['demolished']}"
    assert told["片区"] == f"北区 #{steps['A-1']}"
    assert told["项目"] == f"P-1 #{steps['assigned']}"
    assert told["登记面积（m²）"] == f"400.5 #{steps['A-1']}"
    assert told["量算面积"] == f"400.0 m² 0.60 亩 #{steps['A-1']}"
    assert told["金额（CNY）"] == "-3.05"


@pytest.mark.usefixtures("steps")
def test_the_three_blanks_are_never_shown_alike(client: FlaskClient) -> None:
    value = answers(client.get("/plots/A-1?as_of=2024-06-30").text)["片区"]
    none = answers(client.get("/plots/A-3?as_of=2024-06-30").text)["用途"]
    absent = answers(client.get("/plots/A-3?as_of=2023-12-31").text)["用途"]

    assert (value.split()[0], none, absent) == ("北区", "—", "不在册")


def test_a_sheet_answers_as_known_then(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    address = f"/plots/A-1?as_of={V}&as_known={steps['demolished']}"

    told = answers(client.get(address).text)

    assert told["金额（CNY）"] == "1,010.50"
    assert told["项目"] == "—"


def test_what_was_not_known_yet_is_not_in_the_books(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    address = f"/plots/A-3?as_known={steps['A-1']}"

    page = client.get(f"{address}&lang=en")

    assert page.status_code == 200
    assert "Not in the books" in page.text
    assert "history/" not in page.text


def test_every_fact_can_be_corrected_and_withdrawn_from_the_sheet(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    page = client.get("/plots/A-1").text

    assert f'href="/correct/{steps["demolished"]}"' in page
    assert f'href="/withdraw/{steps["demolished"]}"' in page
    assert f'href="/withdraw/{steps["surveyed"]}"' not in page
    assert f'href="/withdraw/{steps["withdrawn"]}"' in page
    assert 'href="/record/PlotStageRecorded?thing=A-1"' in page


def test_a_fact_from_before_the_plot_existed_is_named(
    district: District, client: FlaskClient
) -> None:
    record(district.app, registered("A-1", "2020-01-01"))
    early = record(district.app, staged("A-1", "surveyed", "2019-01-01"))

    page = client.get("/plots/A-1").text

    assert "未予采用" in page
    assert page.count("未采用") == 1
    assert f'href="/history/{early}"' in page


@pytest.mark.usefixtures("steps")
def test_a_projects_sheet_has_its_money_its_permits_and_its_plots(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    page = client.get(f"/projects/P-1?as_of={V}").text

    assert "12,345,678.90" in page
    assert "[2021] 7 号" in page
    assert f'href="/history/{steps["permit"]}?' in page
    assert "250,000.0" in page
    assert f'href="/plots?as_of={V}&amp;project=P-1&amp;stage=demolished">1</a>' in page
    assert "happened_from=2021-02-01&amp;happened_to=2021-02-28" in page


def test_investment_of_one_month_is_one_line(
    district: District, client: FlaskClient
) -> None:
    settle(district.app)
    for day in ("2021-02-27", "2021-03-01", "2030-01-01"):
        body = {"record": "InvestmentRecorded", "project": "P-1", "amount": "1.00"}
        record(district.app, {**body, "effective": day})

    page = client.get(f"/projects/P-1?as_of={V}").text

    months = re.findall(r'<th scope="row" class="figure">([\d-]+)</th>', page)
    assert months == ["2021-02", "2021-03"]
    assert "12,345,679.90" in page
    assert "12,345,680.90" in page


@pytest.mark.parametrize("thing", ["a b", "甲?1", "50%", "#1", "<b>"])
def test_an_id_of_any_characters_has_a_sheet_and_forms(
    district: District, client: FlaskClient, thing: str
) -> None:
    record(district.app, registered(thing))

    listed = client.get("/plots").text
    [sheet] = re.findall(r'<th scope="row"><a href="([^"]+)">', listed)
    page = client.get(sheet)
    [form] = re.findall(r'verb-record" href="([^"]+)"', page.text)

    assert page.status_code == 200
    assert client.get(form).status_code == 200
    assert "<b>" not in page.text
