"""Instants and civil time: dates are days in Shanghai, times have offsets (R12)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple, NewType
from zoneinfo import ZoneInfo

from domain.errors import InvalidInstantError

Instant = NewType("Instant", int)
"""Microseconds since 1970-01-01T00:00:00Z."""


class At(NamedTuple):
    """What every question is asked at: V, and K."""

    as_of: Instant
    """V: for when."""
    as_known: Instant
    """K: as known when."""


ALWAYS = Instant(-(2**62))
"""Before every instant: the open beginning of a period."""
FOREVER = Instant(2**62)
"""After every instant: the open end of a period (∞)."""

SHANGHAI = ZoneInfo("Asia/Shanghai")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
FIRST_YEAR, LAST_YEAR = 1900, 2199
LAST_END = "2200-01-01"
"""Where a period may end, though nothing may begin."""
END_OF_TIME = datetime(2199, 12, 31, 16, tzinfo=UTC)
"""The first instant of that day in Shanghai."""
MAX_OFFSET_HOURS = 14
YEARS = "years 1900 to 2199 are accepted"
TWICE = "clocks were put back then, so they showed it twice"
NEVER = "clocks were put forward over it, so they never showed it"
TEXTS_REMEMBERED = 20_000

DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
CIVIL = r"(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?"
LOCAL = re.compile(CIVIL, re.ASCII)
INSTANT = re.compile(rf"{CIVIL}(Z|[+-]\d{{2}}:\d{{2}})?", re.ASCII)


def instant_of(moment: datetime) -> Instant:
    """Count the microseconds to an aware ``moment``, exactly."""
    return Instant((moment - EPOCH) // MICROSECOND)


def moment_of(instant: Instant) -> datetime:
    """Return an instant as an aware datetime in UTC."""
    return EPOCH + instant * MICROSECOND


def parse_date(text: str) -> date:
    """Read YYYY-MM-DD.

    Raises:
        InvalidInstantError: The day does not exist, or its year is not 1900 to 2199.
    """
    if not DATE.fullmatch(text):
        raise InvalidInstantError(text=text, why="a date is written 2026-03-31")
    return _in_range(_day(text, text), text)


def _day(text: str, whole: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInstantError(text=whole, why="there is no such day") from None


def _in_range(day: date, text: str) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InvalidInstantError(text=text, why=YEARS)
    return day


def first_instant(day: date) -> Instant:
    """Return the first instant of a day in Shanghai.

    Where daylight saving began at midnight the day has no 00:00: ``fold=0`` reads
    it with the offset before the change, which is the instant of the change.
    """
    local = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
    return instant_of(local.astimezone(UTC))


def last_instant(day: date) -> Instant:
    """Return the last microsecond of a day in Shanghai."""
    return Instant(first_instant(day + timedelta(days=1)) - 1)


def parse_instant(text: str) -> Instant:
    """Read an instant with ``Z`` or an offset; seconds have at most six decimals.

    Raises:
        InvalidInstantError: No offset, an offset beyond ±14:00, or no such time.
    """
    utc = _utc(text)
    try:
        day = utc.astimezone(SHANGHAI).date()
    except OverflowError:
        raise InvalidInstantError(text=text, why=YEARS) from None
    _in_range(day, text)
    return instant_of(utc)


def _utc(text: str) -> datetime:
    match = INSTANT.fullmatch(text)
    if match is None:
        why = "write 2026-03-31 or 2026-03-31T09:12:00+08:00"
        raise InvalidInstantError(text=text, why=why)
    *civil, offset = match.groups()
    if offset is None:
        _day(civil[0], text)
        raise InvalidInstantError(text=text, why="a time needs Z or an offset")
    try:
        return _civil(civil, text).replace(tzinfo=UTC) - _offset(offset, text)
    except OverflowError:
        raise InvalidInstantError(text=text, why=YEARS) from None


def parse_local(text: str) -> Instant:
    """Read a date and time of day without offset, as clocks in Shanghai showed it.

    Raises:
        InvalidInstantError: The clock never showed it, or showed it twice, or its year
            is not 1900 to 2199.
    """
    match = LOCAL.fullmatch(text)
    if match is None:
        why = "a local time is written 2026-03-31 09:12"
        raise InvalidInstantError(text=text, why=why)
    local = _civil(match.groups(), text)
    _in_range(local.date(), text)
    found = _moments_shown(local)
    if len(found) == 1:
        return instant_of(found.pop())
    raise InvalidInstantError(text=text, why=TWICE if found else NEVER)


def _moments_shown(local: datetime) -> set[datetime]:
    """Return the moments in UTC at which clocks in Shanghai showed ``local``."""
    moments = {
        local.replace(tzinfo=SHANGHAI, fold=fold).astimezone(UTC) for fold in (0, 1)
    }
    return {
        moment
        for moment in moments
        if moment.astimezone(SHANGHAI).replace(tzinfo=None) == local
    }


def _civil(parts: Sequence[str | None], whole: str) -> datetime:
    """Read the parts of a date and time as a datetime without zone."""
    day, hour, minute, second, fraction = parts
    _day(str(day), whole)
    iso = f"{day}T{hour}:{minute}:{second or '00'}.{(fraction or '0'):0<6}"
    try:
        return datetime.fromisoformat(iso)
    except ValueError:
        raise InvalidInstantError(text=whole, why="there is no such time") from None


def _offset(text: str, whole: str) -> timedelta:
    if text == "Z":
        return timedelta()
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > MAX_OFFSET_HOURS or minutes > 59 or (hours, minutes) > (14, 0):  # noqa: PLR2004
        why = "an offset lies between -14:00 and +14:00"
        raise InvalidInstantError(text=whole, why=why)
    shift = timedelta(hours=hours, minutes=minutes)
    return shift if text[0] == "+" else -shift


@lru_cache(maxsize=TEXTS_REMEMBERED)
def effective_from(text: str) -> Instant:
    """Read the effective point of a fact: a date is the first instant of its day."""
    return (
        first_instant(parse_date(text)) if DATE.fullmatch(text) else parse_instant(text)
    )


def ended_at(text: str) -> Instant:
    """Read the first instant outside a period: that after the year 2199, too.

    Raises:
        InvalidInstantError: See ``effective_from``.
    """
    if text == LAST_END or (INSTANT.fullmatch(text) and _utc(text) == END_OF_TIME):
        return instant_of(END_OF_TIME)
    return effective_from(text)


def queried_at(text: str) -> Instant:
    """Read the date of a question: a date is the last microsecond of its day."""
    return (
        last_instant(parse_date(text)) if DATE.fullmatch(text) else parse_instant(text)
    )


@lru_cache(maxsize=TEXTS_REMEMBERED)
def print_instant(instant: Instant) -> str:
    """Print a date where it is the first instant of a Shanghai day, else UTC, Z."""
    day = moment_of(instant).astimezone(SHANGHAI).date()
    if first_instant(day) == instant:
        return day.isoformat()
    moment = moment_of(instant)
    spec = "microseconds" if moment.microsecond else "seconds"
    return moment.replace(tzinfo=None).isoformat(timespec=spec) + "Z"


def print_bound(instant: Instant) -> str | None:
    """Print a bound of a period; an open one is None."""
    return None if instant in (ALWAYS, FOREVER) else print_instant(instant)


def print_end(until: Instant | None, *, typed_through: bool) -> str | None:
    """Print the end of a period as it was typed; no end is None.

    Args:
        until: The first instant outside.
        typed_through: Whether it was typed as the last day inside.
    """
    if until is None:
        return None
    if not typed_through:
        return print_instant(until)
    after = moment_of(until).astimezone(SHANGHAI).date()
    return (after - timedelta(days=1)).isoformat()
