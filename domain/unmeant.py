"""What a stored fact says that nobody can have recorded, though its bytes decode."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, get_args, get_type_hints

import msgspec

from domain.facts import FACTS
from domain.kernel.facts import Fact, FactCorrected, WorldFact
from domain.members.texts_of_record import is_point
from domain.members.types import SHAPE, known_type

DIGESTS = frozenset({"sha256", "content"})
"""Members that name files: a digest leads nowhere else."""
DIGEST = re.compile(r"[0-9A-Za-z]{0,64}", re.ASCII)
POINT, SOURCE, CHANGES = "point", "source", "changes"

Check = Callable[[Any], bool]


def _is_digest(value: str) -> bool:
    return DIGEST.fullmatch(value) is not None


class Tried(NamedTuple):
    """What is tried of the members of a class."""

    values: Sequence[tuple[str, Check]]
    lists: Sequence[str]
    """Members that list plots with members of their own."""


def unmeant(fact: Fact) -> str:
    """Name the member with which nobody can have recorded a fact; blank where none."""
    if isinstance(fact, FactCorrected):
        return next(_wrong_changes(fact.changes), "")
    return _wrong(fact)


def _wrong(said: object) -> str:
    kind: type = type(said)
    tried = _tried(kind)
    for name, check in tried.values:
        value = getattr(said, name)
        if value is not None and not check(value):
            return name
    for name in tried.lists:
        if wrong := _wrong_among(getattr(said, name)):
            return f"{name}.{wrong}"
    return ""


def _wrong_among(values: Iterable[object]) -> str:
    return next(filter(None, map(_wrong, values)), "")


@cache
def _tried(kind: type) -> Tried:
    if not hasattr(kind, "__struct_fields__"):
        return Tried((), ())
    hints = _hints(kind)
    checks = ((name, _check_of(name, hint)) for name, hint in hints.items())
    values = [(name, check) for name, check in checks if check is not None]
    return Tried(values, [name for name, hint in hints.items() if _is_list(hint)])


def _hints(kind: type[msgspec.Struct]) -> dict[str, object]:
    hints = get_type_hints(kind)
    return {name: hints[name] for name in kind.__struct_fields__ if name != SOURCE}


def _check_of(name: str, hint: object) -> Check | None:
    if name in DIGESTS:
        return _is_digest
    found = known_type(hint)
    if found is SHAPE and name == POINT:
        return is_point
    return None if found is None else found.is_meant


def _is_list(hint: object) -> bool:
    return any(hasattr(argument, "__struct_fields__") for argument in get_args(hint))


def _wrong_changes(changes: Mapping[str, object]) -> Iterator[str]:
    """Yield what no fact of any class could hold, each by itself and all together."""
    if not any(changes.keys() <= member.keys() for member in _members()):
        yield CHANGES
    for name, value in changes.items():
        hints = {member[name] for member in _members() if name in member}
        if not any(_fits(name, value, hint) for hint in hints):
            yield f"{CHANGES}.{name}"


@cache
def _members() -> list[dict[str, object]]:
    """List the members of every class of facts of the world."""
    return [_hints(kind) for kind in FACTS.values() if issubclass(kind, WorldFact)]


def _fits(name: str, written: object, hint: object) -> bool:
    try:
        value = msgspec.convert(written, hint)
    except (msgspec.ValidationError, ValueError):
        return False
    if isinstance(value, tuple):
        return not _wrong_among(value)
    check = _check_of(name, hint)
    return value is None or check is None or check(value)
