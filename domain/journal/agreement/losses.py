"""What a journal has lost, as far as its marks tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.journal.agreement.agreeing import disagreement, latest_slot
from domain.journal.marks.mark import Slot, digest_of
from domain.journal.marks.places import Place
from domain.journal.sqlite.reading import SqliteJournalReader


@dataclass(frozen=True, slots=True)
class Loss:
    """Positions that were given once, and are not what they were."""

    first: int
    mark: Slot
    """The one that had come furthest."""

    @property
    def last(self) -> int:
        """The last position that is known to have been given."""
        return self.mark.tree.size


def loss_of(
    journal: SqliteJournalReader, journal_id: str, places: Iterable[Place]
) -> Loss | None:
    """Return what the marks of a journal say is missing; None where they agree with it.

    The mark of another journal says nothing of this one.
    """
    firsts, marks = [], []
    for place in places:
        slot, stop = latest_slot(place), disagreement(journal, journal_id, [place])
        if slot and stop and slot.journal == digest_of(journal_id):
            firsts.append(int(str(stop.fields["position"])))
            marks.append(slot)
    if not marks:
        return None
    return Loss(min(firsts), max(marks, key=lambda mark: mark.tree.size))
