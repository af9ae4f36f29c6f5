"""Refused because nothing may be recorded now: the journal, or the clock."""

from __future__ import annotations

from domain.errors.refusal import StoppedError


class JournalCutError(StoppedError):
    """Lines are missing at the end of the journal."""

    template = (
        "The journal once reached position {written} but now ends at {found}: lines "
        "were removed, so nothing is recorded. Restore the newest backup."
    )


class ClockError(StoppedError):
    """The clock cannot be trusted; a person sets it right, or confirms it."""

    rule = "R8"


class ClockJumpedError(ClockError):
    """The wall clock and the time since the machine started do not agree."""

    template = (
        "The clock of this machine moved by {seconds} s while the machine was running, "
        "so nothing is recorded: set the clock right. If it is right now, confirm it "
        "with “guatu clock confirm”."
    )


class ClockBehindError(ClockError):
    """The wall clock shows what is certain to be past."""

    template = (
        "The clock of this machine shows {now}, but it was {seen} already when it was "
        "last looked at, so nothing is recorded: set the clock right. If it is right "
        "now, confirm it with “guatu clock confirm”."
    )


class ClockUnconfirmedError(ClockError):
    """The machine was started anew, so long after that nobody can tell."""

    template = (
        "The clock of this machine shows {now}; the last time that is certain is "
        "{seen}, {days} days before, so nothing is recorded until a person has looked "
        "at the clock: set it right, then confirm it with “guatu clock confirm”."
    )


class RecordedAheadError(StoppedError):
    """The next fact would be recorded at a time that has not come."""

    template = (
        "The next command would be recorded at {recorded}, ahead of this machine's "
        "clock, which shows {now}, so nothing is recorded. Set the clock right if it "
        "is wrong; if it is right, let recording go on with “guatu clock confirm”."
    )
    rule = "R8"
