"""Refused because of what is asked for: no such thing, position or knowledge date."""

from __future__ import annotations

from domain.errors.refusal import MalformedError, NotFoundError


class GroupInsideError(MalformedError):
    """A position lies inside a command's group, which is visible only as a whole."""

    template = (
        "Position {position} lies inside one command (positions {first} to {last}), "
        "whose facts became known together; ask for {last}."
    )
    rule = "R8"


class FutureKnowledgeError(MalformedError):
    """Nobody can ask what will be known."""

    template = "What will be known on {text} is not known yet; the journal is at {now}."
    rule = "R2"


class UnknownThingError(NotFoundError):
    """Nothing was ever registered under this id."""

    template = "There is no {kind} “{thing}”."


class UnknownPositionError(NotFoundError):
    """The journal has no such position."""

    template = "There is no position {position}; the journal ends at {last}."
