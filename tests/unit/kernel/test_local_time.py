"""A time of day without offset is Shanghai's, where clocks there showed it once."""

from __future__ import annotations

import pytest

from domain.errors import InvalidInstantError
from domain.kernel.instants import parse_instant, parse_local


@pytest.mark.parametrize(
    ("local", "instant"),
    [
        ("2026-03-31 09:12", "2026-03-31T01:12:00Z"),
        ("2026-03-31T09:12:30.25", "2026-03-31T01:12:30.25Z"),
        ("1986-05-04 01:59:59.999999", "1986-05-03T17:59:59.999999Z"),
        ("1986-05-04 03:00", "1986-05-03T18:00:00Z"),
        ("1988-07-01 00:30", "1988-06-30T15:30:00Z"),  # daylight saving: +09:00
        ("1986-09-14 00:59:59.999999", "1986-09-13T15:59:59.999999Z"),
        ("1986-09-14 02:00", "1986-09-13T18:00:00Z"),
        ("1940-06-01 01:00", "1940-05-31T16:00:00Z"),
        ("1900-01-01 08:05:43", "1900-01-01T00:00:00Z"),  # local mean time
        ("2199-12-31 23:59:59.999999", "2199-12-31T15:59:59.999999Z"),
    ],
)
def test_a_local_time_is_the_one_instant_at_which_clocks_showed_it(
    local: str, instant: str
) -> None:
    assert parse_local(local) == parse_instant(instant)


@pytest.mark.parametrize(
    ("local", "why"),
    [
        ("1986-05-04 02:00", "never showed it"),
        ("1986-05-04 02:59:59.999999", "never showed it"),
        ("1987-04-12 02:30", "never showed it"),
        ("1991-04-14 02:30", "never showed it"),
        ("1940-06-01 00:00", "never showed it"),
        ("1940-06-01 00:59:59", "never showed it"),
        ("1942-01-31 00:30", "never showed it"),
        ("1986-09-14 01:00", "showed it twice"),
        ("1986-09-14 01:59:59.999999", "showed it twice"),
        ("1991-09-15 01:30", "showed it twice"),
        ("1940-10-12 23:30", "showed it twice"),
        ("1900-12-31 23:58", "showed it twice"),  # local mean time ended
        ("1899-12-31 23:59", "1900 to 2199"),
        ("2200-01-01 00:00", "1900 to 2199"),
        ("9999-12-31 23:59", "1900 to 2199"),
        ("0001-01-01 00:00", "1900 to 2199"),
        ("0000-01-01 00:00", "no such day"),
        ("2026-02-30 09:12", "no such day"),
        ("2026-03-31 24:00", "no such time"),
        ("2016-12-31 23:59:60", "no such time"),
        ("2026-03-31 09:12Z", "is written"),
        ("2026-03-31 09:12+08:00", "is written"),
        ("2026-03-31", "is written"),
        ("2026-03-31 9:12", "is written"),
        ("２０２６-03-31 09:12", "is written"),
        (" 2026-03-31 09:12", "is written"),
        ("2026-03-31 09:12\n", "is written"),
        ("", "is written"),
    ],
)
def test_a_local_time_that_cannot_be_meant_is_refused_and_never_repaired(
    local: str, why: str
) -> None:
    with pytest.raises(InvalidInstantError, match=why) as refused:
        parse_local(local)

    assert refused.value.rule == "R12"
