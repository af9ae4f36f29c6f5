"""The forms of the three verbs: what was typed, and the command that it makes."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from werkzeug.exceptions import NotFound

from domain.commands import AS_READ_AT, RECORDABLE
from domain.errors import NotRevisableError
from domain.kernel.facts import FactCorrected, Redrawing, WorldFact
from domain.kernel.instants import FOREVER, Instant
from domain.kernel.live_facts import Entry, live_facts
from domain.members.types import SHAPE
from domain.things.registration import thing_of
from web.district.commands import Body, read_body
from web.district.dates import POSITION, today_of
from web.district.opening import District
from web.recording.forms.fields import (
    EFFECTIVE,
    ENDS,
    Field,
    fields_of,
    typed_as,
)

WAS = "was."
"""Before the name of a member: what it was when the form was made."""
NO_VALUE = "none."
"""Before the name of a member: ticked where it is to have no value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbForm:
    """One form: a verb, the fact it is about, and what has been typed."""

    verb: str
    """``record``, ``correct`` or ``withdraw``."""
    record: str
    """The name of the fact that is recorded or revised."""
    kind: str
    thing: str
    target: int | None = None
    """The position that is corrected or withdrawn."""
    command_id: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    fact: WorldFact | None = None
    """The fact that is revised, as it stands now."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """The members that can be typed in."""
        return () if self.verb == "withdraw" else fields_of(self.record)

    def value(self, name: str) -> str:
        """Return what was typed in a field."""
        return self.typed.get(name, "").strip()

    def is_changed(self, name: str) -> bool:
        """Tell whether a field differs from what the form began with."""
        return self.value(name) != self.value(f"{WAS}{name}")

    def renewed(self) -> VerbForm:
        """Return the form for another command, with all that was typed."""
        return replace(self, command_id=new_command_id())

    def filled(self, typed: Mapping[str, str]) -> VerbForm:
        """Return the form as it came back from the reader."""
        return replace(self, typed=typed, command_id=typed.get("command_id", ""))

    def reread(self, now: VerbForm) -> VerbForm:
        """Return the form on the ground of a newer one; what was typed stays.

        Args:
            now: The same form as it would be made now.
        """
        untouched = {
            each.name: now.value(each.name)
            for each in self.fields
            if self.verb == "correct" and not self.is_changed(each.name)
        }
        ground = {
            name: value
            for name, value in now.typed.items()
            if name.startswith(WAS) or name == AS_READ_AT
        }
        return replace(self, typed={**self.typed, **untouched, **ground})

    def body(self) -> Body:
        """Write the command.

        Raises:
            NotJsonError: A geometry that begins like GeoJSON is none.
        """
        head = {"command_id": self.command_id, **self._ground()}
        if self.verb == "record":
            return {**head, "record": self.record, self.kind: self.thing, **self._new()}
        body = {**head, self.verb: self.target, "reason": self.value("reason")}
        return {**body, **self._changed()}

    def _ground(self) -> dict[str, object]:
        """Name the position at which the form was made, so that a stale one is told."""
        text = self.value(AS_READ_AT)
        if not text:
            return {}
        return {AS_READ_AT: int(text) if POSITION.fullmatch(text) else text}

    def _new(self) -> dict[str, object]:
        """Return the members of a new fact: blank is left out, none is said."""
        values = {each.name: self._member(each) for each in self.fields}
        return {
            name: value
            for name, value in values.items()
            if value is not None or self.value(f"{NO_VALUE}{name}")
        }

    def _changed(self) -> dict[str, object]:
        """Return the members that differ from what the form began with."""
        changed = [each for each in self.fields if self.is_changed(each.name)]
        return {
            each.name: self._member(each) if each.nullable else self._member(each) or ""
            for each in changed
            if each.name not in ENDS
        } | self._end(changed)

    def _end(self, changed: Sequence[Field]) -> dict[str, object]:
        """Return the end of a period: in the way in which it is said now."""
        if not any(each.name in ENDS for each in changed):
            return {}
        said = {name: self.value(name) for name in ENDS if self.value(name)}
        return {**said} if said else {ENDS[-1]: None}

    def _member(self, each: Field) -> object:
        text = self.value(each.name)
        if each.type is SHAPE and text.startswith("{"):
            return read_body(1, text.encode())
        return text or None


def new_command_id() -> str:
    """Draw the id of a form's command, once for each form."""
    return f"form:{secrets.token_urlsafe(12)}"


def has_form(record: str) -> bool:
    """Tell whether a fact is recorded by a form: plots are not drawn in one."""
    return record in RECORDABLE and not issubclass(RECORDABLE[record], Redrawing)


def record_form(district: District, record: str, thing: str) -> VerbForm:
    """Begin a form that records a change; what happened, happened today.

    Raises:
        NotFound: No fact that is recorded by a form goes by this name.
    """
    if not has_form(record):
        raise NotFound
    return VerbForm(
        verb="record",
        record=record,
        kind=RECORDABLE[record].kind,
        thing=thing,
        command_id=new_command_id(),
        typed={EFFECTIVE: today_of(district), **_read_now(district)},
    )


def _read_now(district: District) -> dict[str, str]:
    return {AS_READ_AT: str(district.app.journal.head().position)}


def revision_form(district: District, verb: str, target: int) -> VerbForm:
    """Begin a form that corrects or withdraws the entry at a position.

    Raises:
        UnknownPositionError: The journal has no such position.
        NotRevisableError: The entry cannot be revised in this way.
    """
    line = district.app.journal.line(target)
    kind, thing = thing_of(line.stream)
    make = partial(
        VerbForm,
        verb=verb,
        kind=kind,
        thing=thing,
        target=target,
        command_id=new_command_id(),
    )
    ground = _read_now(district)
    fact = live_facts_behind(district.app.entries(line.stream), target)
    if verb == "withdraw":
        return make(record=line.name, fact=fact, typed=ground)
    if fact is None:
        raise NotRevisableError(target=target, name=line.name)
    record = type(fact).__name__
    now = {each.name: typed_as(each, fact) for each in fields_of(record)}
    was = {f"{WAS}{name}": value for name, value in now.items()}
    return make(record=record, fact=fact, typed=now | was | ground)


def live_facts_behind(entries: list[Entry], target: int) -> WorldFact | None:
    """Return the fact behind an entry as it stands, or stood before its withdrawal."""
    facts = {entry.position: entry.fact for entry in entries}
    fact = facts[target]
    while isinstance(fact, FactCorrected):
        target = fact.target
        fact = facts[target]
    known = Instant(FOREVER - 1)
    live = {each.position: each.fact for each in live_facts(entries, known)}
    return live.get(target, fact if isinstance(fact, WorldFact) else None)
