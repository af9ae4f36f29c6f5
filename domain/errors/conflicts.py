"""Refused because of what is recorded already: lawful, but not after that."""

from __future__ import annotations

from collections.abc import Sequence

from domain.errors.moved import StaleStream, listed
from domain.errors.refusal import ConflictError


class AlreadyRegisteredError(ConflictError):
    """A thing is registered once."""

    template = "The {kind} “{thing}” is registered already, at position {position}."


class NotThereError(ConflictError):
    """A thing is redrawn only while it exists."""

    template = "The {kind} “{thing}” does not exist on {at}; it exists {lives}."
    rule = "R14"


class AlreadyWithdrawnError(ConflictError):
    """A withdrawal withdraws something that stands."""

    template = "Position {target} is withdrawn already, by position {by}."
    rule = "R6"


class NotRevisableError(ConflictError):
    """Some facts found the journal itself and stay as they are."""

    template = "Position {target} ({name}) belongs to the journal itself and stays."
    rule = "R7"


class OtherThingsError(ConflictError):
    """A redrawing concerns the same things for as long as it stands."""

    template = (
        "A correction cannot change which things position {target} redraws (“{name}”): "
        "withdraw it and record it anew."
    )
    rule = "R7"


class MovedError(ConflictError):
    """Something that the decision read has moved since."""

    template = (
        "“{stream}” has moved since it was read: it was at version {read} and is at "
        "{now}, by {positions}; read it again and decide again."
    )

    def __init__(self, moved: Sequence[StaleStream]) -> None:
        first = moved[0]
        self.moved = tuple(moved)
        super().__init__(
            stream=first.thing,
            read=first.read,
            now=first.now,
            positions=listed(first.positions),
        )


class DamagedFactError(ConflictError):
    """A decision needs every fact of a thing."""

    template = (
        "The fact at position {position} of “{thing}” is damaged ({said}), so nothing "
        "can be decided about it: restore a backup, or withdraw that position if "
        "nobody can tell what it said."
    )


class NamelessFactError(ConflictError):
    """An entry counts for nothing whose thing cannot be told by its name."""

    template = (
        "The name of the thing of the entry at position {position} cannot be read, so "
        "nothing can be decided about it: restore a backup. It counts nowhere until "
        "then."
    )


class NewerFactError(ConflictError):
    """A decision needs every fact of a thing, also those of later versions."""

    template = (
        "The fact at position {position} of “{thing}” was written by a newer Guatu "
        "({said}), so nothing can be decided about it: upgrade this one."
    )


class CommandIdTakenError(ConflictError):
    """A command id names one command for ever."""

    template = "The command id “{command_id}” was used for another command."
    rule = "R9"
