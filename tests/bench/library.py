"""The bare library: what everything that records is compared with."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from eventsourcing.application import Application

from domain.journal.mapper import FactMapper


class BareLibrary(Application[str]):
    """The library as it comes, but for the same encoding of facts."""

    env: ClassVar[dict[str, str]] = {
        "PERSISTENCE_MODULE": "eventsourcing.sqlite",
        "ORIGINATOR_ID_TYPE": "text",
    }

    def construct_mapper(self) -> FactMapper:
        """Encode facts as Guatu does, so that only the journals differ."""
        return FactMapper(transcoder=None)  # type: ignore[arg-type]


def bare_library(file: Path) -> BareLibrary:
    """Open the library on a file; SQLite's own default is FULL."""
    return BareLibrary({"SQLITE_DBNAME": str(file)})
