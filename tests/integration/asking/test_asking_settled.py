"""An answered question never changes: not a byte, whatever is recorded later (R2)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from domain.journal.lines import LAST_POSITION
from tests.integration import long_story
from tests.integration.building import Now, guatu
from tests.integration.drawn_questions import Drawing, typed
from web.app import create_app
from web.asking.questions.questions import QUESTIONS
from web.district.opening import READ_MODEL, District
from web.frame.asked import EXTENSION

FIRST_ASKED, ASKED_AGAIN = "2025-10-01T00:00:00Z", "2025-12-01T00:00:00Z"
EACH = 12
Given = dict[str, Any]


@dataclass
class Settled:
    """The story as far as it was told when the questions were first answered."""

    home: Path
    clock: Now
    positions: dict[str, int]
    asked: list[tuple[str, Given]]

    def serve(self) -> tuple[Flask, District]:
        """Open the district as a server does."""
        app = create_app(self.home, self.clock)
        return app, app.extensions[EXTENSION].district

    def save(self, folder: Path) -> None:
        """Save what the API answers to every question, and the line to some."""
        folder.mkdir()
        app, district = self.serve()
        client = app.test_client()
        for number, (question, given) in enumerate(self.asked):
            answer = client.get(f"/api/v1/ask/{question}", query_string=given)
            (folder / f"{number}-{question}.json").write_bytes(answer.data)
        district.close()
        for number, (question, given) in list(enumerate(self.asked))[:: EACH // 2]:
            line = guatu(self.home, *typed(question, given), "--format", "json")
            (folder / f"{number}-{question}.txt").write_bytes(line.stdout_bytes)

    def go_on(self) -> None:
        """Record late facts, corrections, withdrawals, and a split."""
        _, district = self.serve()
        steps = long_story.LATER
        long_story.go_on(district.app, self.clock, "2025-11", steps, self.positions)
        district.close()


@pytest.fixture
def settled(tmp_path: Path) -> Settled:
    home = tmp_path / "district"
    district, clock = long_story.found(home)
    positions = long_story.tell(district.app, clock)
    lines = district.app.journal.lines_after(0, limit=LAST_POSITION)
    drawing = Drawing([line.entry() for line in lines], seed=2)
    district.close()
    clock.set(FIRST_ASKED)
    asked = [(q, given) for q in QUESTIONS for given in drawing.questions(q, EACH)]
    return Settled(home, clock, positions, asked)


def saved(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_what_was_answered_is_answered_again_byte_for_byte(
    settled: Settled, tmp_path: Path
) -> None:
    settled.save(tmp_path / "before")
    settled.go_on()
    settled.clock.set(ASKED_AGAIN)

    settled.save(tmp_path / "caught up")
    (settled.home / READ_MODEL).unlink()
    settled.save(tmp_path / "rebuilt")

    before = saved(tmp_path / "before")
    assert len(before) > len(QUESTIONS) * EACH
    assert all(b'"provisional": false' in each for each in before.values())
    assert saved(tmp_path / "caught up") == before
    assert saved(tmp_path / "rebuilt") == before


def test_what_was_answered_about_today_is_answered_otherwise(
    settled: Settled,
) -> None:
    """The test above would notice: the same questions about now have other answers."""
    app, district = settled.serve()
    client = app.test_client()
    addresses = ("conflicts", "active", "count?attribute=stage&value=surveyed")
    before = [client.get(f"/api/v1/ask/{each}").get_json() for each in addresses]
    district.close()

    settled.go_on()

    app, district = settled.serve()
    client = app.test_client()
    after = [client.get(f"/api/v1/ask/{each}").get_json() for each in addresses]
    district.close()
    assert [
        one["answer"] != other["answer"]
        for one, other in zip(before, after, strict=True)
    ] == [True] * len(addresses)
