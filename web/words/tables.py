"""A sheet: what a question answers, ready to print as table, JSON, CSV or GeoJSON."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from domain.members.scalars import print_flag
from geo.record.features import feature_collection
from web.words.refusals import NoGeometryError
from web.words.values import BLANK

FORMULA = re.compile(r"^[=+\-@\t\r]")
NUMBER = re.compile(r"^-?\d+(\.\d+)?$", re.ASCII)

Cell = (
    str | int | float | bool | Decimal | None | Sequence[object] | Mapping[str, object]
)


class Format(StrEnum):
    """How a sheet is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    GEOJSON = "geojson"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Rows under the dates and the position that they hold for."""

    about: Mapping[str, object]
    """What heads the answer: dates, position, provisional."""
    key: str
    """The name of the rows in JSON."""
    columns: Sequence[str]
    rows: Sequence[Mapping[str, Cell]]
    ids: Sequence[int] = ()
    shapes: Sequence[str | None] | None = None
    """Geometry of record of each row, for GeoJSON."""
    crs: str = ""
    keyed_by: str = ""
    """When set, JSON holds an object by this column in place of a list."""
    alone: bool = False
    """Whether there is one row, whose cells stand in JSON beside the dates."""


def as_json(sheet: Sheet) -> str:
    """Write the sheet as one JSON object."""
    rows: object = sheet.rows
    if by := sheet.keyed_by:
        rows = {
            str(row[by]): {name: cell for name, cell in row.items() if name != by}
            for row in sheet.rows
        }
    answer = sheet.rows[0] if sheet.alone else {sheet.key: rows}
    body = {**sheet.about, **answer}
    return msgspec.json.format(msgspec.json.encode(body), indent=2).decode() + "\n"


def as_csv(sheet: Sheet) -> str:
    """Write the rows as CSV; no cell begins like a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(sheet.columns)
    writer.writerows(
        [printed_cell(row[name]) for name in sheet.columns] for row in sheet.rows
    )
    return text.getvalue()


def as_geojson(sheet: Sheet) -> str:
    """Write the rows as GeoJSON in WGS 84.

    Raises:
        NoGeometryError: The rows have no geometry.
    """
    if sheet.shapes is None:
        raise NoGeometryError(key=sheet.key)
    return feature_collection(
        ids=sheet.ids,
        wkts=sheet.shapes,
        properties={name: [row[name] for row in sheet.rows] for name in sheet.columns},
        crs=sheet.crs,
        members=sheet.about,
    )


def as_table(sheet: Sheet) -> str:
    """Write the sheet for a terminal, under its dates and its position."""
    console = Console(file=io.StringIO(), width=160, color_system=None, emoji=False)
    heading = "  ".join(
        f"{name} {printed_cell(value)}" for name, value in sheet.about.items()
    )
    console.print(heading, markup=False, highlight=False)
    table = Table(*sheet.columns, box=None, pad_edge=False)
    for row in sheet.rows:
        # Text as it is: a cell is never markup, nor an emoji.
        table.add_row(*(Text(_plain(row[name])) for name in sheet.columns))
    console.print(table)
    file = console.file
    return file.getvalue() if isinstance(file, io.StringIO) else ""


WRITERS = {
    Format.TABLE: as_table,
    Format.JSON: as_json,
    Format.CSV: as_csv,
    Format.GEOJSON: as_geojson,
}


def write(sheet: Sheet, form: Format) -> str:
    """Write a sheet in one of the formats."""
    return WRITERS[form](sheet)


def _plain(value: object) -> str:
    """Show a value in one cell; a blank is a dash, a list of objects a line each."""
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        lines = (" ".join(map(printed_cell, each.values())) for each in value)
        return "\n".join(lines)
    return BLANK if value is None else printed_cell(value)


def printed_cell(value: object) -> str:
    """Print a value in one cell, which no spreadsheet reads as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return print_flag(value)
    if isinstance(value, str | int | float | Decimal):
        return _harmless(str(value))
    return _harmless(msgspec.json.encode(value).decode())


def _harmless(text: str) -> str:
    """Keep a spreadsheet from reading text as a formula."""
    return f"'{text}" if FORMULA.match(text) and not NUMBER.match(text) else text
