"""What a command would record, and what it would change, before it is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.application import KeyProjects
from domain.commands import envelope_of, read_command
from domain.deciding.decider import decided
from domain.journal.lines import Receipt
from domain.kernel.facts import (
    ABSENT,
    EXISTS,
    Answer,
    Fact,
    Quantity,
    Redrawing,
)
from domain.kernel.instants import FOREVER, Instant
from domain.kernel.live_facts import Entry, live_facts
from domain.kernel.questions.states import conflicts, folded, total
from web.district.commands import Body, with_geometry_of_record
from web.district.opening import District
from web.history.entries import root_of
from web.history.families import family_of

SUM = "sum:"
"""Before the name of a measure, to tell its sum from an attribute."""
Answers = Mapping[str, Answer | Quantity]


@dataclass(frozen=True, slots=True)
class Effect:
    """An answer about one thing at one date that the command would change."""

    thing: str
    """Its stream."""
    attribute: str
    before: Answer | Quantity
    after: Answer | Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A command that may be recorded as it is."""

    body: Body
    stream: str
    fact: Fact
    """What the command is about; markers in other streams come before it."""
    concerned: Sequence[str] = ()
    """The streams of all things that it may change, its own first."""
    effects: Sequence[Effect] = ()
    is_stranded: bool = False
    """Whether the new fact itself would not apply (R15)."""
    stranded: Sequence[Entry] = ()
    """Facts that would no longer apply."""
    resolved: Sequence[Entry] = ()
    """Facts that would apply again, or no longer need to."""
    receipt: Receipt | None = None
    """Where the command was recorded already."""


def proposed(district: District, body: Body, *, actor: str, as_of: Instant) -> Proposal:
    """Decide a command without recording it.

    Args:
        district: The open district.
        body: The command as it would be sent.
        actor: Who would send it.
        as_of: The date about which effects are told.

    Raises:
        Refusal: It would be refused.
        GeoError: Its geometry cannot go on record.
    """
    app = district.app
    if (receipt := app.journal.receipt(envelope_of(body, actor=actor))) is not None:
        return _recorded(app, body, receipt)
    verb = read_command(with_geometry_of_record(body, district.about.crs))
    facts = decided(app.journal, [verb]).facts
    streams = [stream for stream, _ in facts]
    head = app.journal.head().position
    before = family_of(app.journal, streams, up_to=head).entries
    return _proposal(body, facts, before, as_of)


def _recorded(app: KeyProjects, body: Body, receipt: Receipt) -> Proposal:
    line = app.journal.line(receipt.last)
    fact = line.entry().fact
    return Proposal(body=body, stream=line.stream, fact=fact, receipt=receipt)


def _proposal(
    body: Body,
    facts: Sequence[tuple[str, Fact]],
    before: Sequence[Entry],
    as_of: Instant,
) -> Proposal:
    stream, fact = facts[-1]
    after = [*before, *_appended(before, facts)]
    concerned = _concerned(after)
    then, now = (set(conflicts(each, as_known=FOREVER)) for each in (before, after))
    return Proposal(
        body=body,
        stream=stream,
        fact=fact,
        concerned=concerned,
        effects=[
            effect
            for thing in concerned
            for effect in _effects(thing, before, after, as_of)
        ],
        is_stranded=after[-1].position in now,
        stranded=[each for each in before if each.position in now - then],
        resolved=[each for each in before if each.position in then - now],
    )


def _appended(
    before: Sequence[Entry], facts: Sequence[tuple[str, Fact]]
) -> Iterator[Entry]:
    last = before[-1].position if before else 0
    for place, (stream, fact) in enumerate(facts, last + 1):
        yield Entry(place, FOREVER, stream, fact)


def _concerned(entries: Sequence[Entry]) -> list[str]:
    """List the things that the last entry may change: a redrawing names several."""
    root = root_of(entries, entries[-1])
    if isinstance(root.fact, Redrawing):
        return list(dict.fromkeys((root.thing, *root.fact.redrawn(root.thing).things)))
    return [root.thing]


def _effects(
    thing: str, before: Sequence[Entry], after: Sequence[Entry], as_of: Instant
) -> list[Effect]:
    """Compare the answers about one thing; that it begins or ends is said once."""
    then, now = (_answers(each, thing, as_of) for each in (before, after))
    found = [
        Effect(thing, name, _answer(name, then), _answer(name, now))
        for name in dict.fromkeys([*now, *then])
    ]
    return [
        each
        for each in found
        if each.attribute == EXISTS or _says_more(each)
        if each.before != each.after
    ]


def _says_more(effect: Effect) -> bool:
    """Tell whether an effect is one besides that the thing begins or ends."""
    begins_without = effect.before is ABSENT and effect.after is None
    return effect.after is not ABSENT and not begins_without


def _answer(name: str, answers: Answers) -> Answer | Quantity:
    """Answer an attribute without value (R3), or a sum of nothing (R16)."""
    if name in answers:
        return answers[name]
    if name.startswith(SUM):
        return 0
    return None if EXISTS in answers else ABSENT


def _answers(entries: Sequence[Entry], thing: str, as_of: Instant) -> Answers:
    values = folded(entries, thing, as_of=as_of, as_known=FOREVER)
    answers: dict[str, Answer | Quantity] = dict(values or {})
    for measure in _measures(entries, thing):
        quantity = total(entries, thing, measure, as_of=as_of, as_known=FOREVER)
        answers[f"{SUM}{measure}"] = quantity
    return answers


def _measures(entries: Sequence[Entry], thing: str) -> set[str]:
    facts = [e.fact for e in live_facts(entries, FOREVER) if e.thing == thing]
    return {measure for fact in facts for measure, _ in fact.quantities()}
