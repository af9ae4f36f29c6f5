"""Refused because of what was sent: it cannot be read as what it claims to be."""

from __future__ import annotations

from domain.errors.refusal import MalformedError


class InvalidInstantError(MalformedError):
    """A date or time does not exist, is ambiguous, or is out of range."""

    template = "“{text}” is not a date or time that can be used: {why}."
    rule = "R12"


class EmptyPeriodError(MalformedError):
    """A period ends after it begins."""

    template = (
        "{record} would hold from {effective} until {until}: a period ends after it "
        "begins."
    )
    rule = "R1"


class InvalidMoneyError(MalformedError):
    """An amount is not a number with at most two decimals."""

    template = "“{text}” is not an amount: write digits with at most two decimals."
    rule = "R16"


class UnknownMemberError(MalformedError):
    """A command names something that it does not have."""

    template = "“{name}” does not belong to {record}; it has: {known}."


class MissingMemberError(MalformedError):
    """A command leaves out something it needs."""

    template = "{record} needs “{name}”."


class InvalidMemberError(MalformedError):
    """A value of a command cannot be what it should be."""

    template = "“{value}” cannot be the {name} of {record}: {why}."


class UnknownFactError(MalformedError):
    """No fact goes by this name."""

    template = "No fact is called “{name}”; known are: {known}."


class MalformedCommandError(MalformedError):
    """A command has not exactly one of the three verbs, or is no object."""

    template = "This is not a command: {why}."


class PlotWithoutPlaceError(MalformedError):
    """A plot is registered with a boundary, or at least with a point."""

    template = "The plot “{plot}” needs a boundary or at least a point."


class RefusedRowsError(MalformedError):
    """Some rows of an edition cannot be recorded; all or nothing."""

    template = "{refused} of {rows} rows cannot be recorded, so nothing was."
