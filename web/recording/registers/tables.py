"""Reading a table of text: any encoding, any delimiter, no line too long to be one."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from web.district.files.plain import opened_plain
from web.recording.registers.mapping import FileFormat
from web.recording.registers.refusals import (
    EmptyFileError,
    LineTooLongError,
    MissingColumnError,
    NotCsvError,
    RowLengthError,
    TwoColumnsError,
    UndecodableError,
)
from web.words.file_refusals import MissingFileError

MAX_LINE = 1_000_000
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
PROBE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: the line of the file on which it begins, and its cells by column."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class RegisterTable:
    """A register's file, read whole."""

    file: str
    columns: list[str]
    rows: list[TableRow]


def read_table(path: Path, form: FileFormat, *, wanted: set[str]) -> RegisterTable:
    """Read a register's file.

    Args:
        path: The file.
        form: Encoding, delimiter and quote.
        wanted: Columns that must be there.

    Raises:
        FileError: It cannot be opened, decoded or cut into the header's columns.
    """
    encoding = _encoding(path, form)
    try:
        with path.open(encoding=encoding, newline="") as text:
            return _read(path.name, text, form, wanted)
    except UnicodeDecodeError as error:
        line = _line_of_fault(path, encoding)
        raise UndecodableError(file=path.name, line=line, encoding=encoding) from error
    except (LookupError, UnicodeError) as error:
        raise UndecodableError(file=path.name, line=1, encoding=encoding) from error
    except OSError as error:
        raise MissingFileError(file=path, why=error.strerror) from error


def _read(
    file: str, text: IO[str], form: FileFormat, wanted: set[str]
) -> RegisterTable:
    reader = csv.reader(
        _lines(file, text), delimiter=form.delimiter, quotechar=form.quote, strict=True
    )
    csv.field_size_limit(MAX_LINE)
    try:
        header = next(reader, None)
        if header is None:
            raise EmptyFileError(file=file)
        columns = [name.strip() for name in header]
        _require_columns(file, columns, wanted)
        rows = list(_rows(file, reader, columns, reader.line_num))
    except csv.Error as error:
        raise NotCsvError(file=file, line=reader.line_num, why=error) from error
    if not rows:
        raise EmptyFileError(file=file)
    return RegisterTable(file, columns, rows)


def _rows(
    file: str, reader: Iterator[list[str]], columns: list[str], line: int
) -> Iterator[TableRow]:
    for cells in reader:
        begins, line = line + 1, reader.line_num  # type: ignore[attr-defined]
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            raise RowLengthError(
                file=file, line=begins, found=len(cells), wanted=len(columns)
            )
        stripped = (cell.strip() for cell in cells)
        yield TableRow(begins, dict(zip(columns, stripped, strict=True)))


def _require_columns(file: str, columns: list[str], wanted: set[str]) -> None:
    for column in sorted(wanted):
        if column not in columns:
            raise MissingColumnError(
                file=file, line=1, column=column, columns=", ".join(columns)
            )
        if columns.count(column) > 1:
            raise TwoColumnsError(file=file, line=1, column=column)


def _lines(file: str, text: IO[str]) -> Iterator[str]:
    """Yield lines, each no longer than a table's line can be."""
    number = 0
    while line := text.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            raise LineTooLongError(file=file, line=number, limit=MAX_LINE)
        yield line


def _encoding(path: Path, form: FileFormat) -> str:
    """Tell the encoding: by the file's own mark, by the mapping, or by trying."""
    with opened_plain(path) as file:
        beginning = file.read(PROBE_BYTES)
    for mark, encoding in MARKS:
        if beginning.startswith(mark):
            return encoding
    return form.encoding or _guessed(path)


def _guessed(path: Path) -> str:
    """UTF-8 where the whole file is that; else what Chinese offices write."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(PROBE_BYTES):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "gb18030"
    return "utf-8"


def _line_of_fault(path: Path, encoding: str) -> int:
    """Count the lines up to the first bytes that are no text."""
    content = path.read_bytes()
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        sound = content[: error.start].decode(encoding, errors="ignore")
        return io.StringIO(sound, newline=None).read().count("\n") + 1
    return 1
