"""Random journals moved to days on which the clocks of Shanghai were changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import msgspec

from domain.kernel.facts import Fact, FactCorrected, WorldFact
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry
from tests.property.naive_counts import first_of_day
from tests.property.random_steps import EFFECTIVES

HOUR: Final = 3_600_000_000
FIRST, END = date(1949, 4, 29), date(1949, 5, 30)
"""1 May had no midnight, and 27 May had 25 hours."""
LABOUR_DAY, BACK = first_of_day(date(1949, 5, 1)), first_of_day(date(1949, 5, 28))
DATED = (
    first_of_day(date(1949, 4, 30)),
    LABOUR_DAY - 1,
    LABOUR_DAY,
    LABOUR_DAY + 1,
    LABOUR_DAY + 36 * HOUR,
    BACK - 1,
    BACK,
    BACK + 1,
)
"""Where each point of a random journal goes, in order."""
MOVED = dict(zip([*EFFECTIVES, EFFECTIVES[-1] + 1], DATED, strict=True))


def on_the_calendar(journal: Sequence[Entry]) -> list[Entry]:
    """Move every effective point and every end; what is recorded when stays."""
    return [
        Entry(each.position, each.recorded, each.thing, _moved(each.fact))
        for each in journal
    ]


def _moved(fact: Fact) -> Fact:
    if isinstance(fact, FactCorrected):
        return msgspec.structs.replace(fact, changes=_dated(fact.changes))
    if isinstance(fact, WorldFact):
        return msgspec.convert(_dated(msgspec.to_builtins(fact)), type(fact))
    return fact


def _dated(members: dict[str, Any]) -> dict[str, Any]:
    points = {"effective", "until"}
    return {
        name: Instant(MOVED[value]) if name in points and value is not None else value
        for name, value in members.items()
    }
