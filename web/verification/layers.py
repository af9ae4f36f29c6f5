"""The files of base layers, by the digests that the journal recorded."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path

from domain.journal.mapper import meant
from domain.journal.verification.faults import Fault, Missing, OtherLayer, Unreadable
from domain.journal.verification.file import opened
from domain.journal.verification.lines import EVENTS
from domain.kernel.facts import UnreadableFact
from domain.things.land.layers import LayerImported

FOLDER, TOPIC = Path("layers"), "LayerImported"
SELECT = """
    SELECT position, state FROM stored_events
    WHERE topic = 'LayerImported' ORDER BY position
"""


def layer_faults(home: Path, journal: Path) -> Iterator[Fault]:
    """Name the files that are missing, or not what was imported.

    Layers of the first version bear the digest of the file that they were read from:
    of those it can only be said that they are there.
    """
    with opened(journal) as file:
        rows = file.execute(SELECT).fetchall()
    seen: set[str] = set()
    for position, state in rows:
        fact = meant(TOPIC, state)
        if isinstance(fact, UnreadableFact):
            why = Unreadable(said=fact.why)
            yield Fault(journal, why, table=EVENTS, first=position, last=position)
        elif isinstance(fact, LayerImported) and fact.edition not in seen:
            seen.add(fact.edition)
            yield from _faults(home / FOLDER, position, fact)


def _faults(folder: Path, position: int, imported: LayerImported) -> Iterator[Fault]:
    if not imported.content:
        files = [
            folder / f"{imported.sha256}{ending}" for ending in (".gpkg", ".layer")
        ]
        if not any(file.is_file() for file in files):
            yield Fault(files[0], Missing())
        return
    path = folder / f"{imported.content}.layer"
    try:
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        yield Fault(path, Missing())
    except OSError as error:
        yield Fault(path, Unreadable(said=error.strerror))
    else:
        if digest != imported.content:
            yield Fault(path, OtherLayer(position=position))
