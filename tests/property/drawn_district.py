"""A random district on disk, and random questions about it, the same for each seed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from domain.journal.lines import LAST_POSITION
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry
from tests.integration.building import EAST, NORTH
from tests.integration.drawn_questions import Drawing
from tests.property.made_once import DAY_US, SHAPES, Both
from tests.property.random_steps import NAMES
from web.district.opening import District

STAGES = ("surveyed", "vacated", "cleared", "none")


class DrawnQuestions(Drawing):
    """Draws questions about a random district: about its things and its values."""

    bounds = ("1969-12-30", "1969-12-31", "1970-01-01", "1970-01-02", "1970-01-04")
    values = {  # noqa: RUF012  (as that of its base, it is only read)
        "plot": {
            "stage": STAGES,
            "zone": ("北区", "南区", "none"),
            "exists": ("true",),
            "freeze": ("公告一", "none"),
            "project": ("P1", "P2", "none"),
            "paper_area_m2": ("12.5", "30", "none"),
            "land_use": ("住宅", "none"),
            "boundary": (*SHAPES, "none"),
            "point": (f"POINT ({EAST} {NORTH})", "none"),
        },
        "project": {
            "name": ("P1", "新名1", "新名2"),
            "exists": ("true",),
            "boundary": ("none",),
            "permit:用地许可": ("[2023] 7 号", "none"),
            "validity:用地许可": ("[2023] 7 号", "none"),
        },
    }

    def __init__(self, entries: Sequence[Entry], seed: int) -> None:
        super().__init__(entries, seed)
        there = {each.thing for each in entries}
        self.plots = [name for name in NAMES if f"plot:{name}" in there]

    def _first_known(self) -> dict[str, str]:
        """Draw a value: since when something was absent, the definition leaves open."""
        return {**self._held(), **self._v(), **self._k()}


def drawn_district(folder: Path, seed: int, *, moves: int) -> Both:
    """Let so much happen in a new district, then let a day pass."""
    both = Both(folder, seed)
    for _ in range(moves):
        both.moved()
    both.stop.is_on = False
    pass_days(both, 3)
    return both


def pass_days(both: Both, days: int) -> None:
    """Let the clock go on."""
    both.clock.instant = Instant(both.clock.instant + days * DAY_US)


def entries_of(district: District) -> Sequence[Entry]:
    """Return everything that the journal holds."""
    lines = district.app.journal.lines_after(0, limit=LAST_POSITION)
    return [line.entry() for line in lines]
