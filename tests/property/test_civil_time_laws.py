"""Laws of civil time that hold for every day and every instant."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from domain.kernel.instants import (
    Instant,
    effective_from,
    first_instant,
    last_instant,
    parse_instant,
    print_instant,
)

DAY = timedelta(days=1)
HOUR_US = 3_600_000_000
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
moments = st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30))  # noqa: DTZ001  (hypothesis wants naive bounds)
offsets = st.integers(-14 * 60, 14 * 60)


def local_day(instant: int) -> date:
    """Read the calendar in Shanghai: from UTC to local, never the other way."""
    utc = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=instant)
    return utc.astimezone(ZoneInfo("Asia/Shanghai")).date()


@given(day=days, earlier=st.integers(1, 48 * HOUR_US))
@example(day=date(1901, 1, 1), earlier=1)
@example(day=date(1919, 4, 13), earlier=1)
@example(day=date(1940, 6, 1), earlier=1)
@example(day=date(1940, 10, 13), earlier=HOUR_US)
@example(day=date(1986, 5, 4), earlier=HOUR_US)
@example(day=date(1986, 9, 14), earlier=HOUR_US)
def test_the_first_instant_is_the_earliest_of_its_local_day(
    day: date, earlier: int
) -> None:
    first = first_instant(day)

    assert local_day(first) == day
    assert local_day(first - 1) == day - DAY
    assert local_day(first - earlier) < day


@given(day=days)
def test_a_day_ends_where_the_next_one_begins(day: date) -> None:
    last = last_instant(day)

    assert local_day(last) == day
    assert last + 1 == first_instant(day + DAY)


@given(day=days)
def test_a_date_prints_as_itself(day: date) -> None:
    assert print_instant(effective_from(day.isoformat())) == day.isoformat()


@given(moment=moments)
def test_an_instant_printed_and_read_is_the_same(moment: datetime) -> None:
    since = moment - datetime(1970, 1, 1)  # noqa: DTZ001  (both without offset)
    instant = Instant(since // timedelta(microseconds=1))

    assert effective_from(print_instant(instant)) == instant


@given(moment=moments, minutes=offsets)
def test_an_offset_moves_the_clock_and_not_the_instant(
    moment: datetime, minutes: int
) -> None:
    sign = "-" if minutes < 0 else "+"
    offset = f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    local = (moment + timedelta(minutes=minutes)).isoformat(timespec="microseconds")
    utc = moment.isoformat(timespec="microseconds")

    assert parse_instant(f"{local}{offset}") == parse_instant(f"{utc}Z")
