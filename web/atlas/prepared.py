"""What a server has prepared in memory, kept beside the read model for its next start.

It can be thrown away at any time, and is, where anything it was made from is another:
the journal, the rows, this program or the libraries that reckon for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from pathlib import Path

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from domain.journal.interface import JournalReader
from projections.memory.amount_columns import PatchedAmounts
from projections.memory.amounts import KeptAmounts
from projections.memory.arrays import Ints, Words
from projections.memory.files import read, write
from projections.memory.state import CachedColumns
from projections.memory.version_columns import PatchedColumn, VersionColumn
from projections.tables.marks import Mark, current_generation, mark_at, marked
from projections.tables.own_number import own_number
from projections.tables.snapshot import Snapshot
from web.district.grounds import PlotGround
from web.district.opening import District

FILE = "prepared.npz"
LEAST_PLOTS = 20_000
"""Fewer are read anew as quickly."""
WORTH_IT = 20_000
"""So many facts later it is written again."""
CODE = (
    "domain",
    "projections",
    "geo",
    "web/district/grounds.py",
    "web/atlas/prepared.py",
)
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Source:
    """What something was prepared from, and by what."""

    rows: int
    """The file's own number; see ``projections.tables.own_number``."""
    generation: int
    position: int
    journal_id: str
    leaf: str
    """Of the journal, at the position."""
    program: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """The columns of all plots, and the ground under them."""

    source: Source
    numbers: Ints
    names: tuple[str, ...]
    """Of the c columns."""
    columns: tuple[VersionColumn, ...]
    words: tuple[NDArray[np.str_], ...]
    """The values of each column, in the order of their codes."""
    amounts: KeptAmounts
    ground: PlotGround


def restored(district: District) -> int:
    """Take over what an earlier server has prepared, where all is as it was.

    Returns:
        The position up to which something is prepared, 0 for nothing.
    """
    found = read(district.home / FILE, Prepared)
    if found is None or not _is_true(found.source, district):
        return 0
    district.columns.restore(_columns(found))
    district.grounds.restore(found.ground)
    return found.source.position


def keep(district: District, *, known: int) -> None:
    """Write what is prepared, unless that was done not long ago, or is not worth it.

    Args:
        district: Being served.
        known: Up to which position an earlier file is true.
    """
    district.read_up_to(district.app.journal.head().position)
    with district.read_model.snapshot() as now:
        columns = district.columns.refreshed(now)
        ground = district.grounds.refreshed(now)
        is_new = now.position - known > WORTH_IT
        if len(columns.numbers) < LEAST_PLOTS or not is_new:
            return
        source = _source(now)
    if columns.position == ground.position == source.position:
        whole = columns.rebased() if columns.replaced else columns
        with suppress(OSError):  # a full disk costs the next start some seconds
            write(district.home / FILE, _prepared(source, whole, ground))


def _prepared(source: Source, columns: CachedColumns, ground: PlotGround) -> Prepared:
    names = tuple(columns.columns)
    return Prepared(
        source=source,
        numbers=columns.numbers,
        names=names,
        columns=tuple(columns.columns[name].base for name in names),
        words=tuple(np.array(columns.words[name].all(), dtype=str) for name in names),
        amounts=columns.amounts.base,
        ground=ground,
    )


def _columns(found: Prepared) -> CachedColumns:
    columns = zip(found.names, found.columns, strict=True)
    words = zip(found.names, found.words, strict=True)
    return CachedColumns(
        found.source.position,
        found.numbers,
        {name: PatchedColumn.of(each) for name, each in columns},
        {name: Words(each.tolist()) for name, each in words},
        PatchedAmounts.on_base(found.amounts),
    )


def _source(now: Snapshot) -> Source:
    found = marked(now.connection, current_generation)
    assert found is not None, "a read model always serves something"  # noqa: S101
    generation, mark = found
    rows = own_number(now.connection)
    leaf = mark.leaf.hex()
    return Source(
        rows, generation, mark.position, mark.journal_id, leaf, _program(CODE)
    )


def _is_true(source: Source, district: District) -> bool:
    """Tell whether the journal still begins so, and the rows are those of then."""
    with district.read_model.snapshot() as now:
        current = _source(now)
    then = Mark(source.position, source.journal_id, bytes.fromhex(source.leaf))
    there: JournalReader = district.app.journal
    same = replace(
        current,
        position=source.position,
        journal_id=source.journal_id,
        leaf=source.leaf,
    )
    is_read = source.position <= current.position
    return same == source and is_read and mark_at(there, source.position) == then


@cache
def _program(parts: Sequence[str]) -> str:
    """Tell this program, and the libraries that reckon for it, from others."""
    digest = blake2b(digest_size=16)
    libraries = (np.__version__, shapely.__version__, shapely.geos_version_string)
    for text in (*libraries, pyproj.__version__, pyproj.proj_version_str):
        digest.update(text.encode() + b"\n")
    for part in parts:
        path = ROOT / part
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(file.read_bytes())
    return digest.hexdigest()
