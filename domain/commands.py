"""Commands: one of three verbs, in a client's words, under an id (R9)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from domain.errors import MalformedCommandError, MissingMemberError, UnknownFactError
from domain.facts import FACTS
from domain.kernel.facts import Source, WorldFact
from domain.members.members import read_members, read_text, require_members

COMMAND_ID = re.compile(r"[A-Za-z0-9._:/+-]{1,120}", re.ASCII)
AS_READ_AT = "as_read_at"
HEAD = ("command_id", AS_READ_AT)
"""Members that every command may have, whatever its verb."""
VERBS = ("record", "correct", "withdraw")
RECORDABLE = {name: kind for name, kind in FACTS.items() if issubclass(kind, WorldFact)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The world changed: record a fact of a thing."""

    kind: str
    thing: str
    fact: WorldFact
    as_read_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct:
    """Our record was wrong: replace members of a fact, read once it is known."""

    target: int
    reason: str
    members: Mapping[str, object]
    as_read_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """It never happened: take a fact out of every later answer."""

    target: int
    reason: str
    as_read_at: int | None = None


Verb = Record | Correct | Withdraw
"""``as_read_at`` is the position at which the client has read what it decided on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Who says what under which id; the body's digest tells two bodies apart."""

    command_id: str
    actor: str
    digest: bytes


def envelope_of(body: Mapping[str, object], *, actor: str) -> Envelope:
    """Seal a command: its id, its actor and the digest of its canonical body.

    Raises:
        MalformedCommandError: The id is missing or has strange characters.
    """
    command_id = body.get("command_id")
    if not isinstance(command_id, str) or not COMMAND_ID.fullmatch(command_id):
        why = "“command_id” is 1 to 120 letters, digits or . _ : / + -"
        raise MalformedCommandError(why=why)
    try:
        canonical = msgspec.json.encode(body, order="sorted")
    except UnicodeEncodeError:
        why = "it has half a character, which cannot be written"
        raise MalformedCommandError(why=why) from None
    return Envelope(
        command_id=command_id, actor=actor, digest=hashlib.sha256(canonical).digest()
    )


def read_command(body: Mapping[str, object]) -> Verb:
    """Read a command as a client sends it.

    Raises:
        MalformedError: It has not exactly one verb, or a member is wrong.
    """
    verbs = [verb for verb in VERBS if verb in body]
    if len(verbs) != 1:
        why = "it needs exactly one of “record”, “correct” and “withdraw”"
        raise MalformedCommandError(why=why)
    if verbs == ["record"]:
        return _record(body)
    return _correct(body) if verbs == ["correct"] else _withdraw(body)


def _record(body: Mapping[str, object]) -> Record:
    name = body["record"]
    kind = RECORDABLE.get(name) if isinstance(name, str) else None
    if kind is None:
        raise UnknownFactError(name=name, known=", ".join(sorted(RECORDABLE)))
    own = (*HEAD, "record", kind.kind)
    members = {k: v for k, v in body.items() if k not in own}
    return Record(
        kind=kind.kind,
        thing=_thing(body, str(name), kind.kind),
        fact=fact_of(str(name), members),
        as_read_at=_as_read_at(body),
    )


def fact_of(
    name: str, given: Mapping[str, object], source: Source | None = None
) -> WorldFact:
    """Read the members of a fact to be recorded, and note where it was read.

    Raises:
        MalformedError: A member is missing, unknown or wrong.
    """
    kind = RECORDABLE[name]
    members = read_members(name, kind, given)
    require_members(name, kind, members)
    return kind(**members, source=source)


def _thing(body: Mapping[str, object], name: str, key: str) -> str:
    thing = body.get(key)
    if not isinstance(thing, str):
        raise MissingMemberError(record=name, name=key)
    return thing


def _correct(body: Mapping[str, object]) -> Correct:
    own = (*HEAD, "correct", "reason")
    members = {k: v for k, v in body.items() if k not in own}
    if not members:
        raise MalformedCommandError(why="a correction names the members it replaces")
    target = _target(body["correct"])
    return Correct(
        target=target,
        reason=_reason(body),
        members=members,
        as_read_at=_as_read_at(body),
    )


def _withdraw(body: Mapping[str, object]) -> Withdraw:
    strange = body.keys() - {*HEAD, "withdraw", "reason"}
    if strange:
        raise MalformedCommandError(
            why=f"a withdrawal has no {', '.join(sorted(strange))}"
        )
    return Withdraw(
        target=_target(body["withdraw"]),
        reason=_reason(body),
        as_read_at=_as_read_at(body),
    )


def _target(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise MalformedCommandError(why="the target is a journal position, like 1234")
    return value


def _as_read_at(body: Mapping[str, object]) -> int | None:
    if AS_READ_AT not in body:
        return None
    value = body[AS_READ_AT]
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        why = "“as_read_at” is a journal position, like 1234"
        raise MalformedCommandError(why=why)
    return value


def _reason(body: Mapping[str, object]) -> str:
    reason = body.get("reason")
    if not isinstance(reason, str):
        raise MissingMemberError(record="a correction or withdrawal", name="reason")
    try:
        return read_text(reason)
    except ValueError as error:
        raise MalformedCommandError(why=f"the reason cannot stay so: {error}") from None
