"""What a form is about to record, in words, to be checked before it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from domain.kernel.facts import FactCorrected, WorldFact, corrected
from web.form_fields import EFFECTIVE, Field, fields_of, typed_as
from web.labels import FACT_LABELS, MEMBER_LABELS, member_value
from web.proposals import SUM, Proposal
from web.thing_words import attribute_label, value_text
from web.verb_forms import VerbForm
from web.verb_words import THINGS, members_shown
from web.words import Translate, marked

SENTENCES = {
    "correct": marked("{thing}: #{target} ({fact}) was recorded wrongly."),
    "withdraw": marked("{thing}: #{target} ({fact}) never happened."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalShown:
    """What is about to be recorded, ready to print."""

    sentence: str
    members: Sequence[tuple[str, str | None, str]]
    """Label, what it was (None for a new fact), what it will be."""
    command: str
    effects: Sequence[tuple[str, str, str]]


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
        effects=[
            (
                _effect_label(each.attribute, words),
                value_text(each.attribute.removeprefix(SUM), each.before),
                value_text(each.attribute.removeprefix(SUM), each.after),
            )
            for each in proposal.effects
        ],
    )


def _effect_label(attribute: str, words: Translate) -> str:
    label = attribute_label(attribute.removeprefix(SUM))
    if attribute.startswith(SUM):
        return words("{measure}, in all").format(measure=label)
    return label


def _sentence(form: VerbForm, proposal: Proposal, words: Translate) -> str:
    thing = f"{words(THINGS[form.kind])} {form.thing}"
    fact = words(FACT_LABELS[form.record])
    if form.verb == "record" and isinstance(proposal.fact, WorldFact):
        date = typed_as(_effective(form.record), proposal.fact)
        template = words("{thing}: {fact}, on {date}.")
        return template.format(thing=thing, fact=fact, date=date)
    template = words(SENTENCES[form.verb])
    return template.format(thing=thing, target=form.target, fact=fact)


def _effective(record: str) -> Field:
    return next(each for each in fields_of(record) if each.name == EFFECTIVE)


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
    def shown(field: Field, fact: WorldFact) -> str:
        text = typed_as(field, fact)
        return member_value(field.name, text, words) or "—"

    return [
        (
            words(MEMBER_LABELS.get(each.name, each.name)),
            shown(each, before),
            shown(each, after),
        )
        for each in fields_of(type(before).__name__)
        if each.name in changes
    ]
