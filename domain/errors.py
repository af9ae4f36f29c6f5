"""Every way the domain says no.

* Refusal
  + MalformedError                the input cannot be read (R13)
    - InvalidInstantError         a date or time that cannot be meant (R12)
    - EmptyPeriodError            a period that ends where it begins (R1)
    - InvalidMoneyError           an amount that is not exact (R16)
    - UnknownMemberError          a member the command does not have
    - MissingMemberError
    - InvalidMemberError
    - UnknownFactError
    - MalformedCommandError
    - PlotWithoutPlaceError
    - RefusedRowsError
    - GroupInsideError            a position inside a command's group (R8)
    - FutureKnowledgeError        an as-known date in the future (R2)
  + NotFoundError
    - UnknownThingError
    - UnknownPositionError
  + ConflictError                 lawful, but not after what is there
    - AlreadyRegisteredError
    - NotThereError               the thing does not exist at that time (R14)
    - AlreadyWithdrawnError
    - NotRevisableError
    - OtherThingsError            a correction cannot rename what is redrawn
    - MovedError                  something that was read has moved
    - DamagedFactError            a fact that is needed cannot be read
    - NewerFactError              a fact that is needed was written by a newer Guatu
    - CommandIdTakenError         the same id with another body (R9)
  + StoppedError                  nothing may be recorded now
    - JournalCutError             lines are missing at the end
    - ReadOnlyError               nothing can be written where the journal is
    - ClockError                  the clock cannot be trusted (R8)
      + ClockJumpedError          it moved while the machine was running
      + ClockBehindError          it shows what is long past
      + ClockUnconfirmedError     it was not watched for too long
    - RecordedAheadError          recorded time has run ahead of the clock (R8)

A message is a template with named fields, so that it can be shown in Chinese too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from domain.moved import Moved as Moved  # noqa: PLC0414  (a part of MovedError)
from domain.moved import listed


class Refusal(Exception):  # noqa: N818  (the base of all refusals, never raised itself)
    """The domain said no; the message is fit to show to a user."""

    template: ClassVar[str] = ""
    rule: ClassVar[str] = "R13"

    def __init__(self, **fields: object) -> None:
        self.fields = fields
        super().__init__(self.template.format(**fields))


class MalformedError(Refusal):
    """The input cannot be read as what it claims to be."""


class InvalidInstantError(MalformedError):
    """A date or time does not exist, is ambiguous, or is out of range."""

    template = "“{text}” is not a date or time that can be used: {why}."
    rule = "R12"


class EmptyPeriodError(MalformedError):
    """A period ends after it begins."""

    template = (
        "{record} would hold from {effective} until {until}: a period ends after it "
        "begins."
    )
    rule = "R1"


class InvalidMoneyError(MalformedError):
    """An amount is not a number with at most two decimals."""

    template = "“{text}” is not an amount: write digits with at most two decimals."
    rule = "R16"


class UnknownMemberError(MalformedError):
    """A command names something that it does not have."""

    template = "“{name}” does not belong to {record}; it has: {known}."


class MissingMemberError(MalformedError):
    """A command leaves out something it needs."""

    template = "{record} needs “{name}”."


class InvalidMemberError(MalformedError):
    """A value of a command cannot be what it should be."""

    template = "“{value}” cannot be the {name} of {record}: {why}."


class UnknownFactError(MalformedError):
    """No fact goes by this name."""

    template = "No fact is called “{name}”; known are: {known}."


class MalformedCommandError(MalformedError):
    """A command has not exactly one of the three verbs, or is no object."""

    template = "This is not a command: {why}."


class GroupInsideError(MalformedError):
    """A position lies inside a command's group, which is visible only as a whole."""

    template = (
        "Position {position} lies inside one command (positions {first} to {last}), "
        "whose facts became known together; ask for {last}."
    )
    rule = "R8"


class FutureKnowledgeError(MalformedError):
    """Nobody can ask what will be known."""

    template = "What will be known on {text} is not known yet; the journal is at {now}."
    rule = "R2"


class NotFoundError(Refusal):
    """What is asked for is not in the journal."""


class UnknownThingError(NotFoundError):
    """Nothing was ever registered under this id."""

    template = "There is no {kind} “{thing}”."


class UnknownPositionError(NotFoundError):
    """The journal has no such position."""

    template = "There is no position {position}; the journal ends at {last}."


class RefusedRowsError(MalformedError):
    """Some rows of an edition cannot be recorded; all or nothing."""

    template = "{refused} of {rows} rows cannot be recorded, so nothing was."


class PlotWithoutPlaceError(MalformedError):
    """A plot is registered with a boundary, or at least with a point."""

    template = "The plot “{plot}” needs a boundary or at least a point."


class ConflictError(Refusal):
    """The request is well formed, but what is recorded already stands against it."""


class AlreadyRegisteredError(ConflictError):
    """A thing is registered once."""

    template = "The {kind} “{thing}” is registered already, at position {position}."


class NotThereError(ConflictError):
    """A thing is redrawn only while it exists."""

    template = "The {kind} “{thing}” does not exist on {at}; it exists {lives}."
    rule = "R14"


class AlreadyWithdrawnError(ConflictError):
    """A withdrawal withdraws something that stands."""

    template = "Position {target} is withdrawn already, by position {by}."
    rule = "R6"


class NotRevisableError(ConflictError):
    """Some facts found the journal itself and stay as they are."""

    template = "Position {target} ({name}) belongs to the journal itself and stays."
    rule = "R7"


class OtherThingsError(ConflictError):
    """A redrawing concerns the same things for as long as it stands."""

    template = (
        "A correction cannot change which things position {target} redraws (“{name}”): "
        "withdraw it and record it anew."
    )
    rule = "R7"


class MovedError(ConflictError):
    """Something that the decision read has moved since."""

    template = (
        "“{stream}” has moved since it was read: it was at version {read} and is at "
        "{now}, by {positions}; read it again and decide again."
    )

    def __init__(self, moved: Sequence[Moved]) -> None:
        first = moved[0]
        self.moved = tuple(moved)
        super().__init__(
            stream=first.thing,
            read=first.read,
            now=first.now,
            positions=listed(first.positions),
        )


class DamagedFactError(ConflictError):
    """A decision needs every fact of a thing."""

    template = (
        "The fact at position {position} of “{thing}” is damaged ({said}), so nothing "
        "can be decided about it: restore a backup, or withdraw that position if "
        "nobody can tell what it said."
    )


class NewerFactError(ConflictError):
    """A decision needs every fact of a thing, also those of later versions."""

    template = (
        "The fact at position {position} of “{thing}” was written by a newer Guatu "
        "({said}), so nothing can be decided about it: upgrade this one."
    )


class CommandIdTakenError(ConflictError):
    """A command id names one command for ever."""

    template = "The command id “{command_id}” was used for another command."
    rule = "R9"


class StoppedError(Refusal):
    """Nothing may be recorded now; reading goes on."""


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
