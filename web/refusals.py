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


class UnreadableViewError(EdgeError):
    """A view of the map is a rectangle in degrees."""

    template = (
        "“{text}” is not a view: write west,south,east,north in degrees, west and "
        "south first."
    )


class UnknownGroupingError(EdgeError):
    """Plots are grouped by an attribute that the map can filter by."""

    template = "Plots are not grouped by “{by}”; known are: {known}."


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


class OthersPlaceError(EdgeError):
    """A place of one of the plots that a command lists cannot go on record."""

    template = "{name}: {why}"


class TwoColumnsError(FileError):
    """A column that the mapping names is there twice."""

    template = "{file}, line {line}: there are two columns “{column}”; rename one."


class UnknownAttributeError(EdgeError):
    """Only attributes and sums can be compared."""

    template = "A {kind} has no “{attribute}”; it has: {known}."


class UnknownQuestionError(EdgeError):
    """Nobody can be asked this."""

    template = "There is no question “{name}”; there are: {known}."


class UnknownParameterError(EdgeError):
    """A question was asked with something that it does not have."""

    template = "“{question}” has no “{name}”; it has: {known}."


class MissingParameterError(EdgeError):
    """A question was asked without something that it needs."""

    template = "“{question}” needs “{name}”."


class RepeatedParameterError(EdgeError):
    """Of two texts for one parameter nobody can tell which is meant."""

    template = "“{name}” was given {found} times, but takes {times}."


class UnprintableParameterError(EdgeError):
    """A parameter is one line of text."""

    template = "“{name}” has a character that cannot be shown; type it again."


class NotAThingError(EdgeError):
    """A thing goes by its kind and its id."""

    template = (
        "“{text}” names nothing that can be asked about here: write its kind before "
        "its id, like {like}."
    )


class UnknownKindError(EdgeError):
    """Things are of a few kinds."""

    template = "“{text}” is no kind of thing; there are: {known}."


class AbsentValueError(EdgeError):
    """Absence is not something a thing can have."""

    template = "Absent is no value; write “absent” in quotes to mean that very text."
    rule = "R3"


class NotTrueError(EdgeError):
    """A thing exists, or is absent."""

    template = "“{value}” is not what “exists” can be: write true."
    rule = "R3"


class NoStretchError(EdgeError):
    """A stretch of time ends after it begins."""

    template = (
        "From {start} to {end} no time passes: “from” is the first instant inside, "
        "“to” the first outside, and later."
    )
    rule = "R1"


class NotADayError(EdgeError):
    """Days are counted from the beginning of one to the beginning of another."""

    template = "“{text}” is not the beginning of a day; write a date, like 2026-03-31."
    rule = "R12"


class BackwardsError(EdgeError):
    """What changed, changed from an earlier knowledge date to a later one."""

    template = (
        "A difference goes from an earlier knowledge date to a later one, but "
        "“{before}” is after “{after}”; change their order."
    )
    rule = "R2"


class NotANumberError(EdgeError):
    """A coordinate is written with digits."""

    template = "“{text}” cannot be “{name}”: write a number like 500000.25."


class OnePlaceError(EdgeError):
    """A point is given in one of two ways."""

    template = "A point is “x” and “y” in metres, or “lon” and “lat” in degrees."


class NotAChoiceError(EdgeError):
    """An attribute has one of a few values."""

    template = "“{value}” is no “{attribute}”; there are: {known}."


class UnwritableFileError(FileError):
    """A file cannot be written where it was asked for."""

    template = "{file} cannot be written: {why}."


class UnknownPaperError(EdgeError):
    """A sheet has one of the common sizes."""

    template = "“{paper}” is not a paper size; there are: {known}."


class UnknownAreaError(EdgeError):
    """Nothing goes by the name of this area."""

    template = (
        "There is no project, zone or town “{area}” at these dates; write project:ID, "
        "zone:NAME, town:NAME, or a window: west,south,east,north."
    )


class AmbiguousAreaError(EdgeError):
    """A name that several kinds of area have."""

    template = "“{area}” may mean several areas; say which: {kinds}."


class WindowError(EdgeError):
    """Four numbers that enclose nothing."""

    template = (
        "“{window}” is not a window: write west,south,east,north, in metres of the "
        "district's reference system or in degrees."
    )


class EmptyAreaError(EdgeError):
    """A map of nothing."""

    template = "No plot with a boundary or a point lies in “{area}” at these dates."


class TooManyPlotsError(EdgeError):
    """A page that nobody's browser would open."""

    template = (
        "An evidence page holds {most} plots at most, but there are {plots}; choose a "
        "town, a zone, a project or a window with --area (area= in an address)."
    )


class UnknownOrientationError(EdgeError):
    """A sheet lies or stands."""

    template = "“{orientation}” is not a way to turn a sheet; there are: {known}."
