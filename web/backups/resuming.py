"""Letting recording go on in an older journal: a person's decision, recorded first."""

from __future__ import annotations

from domain.commands import Envelope
from domain.deciding.context import Decision
from domain.errors import StoppedError
from domain.journal.agreement.losses import Loss
from domain.journal.agreement.marking import Marking
from domain.journal.agreement.refusals import JournalAlteredError, JournalBehindError
from domain.journal.lines import Receipt
from domain.things.record.district import STREAM, JournalResumed
from projections.opening.read_model import Progress, no_progress
from web.backups.journal_copy import check_journal
from web.backups.refusals import (
    MarksUnwritableError,
    NothingLostError,
    OthersJournalError,
)
from web.district.opening import JOURNAL, District

BY_MARKS = (JournalBehindError, JournalAlteredError)
FIRST = 1
"""The position of the founding: a journal that differs there is another one."""


def resume(
    district: District, *, reason: str, actor: str, progress: Progress = no_progress
) -> tuple[Receipt, Loss]:
    """Record that positions are lost and will be given again, and let that happen.

    The journal must be sound in itself. What was marked before is set aside beside the
    marks; from then on they follow this journal. Asked for again after it was cut
    short, it finds its own fact, and only the marks move.

    Args:
        district: Open, and stopped by its marks.
        reason: Why, in a person's words.
        actor: Who decides it.
        progress: Told of lines checked.

    Returns:
        Where it was recorded, and what is lost.

    Raises:
        NothingLostError: The journal is what its marks say.
        OthersJournalError: It differs from the first position on.
        StoppedError: Something else stops recording, such as the clock.
        JournalUnsoundError: The journal does not agree with itself.
        MarksUnwritableError: It is recorded, but the marks could not be moved.
    """
    marking, loss = _lost(district)
    for stop in district.stops():
        if not isinstance(stop, BY_MARKS):
            raise stop
    check_journal(district.home / JOURNAL, progress)
    receipt = _recorded(district, loss, reason=reason, actor=actor)
    try:
        marking.accept()
    except OSError as error:
        raise MarksUnwritableError(
            file=error.filename or district.home, why=error.strerror
        ) from error
    return receipt, loss


def _lost(district: District) -> tuple[Marking, Loss]:
    journal = district.app.journal
    if (marking := journal.marking) is None:
        raise NothingLostError(home=district.home)
    if (loss := journal.loss(marking.places)) is None:
        raise _other(district.stops()) or NothingLostError(home=district.home)
    if loss.first == FIRST:
        raise OthersJournalError(home=district.home)
    return marking, loss


def _other(stops: list[StoppedError]) -> StoppedError | None:
    """Return what stops recording though nothing is known to be lost."""
    return next(iter(stops), None)


def _recorded(district: District, loss: Loss, *, reason: str, actor: str) -> Receipt:
    """Append the decision past the guards that it is about."""
    root = loss.mark.tree.root
    fact = JournalResumed(
        reason=reason,
        first_lost=loss.first,
        last_lost=loss.last,
        marked_leaf=loss.mark.leaf.hex(),
        marked_root=root.hex(),
    )
    # One decision for one loss, however often it is asked for and for what reason.
    envelope = Envelope(
        command_id=f"resume:{loss.first}:{root.hex()}", actor=actor, digest=root
    )
    read = len(district.app.entries(STREAM))
    decided = Decision(facts=[(STREAM, fact)], written={STREAM: read})
    [receipt] = district.app.append_many([(decided, envelope)], guarded=False)
    return receipt
