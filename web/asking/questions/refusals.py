"""What is refused of questions: their names, their parameters, their dates."""

from __future__ import annotations

from web.words.refusals import EdgeError


class TwoDatesError(EdgeError):
    """A difference lies between two knowledge dates."""

    template = "A difference needs “known” twice, but it was given {found} times."


class UnknownAttributeError(EdgeError):
    """Only attributes and sums can be compared."""

    template = "A {kind} has no “{attribute}”; it has: {known}."


class UnknownParameterError(EdgeError):
    """A question was asked with something that it does not have."""

    template = "“{question}” has no “{name}”; it has: {known}."


class MissingParameterError(EdgeError):
    """A question was asked without something that it needs."""

    template = "“{question}” needs “{name}”."


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
