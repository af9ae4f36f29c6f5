"""Doubting the clock: what a reading is worth, by what was certain before."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from domain.errors import (
    ClockBehindError,
    ClockError,
    ClockJumpedError,
    ClockUnconfirmedError,
)
from domain.kernel.instants import Instant, print_instant
from web.timekeeping.notices import ClockMovedNotice, ClockNotice, ClockUnknownNotice
from web.timekeeping.readings import ClockReading, Mark, watched

SECOND_US = 1_000_000
DAY_US = 86_400 * SECOND_US
TOLERANCE_US = 300 * SECOND_US
"""Within one run of the machine both clocks agree as closely as this."""
UNWATCHED_US = 31 * DAY_US
"""Longer than this nobody's clock is believed without a person's word."""
NOTICED_US = TOLERANCE_US // 2
"""What people are told of before it stops them."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is thought of one reading of the clocks."""

    present: Instant
    """The time, as far as it can be trusted: questions are asked by it."""
    certain: Instant
    """What the time is at the least."""
    mark: Mark
    """What the next reading is judged by."""
    stop: ClockError | None = None
    """Why nothing may be recorded by this clock."""
    notice: ClockNotice | None = None
    """What people should know although recording goes on."""


def judged(reading: ClockReading, mark: Mark) -> Verdict:
    """Judge a reading of the clocks by the mark that was kept of earlier ones.

    Within one run of the machine the wall clock may differ by five minutes from the
    time that has passed since it was first believed there, in both directions and in
    all: that reading stays, so that small steps do not add up. After a new start only
    this is certain, that it is later than before: the time that nobody watched adds up
    until a person confirms the clock, and up to 31 days of it are let pass, with a
    notice.

    What is certain is a bound, never a guess: it begins where a person vouched for
    the clock and grows with the time that the machine is known to have run.
    """
    if not mark.watches(reading):
        mark = watched(mark, reading, mark.seen_us)
    passed = reading.boot_us - mark.boot_us
    certain = Instant(mark.certain_us + passed)
    moved_us = 0 if mark.wall_us is None else reading.wall_us - mark.wall_us - passed
    if stop := _jump(moved_us) or _implausible(reading, certain):
        # Where the wall clock was believed once, the running machine goes on from it.
        expected = certain if mark.wall_us is None else mark.wall_us + passed
        return Verdict(Instant(max(expected, certain)), certain, mark, stop)
    if mark.wall_us is None:
        mark = msgspec.structs.replace(mark, wall_us=reading.wall_us - passed)
    present = Instant(max(reading.wall_us, certain))
    notice = _notice(mark, present - certain, moved_us)
    return Verdict(present, certain, mark, notice=notice)


def _jump(moved_us: int) -> ClockError | None:
    if abs(moved_us) <= TOLERANCE_US:
        return None
    # Rounded away from zero: 300.4 s are no five minutes.
    seconds = -(-abs(moved_us) // SECOND_US) * (1 if moved_us > 0 else -1)
    return ClockJumpedError(seconds=seconds)


def _implausible(reading: ClockReading, certain: int) -> ClockError | None:
    """Refuse a wall clock that cannot be right, or that nobody watched for long."""
    unwatched_us = reading.wall_us - certain
    if -TOLERANCE_US <= unwatched_us <= UNWATCHED_US:
        return None
    now, seen = print_instant(Instant(reading.wall_us)), print_instant(Instant(certain))
    if unwatched_us < 0:
        return ClockBehindError(now=now, seen=seen)
    return ClockUnconfirmedError(now=now, seen=seen, days=unwatched_us // DAY_US)


def _notice(mark: Mark, unwatched_us: int, moved_us: int) -> ClockNotice | None:
    if unwatched_us > TOLERANCE_US:
        return ClockUnknownNotice(
            seen=print_instant(Instant(mark.certain_us)),
            began=print_instant(Instant(mark.wall_us or 0)),
        )
    if abs(moved_us) > NOTICED_US:
        limit = TOLERANCE_US // SECOND_US
        return ClockMovedNotice(seconds=moved_us // SECOND_US, limit=limit)
    return None
