"""Commands: one of three verbs, in a client's words, under an id (R9)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from domain.errors import MalformedCommandError, MissingMemberError, UnknownFactError
from domain.facts import FACTS
from domain.kernel.facts import WorldFact
from domain.members import read_members, read_text, require_members

COMMAND_ID = re.compile(r"[A-Za-z0-9._:/+-]{1,120}", re.ASCII)
VERBS = ("record", "correct", "withdraw")
RECORDABLE = {name: kind for name, kind in FACTS.items() if issubclass(kind, WorldFact)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The world changed: record a fact of a thing."""

    kind: str
    thing: str
    fact: WorldFact


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct:
    """Our record was wrong: replace members of a fact, read once it is known."""

    target: int
    reason: str
    members: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """It never happened: take a fact out of every later answer."""

    target: int
    reason: str


Verb = Record | Correct | Withdraw


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
    own = ("command_id", "record", kind.kind)
    members = {k: v for k, v in body.items() if k not in own}
    return record_of(str(name), _thing(body, str(name), kind.kind), members)


def record_of(name: str, thing: str, given: Mapping[str, object]) -> Record:
    """Read the members of a fact to be recorded of a thing.

    Raises:
        MalformedError: A member is missing, unknown or wrong.
    """
    kind = RECORDABLE[name]
    members = read_members(name, kind, given)
    require_members(name, kind, members)
    return Record(kind=kind.kind, thing=thing, fact=kind(**members))


def _thing(body: Mapping[str, object], name: str, key: str) -> str:
    thing = body.get(key)
    if not isinstance(thing, str):
        raise MissingMemberError(record=name, name=key)
    return thing


def _correct(body: Mapping[str, object]) -> Correct:
    members = {
        k: v for k, v in body.items() if k not in ("command_id", "correct", "reason")
    }
    if not members:
        raise MalformedCommandError(why="a correction names the members it replaces")
    target = _target(body["correct"])
    return Correct(target=target, reason=_reason(body), members=members)


def _withdraw(body: Mapping[str, object]) -> Withdraw:
    strange = body.keys() - {"command_id", "withdraw", "reason"}
    if strange:
        raise MalformedCommandError(
            why=f"a withdrawal has no {', '.join(sorted(strange))}"
        )
    return Withdraw(target=_target(body["withdraw"]), reason=_reason(body))


def _target(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise MalformedCommandError(why="the target is a journal position, like 1234")
    return value


def _reason(body: Mapping[str, object]) -> str:
    reason = body.get("reason")
    if not isinstance(reason, str):
        raise MissingMemberError(record="a correction or withdrawal", name="reason")
    try:
        return read_text(reason)
    except ValueError as error:
        raise MalformedCommandError(why=f"the reason cannot stay so: {error}") from None
