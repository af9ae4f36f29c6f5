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
    - NamelessFactError           an entry whose thing cannot be told
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

from domain.errors.asked import (
    FutureKnowledgeError,
    GroupInsideError,
    UnknownPositionError,
    UnknownThingError,
)
from domain.errors.conflicts import (
    AlreadyRegisteredError,
    AlreadyWithdrawnError,
    CommandIdTakenError,
    DamagedFactError,
    MovedError,
    NamelessFactError,
    NewerFactError,
    NotRevisableError,
    NotThereError,
    OtherThingsError,
)
from domain.errors.input import (
    EmptyPeriodError,
    InvalidInstantError,
    InvalidMemberError,
    InvalidMoneyError,
    MalformedCommandError,
    MissingMemberError,
    PlotWithoutPlaceError,
    RefusedRowsError,
    UnknownFactError,
    UnknownMemberError,
)
from domain.errors.refusal import (
    ConflictError,
    MalformedError,
    NotFoundError,
    Refusal,
    StoppedError,
)
from domain.errors.stopped import (
    ClockBehindError,
    ClockError,
    ClockJumpedError,
    ClockUnconfirmedError,
    JournalCutError,
    RecordedAheadError,
)

__all__ = [
    "AlreadyRegisteredError",
    "AlreadyWithdrawnError",
    "ClockBehindError",
    "ClockError",
    "ClockJumpedError",
    "ClockUnconfirmedError",
    "CommandIdTakenError",
    "ConflictError",
    "DamagedFactError",
    "EmptyPeriodError",
    "FutureKnowledgeError",
    "GroupInsideError",
    "InvalidInstantError",
    "InvalidMemberError",
    "InvalidMoneyError",
    "JournalCutError",
    "MalformedCommandError",
    "MalformedError",
    "MissingMemberError",
    "MovedError",
    "NamelessFactError",
    "NewerFactError",
    "NotFoundError",
    "NotRevisableError",
    "NotThereError",
    "OtherThingsError",
    "PlotWithoutPlaceError",
    "RecordedAheadError",
    "Refusal",
    "RefusedRowsError",
    "StoppedError",
    "UnknownFactError",
    "UnknownMemberError",
    "UnknownPositionError",
    "UnknownThingError",
]
