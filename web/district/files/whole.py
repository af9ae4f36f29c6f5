"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from web.district.files.private import sync
from web.words.file_refusals import UnwritableFileError

PARTIAL = ".partial"


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes its place only once it is complete.

    What stood there before stays until then, and for ever if something fails.

    Raises:
        UnwritableFileError: The file cannot be written there.
    """
    # Short, for the file's own name may be as long as a name can be.
    partial = path.with_name(f".{os.getpid()}-{secrets.token_hex(8)}{PARTIAL}")
    try:
        with partial.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        sync(path.parent)
    except OSError as error:
        why = error.strerror or str(error)
        raise UnwritableFileError(file=path, why=why) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove what processes of this machine left behind that ended while writing."""
    for partial in folder.glob(f".*{PARTIAL}"):
        writer = partial.name[1:].partition("-")[0]
        if writer.isdecimal() and not _is_running(int(writer)):
            with suppress(OSError):
                partial.unlink()


def _is_running(process: int) -> bool:
    if os.name != "posix":
        return True  # elsewhere, asking would end it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
