"""The three verbs on periods and redrawings, and on ground that has moved."""

from __future__ import annotations

import re

import msgspec
import pytest
from flask.testing import FlaskClient

from domain.kernel.instants import effective_from
from tests.integration.building import Told, head, record, registered, staged
from tests.integration.recording.forms import fields, opened, sent
from tests.integration.redrawn_district import frozen, redraw
from tests.integration.things.test_pages_redrawn import presence, text_of
from web.district.opening import District

FREEZE = "/record/PlotFrozen"


@pytest.fixture
def steps(district: District) -> dict[str, int]:
    """Redraw the small district; return its positions by name."""
    return redraw(district.app)


@pytest.fixture
def freeze(district: District) -> int:
    """Freeze plot A-1 through the last day of 2026; return the position."""
    record(district.app, registered("A-1"))
    return record(district.app, frozen("A-1", "2026-01-01", through="2026-12-31"))


def newest(district: District) -> Told:
    """Read the newest fact as it is stored."""
    line = district.app.journal.line(head(district.home).position)
    stored: Told = msgspec.json.decode(line.state)
    return stored


def test_a_freeze_is_recorded_through_its_last_day(
    district: District, client: FlaskClient
) -> None:
    record(district.app, registered("A-1"))
    typed = opened(client, f"{FREEZE}?thing=A-1", freeze="公告 7 号")
    typed |= {"effective": "2026-01-01", "through": "2026-12-31"}

    checked = sent(client, FREEZE, typed, step="preview")
    done = sent(client, FREEZE, fields(checked.text))

    assert done.status_code == 303
    assert "自 2026-01-01 起，至 2026-12-31 止（含）。" in checked.text
    assert newest(district) == {
        "effective": effective_from("2026-01-01"),
        "until": effective_from("2027-01-01"),
        "typed_through": True,
        "freeze": "公告 7 号",
    }


def test_an_exact_end_stands_under_its_own_heading_and_without_one_there_is_none(
    district: District, client: FlaskClient
) -> None:
    record(district.app, registered("A-1"))
    address = f"{FREEZE}?thing=A-1"
    exact = opened(client, address, freeze="7", until="2027-01-01T18:00:00+08:00")

    page = client.get(address).text
    sent(client, FREEZE, exact)
    stored = newest(district)
    sent(client, FREEZE, opened(client, address, freeze="8"))

    assert page.index("<details") < page.index('name="until"') < page.index("</details")
    assert stored["until"] == effective_from("2027-01-01T18:00:00+08:00")
    assert "until" not in newest(district)


def test_both_ends_are_refused_with_both_as_typed(
    district: District, client: FlaskClient
) -> None:
    record(district.app, registered("A-1"))
    both = {"through": "2030-12-31", "until": "2031-01-01"}
    typed = opened(client, f"{FREEZE}?thing=A-1", freeze="7", **both)

    response = sent(client, FREEZE, typed, step="preview")

    assert response.status_code == 422
    assert both.items() <= fields(response.text).items()
    assert '<details class="exact" open>' in response.text


def test_no_freeze_over_a_period_is_said_and_never_guessed(
    district: District, client: FlaskClient, freeze: int
) -> None:
    typed = opened(client, f"{FREEZE}?thing=A-1", through="2030-06-30")

    blank = sent(client, FREEZE, typed)
    said = sent(client, FREEZE, {**typed, "none.freeze": "yes"})

    assert (blank.status_code, said.status_code) == (422, 303)
    assert newest(district)["freeze"] is None
    assert freeze < head(district.home).position


def test_a_correction_shows_the_end_as_it_was_typed(
    district: District, client: FlaskClient, freeze: int
) -> None:
    typed = opened(client, f"/correct/{freeze}", reason="抄错")

    assert (typed["through"], typed["until"]) == ("2026-12-31", "")
    longer = {**typed, "through": "2027-01-31"}
    checked = sent(client, f"/correct/{freeze}", longer, step="preview")
    sent(client, f"/correct/{freeze}", fields(checked.text))
    told = text_of(checked.text)
    assert "至 2026-12-31 止（含） → 至 2027-01-31 止（含）" in told
    assert newest(district)["changes"] == {
        "until": effective_from("2027-02-01"),
        "typed_through": True,
    }


@pytest.mark.parametrize("until", ["2026-07-01", ""])
def test_an_end_is_replaced_by_an_instant_or_by_none(
    district: District, client: FlaskClient, freeze: int, until: str
) -> None:
    typed = opened(client, f"/correct/{freeze}", reason="抄错", through="", until=until)

    sent(client, f"/correct/{freeze}", typed)

    assert newest(district)["changes"] == {
        "until": effective_from(until) if until else None,
        "typed_through": False,
    }


def test_a_freeze_is_withdrawn_and_the_check_says_so(
    client: FlaskClient, freeze: int
) -> None:
    address = f"/withdraw/{freeze}?as_of=2026-06-30"
    typed = opened(client, address, reason="没有这回事")

    checked = sent(client, address, typed, step="preview")
    done = sent(client, address, fields(checked.text))

    assert "沂征告〔2026〕7 号 → —" in text_of(checked.text)
    assert done.status_code == 303


def test_withdrawing_a_division_names_every_plot_and_what_it_strands(
    district: District, client: FlaskClient, steps: dict[str, int]
) -> None:
    target = steps["split"]
    typed = opened(client, f"/withdraw/{target}", reason="没有这回事")
    form = client.get(f"/withdraw/{target}").text

    checked = sent(client, f"/withdraw/{target}", typed, step="preview").text
    done = sent(client, f"/withdraw/{target}", fields(checked))

    named = re.findall(
        r">(A-[\w-]+)</a>", checked.split('id="concerned"', 1)[1].split("</p>", 1)[0]
    )
    told = text_of(checked)
    assert "新地块" in form
    assert named == ["A-1", "A-1-1", "A-1-2"]
    assert "不在册 → 是" in told
    assert f"#{steps['vacated']} A-1-1 · 记阶段" in told
    assert f"#{steps['again']} A-1-2 · 地块分割" in told
    assert f"不再是冲突 #{steps['stranded']} A-1" in told
    assert done.location.startswith("/plots/A-1?recorded=")
    assert presence(client, "/plots/A-1-1")[0] == "never"
    assert head(district.home).position == steps["validity"] + 1


def test_the_date_of_a_division_is_corrected_and_nothing_else_can_be_typed(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    address = f"/correct/{steps['again']}"
    typed = opened(client, address, effective="2024-02-01", reason="日期录错")

    checked = sent(client, address, typed, step="preview").text
    done = sent(client, address, fields(checked))

    own = {"command_id", "token", "thing", "as_read_at", "reason"}
    assert typed.keys() - own == {"effective", "was.effective"}
    assert "<del>2024-01-01</del> → <strong>2024-02-01" in checked
    assert done.status_code == 303
    assert "2024-02-01" in presence(client, "/plots/A-1-2")[1]


def test_a_division_is_not_moved_before_its_plot(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    address = f"/correct/{steps['split']}"
    typed = opened(client, address, effective="2019-01-01", reason="日期录错")

    refused = sent(client, address, typed, step="preview")

    assert refused.status_code == 409
    assert "规则 R14" in refused.text


@pytest.mark.parametrize("record_name", ["PlotSplit", "PlotsMerged", "Concerned"])
def test_plots_are_not_drawn_in_a_form(client: FlaskClient, record_name: str) -> None:
    assert client.get(f"/record/{record_name}?thing=A-1").status_code == 404


def test_a_marker_can_be_neither_corrected_nor_withdrawn(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    marker = steps["split"] - 1

    typed = opened(client, f"/withdraw/{marker}", reason="试试")

    assert client.get(f"/correct/{marker}").status_code == 409
    assert sent(client, f"/withdraw/{marker}", typed).status_code == 409


def test_what_would_not_apply_is_said_before_it_is_recorded(
    client: FlaskClient, steps: dict[str, int]
) -> None:
    address = "/record/PlotStageRecorded"
    typed = opened(client, f"{address}?thing=A-1", stage="cleared")
    typed["effective"] = "2023-04-01"

    checked = sent(client, address, typed, step="preview")

    assert steps
    assert "这条记录将不被采用" in checked.text


@pytest.mark.parametrize("step", ["preview", "confirm"])
def test_a_decision_on_stale_ground_is_shown_what_moved_and_loses_nothing(
    district: District, client: FlaskClient, step: str
) -> None:
    record(district.app, registered("A-1"))
    address = "/record/PlotStageRecorded"
    typed = opened(client, f"{address}?thing=A-1", stage="vacated", amount="7.00")
    meanwhile = record(district.app, staged("A-1", "cleared", "2024-01-01"))

    stale = sent(client, address, typed, step=step)
    again = sent(client, address, fields(stale.text))

    kept = fields(stale.text)
    moved = stale.text.split('id="moved"', 1)[1].split("</ol>", 1)[0]
    assert stale.status_code == 409
    assert 'role="alert" id="refusal"' in stale.text
    assert f'id="fact-{meanwhile}"' in moved
    assert f"现时情况 阶段 已清运 #{meanwhile}" in text_of(stale.text)
    assert (kept["stage"], kept["amount"]) == ("vacated", "7.00")
    assert kept["as_read_at"] == str(meanwhile)
    assert again.status_code == 303


def test_a_stale_correction_says_what_is_on_record_now(
    district: District, client: FlaskClient, freeze: int
) -> None:
    address = f"/correct/{freeze}"
    typed = opened(client, address, through="2027-06-30", reason="抄错")
    other = {"correct": freeze, "reason": "另一人", "through": "2026-09-30"}
    record(district.app, other)

    stale = sent(client, f"{address}?lang=en", typed)
    sent(client, address, fields(stale.text))

    assert stale.status_code == 409
    assert fields(stale.text)["through"] == "2027-06-30"
    assert "On record now: 2026-09-30" in stale.text
    assert newest(district)["changes"]["until"] == effective_from("2027-07-01")


def test_a_child_that_moved_makes_the_withdrawal_of_its_division_stale(
    district: District, client: FlaskClient, steps: dict[str, int]
) -> None:
    address = f"/withdraw/{steps['split']}"
    typed = opened(client, address, reason="没有这回事")
    moved = record(district.app, staged("A-1-1", "cleared", "2024-01-01"))

    stale = sent(client, address, typed)

    assert stale.status_code == 409
    assert f'id="fact-{moved}"' in stale.text
