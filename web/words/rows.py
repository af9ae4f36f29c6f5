"""Sheets written row by row: as long as they like, and never held as a whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from web.words.tables import Cell, Format, Sheet, printed_cell

INDENT = "    "
NO_ROWS = "[]\n}"
Rows = Iterable[Mapping[str, Cell]]


def streamed(head: Sheet, rows: Rows, form: Format) -> Iterator[str]:
    """Write a sheet as ``web.words.tables.write`` would, byte for byte, row by row.

    Args:
        head: The sheet without its rows.
        rows: Its rows, taken one after another.
        form: JSON or CSV.
    """
    return _as_csv(head, rows) if form is Format.CSV else _as_json(head, rows)


def _as_json(head: Sheet, rows: Rows) -> Iterator[str]:
    about = _formatted({**head.about, head.key: ()}).removesuffix(NO_ROWS)
    before = f"{about}[\n"
    for row in rows:
        yield before + INDENT + _formatted(row).replace("\n", f"\n{INDENT}")
        before = ",\n"
    yield "\n  ]\n}\n" if before == ",\n" else f"{about}{NO_ROWS}\n"


def _formatted(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def _as_csv(head: Sheet, rows: Rows) -> Iterator[str]:
    yield _line(head.columns)
    for row in rows:
        yield _line([printed_cell(row[name]) for name in head.columns])


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue()
