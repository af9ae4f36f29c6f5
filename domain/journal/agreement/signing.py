"""Taking checkpoints: nothing inconsistent with what was signed is ever signed."""

from __future__ import annotations

import logging

from domain.errors import StoppedError
from domain.journal.agreement.marking import Marking
from domain.journal.agreement.refusals import JournalAlteredError, JournalBehindError
from domain.journal.checkpoints.checkpoint import (
    Checkpoint,
    NoteError,
    SigningKey,
    opened,
)
from domain.journal.checkpoints.notes import Notes
from domain.journal.marks.mark import Mark
from domain.journal.tree.merkle import Tree

log = logging.getLogger("guatu.marks")


def checkpoint_taken(marking: Marking, key: SigningKey) -> str:
    """Sign how far the journal has come, and keep the note in every place.

    Returns:
        The signed note; the one that is kept already where nothing was recorded since.

    Raises:
        StoppedError: The journal is not what was marked, or what was signed before.
    """
    marking.check()
    mark = marking.mark()
    for place in marking.places:
        if (signed := newest(place.notes, key)) is not None:
            _require_grown(marking, place.notes, signed, mark)
    note = key.sign(Checkpoint(key.name, mark.size, mark.root))
    for place in marking.places:
        try:
            place.notes.keep(note, mark.tree)
        except OSError as error:
            log.warning("No checkpoint is kept in %s: %s", place.notes.folder, error)
    marking.sync()
    return note


def newest(notes: Notes, key: SigningKey) -> Checkpoint | None:
    """Return the newest checkpoint that is kept and that the key has signed."""
    for size in reversed(notes.sizes()):
        path = notes.file(size)
        try:
            return opened(path.read_text(encoding="utf-8"), key.verifying)
        except (OSError, UnicodeDecodeError, NoteError) as error:
            log.warning("%s is not a checkpoint of ours: %s", path, error)
    return None


def _require_grown(
    marking: Marking, notes: Notes, signed: Checkpoint, mark: Mark
) -> None:
    """Refuse unless the journal's tree grew out of the one that was signed."""
    file = notes.file(signed.size)
    if signed.size > mark.size:
        raise _behind(mark, signed, file=str(file))
    tree = notes.tree(signed) or marking.leaves.grown(Tree(), signed.size)
    if (
        tree.root != signed.root
        or marking.leaves.grown(tree, mark.size).root != mark.root
    ):
        raise JournalAlteredError(position=signed.size, file=file)


def _behind(mark: Mark, signed: Checkpoint, *, file: str) -> StoppedError:
    return JournalBehindError(
        found=mark.size, size=signed.size, position=mark.size + 1, file=file
    )
