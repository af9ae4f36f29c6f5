"""A clock that goes backwards or jumps ahead: recorded time grows, reading goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from flask.testing import FlaskClient

from domain.errors import ClockJumpedError
from tests.crash.criterion import judge, judge_journal, read
from tests.crash.orders import Sent, Span, single_orders
from tests.crash.processes import RECORDER, acknowledged, line_of, running
from tests.crash.serving import COMMANDS, NDJSON, Answer, lines
from web.app import create_app
from web.clock import MAX_DRIFT_S, SystemClock
from web.errors import STOPPED, exit_code_of
from web.serving import EXTENSION
from web.wiring import JOURNAL

SECOND = 1_000_000
DAY_S = 86_400
START_US = 4_000_000_000 * SECOND
"""In 2096: behind everything that the system's clock has recorded before."""
STEPS_S = (1, -DAY_S, 0, MAX_DRIFT_S - DAY_S, -10 * DAY_S, 2)


class Machine:
    """A machine whose wall clock is set under a server; its monotonic one is not."""

    def __init__(self) -> None:
        self.ahead_s = 0
        self.ticks = 0
        self.clock = SystemClock(self.wall_us, self.monotonic_us)

    def wall_us(self) -> int:
        """Tell the time that was set."""
        return START_US + self.ticks * SECOND + self.ahead_s * SECOND

    def monotonic_us(self) -> int:
        """Tell how long the machine has run; each look takes a second."""
        self.ticks += 1
        return self.ticks * SECOND


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def phone(begun: Path, machine: Machine) -> Iterator[FlaskClient]:
    """Ask a served district that tells the time by the machine."""
    app = create_app(begun)
    district = app.extensions[EXTENSION].district
    district.app.journal.clock = machine.clock
    yield app.test_client()
    district.close()


def send(phone: FlaskClient, sent: Sent) -> Answer:
    response = phone.post(f"{COMMANDS}?lang=en", data=lines(sent), content_type=NDJSON)
    return Answer.of(response.status_code, NDJSON, response.data)


def test_recorded_time_grows_however_the_clock_is_set_back(
    begun: Path, phone: FlaskClient, machine: Machine
) -> None:
    known: dict[str, Span] = {}
    sent = single_orders(1, range(len(STEPS_S)))
    for (name, facts), step_s in zip(sent.items(), STEPS_S, strict=True):
        machine.ahead_s = step_s

        answer = send(phone, {name: facts})

        assert answer.status == 200
        known |= answer.spans
    stored = judge(begun, known, sent)
    # The criterion has seen that it grows; it never fell behind the first look either.
    assert stored.recorded[-len(STEPS_S)] >= START_US


def test_a_jump_ahead_stops_recording_says_so_and_lets_people_read(
    begun: Path, phone: FlaskClient, machine: Machine
) -> None:
    known = send(phone, single_orders(1, range(3))).spans
    machine.ahead_s = MAX_DRIFT_S + 2

    refused = send(phone, single_orders(2, range(3)))

    assert refused.status == 503
    assert {each["error"] for each in refused.told} == {"ClockJumpedError"}
    assert all("so nothing is recorded" in each["detail"] for each in refused.told)
    assert exit_code_of(ClockJumpedError(seconds=302)) == STOPPED
    assert phone.get("/api/v1/plots").status_code == 200
    assert phone.get("/").status_code == 200
    assert known.items() <= read(begun / JOURNAL).commands.items()
    assert not read(begun / JOURNAL).commands.keys() & single_orders(2, range(3))


def test_what_a_jump_refused_is_recorded_once_the_clock_is_right(
    begun: Path, phone: FlaskClient, machine: Machine
) -> None:
    sent = single_orders(1, range(6))
    machine.ahead_s = DAY_S
    assert send(phone, sent).status == 503

    machine.ahead_s = 0
    healed = send(phone, sent)
    again = send(phone, sent)

    assert healed.spans == again.spans
    assert healed.spans.keys() == sent.keys()
    stored = judge(begun, healed.spans, sent)
    # Nothing of the wrong day has stayed: the last is seconds behind the start.
    assert max(stored.recorded) < START_US + DAY_S * SECOND


def test_processes_whose_clocks_disagree_record_in_order(begun: Path) -> None:
    chance = Random(20260331)  # noqa: S311  (a seeded moment, no secret)
    known: dict[str, Span] = {}
    for life in range(1, 9):
        ahead_us = chance.randint(-400 * DAY_S, 400 * DAY_S) * SECOND
        recording = (*RECORDER, str(begun / JOURNAL), str(life), str(ahead_us))

        with running(*recording) as child:
            known |= acknowledged("".join(line_of(child) for _ in range(5)))

        judge_journal(begun / JOURNAL, known, {})
    judge(begun, known, {})
