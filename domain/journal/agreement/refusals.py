"""What a journal refuses because it is not what was marked."""

from __future__ import annotations

from domain.errors import StoppedError


class JournalBehindError(StoppedError):
    """A mark or a checkpoint tells of more than the journal holds."""

    template = (
        "The journal ends at position {found}, but {file} says that it had reached "
        "{size}: position {position} is the first that is missing, so nothing is "
        "recorded. Restore the newest backup; “guatu verify” names what is wrong. If "
        "there is no newer one, “guatu resume” lets recording go on without the rest."
    )


class JournalAlteredError(StoppedError):
    """A position is not what it was when it was marked."""

    template = (
        "Position {position} of the journal is not what {file} has marked: it was "
        "changed, or this is another journal, so nothing is recorded. Restore the "
        "newest backup; “guatu verify” names what is wrong."
    )


class LineAlteredError(StoppedError):
    """A line is not what its own leaf was made of."""

    template = (
        "Position {position} of the journal does not agree with its own leaf: it was "
        "changed or damaged, so nothing is recorded. Restore the newest backup; "
        "“guatu verify” names what is wrong."
    )
