"""The way out: a person confirms the clock, and that becomes a fact."""

from __future__ import annotations

import secrets

from domain.commands import Envelope
from domain.deciding.context import Decision
from domain.journal.lines import Receipt
from domain.things.record.district import STREAM, ClockConfirmed
from web.district.opening import District
from web.timekeeping.keeper import CheckedTime
from web.words.refusals import SimulatedTimeError


def confirm(district: District, *, reason: str, actor: str) -> Receipt:
    """Record that a person found the clock right, and trust it from now on.

    The fact is recorded at what the clock shows, or one microsecond after what was
    recorded or promised before, where that lies ahead.

    Raises:
        SimulatedTimeError: The district runs on a simulated time.
        StoppedError: Something else than the clock forbids recording.
    """
    time, journal = district.time, district.app.journal
    if not isinstance(time, CheckedTime):
        raise SimulatedTimeError
    showed = time.shown()
    fact = ClockConfirmed(
        reason=reason, certain=time.verdict().certain, effective=showed
    )
    read = len(journal.lines_of([STREAM]))
    what = Decision(facts=[(STREAM, fact)], written={STREAM: read})
    envelope = Envelope(
        command_id=f"clock-{secrets.token_hex(8)}", actor=actor, digest=b""
    )
    with journal.confirmed(showed):
        receipt = district.app.append(what, envelope)
    # Cut short here, the clock is confirmed once more; the other way round it would
    # be trusted and nobody would have said so.
    journal.locked(time.confirm)
    return receipt
