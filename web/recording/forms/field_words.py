"""The fields of a form, and the members of a fact, in words."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass

from domain.commands import RECORDABLE
from domain.kernel.facts import PeriodFact, WorldFact
from domain.kernel.instants import DATE
from domain.members.members import THROUGH, UNTIL
from domain.members.types import AREA, MONEY, SHAPE, MemberType
from web.history.things import end_text
from web.recording.forms.fields import (
    EFFECTIVE,
    ENDS,
    Field,
    fields_of,
    typed_as,
)
from web.recording.forms.form import NO_VALUE, WAS, VerbForm
from web.words.catalogue import Translate, marked
from web.words.labels import MEMBER_LABELS, value_shown

MONTHS = 12
HINTS = {
    MONEY: marked("Digits with at most two decimals, like 12500.00"),
    AREA: marked("Square metres, with at most four decimals"),
    SHAPE: marked(
        "WKT in {crs}, metres, or the geometry of a GeoJSON feature (WGS 84)"
    ),
}
HINTS_BY_NAME = {
    THROUGH: marked("The last day on which it holds; blank is no end"),
    UNTIL: marked(
        "The first instant at which it no longer holds, like "
        "2026-12-31T18:00:00+08:00, in place of a last day"
    ),
    "freeze": marked("Number or title of the notice that orders it"),
}
PERIOD_LABELS = {
    EFFECTIVE: marked("From"),
    THROUGH: marked("Through (last day inside)"),
    UNTIL: marked("Until (first instant outside)"),
    "freeze": marked("Notice"),
}
NO_VALUES = {
    "freeze": marked("No freeze: over this period none holds"),
    "project": marked("No project: it belongs to none from here on"),
    "number": marked("Not valid: over this period the permit does not hold"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldShown:
    """One field, ready to print."""

    name: str
    label: str
    type: MemberType
    value: str
    was: str | None
    required: bool
    blank_note: str
    """What a blank means, where it may stay blank."""
    choices: Sequence[tuple[str, str]]
    hint: str
    is_date: bool
    """Whether the value is a plain date, which a date picker can hold."""
    is_exact: bool
    """Whether it stands under what only few have a use for."""
    no_value: str
    """What it means to say explicitly that there is no value; blank: nothing."""
    has_no_value: bool


def field_shown(form: VerbForm, field: Field, words: Translate, crs: str) -> FieldShown:
    """Put one field of a form into words."""
    value = form.value(field.name)
    was = form.typed.get(f"{WAS}{field.name}") if form.verb == "correct" else None
    no_value = _no_value(form, field, words)
    return FieldShown(
        name=field.name,
        label=member_label(form.record, field.name, words),
        type=field.type,
        value=value,
        was=was,
        required=field.required and not field.nullable,
        blank_note=_blank_note(form, field, words),
        choices=[
            (each, value_shown(field.type, each, words)) for each in field.type.choices
        ],
        hint=_hint(field, words, crs),
        is_date=field.name != UNTIL and _is_date(value),
        is_exact=field.is_exact,
        no_value=no_value,
        has_no_value=bool(form.value(f"{NO_VALUE}{field.name}")),
    )


def _no_value(form: VerbForm, field: Field, words: Translate) -> str:
    """Say what no value means where a new fact cannot leave the member out."""
    if form.verb != "record" or not (field.required and field.nullable):
        return ""
    return words(NO_VALUES[field.name])


def _blank_note(form: VerbForm, field: Field, words: Translate) -> str:
    if field.name in ENDS or (field.required and not field.nullable):
        return ""
    if form.verb == "correct":
        return words("blank is no value")
    return "" if field.required else words("may stay blank")


def _hint(field: Field, words: Translate, crs: str) -> str:
    if field.name in HINTS_BY_NAME:
        return words(HINTS_BY_NAME[field.name])
    return words(HINTS[field.type]).format(crs=crs) if field.type in HINTS else ""


def member_label(record: str, name: str, words: Translate) -> str:
    """Return what a member is called; a period begins, it does not happen."""
    if issubclass(RECORDABLE.get(record, WorldFact), PeriodFact):
        return words(PERIOD_LABELS.get(name) or MEMBER_LABELS[name])
    return words(MEMBER_LABELS.get(name, name))


def _is_date(text: str) -> bool:
    """Tell whether a date picker would show the text; another it would lose."""
    if not DATE.fullmatch(text):
        return not text
    year, month, day = map(int, text.split("-"))
    return year > 0 and 1 <= month <= MONTHS and 1 <= day <= monthrange(year, month)[1]


def members_shown(fact: WorldFact, words: Translate) -> list[tuple[str, str]]:
    """Put the members of a fact into words, those without a value left out."""
    record = type(fact).__name__
    members = [
        (member_label(record, each.name, words), member_text(each, fact, words))
        for each in fields_of(record)
        if each.name not in ENDS and (each.required or typed_as(each, fact))
    ]
    if isinstance(fact, PeriodFact):
        members.append((words("End"), end_text(fact)))
    return members


def member_text(field: Field, fact: WorldFact, words: Translate) -> str:
    """Print the value of a member; a dash where it has none."""
    return value_shown(field.type, typed_as(field, fact) or None, words)
