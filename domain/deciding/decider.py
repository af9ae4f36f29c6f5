"""Deciding commands: read what they need, decide, remember what was relied on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.commands import Correct, Record, Verb, Withdraw
from domain.deciding import revisions, rules
from domain.deciding.context import Decision, DecisionContext
from domain.deciding.groups import numbered
from domain.facts import THINGS
from domain.journal.interface import JournalReader
from domain.kernel.facts import Fact, FactCorrected
from domain.things import redrawing
from domain.things.registration import stream_of


def decided(
    journal: JournalReader, verbs: Sequence[Verb], *, is_group: bool = False
) -> Decision:
    """Decide commands in order, each seeing what those before it decided.

    The fact that a command is about comes last of those that it appends.

    Raises:
        GroupMemberError: Of a group, any of these, with the command's number.
        MovedError: Something has moved since a client read it; deciding again at once
            would not help.
        Refusal: One of them is refused.
    """
    reading = DecisionContext(journal)
    reading.load(name for verb in verbs for name in _named(verb))
    for number, verb in enumerate(verbs, 1):
        with numbered(number if is_group else None):
            facts = _decide(reading, verb)
        for stream, fact in facts:
            reading.take(stream, fact)
    return reading.decided()


def _named(verb: Verb) -> Sequence[str]:
    """Return the streams of what a new fact names; a revision's are not known yet."""
    if not isinstance(verb, Record):
        return ()
    own = stream_of(verb.kind, verb.thing)
    return [*rules.concerned_by(own, verb.fact), *THINGS.referred(verb.fact)]


def _decide(reading: DecisionContext, verb: Verb) -> list[tuple[str, Fact]]:
    if isinstance(verb, Record):
        return list(_record(reading, verb))
    return [_revise(reading, verb)]


def _record(reading: DecisionContext, verb: Record) -> Iterator[tuple[str, Fact]]:
    reading.require_unmoved(_named(verb), verb.as_read_at)
    own = rules.concerned_by(stream_of(verb.kind, verb.thing), verb.fact)
    fact = rules.decide(reading.entries(own), verb.thing, verb.fact)
    for stream in THINGS.referred(fact):
        reading.require_begun(stream)
    yield from redrawing.concerned(own[0], fact)
    yield own[0], fact


def _revise(reading: DecisionContext, verb: Correct | Withdraw) -> tuple[str, Fact]:
    stream = reading.stream_at(verb.target)
    reading.require_unmoved([stream], verb.as_read_at)
    withdrawing = verb.target if isinstance(verb, Withdraw) else 0
    entries = reading.entries([stream], withdrawing=withdrawing)
    if isinstance(verb, Withdraw):
        return stream, revisions.withdraw(
            entries, target=verb.target, reason=verb.reason
        )
    correction = revisions.correct(
        entries, target=verb.target, reason=verb.reason, given=verb.members
    )
    kind = type(revisions.behind(entries, verb.target, FactCorrected).fact)
    referred = THINGS.referred_in(kind, correction.changes)
    reading.require_unmoved(referred, verb.as_read_at)
    for each in referred:
        reading.require_begun(each)
    return stream, correction
