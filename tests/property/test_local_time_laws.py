"""Laws of local times: each is one instant, or refused for what the clocks did."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.errors import InvalidInstantError
from domain.kernel.instants import Instant, moment_of, parse_local

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFSETS = [timedelta(seconds=each) for each in (29_143, 28_800, 32_400)]
"""All that Shanghai had since 1900: +08:05:43, +08:00 and +09:00."""
anywhere = st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30))  # noqa: DTZ001  (hypothesis wants naive bounds)
near_changes = st.builds(
    lambda change, minutes: change + timedelta(minutes=minutes),
    st.sampled_from(
        [
            datetime(1900, 12, 31, 23, 56),  # noqa: DTZ001
            datetime(1919, 4, 12),  # noqa: DTZ001
            datetime(1940, 6, 1),  # noqa: DTZ001
            datetime(1940, 10, 13),  # noqa: DTZ001
            datetime(1949, 5, 28),  # noqa: DTZ001
            *(datetime(year, 4, 15, 2) for year in range(1986, 1992)),  # noqa: DTZ001
            datetime(1986, 5, 4, 2),  # noqa: DTZ001
            datetime(1986, 9, 14, 2),  # noqa: DTZ001
            datetime(1991, 9, 15, 2),  # noqa: DTZ001
        ]
    ),
    st.integers(-180, 180),
)


def shown_at(local: datetime) -> list[datetime]:
    """Try every offset there ever was; converts from UTC to local time only."""
    moments = [(local - offset).replace(tzinfo=UTC) for offset in OFFSETS]
    return [m for m in moments if m.astimezone(SHANGHAI).replace(tzinfo=None) == local]


def in_both_folds(local: datetime) -> set[datetime]:
    """Ask the standard library for both readings of a local time."""
    return {
        local.replace(tzinfo=SHANGHAI, fold=fold).astimezone(UTC) for fold in (0, 1)
    }


@given(local=anywhere | near_changes)
@example(local=datetime(1986, 5, 4, 2))  # noqa: DTZ001
@example(local=datetime(1986, 9, 14, 1))  # noqa: DTZ001
def test_a_local_time_is_the_instant_at_which_it_was_shown(local: datetime) -> None:
    shown = shown_at(local)

    if len(shown) == 1:
        instant = parse_local(local.isoformat(" "))
        assert moment_of(instant) == shown[0]
        assert in_both_folds(local) == {shown[0]}
    else:
        why = "twice" if shown else "never"
        assert len(in_both_folds(local)) == 2
        with pytest.raises(InvalidInstantError, match=why):
            parse_local(local.isoformat(" "))


@given(moment=anywhere)
def test_what_clocks_show_is_read_as_the_instant_or_refused_as_twice(
    moment: datetime,
) -> None:
    utc = moment.replace(tzinfo=UTC)
    local = utc.astimezone(SHANGHAI).replace(tzinfo=None)

    if len(shown_at(local)) == 1:
        since = utc - datetime(1970, 1, 1, tzinfo=UTC)
        expected = Instant(since // timedelta(microseconds=1))
        assert parse_local(local.isoformat()) == expected
