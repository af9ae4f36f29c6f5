"""Rebuild: the whole read model from the journal, against a plain fold of its rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from domain.things.land.plots import PlotStageRecorded
from tests.bench.figures import Figure, at_least, faster_by
from tests.bench.run import Run
from tests.bench.timing import in_turns
from web.district.opening import JOURNAL, open_district

FACTS_A_SECOND = 100_000
TURNS = 3
SELECT_RAW = "SELECT originator_id, topic, state FROM stored_events ORDER BY position"


def rebuild(run: Run) -> Iterator[Figure]:
    """Rebuild the city, and fold it in plain Python, in turns."""
    home = run.decades.home(run.size.city)
    district = open_district(home)
    journal, model = district.app.journal, district.read_model
    facts = journal.head().position
    ours, theirs = in_turns(
        TURNS,
        [lambda _: model.rebuild(journal), lambda _: last_stages(home / JOURNAL)],
    )
    district.close()
    against = "reading and folding the raw rows in plain Python"
    yield faster_by("rebuild", facts, ours, theirs, against=against)
    yield at_least("rebuild, absolute", facts / min(ours), "facts/s", FACTS_A_SECOND)


def last_stages(journal: Path) -> dict[str, tuple[int, str]]:
    """Keep the stage of each plot that is last by its effective point."""
    decode = msgspec.json.Decoder(PlotStageRecorded).decode
    last: dict[str, tuple[int, str]] = {}
    with closing(sqlite3.connect(journal)) as connection:
        for stream, name, state in connection.execute(SELECT_RAW):
            if name == "PlotStageRecorded":
                fact = decode(state)
                before = last.get(stream)
                if before is None or before[0] <= fact.effective:
                    last[stream] = fact.effective, fact.stage
    return last
