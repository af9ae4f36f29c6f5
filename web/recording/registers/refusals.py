"""What is refused of registers and of their mappings."""

from __future__ import annotations

from web.words.file_refusals import FileError


class EmptyFileError(FileError):
    """A register has a header and at least one row."""

    template = "{file} is empty: a register has a line of column names and its rows."


class LineTooLongError(FileError):
    """No line of a register is that long."""

    template = (
        "{file}, line {line}: the line is longer than {limit} characters; "
        "this is probably not a table of text."
    )


class UndecodableError(FileError):
    """The bytes are not text in the encoding that was declared or found."""

    template = (
        "{file}, line {line}: this is not text in {encoding}; "
        "name the right encoding in the mapping."
    )


class NotCsvError(FileError):
    """The text is not a table."""

    template = "{file}, line {line}: this cannot be read as a table: {why}."


class MappingError(FileError):
    """The mapping does not say what it should."""

    template = "{file}: {why}."


class MissingColumnError(FileError):
    """The mapping names a column that the file does not have."""

    template = (
        "{file}, line {line}: there is no column “{column}”; there are: {columns}."
    )


class RowLengthError(FileError):
    """A row has more or fewer cells than the header."""

    template = "{file}, line {line}: {found} cells where the header has {wanted}."


class TwoRowsError(FileError):
    """One thing has one row."""

    template = "{file}, line {line}: “{thing}” stands on line {other} already."


class CellError(FileError):
    """A cell cannot be what the mapping says it is."""

    template = "{file}, line {line}, column “{column}”: {why}"


class CurrencyMismatchError(FileError):
    """A register in another currency would be summed up with the district's."""

    template = (
        "{file}: the register is in {stated}, but the district counts {currency}."
    )


class TwoColumnsError(FileError):
    """A column that the mapping names is there twice."""

    template = "{file}, line {line}: there are two columns “{column}”; rename one."
