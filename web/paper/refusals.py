"""What is refused of maps on paper: sheets, areas, windows."""

from __future__ import annotations

from web.words.refusals import EdgeError


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
