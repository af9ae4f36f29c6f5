"""The forms of the three verbs in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from domain.commands import AS_READ_AT, RECORDABLE
from domain.kernel.facts import Redrawing
from domain.things.registration import stream_of
from web.history.words import PlotNamed, plots_named
from web.recording.forms.attempts import Refused
from web.recording.forms.field_words import FieldShown, field_shown, members_shown
from web.recording.forms.form import VerbForm, has_form
from web.words.catalogue import Translate, marked
from web.words.labels import FACT_LABELS, UNKNOWN_FACT
from web.words.things import THING_WORDS

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
FOREIGN_FORM = marked(
    "This form was not made for this browser session, so nothing was recorded. "
    "Check what you typed and press again."
)
OWN = ("token", "command_id")
"""What a form sends besides what was typed."""


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
    as_read_at: str
    """The journal position at which the form was made."""
    begins: bool
    """Whether the thing is registered by this form, so that its id is typed in."""
    fields: Sequence[FieldShown]
    about: Sequence[tuple[str, str]]
    """The fact that is revised, member by member."""
    plots: Sequence[tuple[str, Sequence[PlotNamed]]]
    """The plots that it redraws, by what becomes of them."""
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
        record_label=words(FACT_LABELS.get(form.record, UNKNOWN_FACT)),
        kind=form.kind,
        kind_label=_kind_label(form.kind, words),
        thing=form.thing,
        target=form.target,
        command_id=form.command_id,
        as_read_at=form.value(AS_READ_AT),
        begins=begins,
        fields=[field_shown(form, each, words, crs) for each in form.fields],
        about=[] if form.fact is None else members_shown(form.fact, words),
        plots=_plots(form, words),
        reason=form.value("reason"),
        typed={n: v for n, v in form.typed.items() if n not in OWN},
        others=[] if begins or form.verb != "record" else _others(form.kind, words),
    )


def _kind_label(kind: str, words: Translate) -> str:
    """Return what a thing is called; entries of the journal's own may be revised."""
    return words(THING_WORDS[kind].name) if kind in THING_WORDS else kind


def _plots(
    form: VerbForm, words: Translate
) -> Sequence[tuple[str, Sequence[PlotNamed]]]:
    if not isinstance(form.fact, Redrawing):
        return ()
    return plots_named(form.fact.redrawn(stream_of(form.kind, form.thing)), words)


def _others(kind: str, words: Translate) -> list[tuple[str, str]]:
    names = [
        name
        for name, fact in RECORDABLE.items()
        if fact.kind == kind and not fact.begins and has_form(name)
    ]
    names.sort(key=lambda name: name != THING_WORDS[kind].first)
    return [(name, words(FACT_LABELS[name])) for name in names]


def form_refused(words: Translate) -> Refused:
    """Refuse a form that this server did not make for this browser session."""
    return Refused(
        name="ForeignFormError",
        detail=words(FOREIGN_FORM),
        rule="R13",
        status=HTTPStatus.FORBIDDEN,
    )
