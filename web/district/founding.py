"""Founding a district: its folder, its journal, and the first fact in it."""

from __future__ import annotations

import secrets
from contextlib import closing
from pathlib import Path

from domain.application import KeyProjects
from domain.commands import Envelope
from domain.things.record.district import DistrictEstablished
from geo.record.crs import district_crs
from web.district.files.marks import places_of
from web.district.files.private import private_file, private_folder, sync
from web.district.opening import (
    JOURNAL,
    application,
    keep_time,
    require_nothing_lost,
    time_of,
)
from web.timekeeping.clock import Clock, SystemClock
from web.timekeeping.keeper import CheckedTime, SimulatedTime
from web.words.file_refusals import UnwritableFileError
from web.words.refusals import DistrictExistsError, UnknownCurrencyError

CURRENCY_LENGTH = 3


def found_district(  # noqa: PLR0913  (what a district is founded with)
    home: Path,
    *,
    name: str,
    crs: str,
    currency: str,
    clock: Clock | None = None,
    journal_id: str | None = None,
    system: SystemClock | None = None,
) -> None:
    """Found a district's journal in the folder ``home``.

    Args:
        home: A folder that holds no district yet; created where it is missing.
        name: What people call the district.
        crs: EPSG code of a projected CRS in metres, for geometry of record.
        currency: Three letters, like CNY; amounts have two decimals.
        clock: Any clock but the system's marks the journal as a demonstration.
        journal_id: What every leaf begins with; drawn at random where none is given.
        system: The machine's clocks; other ones only for trying out.

    Raises:
        DistrictExistsError: The folder holds a district already.
        JournalBehindError: It held one whose journal is lost.
        ReadOnlyError, UnwritableFileError: The folder cannot be written, or not made.
        GeoError: The CRS cannot hold a district.
    """
    district_crs(crs)
    _require_currency(currency)
    app, time = _unfounded(home, clock, system or SystemClock())
    with closing(app), closing(time):
        fact = DistrictEstablished(
            name=name,
            crs=crs,
            currency=currency,
            journal_id=journal_id or secrets.token_hex(16),
            demonstration=clock is not None,
            effective=app.journal.clock(),
        )
        _establish(app, home, fact)


def _unfounded(
    home: Path, clock: Clock | None, system: SystemClock
) -> tuple[KeyProjects, CheckedTime | SimulatedTime]:
    """Open the empty journal of a folder that may become a district, and its time."""
    _make_home(home)
    app = application(home)
    if not (home / JOURNAL).exists():
        app.journal.require_writable()
    if app.journal.head().position:
        app.close()
        raise DistrictExistsError(home=home)
    require_nothing_lost(home, app)
    time = time_of(home, clock, system, None)
    keep_time(app, time)
    return app, time


def _establish(app: KeyProjects, home: Path, fact: DistrictEstablished) -> None:
    """Record the first fact, and begin the marks that follow the journal."""
    marking = app.journal.marking_in(places_of(home, fact), fact.journal_id)
    marking.forget()
    app.journal.marking = marking
    app.establish(fact, Envelope(command_id="init", actor="guatu init", digest=b""))


def _make_home(home: Path) -> None:
    """Make the folder, and its journal for its owner alone, so that both last."""
    try:
        private_folder(home)
        sync(home.parent)
    except OSError as error:
        raise UnwritableFileError(file=home, why=error.strerror) from error
    private_file(home / JOURNAL)


def _require_currency(currency: str) -> None:
    is_code = currency.isascii() and currency.isupper()
    if not is_code or len(currency) != CURRENCY_LENGTH:
        raise UnknownCurrencyError(currency=currency)
