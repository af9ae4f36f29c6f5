"""A place where marks are kept: the mark itself, and the trail of all leaves."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from domain.journal.checkpoints.notes import Notes
from domain.journal.marks.file_lock import locked
from domain.journal.marks.mark import (
    FILE_BYTES,
    SLOT_BYTES,
    SLOTS,
    Mark,
    Slot,
    digest_of,
    packed,
    unpacked,
)

MARK, TRAIL, NOTES = "mark", "trail", "checkpoints"
TRAIL_BYTES = 8
"""Kept of each leaf: enough to name the position at which a journal was changed."""
WRITTEN = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)


class Leaves(Protocol):
    """What a journal says of its leaves."""

    def trail(self, start: int, end: int) -> bytes:
        """Return ``TRAIL_BYTES`` for each position after ``start`` up to ``end``."""

    def leaf(self, position: int) -> bytes | None:
        """Return the leaf at a position; None where the journal does not reach."""


class OtherMarkError(Exception):
    """A place holds the mark of another journal, or of another past of this one."""


class Place:
    """A folder with the mark of one journal, which processes share."""

    def __init__(self, folder: Path, notes: Path | None = None) -> None:
        """Name a place; it is made when something is first kept there.

        Args:
            folder: Of the mark and its trail.
            notes: Of signed checkpoints; beside the mark by default.
        """
        self.folder = folder
        self.notes = Notes(notes or folder / NOTES)
        self._files: tuple[int, int] | None = None
        self._content = b""
        self._slot: Slot | None = None
        """What the file held when this process last looked, or wrote."""
        self._trusted: Slot | None = None
        """What this process has written, or found to be of the journal's past."""

    @property
    def file(self) -> Path:
        """The file that the mark is in."""
        return self.folder / MARK

    def slot(self) -> Slot | None:
        """Read the mark that is kept, of whichever journal; None where none is whole.

        Raises:
            OSError: The file cannot be read.
        """
        try:
            return unpacked(self.file.read_bytes())
        except FileNotFoundError:
            return None

    def is_torn(self) -> bool:
        """Tell whether there is a file, but no mark that is whole."""
        return self.file.exists() and self.slot() is None

    def trail(self, start: int, end: int) -> bytes:
        """Read what is kept of the leaves after ``start`` up to ``end``.

        Returns:
            ``TRAIL_BYTES`` for each; less where the trail is shorter or unreadable.
        """
        try:
            with (self.folder / TRAIL).open("rb") as file:
                file.seek(start * TRAIL_BYTES)
                return file.read((end - start) * TRAIL_BYTES)
        except OSError:
            return b""

    def advance(self, mark: Mark, leaves: Leaves) -> None:
        """Keep a newer mark; one that another process has moved further stays.

        Raises:
            OtherMarkError: What is kept does not belong to the past of this journal.
            OSError: It cannot be written.
        """
        with self._locked() as (file, trail):
            there = self._there(file)
            size = 0 if there is None else there.tree.size
            if there is not None and there is not self._trusted:
                _require_past(there, mark, leaves)
                self._trusted = there
            if size < mark.size:
                _write(trail, size * TRAIL_BYTES, leaves.trail(size, mark.size))
                self._write_mark(file, mark, there)

    def accept(self, mark: Mark, leaves: Leaves) -> None:
        """Keep a mark whatever was kept before: by a person's decision only.

        What was kept stays beside it, under the size that it told of.

        Raises:
            OSError: It cannot be written.
        """
        with self._locked() as (file, trail):
            self._set_aside(self._there(file))
            os.ftruncate(trail, 0)
            _write(trail, 0, leaves.trail(0, mark.size))
            os.ftruncate(file, 0)
            self._content = b""
            self._write_mark(file, mark, None)
        self.sync()

    def forget(self) -> None:
        """Drop what is kept, by an earlier journal that bore the same name.

        Raises:
            OSError: It cannot be dropped.
        """
        self.close()
        for name in (MARK, TRAIL):
            (self.folder / name).unlink(missing_ok=True)

    def sync(self) -> None:
        """Let what is kept survive a power cut.

        Raises:
            OSError: The disk refuses.
        """
        for file in self._files or ():
            os.fsync(file)

    def close(self) -> None:
        """Close the files."""
        for file in self._files or ():
            os.close(file)
        self._files = self._trusted = None

    def _set_aside(self, there: Slot | None) -> None:
        size = 0 if there is None else there.tree.size
        for name in (MARK, TRAIL):
            copy = self.folder / f"{name}.before-{size}"
            copy.write_bytes((self.folder / name).read_bytes())

    @contextmanager
    def _locked(self) -> Iterator[tuple[int, int]]:
        if self._files is None:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            mark = os.open(self.file, WRITTEN, 0o600)
            self._files = mark, os.open(self.folder / TRAIL, WRITTEN, 0o600)
        with locked(self._files[0]):
            yield self._files

    def _there(self, file: int) -> Slot | None:
        os.lseek(file, 0, os.SEEK_SET)
        content = os.read(file, FILE_BYTES)
        if content != self._content:
            self._content, self._slot = content, unpacked(content)
        return self._slot

    def _write_mark(self, file: int, mark: Mark, there: Slot | None) -> None:
        """Write into the slot that does not hold what is kept."""
        place = 0 if there is None else (there.place + 1) % SLOTS
        slot = packed(mark)
        os.lseek(file, place * SLOT_BYTES, os.SEEK_SET)
        os.write(file, slot)
        journal = digest_of(mark.journal_id)
        self._slot = self._trusted = Slot(place, journal, mark.leaf, mark.tree)
        self._content = _put(self._content, slot, place * SLOT_BYTES)


def _put(content: bytes, part: bytes, start: int) -> bytes:
    """Return what a file holds after a part of it was written."""
    before = content[:start].ljust(start, b"\x00")
    return before + part + content[start + len(part) :]


def _write(file: int, start: int, content: bytes) -> None:
    os.lseek(file, start, os.SEEK_SET)
    while content:
        content = content[os.write(file, content) :]


def _require_past(there: Slot, mark: Mark, leaves: Leaves) -> None:
    """Refuse where what is kept is not of the same past.

    A mark further on than the journal that this process sees is another process's.
    """
    size, same = there.tree.size, there.leaf
    if there.journal != digest_of(mark.journal_id):
        raise OtherMarkError
    leaf = mark.leaf if size == mark.size else leaves.leaf(size)
    if leaf is not None and leaf != same:
        raise OtherMarkError
