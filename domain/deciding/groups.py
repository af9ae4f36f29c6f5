"""Groups: several commands as one, and which of them a refusal is about (R8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from domain.deciding.context import UNDETERMINED
from domain.errors import MalformedCommandError, Refusal

COMMANDS = "commands"
MAX_COMMANDS = 1000
HEAD = frozenset({"command_id", COMMANDS})
"""All that a group has beside its commands."""

Body = Mapping[str, object]


class GroupMemberError(Refusal):
    """One command of a group is refused, so nothing of the group is recorded."""

    template = "Command {number} of the group: {why}"

    def __init__(self, number: int, cause: Exception) -> None:
        self.number, self.cause = number, cause
        super().__init__(number=number, why=cause)


def commands_in(body: Body) -> Sequence[Body]:
    """Return the commands of a group.

    Raises:
        MalformedCommandError: It is not a list of 1 to 1,000 commands, or the group
            has a member beside it.
        GroupMemberError: One of them is no object, or has an id of its own.
    """
    if body.keys() - HEAD:
        why = "a group has only “command_id” and “commands”, its commands all else"
        raise MalformedCommandError(why=why)
    listed = body[COMMANDS]
    if not isinstance(listed, list) or not 0 < len(listed) <= MAX_COMMANDS:
        why = "“commands” is a list of 1 to 1000 commands"
        raise MalformedCommandError(why=why)
    for number, command in enumerate(listed, 1):
        with numbered(number):
            _require_member(command)
    return listed


def _require_member(body: object) -> None:
    if not isinstance(body, Mapping):
        raise MalformedCommandError(why="it is no object")
    if HEAD & body.keys():
        why = "a command of a group has no “command_id” or “commands” of its own"
        raise MalformedCommandError(why=why)


@contextmanager
def numbered(number: int | None) -> Iterator[None]:
    """Say of a refusal which command of a group it is about; None where there is none.

    What the group itself has decided has no position yet: it is told as ``+2``, the
    second fact of the group.

    Raises:
        GroupMemberError: Whatever refusal was raised, with the number before it.
    """
    try:
        yield
    except Refusal as error:
        if number is None:
            raise
        error.fields = {name: _placed(value) for name, value in error.fields.items()}
        raise GroupMemberError(number, error) from error


def _placed(value: object) -> object:
    is_undetermined = isinstance(value, int) and value >= UNDETERMINED
    return f"+{value - UNDETERMINED}" if is_undetermined else value  # type: ignore[operator]
