"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from web.kept_files import sync
from web.registers.refusals import UnwritableFileError


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes its place only once it is complete.

    What stood there before stays until then, and for ever if something fails.

    Raises:
        UnwritableFileError: The file cannot be written there.
    """
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
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
        partial.unlink(missing_ok=True)
