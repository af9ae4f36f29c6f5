"""The forms of the three verbs in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from domain.commands import RECORDABLE
from domain.kernel.facts import WorldFact
from web.attempts import Refused
from web.form_fields import Field, FieldKind, fields_of, typed_as
from web.labels import FACT_LABELS, MEMBER_LABELS, STAGE_LABELS, member_value
from web.verb_forms import WAS, VerbForm
from web.words import Translate, marked

VERBS = {
    "record": marked("Record a change"),
    "correct": marked("Correct an error"),
    "withdraw": marked("Withdraw"),
}
LEADS = {
    "record": marked("The world changed: what happened, and when?"),
    "correct": marked("Our record was wrong: what should it say, and why?"),
    "withdraw": marked("It never happened: why was it recorded?"),
}
THINGS = {"plot": marked("Plot"), "project": marked("Project")}
HINTS = {
    FieldKind.MONEY: marked("Digits with at most two decimals, like 12500.00"),
    FieldKind.AREA: marked("Square metres, with at most four decimals"),
    FieldKind.SHAPE: marked(
        "WKT in {crs}, metres, or the geometry of a GeoJSON feature (WGS 84)"
    ),
}
FIRST = {"plot": "PlotStageRecorded", "project": "InvestmentRecorded"}
"""What is recorded most often of each kind of thing."""
FOREIGN_FORM = marked(
    "This form was not made for this browser session, so nothing was recorded. "
    "Check what you typed and press again."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldShown:
    """One field, ready to print."""

    name: str
    label: str
    kind: str
    value: str
    was: str | None
    required: bool
    choices: Sequence[tuple[str, str]]
    hint: str
    is_date: bool
    """Whether the value is a plain date, which a date picker can hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormShown:
    """A form, ready to print."""

    verb: str
    title: str
    lead: str
    record: str
    record_label: str
    kind: str
    kind_label: str
    thing: str
    target: int | None
    command_id: str
    begins: bool
    """Whether the thing is registered by this form, so that its id is typed in."""
    fields: Sequence[FieldShown]
    about: Sequence[tuple[str, str]]
    """The fact that is revised, member by member."""
    reason: str
    typed: Mapping[str, str]
    others: Sequence[tuple[str, str]]
    """Other facts of the same thing that can be recorded: name and label."""


def form_shown(form: VerbForm, words: Translate, crs: str) -> FormShown:
    """Put a form into words."""
    kind = RECORDABLE.get(form.record)
    begins = form.verb == "record" and kind is not None and kind.begins
    return FormShown(
        verb=form.verb,
        title=words(VERBS[form.verb]),
        lead=words(LEADS[form.verb]),
        record=form.record,
        record_label=words(FACT_LABELS[form.record]),
        kind=form.kind,
        kind_label=words(THINGS.get(form.kind, form.kind)),
        thing=form.thing,
        target=form.target,
        command_id=form.command_id,
        begins=begins,
        fields=[_field(form, each, words, crs) for each in form.fields],
        about=[] if form.fact is None else members_shown(form.fact, words),
        reason=form.value("reason"),
        typed={n: v for n, v in form.typed.items() if n not in ("token", "command_id")},
        others=[] if begins or form.verb != "record" else _others(form.kind, words),
    )


def _others(kind: str, words: Translate) -> list[tuple[str, str]]:
    names = [
        name
        for name, fact in RECORDABLE.items()
        if fact.kind == kind and not fact.begins
    ]
    names.sort(key=lambda name: name != FIRST[kind])
    return [(name, words(FACT_LABELS[name])) for name in names]


def _field(form: VerbForm, field: Field, words: Translate, crs: str) -> FieldShown:
    value = form.value(field.name)
    was = form.typed.get(f"{WAS}{field.name}") if form.verb == "correct" else None
    hint = words(HINTS[field.kind]).format(crs=crs) if field.kind in HINTS else ""
    return FieldShown(
        name=field.name,
        label=words(MEMBER_LABELS.get(field.name, field.name)),
        kind=field.kind.value,
        value=value,
        was=was,
        required=field.required and not field.nullable,
        choices=[(each, words(STAGE_LABELS.get(each, each))) for each in field.choices],
        hint=hint,
        is_date=_is_date(value),
    )


def _is_date(text: str) -> bool:
    """Tell whether a date picker would show the text; another it would lose."""
    year, *rest = text.split("-")
    parts = (year, *rest)
    return not text or (
        [len(each) for each in parts] == [4, 2, 2]
        and all(each.isdecimal() and each.isascii() for each in parts)
        and int(parts[2]) <= 28  # noqa: PLR2004  (a day that every month has)
    )


def members_shown(fact: WorldFact, words: Translate) -> list[tuple[str, str]]:
    """Put the members of a fact that have a value into words."""
    fields = fields_of(type(fact).__name__)
    texts = [(each, typed_as(each, fact)) for each in fields]
    return [
        (
            words(MEMBER_LABELS.get(each.name, each.name)),
            member_value(each.name, text, words) or "",
        )
        for each, text in texts
        if text
    ]


def form_refused(words: Translate) -> Refused:
    """Refuse a form that this server did not make for this browser session."""
    return Refused(
        name="ForeignFormError",
        detail=words(FOREIGN_FORM),
        rule="R13",
        status=HTTPStatus.FORBIDDEN,
    )
