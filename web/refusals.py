"""What the edge refuses by itself, before any layer below is asked.

* EdgeError
  + HomeMissingError
  + DistrictExistsError
  + RealJournalError
  + UnknownCurrencyError
  + BehindError
  + FileError
    - MissingFileError
    - EmptyFileError
    - LineTooLongError
    - UndecodableError
    - MappingError
    - MissingColumnError
    - TwoRowsError
    - CellError
  + NotJsonError
"""

from __future__ import annotations

from typing import ClassVar


class EdgeError(Exception):
    """Something outside cannot be used; the message says what to do."""

    template: ClassVar[str] = ""

    def __init__(self, **fields: object) -> None:
        self.fields = fields
        super().__init__(self.template.format(**fields))


class HomeMissingError(EdgeError):
    """The folder holds no district."""

    template = "There is no district in {home}; found one with “guatu init”."


class DistrictExistsError(EdgeError):
    """A district is founded once."""

    template = "There is a district in {home} already; choose another folder."


class RealJournalError(EdgeError):
    """Only a demonstration may be told the time."""

    template = "The journal in {home} is a real one: only the system's clock serves it."


class UnknownCurrencyError(EdgeError):
    """A currency goes by three capital letters."""

    template = "“{currency}” is not a currency code; write three letters, like CNY."


class BehindError(EdgeError):
    """The read model has not reached the position that was asked for."""

    template = (
        "The tables have read the journal up to {position} and are catching up to "
        "{asked}; ask again in a moment."
    )


class FileError(EdgeError):
    """A file that people keep elsewhere cannot be read."""


class MissingFileError(FileError):
    """The file is not there or cannot be opened."""

    template = "{file} cannot be opened: {why}."


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


class NotJsonError(EdgeError):
    """A command is one JSON object."""

    template = "Line {line} is not a JSON object: {why}."


class CommandLineError(EdgeError):
    """A command of a batch was refused; those before it stand."""

    template = "Line {line}: {why}"


class NoGeometryError(EdgeError):
    """GeoJSON needs places."""

    template = "{key} have no geometry; choose table, json or csv."


class CurrencyMismatchError(FileError):
    """A register in another currency would be summed up with the district's."""

    template = (
        "{file}: the register is in {stated}, but the district counts {currency}."
    )


class TwoDatesError(EdgeError):
    """A difference lies between two knowledge dates."""

    template = "A difference needs “known” twice, but it was given {found} times."


class UnknownFormatError(EdgeError):
    """An answer is written as JSON, CSV or GeoJSON."""

    template = "“{form}” is not a format; ask for json, csv or geojson."


class UnknownLayerError(EdgeError):
    """No base layer goes by this name."""

    template = "There is no base layer “{layer}”."


class PortTakenError(EdgeError):
    """Another program listens there."""

    template = "Port {port} is taken by another program; choose one with --port."


class NotGeometryError(EdgeError):
    """A place is GeoJSON, or WKT in the district's CRS."""

    template = "“{name}” is GeoJSON in WGS 84, or WKT in the district's CRS."


class TwoColumnsError(FileError):
    """A column that the mapping names is there twice."""

    template = "{file}, line {line}: there are two columns “{column}”; rename one."


class UnknownAttributeError(EdgeError):
    """Only attributes and sums can be compared."""

    template = "A {kind} has no “{attribute}”; it has: {known}."
