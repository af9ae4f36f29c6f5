"""Filling a journal with a decade, through the bulk path."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from domain.application import KeyProjects
from domain.commands import Envelope
from domain.deciding.context import Decision
from domain.kernel.instants import Instant
from projections.opening.read_model import Progress, no_progress
from web.district.founding import found_district
from web.district.opening import open_district
from web.samples.decade.commands import Command, drawn_decade
from web.samples.decade.land import CRS
from web.samples.decade.lawful import Deciders
from web.samples.decade.ordering import DAY_S, MICROSECONDS
from web.samples.decade.scale import FIRST_DAY, VERSION, Scale

NAME = "十年"
CURRENCY = "CNY"
FACTS_A_COMMIT = 10_000


class DecadeClock:
    """A clock that stands where it was set."""

    def __init__(self) -> None:
        self.instant = Instant((FIRST_DAY * DAY_S) * MICROSECONDS)

    def __call__(self) -> Instant:
        """Return the instant of the command that is being recorded."""
        return self.instant


def found_decade(home: Path, scale: Scale, progress: Progress = no_progress) -> int:
    """Found a district in a folder and record a decade; return its last position.

    The read model is left to whoever asks first.

    Raises:
        DistrictExistsError: The folder holds a district already.
    """
    clock = DecadeClock()
    found_district(
        home,
        name=NAME,
        crs=CRS,
        currency=CURRENCY,
        clock=clock,
        journal_id=journal_id(scale),
    )
    district = open_district(home, clock)
    try:
        decade = drawn_decade(scale)
        for last in _recorded(district.app, clock, decade.commands()):
            progress(last, decade.recorded.head)
        return district.app.journal.head().position
    finally:
        district.close()


def journal_id(scale: Scale) -> str:
    """Name the journal after what it is made of: the same seed, the same leaves."""
    text = f"guatu decade {VERSION} {scale.plots} {scale.facts} {scale.seed}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _recorded(
    app: KeyProjects, clock: DecadeClock, commands: Iterable[Command]
) -> Iterator[int]:
    """Record commands, many in one commit; yield how far the journal has come."""
    deciders = Deciders()
    for commit in _commits(commands):
        receipts = app.append_many(_timed(clock, deciders, commit))
        yield receipts[-1].last


def _timed(
    clock: DecadeClock, deciders: Deciders, commands: Iterable[Command]
) -> Iterator[tuple[Decision, Envelope]]:
    """Set the clock as each command is taken."""
    for command in commands:
        clock.instant = command.instant
        yield deciders.decided(command)


def _commits(commands: Iterable[Command]) -> Iterator[list[Command]]:
    commit: list[Command] = []
    facts = 0
    for command in commands:
        commit.append(command)
        facts += len(command.bodies)
        if facts >= FACTS_A_COMMIT:
            yield commit
            commit, facts = [], 0
    if commit:
        yield commit
