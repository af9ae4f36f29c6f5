"""The drill: killed under load, put back elsewhere, and asked a thousand questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from queue import SimpleQueue
from random import Random
from threading import Event
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from domain.kernel.live_facts import Entry
from tests.crash.criterion import judge_journal, require_rows
from tests.crash.orders import Sent, Span, registrations, send_all, single_orders
from tests.crash.processes import GUATU, finished
from tests.crash.serving import PATIENCE_S, Server, serving
from tests.integration import long_story
from tests.integration.building import guatu
from tests.integration.drawn_questions import Drawing, typed
from web.app import create_app
from web.asking.questions.questions import QUESTIONS
from web.backups.manifest import read
from web.district.opening import JOURNAL, open_district
from web.frame.asked import EXTENSION

CLIENTS = 2
COMMANDS = 4_000
"""Of each client: more than are sent while a backup is made."""
THOUGHT_S = 0.03
"""Of a client, between two commands: the backup needs the machine too."""
EARLY, LATE = 4, 6
"""Commands that a backup is sure to hold, and to lack."""
SEED = 20260331
STORY_ENDS = "2026"
"""What was recorded since is the load."""
Question = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Load:
    """Commands that come in from several clients until nobody answers."""

    queues: list[Sent]
    spans: dict[str, Span] = field(default_factory=dict)
    told: SimpleQueue[str] = field(default_factory=SimpleQueue)
    ended: Event = field(default_factory=Event)

    def send(self, server: Server, queue: Sent) -> None:
        """Send one command after the other."""
        for name, facts in queue.items():
            try:
                self.spans.update(server.send({name: facts}).spans)
            except (OSError, HTTPException, ValueError):
                return
            self.told.put(name)
            self.ended.wait(THOUGHT_S)

    def wait_for(self, count: int) -> None:
        """Wait until so many more commands are acknowledged."""
        for _ in range(count):
            self.told.get(timeout=PATIENCE_S)

    @contextmanager
    def on(self, server: Server) -> Iterator[None]:
        """Send all queues at once."""
        with ThreadPoolExecutor(len(self.queues)) as pool:
            sending = [pool.submit(self.send, server, each) for each in self.queues]
            yield
        assert [each.exception() for each in sending] == [None] * len(sending)


@dataclass(frozen=True)
class Drill:
    """A district that was killed, and its backup where it was put back."""

    killed: Path
    restored: Path
    sent: Sent
    before: Mapping[str, Span]
    """Acknowledged before the backup began."""
    acknowledged: Mapping[str, Span]
    entries: list[Entry]
    """Of the backup."""


@pytest.fixture(scope="module")
def drill(tmp_path_factory: pytest.TempPathFactory) -> Drill:
    folder = tmp_path_factory.mktemp("drill")
    home, restored = folder / "district", folder / "restored"
    found(home)
    load = Load([single_orders(life, range(COMMANDS)) for life in range(CLIENTS)])
    with serving(home) as server, load.on(server):
        load.wait_for(EARLY)
        before = dict(load.spans)
        made = finished(*GUATU, "--home", str(home), "backup", str(folder / "b"))
        while not load.told.empty():
            load.told.get()
        load.wait_for(LATE)
        server.process.kill()
        server.process.wait()

    assert made.returncode == 0, made.stderr
    [backup] = (folder / "b").iterdir()
    back = finished(*GUATU, "--home", str(restored), "restore", str(backup))
    assert back.returncode == 0, back.stderr
    assert f"positions 1 to {read(backup).journal.position} " in back.stdout
    sent = {name: facts for queue in load.queues for name, facts in queue.items()}
    return Drill(home, restored, sent, before, load.spans, entries_of(restored))


def found(home: Path) -> None:
    """Let everything happen in a district, and register what the load is about."""
    district, clock = long_story.found(home)
    long_story.tell(district.app, clock)
    district.close()
    district = open_district(home)
    send_all(district.app, registrations())
    district.close()


def entries_of(home: Path) -> list[Entry]:
    district = open_district(home)
    journal = district.app.journal
    lines = journal.lines_after(0, limit=journal.head().position)
    district.close()
    return [line.entry() for line in lines]


@contextmanager
def asked(home: Path) -> Iterator[FlaskClient]:
    """Serve a district."""
    app = create_app(home)
    yield app.test_client()
    app.extensions[EXTENSION].district.close()


def drawn(drill: Drill, count: int) -> Iterator[Question]:
    """Draw questions of every name, none as known later than the backup was."""
    drawing, chance = Drawing(drill.entries, SEED), Random(SEED)  # noqa: S311
    last = drill.entries[-1].position
    each = -(-count // len(QUESTIONS))
    for name in QUESTIONS:
        for given in drawing.questions(name, each):
            known = given.get("as_known", "")
            if known >= STORY_ENDS and not known.isdigit():
                # A date of the load's own day lies ahead of what the backup knows.
                given["as_known"] = str(chance.randint(last - EARLY, last))
            if isinstance(several := given.get("known"), list):
                given["known"] = [
                    str(last) if text >= STORY_ENDS else text for text in several
                ]
            yield name, given


def address(question: Question) -> str:
    name, given = question
    return f"/api/v1/ask/{name}?{urlencode(given, doseq=True)}"


def lists(drill: Drill) -> list[str]:
    """Name what is asked for as a whole: every plot, project and fact."""
    last = drill.entries[-1].position
    places = ("plots", "projects", "plots/summary", "plots/地块1/history")
    return [
        f"/api/v1/{place}?as_of=2026-06-30&as_known={known}"
        for place in places
        for known in (last, last - 1, last - EARLY)
    ]


def require_same_answers(drill: Drill, count: int) -> None:
    addresses = [address(each) for each in drawn(drill, count)] + lists(drill)
    assert len(addresses) >= count
    with asked(drill.killed) as one, asked(drill.restored) as other:
        for each in addresses:
            answer, again = one.get(each), other.get(each)

            assert answer.status_code == again.status_code == 200, each
            assert answer.data == again.data, each


def test_a_backup_under_load_holds_every_command_acknowledged_before_it(
    drill: Drill,
) -> None:
    restored = judge_journal(drill.restored / JOURNAL, drill.before, drill.sent)
    killed = judge_journal(drill.killed / JOURNAL, drill.acknowledged, drill.sent)

    assert len(drill.before) >= EARLY
    assert len(killed.commands) >= len(restored.commands) + LATE
    assert [tuple(line) for line in restored.lines] == [
        tuple(line) for line in killed.lines[: len(restored.lines)]
    ]
    require_rows(drill.restored)


def test_what_was_put_back_answers_byte_for_byte_what_was_killed(drill: Drill) -> None:
    require_same_answers(drill, 150)


@pytest.mark.slow
def test_a_thousand_answers_are_the_same_byte_for_byte(drill: Drill) -> None:
    require_same_answers(drill, 1_000)


def test_other_processes_answer_the_same(drill: Drill) -> None:
    questions = list(drawn(drill, len(QUESTIONS)))
    with serving(drill.restored) as server, asked(drill.killed) as killed:
        for each in questions:
            [told] = server.ask(address(each)).told

            assert told == killed.get(address(each)).json


def test_the_command_line_answers_the_same(drill: Drill) -> None:
    for name, given in drawn(drill, len(QUESTIONS)):
        words = (*typed(name, given), "--format", "json")
        killed, restored = (
            guatu(home, *words) for home in (drill.killed, drill.restored)
        )

        assert killed.exit_code == 0, killed.output
        assert restored.stdout_bytes == killed.stdout_bytes
