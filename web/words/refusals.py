"""What the edge refuses by itself, before any layer below is asked.

What only registers, questions or maps on paper refuse stands beside them.
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
    """Only a demonstration runs on a simulated time."""

    template = "The journal in {home} is a real one: only the system's clock serves it."


class SimulatedTimeError(EdgeError):
    """A demonstration on a simulated time has no clock to confirm."""

    template = (
        "This demonstration runs on a simulated time; there is no clock to confirm."
    )


class NoReasonError(EdgeError):
    """Who confirms the clock says why."""

    template = "Say with --reason how the clock was found to be right."


class UnknownCurrencyError(EdgeError):
    """A currency goes by three capital letters."""

    template = "“{currency}” is not a currency code; write three letters, like CNY."


class BehindError(EdgeError):
    """The read model has not reached the position that was asked for."""

    template = (
        "The tables have read the journal up to {position} and are catching up to "
        "{asked}; ask again in a moment."
    )


class NotJsonError(EdgeError):
    """A command is one JSON object."""

    template = "Line {line} is not a JSON object: {why}."


class RepeatedMemberError(EdgeError):
    """Of a member that is said twice, one would be lost in silence."""

    template = "“{name}” is said twice in one object; say it once."


class CommandLineError(EdgeError):
    """A command of a batch was refused; those before it stand."""

    template = "Line {line}: {why}"


class NoGeometryError(EdgeError):
    """GeoJSON needs places."""

    template = "{key} have no geometry; choose table, json or csv."


class UnreadableViewError(EdgeError):
    """A view of the map is a rectangle in degrees."""

    template = (
        "“{text}” is not a view: write west,south,east,north in degrees, west and "
        "south first."
    )


class DaysError(EdgeError):
    """So many days, and at least one, are answered in one request."""

    template = "Days were asked for {days} times; ask for 1 to {most} days."


class NotANumberError(EdgeError):
    """The map knows plots by their numbers."""

    template = "“{text}” is not a number; “{name}” takes the number of a plot."


class PageError(EdgeError):
    """Rows are answered page by page."""

    template = "“{name}” goes from 1 to {most} here, but “{text}” was asked for."


class UnknownGroupingError(EdgeError):
    """Plots are grouped by an attribute that the map can filter by."""

    template = "Plots are not grouped by “{by}”; known are: {known}."


class UnknownMeasureError(EdgeError):
    """The curve of the map tells of plots, land and money."""

    template = "The curve does not measure “{measure}”; known are: {known}."


class UnknownLayerError(EdgeError):
    """No base layer goes by this name."""

    template = "There is no base layer “{layer}”."


class PortTakenError(EdgeError):
    """Another program listens there."""

    template = "Port {port} is taken by another program; choose one with --port."


class UnusableSigningKeyError(EdgeError):
    """Checkpoints are signed with a key that can be read, or not at all."""

    template = (
        "{file} cannot be the key that checkpoints are signed with: {why}. Restore it "
        "from a backup, or move it away: a new key is made, which says nothing of what "
        "the old one has signed."
    )


class UnusableKeyError(EdgeError):
    """Forms are signed with a key of full length, or not at all."""

    template = (
        "{file} cannot be the key that forms are signed with: {why}. Move it away and "
        "start again: a new key is made, and open pages are loaded again."
    )


class NotGeometryError(EdgeError):
    """A place is GeoJSON, or WKT in the district's CRS."""

    template = "“{name}” is GeoJSON in WGS 84, or WKT in the district's CRS."


class OthersPlaceError(EdgeError):
    """A place of one of the plots that a command lists cannot go on record."""

    template = "{name}: {why}"


class UnknownFormatError(EdgeError):
    """An answer is written as JSON, CSV or GeoJSON."""

    template = "“{form}” is not a format; ask for json, csv or geojson."


class UnknownQuestionError(EdgeError):
    """Nobody can be asked this."""

    template = "There is no question “{name}”; there are: {known}."


class RepeatedParameterError(EdgeError):
    """Of two texts for one parameter nobody can tell which is meant."""

    template = "“{name}” was given {found} times, but takes {times}."


class UnverifiableError(EdgeError):
    """Nothing can be said: neither that it is right nor that it is wrong."""

    template = "{file} cannot be verified: {why}."
