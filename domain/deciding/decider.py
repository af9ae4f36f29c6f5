"""Deciding commands: read what they need, decide, remember what was relied on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.commands import Correct, Record, Verb, Withdraw
from domain.deciding import revisions, rules
from domain.deciding.context import Decision, DecisionContext
from domain.deciding.groups import numbered
from domain.journal.interface import JournalReader
from domain.kernel.facts import Fact
from domain.things import redrawing
from domain.things.project import projects
from domain.things.registration import require_registered, stream_of


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
    reading.load(each for verb in verbs for each in _named(verb))
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
    return rules.named_by(stream_of(verb.kind, verb.thing), verb.fact)


def _decide(reading: DecisionContext, verb: Verb) -> list[tuple[str, Fact]]:
    if isinstance(verb, Record):
        return list(_record(reading, verb))
    return [_revise(reading, verb)]


def _record(reading: DecisionContext, verb: Record) -> Iterator[tuple[str, Fact]]:
    named = _named(verb)
    reading.require_unmoved(named, verb.as_read_at)
    project = rules.project_of(verb.fact)
    own = named[:1] if project is not None else named
    fact = rules.decide(reading.entries(own), verb.thing, verb.fact)
    _require_project(reading, project)
    yield from redrawing.concerned(named[0], fact)
    yield named[0], fact


def _require_project(reading: DecisionContext, project: str | None) -> None:
    """Require that the project to which a plot is assigned is on the list."""
    if project is not None:
        entries = reading.entries([stream_of(projects.KIND, project)])
        require_registered(entries, projects.KIND, project)


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
    project = correction.changes.get("project")
    if project is not None:
        named = [stream_of(projects.KIND, project)]
        reading.require_unmoved(named, verb.as_read_at)
        _require_project(reading, project)
    return stream, correction
