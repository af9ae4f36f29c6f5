"""What a row of an edition must satisfy, as a command would have to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.deciding.revisions import require_sound
from domain.deciding.rules import check
from domain.errors import AlreadyRegisteredError, UnknownThingError
from domain.facts import THINGS
from domain.kernel.facts import Fact, FactCorrected, FactWithdrawn
from domain.things.families import Known, entries_of
from domain.things.record.registers import EditionRow, Stated
from domain.things.registration import (
    registration,
    require_id,
    require_registered,
    thing_of,
)

REVISIONS = (FactCorrected, FactWithdrawn)


def require_possible(row: EditionRow, known: Known, said: Mapping[str, Stated]) -> None:
    """Refuse a row whose facts the thing's own decisions would refuse."""
    require_id(row.kind, row.thing)
    found = registration(entries_of(known, row.stream), row.stream)
    begins = [slot for slot, fact in row.facts.items() if fact.begins]
    if found is not None and any(slot not in said for slot in begins):
        raise AlreadyRegisteredError(
            kind=row.kind, thing=row.thing, position=found.position
        )
    if found is None and not begins and not said:
        raise UnknownThingError(kind=row.kind, thing=row.thing)
    for fact in row.facts.values():
        check(row.thing, fact)
        for stream in THINGS.referred(fact):
            require_registered(known.get(stream, ()), *thing_of(stream))


def require_sound_row(row: EditionRow, known: Known, planned: Sequence[Fact]) -> None:
    """Refuse revisions that, with what people revised by hand, cannot be meant."""
    revisions = [fact for fact in planned if isinstance(fact, REVISIONS)]
    if revisions:
        require_sound(entries_of(known, row.stream), revisions)
