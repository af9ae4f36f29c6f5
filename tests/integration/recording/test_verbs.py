"""The three verbs as forms: checked first, recorded once, nothing typed is lost."""

from __future__ import annotations

import stat
from pathlib import Path

import msgspec
import pytest
from flask.testing import FlaskClient

from domain.commands import RECORDABLE
from domain.errors import ClockJumpedError, MovedError
from domain.errors.moved import StaleStream
from tests.integration.building import (
    EAST,
    NORTH,
    head,
    lines,
    record,
    registered,
    square,
    staged,
    withdrawn,
)
from tests.integration.recording.forms import Typed, fields, opened, sent
from web.app import create_app
from web.district.opening import District
from web.frame.asked import EXTENSION
from web.frame.form_token import KEY_FILE
from web.recording.forms.form import has_form

STAGE = "/record/PlotStageRecorded"
A_1 = f"{STAGE}?thing=A-1"


@pytest.fixture
def plot(district: District) -> int:
    """Register plot A-1, and record that it was surveyed; return that position."""
    record(district.app, registered("A-1"))
    return record(district.app, staged("A-1", "surveyed", "2021-03-01", amount="10.00"))


def demolished(client: FlaskClient) -> Typed:
    """Open the form for a stage of A-1 and fill it in."""
    return opened(
        client, A_1, stage="demolished", amount="99.50", effective="2022-06-15"
    )


def names(district: District, stream: str) -> list[str]:
    return [name for name, *_ in lines(district, stream)]


@pytest.mark.usefixtures("plot")
def test_checking_a_form_records_nothing(
    district: District, client: FlaskClient
) -> None:
    before = head(district.home)

    response = sent(client, STAGE, demolished(client), step="preview")

    assert response.status_code == 200
    assert "地块 A-1：记阶段，发生于 2022-06-15。" in response.text
    assert "&#34;stage&#34;: &#34;demolished&#34;" in response.text
    assert "已调查 → <strong>已拆除" in response.text
    assert head(district.home) == before


@pytest.mark.usefixtures("plot")
def test_what_was_checked_is_what_is_recorded(
    district: District, client: FlaskClient
) -> None:
    checked = sent(client, STAGE, demolished(client), step="preview")

    response = sent(client, STAGE, fields(checked.text))

    position = head(district.home).position
    line = district.app.journal.line(position)
    assert response.status_code == 303
    assert response.location == f"/plots/A-1?recorded={position}#recorded"
    assert msgspec.json.decode(line.state) == {
        "effective": 1_655_222_400_000_000,
        "stage": "demolished",
        "amount": 9950,
    }
    assert line.actor == "web:anonymous"
    sheet = client.get(response.location).text
    assert f"已记为第 #{position} 条" in sheet


@pytest.mark.usefixtures("plot")
def test_a_form_sent_twice_records_once(
    district: District, client: FlaskClient
) -> None:
    typed = demolished(client)

    first, second = (sent(client, STAGE, typed) for _ in range(2))

    assert first.location == second.location
    assert sent(client, STAGE, typed, step="preview").location == first.location
    assert names(district, "plot:A-1").count("PlotStageRecorded") == 2


@pytest.mark.usefixtures("plot")
def test_a_form_that_was_recorded_may_be_changed_and_sent_anew(
    district: District, client: FlaskClient
) -> None:
    typed = demolished(client)
    sent(client, STAGE, typed)

    taken = sent(client, STAGE, {**typed, "stage": "cleared"})
    anew = sent(client, STAGE, fields(taken.text))

    assert taken.status_code == 409
    assert anew.status_code == 303
    assert names(district, "plot:A-1").count("PlotStageRecorded") == 3


@pytest.mark.parametrize("step", ["preview", "confirm"])
@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"amount": "1,000"}, "1,000"),
        ({"effective": "2022-02-30"}, "2022-02-30"),
        ({"stage": "built"}, "built"),
        ({"thing": "B-9"}, "B-9"),
    ],
)
@pytest.mark.usefixtures("plot")
def test_a_refusal_stands_beside_what_was_typed(
    district: District, client: FlaskClient, step: str, wrong: Typed, why: str
) -> None:
    typed = {**demolished(client), **wrong}
    before = head(district.home)

    response = sent(client, STAGE, typed, step=step)

    kept = fields(response.text)
    assert response.status_code in (404, 422)
    assert 'role="alert" id="refusal"' in response.text
    assert why in response.text
    assert "规则 R" in response.text
    shown = {n: v for n, v in typed.items() if n not in ("stage", "token")}
    assert shown.items() <= kept.items()
    assert kept.get("stage", "") == typed["stage"] * (typed["stage"] != "built")
    assert head(district.home) == before


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (MovedError([StaleStream("plot:A-1", 1, 2, (3,))]), 409),
        (ClockJumpedError(seconds=900), 503),
    ],
)
@pytest.mark.usefixtures("plot")
def test_nothing_typed_is_lost_when_something_moved_or_stopped(
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    status: int,
) -> None:
    typed = demolished(client)
    app = client.application.extensions[EXTENSION].district.app

    def refuse(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(app.journal, "append_many", refuse)
        refused = sent(client, STAGE, typed)
    later = sent(client, STAGE, fields(refused.text))

    assert refused.status_code == status
    assert fields(refused.text)["amount"] == "99.50"
    assert later.status_code == 303


def test_a_correction_sends_only_what_was_changed(
    district: District, client: FlaskClient, plot: int
) -> None:
    typed = opened(
        client, f"/correct/{plot}", effective="2021-03-05", reason="日期录错"
    )

    response = sent(client, f"/correct/{plot}", typed)

    fact = district.app.entries("plot:A-1")[-1].fact
    assert response.status_code == 303
    assert msgspec.to_builtins(fact)["changes"] == {"effective": 1_614_873_600_000_000}


def test_a_correction_does_not_undo_what_others_corrected_meanwhile(
    district: District, client: FlaskClient, plot: int
) -> None:
    typed = opened(client, f"/correct/{plot}", stage="compensated", reason="录错")
    record(district.app, {"correct": plot, "reason": "另一人", "amount": "12.00"})

    stale = sent(client, f"/correct/{plot}", typed)
    again = sent(client, f"/correct/{plot}", fields(stale.text))

    fact = district.app.entries("plot:A-1")[-1].fact
    assert (stale.status_code, again.status_code) == (409, 303)
    assert fields(stale.text)["amount"] == "12.00"
    assert msgspec.to_builtins(fact)["changes"] == {"stage": "compensated"}


def test_a_blank_in_a_correction_is_no_value(
    district: District, client: FlaskClient, plot: int
) -> None:
    typed = opened(client, f"/correct/{plot}", amount="", reason="没有付款")

    checked = sent(client, f"/correct/{plot}", typed, step="preview")
    sent(client, f"/correct/{plot}", fields(checked.text))

    fact = district.app.entries("plot:A-1")[-1].fact
    assert "<del>10.00</del> → <strong>—" in checked.text
    assert msgspec.to_builtins(fact)["changes"] == {"amount": None}


@pytest.mark.parametrize("verb", ["correct", "withdraw"])
def test_a_revision_needs_a_reason(
    district: District, client: FlaskClient, plot: int, verb: str
) -> None:
    address = f"/{verb}/{plot}"
    typed = opened(client, address, reason=" ")
    before = head(district.home)

    response = sent(client, address, {**typed, "stage": "vacated"})

    assert response.status_code == 422
    assert head(district.home) == before


def test_a_correction_that_changes_nothing_is_refused(
    client: FlaskClient, plot: int
) -> None:
    typed = opened(client, f"/correct/{plot}", reason="没有改")

    assert sent(client, f"/correct/{plot}", typed).status_code == 422


def test_a_withdrawal_says_what_shows_again(client: FlaskClient, plot: int) -> None:
    typed = opened(client, f"/withdraw/{plot}", reason="没有这回事")

    checked = sent(client, f"/withdraw/{plot}", typed, step="preview")
    done = sent(client, f"/withdraw/{plot}", fields(checked.text))

    assert "已调查 → <strong>在册" in checked.text
    assert "<dt>金额合计</dt>" in checked.text
    assert "10.00 → <strong>0.00" in checked.text
    assert done.status_code == 303
    assert sent(client, f"/withdraw/{plot}", typed).status_code == 303


def test_what_is_withdrawn_already_is_refused_beside_the_form(
    district: District, client: FlaskClient, plot: int
) -> None:
    typed = opened(client, f"/withdraw/{plot}", reason="没有这回事")
    by = record(district.app, withdrawn(plot))

    stale = sent(client, f"/withdraw/{plot}", typed)
    response = sent(client, f"/withdraw/{plot}", fields(stale.text))

    assert (stale.status_code, response.status_code) == (409, 409)
    assert f'id="fact-{by}"' in stale.text
    assert f"{by}" in response.text
    assert "规则 R6" in response.text
    assert fields(response.text)["reason"] == "没有这回事"


@pytest.mark.parametrize(
    "place",
    [
        f"POINT ({EAST} {NORTH})",
        '{"type": "Point", "coordinates": [114.0, 35.2]}',
    ],
)
def test_a_plot_is_registered_with_a_point_as_text_or_geojson(
    district: District, client: FlaskClient, place: str
) -> None:
    typed = opened(client, "/record/PlotRegistered", thing="新-1", point=place)

    response = sent(client, "/record/PlotRegistered", typed)

    assert response.status_code == 303
    assert client.get(response.location).status_code == 200
    assert names(district, "plot:新-1") == ["PlotRegistered"]


@pytest.mark.parametrize("place", ["POINT (1", '{"type": "Point"', "{}", "nowhere"])
def test_a_shape_that_cannot_be_read_is_kept_as_typed(
    client: FlaskClient, place: str
) -> None:
    typed = opened(client, "/record/PlotRegistered", thing="A-2", boundary=place)

    response = sent(client, "/record/PlotRegistered", typed, step="preview")

    assert response.status_code == 422
    assert fields(response.text)["boundary"] == place


def test_every_kind_of_fact_has_a_form(district: District, client: FlaskClient) -> None:
    typed = {
        "ProjectRegistered": {"thing": "P-1", "name": "新港", "boundary": square()},
        "InvestmentRecorded": {"thing": "P-1", "amount": "12.00"},
        "LandAcquired": {"thing": "P-1", "area_m2": "350.5"},
        "PermitIssued": {"thing": "P-1", "permit": "施工许可证", "number": "7"},
        "PermitValidityRecorded": {
            "thing": "P-1",
            "permit": "施工许可证",
            "number": "7",
            "through": "2030-12-31",
        },
        "PlotRegistered": {"thing": "A-1", "boundary": square(), "zone": "北区"},
        "PlotStageRecorded": {"thing": "A-1", "stage": "vacated"},
        "PlotAmountRecorded": {"thing": "A-1", "amount": "5", "purpose": "青苗"},
        "PlotAssigned": {"thing": "A-1", "project": "P-1"},
        "PlotFrozen": {"thing": "A-1", "freeze": "公告 7 号"},
    }

    answers = {
        name: sent(client, f"/record/{name}", opened(client, f"/record/{name}", **each))
        for name, each in typed.items()
    }

    assert {name: each.status_code for name, each in answers.items()} == dict.fromkeys(
        typed, 303
    )
    assert typed.keys() == {name for name in RECORDABLE if has_form(name)}
    assert names(district, "plot:A-1") == list(typed)[5:]
    assert names(district, "project:P-1") == list(typed)[:5]


@pytest.mark.usefixtures("plot")
def test_a_plot_is_taken_out_of_its_project_by_saying_so(
    district: District, client: FlaskClient
) -> None:
    address = "/record/PlotAssigned"
    typed = opened(client, f"{address}?thing=A-1", project="")

    blank = sent(client, address, typed)
    said = sent(client, address, {**typed, "none.project": "yes"})

    fact = district.app.entries("plot:A-1")[-1].fact
    assert (blank.status_code, said.status_code) == (422, 303)
    assert msgspec.to_builtins(fact)["project"] is None


@pytest.mark.parametrize(
    "stolen", ["", "forged", "another session's", "another form's"]
)
@pytest.mark.usefixtures("plot")
def test_a_form_that_this_server_did_not_make_for_this_session_records_nothing(
    district: District, client: FlaskClient, stolen: str
) -> None:
    other = client.application.test_client()
    typed = demolished(client)
    tokens = {
        "another session's": demolished(other)["token"],
        "another form's": demolished(client)["token"],
    }
    before = head(district.home)

    refused = sent(client, STAGE, {**typed, "token": tokens.get(stolen, stolen)})
    again = sent(client, STAGE, fields(refused.text))

    assert refused.status_code == 403
    assert fields(refused.text)["amount"] == "99.50"
    assert again.status_code == 303
    assert head(district.home).position == before.position + 1


def test_the_secret_of_the_forms_is_the_owners_alone_and_stays(home: Path) -> None:
    create_app(home).extensions[EXTENSION].district.close()
    before = (home / KEY_FILE).read_bytes()

    create_app(home).extensions[EXTENSION].district.close()

    assert stat.S_IMODE((home / KEY_FILE).stat().st_mode) == 0o600
    assert (home / KEY_FILE).read_bytes() == before
    assert len(before) == 32
    assert [each.name for each in home.glob(f"{KEY_FILE}*")] == [KEY_FILE]


@pytest.mark.usefixtures("plot")
def test_what_is_typed_is_text_and_never_markup(client: FlaskClient) -> None:
    bad = '"><script>alert(1)</script>'
    address = "/record/PlotAmountRecorded"
    typed = opened(client, f"{address}?thing=A-1", amount="1", purpose=bad)

    for step in ("preview", "edit"):
        page = sent(client, address, typed, step=step).text

        assert "<script>alert" not in page
        assert fields(page)["purpose"] == bad


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/record/FactCorrected", 404),
        ("/record/Nothing", 404),
        ("/correct/1", 409),
        ("/correct/999", 404),
        ("/withdraw/999999999999999999999", 404),
    ],
)
def test_a_form_for_what_is_not_there_is_not_opened(
    client: FlaskClient, address: str, status: int
) -> None:
    assert client.get(address).status_code == status


def test_the_journals_own_facts_are_refused_beside_the_form(
    client: FlaskClient,
) -> None:
    typed = opened(client, "/withdraw/1", reason="试试")

    assert sent(client, "/withdraw/1", typed).status_code == 409
