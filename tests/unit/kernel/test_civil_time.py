"""Dates are days in Shanghai; times have offsets; what cannot be meant is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.errors import InvalidInstantError
from domain.kernel.instants import (
    ALWAYS,
    FOREVER,
    Instant,
    effective_from,
    ended_at,
    first_instant,
    last_instant,
    parse_date,
    parse_instant,
    print_bound,
    print_instant,
    queried_at,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")


def utc(text: str) -> Instant:
    """Count microseconds from a time in UTC by the standard library's reader."""
    since = datetime.fromisoformat(text).replace(tzinfo=UTC) - datetime(
        1970, 1, 1, tzinfo=UTC
    )
    return Instant(since // timedelta(microseconds=1))


def walked(day: date) -> Instant:
    """Walk second by second through UTC until the calendar in Shanghai shows ``day``.

    It converts from UTC to local time only, which is never ambiguous.
    """
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=10)
    while moment.astimezone(SHANGHAI).date() != day:
        moment += timedelta(seconds=1)
    return utc(moment.replace(tzinfo=None).isoformat())


@pytest.mark.parametrize(
    ("day", "first"),
    [
        ("1900-01-01", "1899-12-31T15:54:17"),  # local mean time, +08:05:43
        ("1901-01-01", "1900-12-31T16:00:00"),  # the clock went back at midnight
        ("1940-06-01", "1940-05-31T16:00:00"),  # daylight saving from midnight
        ("1940-06-02", "1940-06-01T15:00:00"),
        ("1986-05-04", "1986-05-03T16:00:00"),  # daylight saving from 02:00
        ("1986-05-05", "1986-05-04T15:00:00"),
        ("1986-09-14", "1986-09-13T15:00:00"),
        ("1986-09-15", "1986-09-14T16:00:00"),
        ("2026-03-31", "2026-03-30T16:00:00"),
        ("2199-12-31", "2199-12-30T16:00:00"),
    ],
)
def test_a_day_begins_at_its_first_instant_by_the_tz_database(
    day: str, first: str
) -> None:
    assert first_instant(parse_date(day)) == utc(first)
    assert utc(first) == walked(date.fromisoformat(day))


@pytest.mark.parametrize("change", ["1919-04-12", "1940-06-01", "1942-01-31"])
def test_a_day_without_midnight_begins_where_the_clock_went_forward(
    change: str,
) -> None:
    day = date.fromisoformat(change)

    for each in (day - timedelta(days=1), day, day + timedelta(days=1)):
        assert first_instant(each) == walked(each)


def test_a_day_ends_one_microsecond_before_the_next() -> None:
    assert last_instant(date(2026, 3, 31)) == utc("2026-03-31T15:59:59.999999")
    assert last_instant(date(1940, 5, 31)) == utc("1940-05-31T15:59:59.999999")
    assert last_instant(date(1986, 5, 4)) == utc("1986-05-04T14:59:59.999999")


def test_a_date_begins_a_fact_and_ends_a_question() -> None:
    assert effective_from("2026-03-31") == utc("2026-03-30T16:00:00")
    assert queried_at("2026-03-31") == utc("2026-03-31T15:59:59.999999")


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-31T09:12:00+08:00",
        "2026-03-31 09:12+08:00",
        "2026-03-31T01:12:00Z",
        "2026-03-31T01:12:00.000000Z",
        "2026-03-31T15:12:00+14:00",
        "2026-03-30T11:12:00-14:00",
        "2026-03-31T06:57:00.0+05:45",
    ],
)
def test_an_instant_may_be_written_with_any_offset(text: str) -> None:
    assert parse_instant(text) == utc("2026-03-31T01:12:00")
    assert effective_from(text) == queried_at(text) == parse_instant(text)


def test_decimals_of_a_second_are_read_exactly() -> None:
    assert parse_instant("2026-03-31T00:00:00.1Z") == utc("2026-03-31T00:00:00.100000")
    assert parse_instant("2026-03-31T00:00:00.000001Z") == utc("2026-03-31") + 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-03-31T09:12:00", "needs Z or an offset"),
        ("1988-07-01 00:30", "needs Z or an offset"),
        ("2026-03-31T09:12:00+25:00", "-14:00 and +14:00"),
        ("2026-03-31T09:12:00+14:30", "-14:00 and +14:00"),
        ("2026-03-31T09:12:00-14:01", "-14:00 and +14:00"),
        ("2026-03-31T09:12:00+08:60", "-14:00 and +14:00"),
        ("2016-12-31T23:59:60Z", "no such time"),
        ("2026-03-31T24:00:00Z", "no such time"),
        ("2026-03-31T09:60:00Z", "no such time"),
        ("2026-02-30T00:00:00Z", "no such day"),
        ("2026-13-01T00:00:00Z", "no such day"),
        ("0000-01-01T00:00:00Z", "no such day"),
        ("1899-06-30T00:00:00Z", "1900 to 2199"),
        ("2200-06-30T00:00:00Z", "1900 to 2199"),
        ("0001-01-01T00:00:00+14:00", "1900 to 2199"),
        ("9999-12-31T23:59:59-14:00", "1900 to 2199"),
        ("9999-12-31T23:59:59Z", "1900 to 2199"),
        ("2016-12-31T23:59:60+08:00", "no such time"),
        ("2026-03-31T25:00:00+08:00", "no such time"),
        ("2026-04-31T10:00:00+08:00", "no such day"),
        ("2026-03-31T09:12:00−08:00", "write 2026"),
        ("2026-03-31t09:12:00Z", "write 2026"),
        ("2026-03-31T0９:12:00Z", "write 2026"),
        ("2026-03-31T09:12:00 Z", "write 2026"),
        ("2026-03-31T09:12:00+8:00", "write 2026"),
        ("2026-03-31T09:12:00.1234567Z", "write 2026"),
        ("２０２６-03-31T09:12:00Z", "write 2026"),
        ("2026-03-31T09:12:00z", "write 2026"),
        ("2026-03-31T09:12:00+0800", "write 2026"),
        ("2026-03-31T09Z", "write 2026"),
        (" 2026-03-31T09:12:00Z", "write 2026"),
        ("2026-03-31T09:12:00Z\n", "write 2026"),
        ("now", "write 2026"),
        ("", "write 2026"),
    ],
)
def test_a_time_that_cannot_be_meant_is_refused(text: str, why: str) -> None:
    with pytest.raises(InvalidInstantError) as refused:
        parse_instant(text)

    assert why in str(refused.value)
    assert refused.value.rule == "R12"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-02-30", "no such day"),
        ("2025-02-29", "no such day"),
        ("0000-01-01", "no such day"),
        ("1899-12-31", "1900 to 2199"),
        ("2200-01-01", "1900 to 2199"),
        ("2026-3-31", "is written"),
        ("20260331", "is written"),
        ("2026-W14-2", "is written"),
        ("２０２６-03-31", "is written"),
        ("2026-03-31 ", "is written"),
    ],
)
def test_a_date_that_cannot_be_meant_is_refused(text: str, why: str) -> None:
    with pytest.raises(InvalidInstantError, match=why):
        parse_date(text)


def test_leap_days_and_both_ends_of_the_range_are_dates() -> None:
    assert parse_date("2024-02-29") == date(2024, 2, 29)
    assert parse_date("1900-01-01") == date(1900, 1, 1)
    assert parse_date("2199-12-31") == date(2199, 12, 31)


def test_an_instant_prints_as_a_date_only_where_a_day_begins() -> None:
    first = utc("2026-03-30T16:00:00")

    assert print_instant(first) == "2026-03-31"
    assert print_instant(Instant(first + 1)) == "2026-03-30T16:00:00.000001Z"
    assert print_instant(Instant(first + 1_000_000)) == "2026-03-30T16:00:01Z"
    assert print_instant(utc("1940-05-31T16:00:00")) == "1940-06-01"


def test_an_open_bound_prints_as_nothing() -> None:
    assert print_bound(ALWAYS) is None
    assert print_bound(FOREVER) is None
    assert print_bound(utc("2026-03-30T16:00:00")) == "2026-03-31"


def test_the_last_accepted_instant_is_the_end_of_2199_in_shanghai() -> None:
    # R12: civil time is Shanghai's; 16:00Z is 2200-01-01 there, and prints so.
    assert print_instant(parse_instant("2199-12-31T15:59:59Z")).startswith("2199")

    with pytest.raises(InvalidInstantError, match="1900 to 2199"):
        parse_instant("2199-12-31T16:00:00Z")


def test_an_instant_of_the_first_accepted_day_prints_as_it_can_be_read() -> None:
    second = first_instant(date(1900, 1, 1)) + 1_000_000

    printed = print_instant(Instant(second))

    assert effective_from(printed) == second


@pytest.mark.parametrize(
    "text", ["2200-01-01", "2200-01-01T00:00:00+08:00", "2199-12-31T16:00:00Z"]
)
def test_a_period_may_end_with_the_last_year_though_nothing_may_begin_then(
    text: str,
) -> None:
    assert ended_at(text) == utc("2199-12-31T16:00:00")
    assert ended_at("2026-03-31") == effective_from("2026-03-31")
    with pytest.raises(InvalidInstantError):
        effective_from(text)
    with pytest.raises(InvalidInstantError):
        ended_at("2199-12-31T16:00:00.000001Z")
