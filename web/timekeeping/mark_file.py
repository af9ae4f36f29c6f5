"""The mark beside a journal: two slots of a small file, written in place."""

from __future__ import annotations

import logging
import os
import threading
from pathlib import Path
from weakref import finalize
from zlib import crc32

import msgspec

from web.timekeeping.readings import Mark

SLOT_BYTES = 512
SLOTS = 2
SUM_BYTES = 8

BINARY = getattr(os, "O_BINARY", 0)
"""Windows would translate line ends."""

log = logging.getLogger("guatu.clock")


class MarkFile:
    """A mark that survives a torn write: the older slot is still whole.

    The file is made once, at its full size, so that later a full disk does not matter.
    Whoever writes holds the journal's write lock; anybody may read. Where the file
    cannot be written the mark stays as it is, and where there is none it is blank.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._file, self._is_writable = _opened(path)
        self._raw, self._mark = b"", Mark()
        self._durable = Mark()
        self._closing = finalize(self, _close, self._file)

    def read(self) -> Mark:
        """Return the mark as any process last wrote it."""
        with self._lock:
            raw = self._all()
            if raw != self._raw:
                # Damage while it is open takes nothing back.
                newest = (self._mark, _newest(raw))
                self._raw, self._mark = raw, max(newest, key=lambda mark: mark.number)
            return self._mark

    def write(self, mark: Mark) -> None:
        """Write a mark over the older slot; called under the journal's write lock."""
        number = self.read().number + 1
        slot = _slot(msgspec.structs.replace(mark, number=number))
        with self._lock:
            if self._file is None or not self._is_writable:
                return
            try:
                _write_at(self._file, slot, number % SLOTS * SLOT_BYTES)
            except OSError as error:
                log.warning("The mark of the clock cannot be written: %s", error)

    def sync(self) -> Mark:
        """Return the newest mark that a power failure will leave."""
        mark = self.read()
        if mark.number != self._durable.number:
            if self._file is None or not self._synced():
                return self._durable
            self._durable = mark
        return self._durable

    def close(self) -> None:
        """Close the file; the mark stays as it was read."""
        with self._lock:
            self._file = None
            self._closing()

    def _synced(self) -> bool:
        if self._file is None:
            return False
        try:
            os.fsync(self._file)
        except OSError as error:
            log.warning("The mark of the clock cannot be synced: %s", error)
            return False
        return True

    def _all(self) -> bytes:
        if self._file is None:
            return self._raw
        try:
            return _read_all(self._file)
        except OSError as error:
            log.warning("The mark of the clock cannot be read: %s", error)
            self._file = None
            return self._raw


def _opened(path: Path) -> tuple[int | None, bool]:
    """Open the file, make it where there is none, or do without."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | BINARY, 0o600)
    except OSError:
        try:
            return os.open(path, os.O_RDONLY | BINARY), False
        except OSError:
            return None, False
    return file, _has_room(file)


def _close(file: int | None) -> None:
    if file is not None:
        os.close(file)


def _has_room(file: int) -> bool:
    """Give a new file its size; what another process has written there stays."""
    try:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(file, 0, SLOTS * SLOT_BYTES)
    except OSError as error:
        log.warning("There is no room for the mark of the clock: %s", error)
        return False
    return True


def _read_all(file: int) -> bytes:
    """Read both slots; processes that a server forked share the file's place."""
    if hasattr(os, "pread"):
        return os.pread(file, SLOTS * SLOT_BYTES, 0)
    os.lseek(file, 0, os.SEEK_SET)
    return os.read(file, SLOTS * SLOT_BYTES)


def _write_at(file: int, content: bytes, at: int) -> None:
    if hasattr(os, "pwrite"):
        os.pwrite(file, content, at)
    else:
        os.lseek(file, at, os.SEEK_SET)
        os.write(file, content)


def _slot(mark: Mark) -> bytes:
    """Write a mark as JSON, filled up with blanks, ending in its checksum."""
    body = msgspec.json.encode(mark).ljust(SLOT_BYTES - SUM_BYTES - 1)
    return body + f"{crc32(body):08x}\n".encode()


def _newest(raw: bytes) -> Mark:
    """Return the newest mark that is whole; a blank one where there is none."""
    slots = [raw[at : at + SLOT_BYTES] for at in range(0, len(raw), SLOT_BYTES)]
    marks = [mark for each in slots if (mark := _read(each)) is not None]
    return max(marks, key=lambda mark: mark.number, default=Mark())


def _read(slot: bytes) -> Mark | None:
    body, end = slot[: -SUM_BYTES - 1], slot[-SUM_BYTES - 1 :]
    if end != f"{crc32(body):08x}\n".encode():
        return None
    try:
        return msgspec.json.decode(body, type=Mark)
    except msgspec.DecodeError:
        return None
