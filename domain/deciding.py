"""Deciding commands: read what they need, decide, remember what was relied on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from domain import plots, projects, revisions
from domain.commands import Correct, Record, Verb, Withdraw
from domain.journal.reading import SqliteJournalReader
from domain.kernel.facts import Fact, FactCorrected, WorldFact
from domain.kernel.instants import FOREVER
from domain.kernel.standing import Entry
from domain.things import require_registered, stream_of, thing_of

Decide = Callable[[Sequence[Entry], str, WorldFact], WorldFact]
DECIDE: Mapping[str, Decide] = {
    plots.KIND: plots.decide,
    projects.KIND: projects.decide,
}


@dataclass(frozen=True, slots=True)
class Decided:
    """Facts that may be appended, while the streams that were read have not moved."""

    facts: Sequence[tuple[str, Fact]]
    """Stream and fact, in order."""
    written: Mapping[str, int]
    """The version at which each written stream was read."""
    read: Mapping[str, int] = field(default_factory=dict)
    """The version of each stream that was only read."""


def decided(journal: SqliteJournalReader, verbs: Sequence[Verb]) -> Decided:
    """Decide commands in order, each seeing what those before it decided.

    Raises:
        Refusal: One of them is refused.
    """
    reading = _Reading(journal)
    reading.load(
        stream_of(verb.kind, verb.thing) for verb in verbs if isinstance(verb, Record)
    )
    for verb in verbs:
        stream, fact = _decide(reading, verb)
        reading.take(stream, fact)
    return reading.decided()


class _Reading:
    """What decisions have read so far, and the facts they have come to."""

    def __init__(self, journal: SqliteJournalReader) -> None:
        self._journal = journal
        self._entries: dict[str, list[Entry]] = {}
        self._versions: dict[str, int] = {}
        self._facts: list[tuple[str, Fact]] = []

    def load(self, streams: Iterable[str]) -> None:
        """Read several streams at once."""
        missing = set(streams) - self._entries.keys()
        lines = self._journal.lines_of(missing)
        self._entries.update((stream, []) for stream in missing)
        for stream, each in groupby(lines, key=lambda line: line.stream):
            self._entries[stream] = [line.entry() for line in each]
        self._versions.update((each, len(self._entries[each])) for each in missing)

    def entries(self, stream: str) -> Sequence[Entry]:
        """Return everything known of a thing, what was just decided included."""
        if stream not in self._entries:
            self.load([stream])
        return self._entries[stream]

    def stream_at(self, position: int) -> str:
        """Return the stream of the entry at a position."""
        return self._journal.line(position).stream

    def take(self, stream: str, fact: Fact) -> None:
        """Take up a fact that was decided; it has no position before it is appended."""
        self._facts.append((stream, fact))
        undetermined = -len(self._facts)
        self._entries[stream].append(Entry(undetermined, FOREVER, stream, fact))

    def decided(self) -> Decided:
        """Return the facts, and the versions that they rely on."""
        streams = {stream for stream, _ in self._facts}
        return Decided(
            facts=self._facts,
            written={s: v for s, v in self._versions.items() if s in streams},
            read={s: v for s, v in self._versions.items() if s not in streams},
        )


def _decide(reading: _Reading, verb: Verb) -> tuple[str, Fact]:
    if isinstance(verb, Record):
        stream = stream_of(verb.kind, verb.thing)
        fact = DECIDE[verb.kind](reading.entries(stream), verb.thing, verb.fact)
        if isinstance(fact, plots.PlotAssigned):
            _require_project(reading, fact.project)
        return stream, fact
    stream = reading.stream_at(verb.target)
    revision = _revise(reading.entries(stream), thing_of(stream)[1], verb)
    if isinstance(revision, FactCorrected):
        _require_project(reading, revision.changes.get("project"))
    return stream, revision


def _require_project(reading: _Reading, project: str | None) -> None:
    """Require that the project to which a plot is assigned is on the list."""
    if project is not None:
        entries = reading.entries(stream_of(projects.KIND, project))
        require_registered(entries, projects.KIND, project)


def _revise(entries: Sequence[Entry], thing: str, verb: Correct | Withdraw) -> Fact:
    if isinstance(verb, Withdraw):
        return revisions.withdraw(entries, target=verb.target, reason=verb.reason)
    return revisions.correct(
        entries,
        thing=thing,
        target=verb.target,
        reason=verb.reason,
        given=verb.members,
    )
