"""From a table and its mapping to the edition that the domain reconciles."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from domain.commands import fact_of
from domain.errors import Refusal
from domain.kernel.facts import Source, WorldFact
from domain.things.record.registers import Edition, EditionRow
from domain.things.registration import stream_of
from geo.record.errors import GeoError
from geo.record.shapes import ShapeColumn, boundaries_of_record, points_of_record
from web.recording.registers.cells import ReadMembers, UnreadableCellError, reader_of
from web.recording.registers.mapping import FactRule, RegisterMapping, read_mapping
from web.recording.registers.refusals import (
    CellError,
    CurrencyMismatchError,
    TwoRowsError,
)
from web.recording.registers.tables import RegisterTable, TableRow, read_table
from web.words.refusals import EdgeError

COORDINATE = re.compile(r"-?\d{1,10}(\.\d{1,15})?", re.ASCII)

RowRefusal = Refusal | EdgeError | GeoError


@dataclass(frozen=True, slots=True)
class ReadEdition:
    """An edition as far as it could be read, and the rows that could not."""

    edition: Edition
    sha256: str
    refused: Mapping[int, RowRefusal]
    """Line → why its row cannot be read."""


@dataclass(slots=True)
class _Rows:
    """Rows on their way from a table into an edition."""

    register: str
    table: RegisterTable
    mapping: RegisterMapping
    read: list[EditionRow] = field(default_factory=list)
    refused: dict[int, RowRefusal] = field(default_factory=dict)
    slots: dict[str, tuple[FactRule, ReadMembers]] = field(init=False)

    def __post_init__(self) -> None:
        formats = self.mapping.formats
        self.slots = {
            rule.name: (rule, reader_of(rule, formats)) for rule in self.mapping.facts
        }

    def refuse_cell(self, line: int, column: str, why: object) -> None:
        """Say where in the file a cell cannot be read."""
        self.refused[line] = CellError(
            file=self.table.file, line=line, column=column, why=why
        )


def read_edition(
    path: Path, *, register: str, mapping_path: Path, crs: str, currency: str
) -> ReadEdition:
    """Read one edition of a register.

    Args:
        path: The register's file.
        register: The name under which its editions belong together.
        mapping_path: The TOML file that says what its columns mean.
        crs: The district's CRS.
        currency: The district's currency.

    Raises:
        FileError: The file or the mapping as a whole cannot be read.
        GeoError: The mapping's CRS cannot be brought into the district's.
    """
    mapping = read_mapping(mapping_path)
    if mapping.currency not in (None, currency):
        raise CurrencyMismatchError(
            file=mapping_path.name, stated=mapping.currency, currency=currency
        )
    table = read_table(path, mapping.file, wanted=mapping.columns())
    rows = _Rows(register, table, mapping)
    _read_rows(rows, crs)
    digest = hashlib.sha256(path.read_bytes() + mapping_path.read_bytes())
    return ReadEdition(
        edition=Edition(register, table.file, rows.read, _unread(rows)),
        sha256=digest.hexdigest(),
        refused=rows.refused,
    )


def _read_rows(rows: _Rows, crs: str) -> None:
    places = _places(rows, crs)
    seen: dict[str, int] = {}
    for row, place in zip(rows.table.rows, places, strict=True):
        thing = row.cells[rows.mapping.id]
        if thing in seen:
            rows.refused[row.line] = TwoRowsError(
                file=rows.table.file, line=row.line, thing=thing, other=seen[thing]
            )
        seen.setdefault(thing, row.line)
        if row.line not in rows.refused:
            _read_row(rows, row, place)


def _unread(rows: _Rows) -> set[str]:
    """Name the things whose rows are there, although they could not be read."""
    return {
        stream_of(rows.mapping.thing, row.cells[rows.mapping.id])
        for row in rows.table.rows
        if row.line in rows.refused
    }


def _read_row(rows: _Rows, row: TableRow, place: dict[str, str | None]) -> None:
    thing = row.cells[rows.mapping.id]
    try:
        facts = {
            slot: _fact(rows, slot, rule, row, members | _of(rule, place))
            for slot, (rule, read) in rows.slots.items()
            if (members := read(row.cells)) is not None
        }
    except UnreadableCellError as error:
        rows.refuse_cell(row.line, error.column, error.why)
    except Refusal as refusal:
        rows.refused[row.line] = refusal
    else:
        rows.read.append(EditionRow(rows.mapping.thing, thing, row.line, facts))


def _of(rule: FactRule, place: dict[str, str | None]) -> dict[str, str | None]:
    """Return the geometry that belongs to a fact: a registration's."""
    return place if rule.kind.begins else {}


def _fact(
    rows: _Rows,
    slot: str,
    rule: FactRule,
    row: TableRow,
    given: Mapping[str, str | None],
) -> WorldFact:
    source = Source(
        register=rows.register, file=rows.table.file, line=row.line, slot=slot
    )
    return fact_of(rule.record, given, source)


def _places(rows: _Rows, crs: str) -> Sequence[dict[str, str | None]]:
    """Read all geometry at once; return the members it gives to each row."""
    places: list[dict[str, str | None]] = [{} for _ in rows.table.rows]
    if (at := rows.mapping.position) is not None:
        xs, ys = (_floats(rows, column) for column in (at.x, at.y))
        points = points_of_record(xs, ys, source_crs=at.crs, district_crs=crs)
        _put("point", points, rows, places)
    if (outline := rows.mapping.boundary) is not None:
        texts = [row.cells[outline.wkt] or None for row in rows.table.rows]
        shapes = boundaries_of_record(texts, source_crs=outline.crs, district_crs=crs)
        _put("boundary", shapes, rows, places)
    return places


def _put(
    member: str,
    column: ShapeColumn,
    rows: _Rows,
    places: Sequence[dict[str, str | None]],
) -> None:
    for place, text in zip(places, column.wkt, strict=True):
        if text is not None:
            place[member] = text
    for index, problem in column.problems.items():
        rows.refused.setdefault(rows.table.rows[index].line, problem)


def _floats(rows: _Rows, column: str) -> NDArray[np.float64]:
    """Read a column of coordinates; a blank cell is no coordinate."""
    values = np.full(len(rows.table.rows), np.nan)
    for index, row in enumerate(rows.table.rows):
        text = row.cells[column]
        if text and not COORDINATE.fullmatch(text):
            rows.refuse_cell(row.line, column, f"“{text}” is not a coordinate.")
        elif text:
            values[index] = float(text)
    return values
