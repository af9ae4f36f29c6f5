"""What a form is about to record, in words, to be checked before it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby

import msgspec

from domain.kernel.facts import (
    EXISTS,
    FactCorrected,
    PeriodFact,
    WorldFact,
    corrected,
)
from domain.kernel.instants import print_instant
from domain.kernel.live_facts import Entry
from domain.members.members import UNTIL
from domain.members.types import SHAPE
from domain.things.registration import thing_of
from web.history.things import (
    end_text,
    type_of,
    value_text,
)
from web.history.words import measured
from web.recording.forms.field_words import member_label, member_text, members_shown
from web.recording.forms.fields import ENDS, fields_of
from web.recording.forms.form import VerbForm
from web.recording.forms.preview import SUM, Effect, Proposal
from web.words.catalogue import Translate, marked
from web.words.labels import FACT_LABELS, UNKNOWN_FACT, attribute_label
from web.words.things import THING_WORDS
from web.words.values import BLANK

SENTENCES = {
    "correct": marked("{thing}: #{target} ({fact}) was recorded wrongly."),
    "withdraw": marked("{thing}: #{target} ({fact}) never happened."),
}
Changed = tuple[str, str, str]
"""Label, what it was, what it will be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactNamed:
    """A fact that a command would strand, or bring back."""

    position: int
    thing: str
    label: str
    effective: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalShown:
    """What is about to be recorded, ready to print."""

    sentence: str
    members: Sequence[tuple[str, str | None, str]]
    """Label, what it was (None for a new fact), what it will be."""
    command: str
    concerned: Sequence[str]
    """The ids of all things that it may change, its own first."""
    effects: Sequence[tuple[str, Sequence[Changed]]]
    """Id, and what changes of it."""
    is_stranded: bool
    stranded: Sequence[FactNamed]
    resolved: Sequence[FactNamed]


def proposal_shown(
    form: VerbForm, proposal: Proposal, words: Translate
) -> ProposalShown:
    """Put what is about to be recorded into words."""
    return ProposalShown(
        sentence=_sentence(form, proposal, words),
        members=_proposed(form, proposal, words),
        command=msgspec.json.format(
            msgspec.json.encode(proposal.body), indent=2
        ).decode(),
        concerned=[thing_of(each)[1] for each in proposal.concerned],
        effects=[
            (
                thing_of(thing)[1],
                [_effect(e, words) for e in sorted(effects, key=_place)],
            )
            for thing, effects in groupby(proposal.effects, key=lambda e: e.thing)
        ],
        is_stranded=proposal.is_stranded,
        stranded=list(_named(proposal.stranded, words)),
        resolved=list(_named(proposal.resolved, words)),
    )


def _place(effect: Effect) -> tuple[int, str]:
    """Order effects as sheets order answers; sums come last."""
    shown = (each.shown for each in THING_WORDS.values())
    order = (EXISTS, *chain.from_iterable(shown), "boundary", "point")
    name = effect.attribute
    return (order.index(name) if name in order else len(order)), name


def _effect(effect: Effect, words: Translate) -> Changed:
    """Tell one change; land is told by how much of it there is."""
    if effect.attribute == "boundary":
        before, after = (
            measured(each) or value_text(SHAPE, each)
            for each in (effect.before, effect.after)
        )
        return words("Area measured (m²)"), before, after
    of = type_of(thing_of(effect.thing)[0], effect.attribute.removeprefix(SUM))
    return (
        _effect_label(effect.attribute, words),
        value_text(of, effect.before),
        value_text(of, effect.after),
    )


def _effect_label(attribute: str, words: Translate) -> str:
    label = attribute_label(attribute.removeprefix(SUM), words)
    if attribute.startswith(SUM):
        return words("{measure}, in all").format(measure=label)
    return label


def _named(entries: Iterable[Entry], words: Translate) -> Iterable[FactNamed]:
    for each in entries:
        if isinstance(each.fact, WorldFact):
            yield FactNamed(
                position=each.position,
                thing=thing_of(each.thing)[1],
                label=words(FACT_LABELS[type(each.fact).__name__]),
                effective=print_instant(each.fact.effective),
            )


def _sentence(form: VerbForm, proposal: Proposal, words: Translate) -> str:
    thing = f"{words(THING_WORDS[form.kind].name)} {form.thing}"
    fact = words(FACT_LABELS.get(form.record, UNKNOWN_FACT))
    if form.verb == "record" and isinstance(proposal.fact, WorldFact):
        return _recorded(thing, fact, proposal.fact, words)
    template = words(SENTENCES[form.verb])
    return template.format(thing=thing, target=form.target, fact=fact)


def _recorded(thing: str, label: str, fact: WorldFact, words: Translate) -> str:
    date = print_instant(fact.effective)
    if isinstance(fact, PeriodFact):
        template = words("{thing}: {fact}, from {date}, {end}.")
        return template.format(thing=thing, fact=label, date=date, end=end_text(fact))
    template = words("{thing}: {fact}, on {date}.")
    return template.format(thing=thing, fact=label, date=date)


def _proposed(
    form: VerbForm, proposal: Proposal, words: Translate
) -> list[tuple[str, str | None, str]]:
    """List the members of a new fact, or those that a correction replaces."""
    if isinstance(proposal.fact, WorldFact):
        return [
            (label, None, text) for label, text in members_shown(proposal.fact, words)
        ]
    if isinstance(proposal.fact, FactCorrected) and form.fact is not None:
        after = corrected(form.fact, proposal.fact.changes)
        return _replaced(form.fact, after, proposal.fact.changes, words)
    return []


def _replaced(
    before: WorldFact, after: WorldFact, changes: Mapping[str, object], words: Translate
) -> list[tuple[str, str | None, str]]:
    record = type(before).__name__
    members: list[tuple[str, str | None, str]] = [
        (
            member_label(record, each.name, words),
            member_text(each, before, words),
            member_text(each, after, words),
        )
        for each in fields_of(record)
        if each.name in changes and each.name not in ENDS
    ]
    if UNTIL in changes:
        members.append((words("End"), _end(before), _end(after)))
    return members


def _end(fact: WorldFact) -> str:
    return end_text(fact) if isinstance(fact, PeriodFact) else BLANK
