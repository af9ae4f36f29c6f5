"""What the tables have reached is answered, whatever keeps them from the rest."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from projections.opening import reaching
from tests.integration.building import answered, record, registered
from web.district import reading as answers
from web.district.opening import READ_MODEL, District
from web.frame.asked import EXTENSION

QUESTIONS = (
    "/api/v1/plots",
    "/api/v1/plots/summary",
    "/api/v1/projects",
    "/plots",
    "/projects",
    "/history",
    "/conflicts",
    "/",
    "/legend",
)
PAST = ("/api/v1/plots?as_known=1", "/plots?as_known=1", "/api/v1/plots?as_known=2")


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Let another process hold the tables, for as long as the test takes."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.rollback()


@pytest.fixture
def served(app: Flask, monkeypatch: pytest.MonkeyPatch) -> District:
    """Read one plot, then record another that the tables do not see."""
    monkeypatch.setattr(reaching, "LOCK_WAIT_S", 0.1)
    monkeypatch.setattr(answers, "PATIENCE_S", 0.1)
    district: District = app.extensions[EXTENSION].district
    record(district.app, registered("A-1"))
    district.refresh()
    record(district.app, registered("A-2"))
    return district


def test_locked_tables_answer_about_now_with_the_position_they_have_reached(
    served: District, client: FlaskClient
) -> None:
    with locked(served.home / READ_MODEL):
        told = client.get("/api/v1/plots").get_json()

    assert [row["plot"] for row in told["plots"]] == ["A-1"]
    assert (told["position"], told["journal_position"]) == (2, 3)
    assert told["provisional"] is True
    assert client.get("/api/v1/plots").get_json()["position"] == 3
    assert "journal_position" not in client.get("/api/v1/plots").get_json()


def test_every_page_of_locked_tables_says_how_far_they_have_come(
    served: District, client: FlaskClient
) -> None:
    with locked(served.home / READ_MODEL):
        pages = {path: client.get(path) for path in (*QUESTIONS, *PAST)}
        sheet = client.get("/plots?lang=en").get_data(as_text=True)

    assert {page.status_code for page in pages.values()} == {200}
    assert "read the journal up to position 2 of 3" in sheet
    after = client.get("/plots?lang=en").get_data(as_text=True)
    assert "read the journal up to position" not in after


def test_a_k_that_the_tables_have_reached_is_answered_alike_while_they_are_locked(
    served: District, client: FlaskClient
) -> None:
    with locked(served.home / READ_MODEL):
        while_locked = [client.get(path).data for path in PAST if "api" in path]

    assert while_locked == [client.get(path).data for path in PAST if "api" in path]


def test_a_k_that_the_tables_cannot_reach_is_not_answered_by_an_earlier_one(
    served: District, client: FlaskClient
) -> None:
    with locked(served.home / READ_MODEL):
        refused = client.get("/api/v1/plots?as_known=3")

    assert refused.status_code == 503
    assert refused.get_json()["error"] == "BehindError"
    assert client.get("/api/v1/plots?as_known=3").status_code == 200


def test_the_command_line_reads_locked_tables_too(served: District) -> None:
    with locked(served.home / READ_MODEL):
        told = answered(served.home, "state", "plots")

    assert (told["position"], told["journal_position"]) == (2, 3)
