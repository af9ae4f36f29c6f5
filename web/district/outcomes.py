"""What became of a command from outside: one object, recorded or refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from domain.deciding.groups import COMMANDS, GroupMemberError
from domain.errors import MovedError
from domain.journal.lines import Receipt
from domain.kernel.facts import Concerned
from domain.kernel.instants import print_instant
from web.district.commands import Body, execute, read_body
from web.district.log import log_refusal
from web.district.opening import District
from web.district.unread import unread
from web.words.catalogue import Translate, message_of
from web.words.statuses import OURS, rule_of


def receipt_answer(
    district: District, body: Body, receipt: Receipt
) -> dict[str, object]:
    """Answer a command that is recorded, or a group of them.

    ``unread`` is there where a revision did not say what it had read: see ``unread``.
    """
    answer = {
        "command_id": body["command_id"],
        "position": receipt.last,
        "first": receipt.first,
        "recorded": print_instant(receipt.recorded),
        "repeated": receipt.repeated,
    }
    if COMMANDS in body:
        answer["positions"] = _positions(district, receipt)
    return answer | unread(district.app.journal, body, receipt)


def _positions(district: District, receipt: Receipt) -> list[int]:
    """Return where the fact of each command of a group stands; markers are none."""
    entries = district.app.journal.entries_at(range(receipt.first, receipt.last + 1))
    return [e.position for e in entries if not isinstance(e.fact, Concerned)]


def refusal_answer(
    command_id: object, error: Exception, translate: Translate
) -> dict[str, object]:
    """Answer a command that is refused: the rule, what to do, and what has moved."""
    cause = error.cause if isinstance(error, GroupMemberError) else error
    answer: dict[str, object] = {
        "error": type(cause).__name__,
        "rule": rule_of(error),
        "detail": message_of(error, translate),
    }
    if isinstance(error, GroupMemberError):
        answer["command"] = error.number
    if isinstance(cause, MovedError):
        answer["moved"] = [asdict(each) for each in cause.moved]
    return {"command_id": command_id, **answer} if command_id is not None else answer


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one line of commands: its answer, and its refusal if any."""

    answer: Mapping[str, object]
    error: Exception | None = None


def carried_out(
    district: District, number: int, line: bytes, *, actor: str, translate: Translate
) -> Outcome:
    """Carry out one line; a refusal is an answer too, and the next line goes on."""
    command_id: object = None
    try:
        body = read_body(number, line)
        command_id = body.get("command_id")
        receipt = execute(district, body, actor=actor)
        return Outcome(receipt_answer(district, body, receipt))
    except OURS as error:
        answer = refusal_answer(command_id, error, translate)
        log_refusal(error, command=command_id)
        return Outcome({"line": number, **answer}, error)
