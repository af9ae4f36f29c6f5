"""What is kept outside of a journal's file, compared with what the file holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from domain.journal.checkpoints.checkpoint import (
    NoteError,
    VerifyingKey,
    opened,
    origin_of,
)
from domain.journal.marks.mark import digest_of
from domain.journal.marks.places import TRAIL, TRAIL_BYTES, Place
from domain.journal.sqlite.leaves import Appended
from domain.journal.tree.merkle import HASH_BYTES, Tree
from domain.journal.verification.faults import (
    CutShort,
    Fault,
    NoNote,
    OtherTrail,
    OtherTree,
    Resealed,
)

EVENTS = "stored_events"


@dataclass(frozen=True, slots=True)
class Witness:
    """A size and a root that were marked or signed, and the file that says so."""

    file: Path
    size: int
    root: bytes


@dataclass(slots=True)
class Outside:
    """Grows the journal's tree, and compares it with everything that tells of it."""

    path: Path
    places: tuple[Place, ...]
    witnesses: list[Witness]
    tree: Tree = field(default_factory=Tree)
    roots: dict[int, bytes] = field(default_factory=dict)
    """The journal's own roots at the sizes of witnesses."""
    others: dict[Path, list[int]] = field(default_factory=dict)
    """The positions that each trail remembers otherwise."""

    def take(self, part: Appended) -> None:
        """Grow by a part of the journal, and compare it with the trails."""
        stops = {witness.size for witness in self.witnesses}
        ends = sorted(stop for stop in stops if part.before < stop <= part.last)
        for end in [*ends, part.last]:
            start = self.tree.size - part.before
            leaves = part.leaves[start * HASH_BYTES : (end - part.before) * HASH_BYTES]
            self.tree = self.tree.grown(bytes(leaves))
            self.roots[end] = self.tree.root
        trail = part.trail()
        for place in self.places:
            marked = place.trail(part.before, part.last)
            found = self.others.setdefault(place.folder / TRAIL, [])
            if marked != trail[: len(marked)]:
                found += _different(part.before, marked, trail)

    def faults(self, named: set[int], end: int, *, is_whole: bool) -> Iterator[Fault]:
        """Name what the outside remembers otherwise.

        Args:
            named: Positions at which something is wrong by the file itself.
            end: The journal's last position.
            is_whole: Whether every leaf could be read, so that roots mean something.
        """
        changed = self._changed(is_whole=is_whole)
        for position, file in sorted(changed.items()):
            if position not in named:
                why = Resealed(other=file)
                yield Fault(self.path, why, table=EVENTS, first=position)
        yield from self._trails(changed)
        yield from self.cuts(end)
        for witness in self.witnesses:
            root = self.roots.get(witness.size, self.tree.root)
            if witness.size <= end and is_whole and root != witness.root:
                yield self._other_tree(witness, {*changed, *named})

    def cuts(self, end: int) -> Iterator[Fault]:
        """Name what is missing by all that tells of more."""
        for witness in self.witnesses:
            if witness.size > end:
                why = CutShort(other=witness.file, size=witness.size)
                yield Fault(
                    self.path, why, table=EVENTS, first=end + 1, last=witness.size
                )

    def _changed(self, *, is_whole: bool) -> dict[int, Path]:
        """Return the positions that were changed, with a trail that remembers them.

        A trail alone is believed unless another one, or a root, speaks for the journal.
        """
        agreed = self._agreed() if is_whole else 0
        changed = {}
        for file, positions in self.others.items():
            against = [
                set(others) for name, others in self.others.items() if name != file
            ]
            for position in positions:
                if position > agreed or all(position in allowed for allowed in against):
                    changed[position] = file
        return changed

    def _agreed(self) -> int:
        """Return the largest size whose root is the one that was marked or signed."""
        sizes = [e.size for e in self.witnesses if self.roots.get(e.size) == e.root]
        return max(sizes, default=0)

    def _trails(self, changed: dict[int, Path]) -> Iterator[Fault]:
        for file, positions in self.others.items():
            for position in positions:
                if position not in changed:
                    yield Fault(file, OtherTrail(position=position))

    def _other_tree(self, witness: Witness, known: set[int]) -> Fault:
        """Name the positions among which the first that was changed lies."""
        within = [position for position in known if position <= witness.size]
        right = [
            one_witness.size
            for one_witness in self.witnesses
            if one_witness.size < witness.size
            and self.roots.get(one_witness.size) == one_witness.root
        ]
        first = min(within) if within else max(right, default=0) + 1
        last = first if within else witness.size
        why = OtherTree(size=witness.size, other=witness.file)
        return Fault(self.path, why, table=EVENTS, first=first, last=last)


def _different(before: int, marked: bytes, trail: bytes) -> Iterator[int]:
    for at in range(0, len(marked) - TRAIL_BYTES + 1, TRAIL_BYTES):
        if marked[at : at + TRAIL_BYTES] != trail[at : at + TRAIL_BYTES]:
            yield before + at // TRAIL_BYTES + 1


def marks_of(places: Iterable[Place], journal_id: str) -> Iterator[Witness | Fault]:
    """Yield what marks say of a journal; a mark of another journal is a fault."""
    for place in places:
        slot = place.slot()
        if slot is None:
            continue
        if slot.journal != digest_of(journal_id):
            yield Fault(place.file, OtherTree(size=slot.tree.size, other=place.file))
        yield Witness(place.file, slot.tree.size, slot.tree.root)


def checkpoints_in(
    notes: Iterable[tuple[Path, str]], key: VerifyingKey, journal_id: str
) -> Iterator[Witness | Fault]:
    """Yield what signed notes say; a note that is none of this journal is a fault."""
    for file, text in notes:
        try:
            said = opened(text, key)
        except NoteError as error:
            yield Fault(file, NoNote(said=error))
            continue
        if said.origin != origin_of(journal_id):
            yield Fault(file, NoNote(said=said.origin))
        else:
            yield Witness(file, said.size, said.root)
