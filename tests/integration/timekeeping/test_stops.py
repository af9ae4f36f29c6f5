"""While something forbids recording, every page says so and reading goes on."""

from __future__ import annotations

import pytest
from flask import Flask

from domain.errors import JournalCutError
from tests.integration.recording.commanding import sent
from web.frame.asked import EXTENSION

REGISTERED: dict[str, object] = {
    "command_id": "c",
    "record": "ProjectRegistered",
    "project": "P",
    "name": "学校",
    "effective": "2026-01-01",
}


def stop() -> None:
    raise JournalCutError(written=9, found=7)


@pytest.fixture
def stopped(app: Flask) -> Flask:
    app.extensions[EXTENSION].district.app.journal.guards = (stop,)
    return app


def test_every_page_says_why_nothing_is_recorded(stopped: Flask) -> None:
    for path in ("/", "/plots", "/projects", "/history", "/nowhere"):
        page = stopped.test_client().get(f"{path}?lang=en").get_data(as_text=True)

        assert "Recording has stopped." in page
        assert "once reached position 9 but now ends at 7" in page


def test_a_stopped_journal_refuses_commands_and_answers_questions(
    stopped: Flask,
) -> None:
    client = stopped.test_client()

    refused = sent(client, REGISTERED)

    assert refused.status_code == 503
    assert client.get("/api/v1/plots").status_code == 200


def test_the_fact_that_lets_recording_go_on_is_recorded(stopped: Flask) -> None:
    journal = stopped.extensions[EXTENSION].district.app.journal

    assert journal.append_many([], guarded=False) == []

    with pytest.raises(JournalCutError):
        journal.append_many([])
