"""The composition root: the one place where a district is opened."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from domain.application import KeyProjects
from domain.errors import StoppedError
from domain.journal.agreement.agreeing import latest_slot
from domain.journal.agreement.refusals import JournalBehindError
from domain.kernel.instants import Instant
from domain.things.record.district import DistrictEstablished
from projections.memory.cache import ColumnCache
from projections.opening.lending import read_model_of
from projections.opening.reaching import Reaching
from projections.opening.read_model import Progress, ReadModel, no_progress
from web.district.files.marks import own_place, places_of
from web.district.files.private import private_file
from web.district.grounds import PlotGrounds
from web.district.layers.kept import KeptLayers
from web.timekeeping.clock import Clock, SystemClock
from web.timekeeping.doubt import TOLERANCE_US
from web.timekeeping.keeper import CheckedTime, SimulatedTime
from web.timekeeping.notices import ClockNotice
from web.words.refusals import (
    HomeMissingError,
    RealJournalError,
)

JOURNAL = "journal.sqlite"
READ_MODEL = "views.sqlite"


@dataclass(frozen=True, slots=True)
class District:
    """An open district: its journal, its read model, and the fact it began with."""

    home: Path
    about: DistrictEstablished
    app: KeyProjects
    read_model: ReadModel
    reaching: Reaching
    time: CheckedTime | SimulatedTime
    """The time to ask questions by: reading goes on where recording has stopped."""
    grounds: PlotGrounds
    """The shapes of all plots in memory, once anybody has asked for them."""
    layers: KeptLayers
    """The base layers, each read from its file when it is asked for."""
    columns: ColumnCache = field(default_factory=ColumnCache)
    """The plots in memory, likewise."""

    def refresh(self, progress: Progress = no_progress) -> None:
        """Let the read model see every fact recorded so far."""
        self.read_model.catch_up(self.app.journal, progress)

    def read_up_to(self, position: int, *, patience_s: float | None = None) -> int:
        """Let the read model come to a position; return the one that it has reached.

        What it has reached can be asked, whatever keeps it from more.
        """
        return self.reaching.to(position, patience_s=patience_s)

    def now(self) -> Instant:
        """Return the present, never before the newest recorded time."""
        self.note()
        return Instant(max(self.time.present(), self.app.journal.head().recorded))

    def note(self) -> None:
        """Keep what the clock shows, where that has not been done for a minute."""
        if self.time.is_due():
            self.app.journal.note()

    def stops(self) -> list[StoppedError]:
        """Return why nothing may be recorded now, for every page to say."""
        return self.app.journal.stops()

    def notices(self) -> list[ClockNotice]:
        """Return what every page says although recording goes on."""
        return self.time.notices()

    def close(self) -> None:
        """Close both databases, and keep what the clock showed last."""
        self.note()
        self.read_model.close()
        self.app.close()
        self.time.close()


def require_nothing_lost(home: Path, app: KeyProjects) -> None:
    """Refuse where a journal is empty, but was once marked not to be."""
    place = own_place(home)
    if (slot := latest_slot(place)) is not None:
        app.close()
        raise JournalBehindError(
            found=0, size=slot.tree.size, position=1, file=place.file
        )


def open_district(
    home: Path, clock: Clock | None = None, system: SystemClock | None = None
) -> District:
    """Open the district in ``home``.

    Args:
        home: The district's folder.
        clock: Only for a demonstration: what it takes the time to be.
        system: The machine's clocks; other ones only for trying out.

    Raises:
        HomeMissingError: There is no district in this folder.
        NoPrivateCopyError: It can only be read, and not even that without a copy.
        JournalBehindError: The whole journal is lost.
        RealJournalError: A clock was given, but the journal is no demonstration.
    """
    app = _founded(home)
    about = app.district()
    if clock is not None and not about.demonstration:
        app.close()
        raise RealJournalError(home=home)
    private_file(home / READ_MODEL)
    _mark(app, home, about)
    # What a demonstration was told proves nothing about the system's clock.
    began = None if about.demonstration else app.journal.head().recorded
    time = time_of(home, clock, system or SystemClock(), began)
    keep_time(app, time)
    app.journal.lead_us = None if about.demonstration else TOLERANCE_US
    read_model = read_model_of(app.journal, home / READ_MODEL)
    read_model.agree_with(app.journal)
    grounds = PlotGrounds(about.crs)
    layers = KeptLayers(home, about.crs, app.journal)
    reaching = Reaching(read_model, app.journal)
    district = District(home, about, app, read_model, reaching, time, grounds, layers)
    district.note()
    return district


def _founded(home: Path) -> KeyProjects:
    """Open the journal of a folder that is a district."""
    if not (home / JOURNAL).exists():
        raise HomeMissingError(home=home)
    app = application(home)
    if not app.journal.head().position:
        require_nothing_lost(home, app)
        # Founding was cut short: nothing has been recorded, and it may be repeated.
        app.close()
        raise HomeMissingError(home=home)
    return app


def _mark(app: KeyProjects, home: Path, about: DistrictEstablished) -> None:
    """Compare the journal with its marks, and let them follow it."""
    journal_id = app.journal.journal_id()
    marking = app.journal.marking_in(places_of(home, about), journal_id)
    app.journal.marking = marking
    app.journal.guards = (*app.journal.guards, marking.check)


def application(home: Path) -> KeyProjects:
    """Open the journal in a folder."""
    return KeyProjects({"SQLITE_DBNAME": os.fspath((home / JOURNAL).absolute())})


def time_of(
    home: Path, clock: Clock | None, system: SystemClock, began: Instant | None
) -> CheckedTime | SimulatedTime:
    """Return the time to record by: told to a demonstration, or else doubted."""
    if clock is not None:
        return SimulatedTime(home, clock)
    return CheckedTime(home, system, began)


def keep_time(app: KeyProjects, time: CheckedTime | SimulatedTime) -> None:
    """Let a journal record by a time, and tell it what it has recorded."""
    app.journal.clock, app.journal.finality = time.trusted, time
