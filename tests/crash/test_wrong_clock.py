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
from tests.integration.timekeeping.machines import DAY_S, SECOND, Machine
from web.app import create_app
from web.district.opening import JOURNAL
from web.frame.asked import EXTENSION
from web.timekeeping.clock import SystemClock
from web.words.statuses import STOPPED, exit_code_of

LIMIT_S = 300
STEPS_S = (1, -LIMIT_S, 0, LIMIT_S, -200, 2)
"""How far the wall clock is from the true time, command by command."""


@pytest.fixture
def machine() -> Machine:
    """A machine that is switched on just after the plots were registered."""
    return Machine(SystemClock()() + SECOND)


@pytest.fixture
def phone(begun: Path, machine: Machine) -> Iterator[FlaskClient]:
    """Ask a served district that tells the time by the machine."""
    app = create_app(begun, system=machine.system)
    machine.run(10)
    yield app.test_client()
    app.extensions[EXTENSION].district.close()


def send(phone: FlaskClient, sent: Sent) -> Answer:
    response = phone.post(f"{COMMANDS}?lang=en", data=lines(sent), content_type=NDJSON)
    return Answer.of(response.status_code, NDJSON, response.data)


def test_recorded_time_grows_however_the_clock_is_set_within_five_minutes(
    begun: Path, phone: FlaskClient, machine: Machine
) -> None:
    started = machine.now()
    known: dict[str, Span] = {}
    sent = single_orders(1, range(len(STEPS_S)))
    for (name, facts), step_s in zip(sent.items(), STEPS_S, strict=True):
        machine.run(10)
        machine.set_right()
        machine.set_wall(step_s)

        answer = send(phone, {name: facts})

        assert answer.status == 200
        known |= answer.spans
    stored = judge(begun, known, sent)
    # The criterion has seen that it grows; it never fell behind the first look either,
    # and the next after the 300 s ahead are right behind that.
    told = stored.recorded[-len(STEPS_S) :]
    assert started < told[0]
    assert [one - told[3] for one in told[4:]] == [1, 2]


def test_a_jump_ahead_stops_recording_says_so_and_lets_people_read(
    begun: Path, phone: FlaskClient, machine: Machine
) -> None:
    known = send(phone, single_orders(1, range(3))).spans
    machine.set_wall(LIMIT_S + 2)

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
    machine.set_wall(DAY_S)
    assert send(phone, sent).status == 503

    machine.set_right()
    healed = send(phone, sent)
    again = send(phone, sent)

    assert healed.spans == again.spans
    assert healed.spans.keys() == sent.keys()
    stored = judge(begun, healed.spans, sent)
    # Nothing of the wrong day has stayed: six commands at one instant.
    assert max(stored.recorded) == machine.now() + 5


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
