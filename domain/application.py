"""The use cases: load what is known, let the thing decide, append what it decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, cast

from eventsourcing.application import Application
from eventsourcing.utils import Environment

from domain.commands import Envelope, Verb, envelope_of, read_command
from domain.deciding import Decided, decided
from domain.district import STREAM, DistrictEstablished
from domain.errors import MovedError
from domain.journal.connections import JournalFactory
from domain.journal.lines import Condition, Receipt
from domain.journal.mapper import FactMapper, Placed
from domain.journal.sqlite import SqliteJournal
from domain.kernel.standing import Entry

ATTEMPTS = 5


class KeyProjects(Application[str]):
    """Everything that can change a district's memory."""

    name = "guatu"
    env: ClassVar[dict[str, str]] = {
        "PERSISTENCE_MODULE": "eventsourcing.sqlite",
        "ORIGINATOR_ID_TYPE": "text",
    }

    def construct_factory(  # type: ignore[override]  # only the recorder is used
        self, env: Environment
    ) -> JournalFactory:
        """Build the journal in place of the library's recorder."""
        return JournalFactory(env, SqliteJournal)

    def construct_mapper(self) -> FactMapper:
        """Store facts under their own names."""
        return FactMapper(transcoder=None)  # type: ignore[arg-type]

    @property
    def journal(self) -> SqliteJournal:
        """The journal behind the application."""
        return cast("SqliteJournal", self.recorder)

    def establish(self, fact: DistrictEstablished, envelope: Envelope) -> Receipt:
        """Found the journal: its identity, and its first fact."""
        self.journal.found(fact.journal_id)
        return self.append(
            Decided(facts=[(STREAM, fact)], written={STREAM: 0}), envelope
        )

    def district(self) -> DistrictEstablished:
        """Return the fact that the journal was founded with."""
        [line] = self.journal.lines_of([STREAM])
        return cast("DistrictEstablished", line.entry().fact)

    def execute(
        self,
        body: Mapping[str, object],
        *,
        actor: str,
        as_sent: Mapping[str, object] | None = None,
    ) -> Receipt:
        """Carry out one command, once, however often it is sent (R9).

        Args:
            body: The command, its geometry being text of record.
            actor: Who sends it.
            as_sent: The command as it came in, where its geometry was brought in.

        Raises:
            Refusal: It cannot be read, is refused, or something moved five times.
        """
        envelope = envelope_of(as_sent or body, actor=actor)
        if (receipt := self.journal.receipt(envelope)) is not None:
            return receipt
        return self._append_decided([read_command(body)], envelope)

    def execute_group(
        self, bodies: Sequence[Mapping[str, object]], *, command_id: str, actor: str
    ) -> Receipt:
        """Carry out several commands as one: all or nothing, one recorded time (R8).

        Args:
            bodies: Commands without ids of their own; a later one sees what earlier
                ones decided, but can correct only what is in the journal already.
            command_id: The id of them all.
            actor: Who sends them.

        Raises:
            Refusal: One of them is refused, so none is recorded.
        """
        whole = {"command_id": command_id, "group": bodies}
        envelope = envelope_of(whole, actor=actor)
        if (receipt := self.journal.receipt(envelope)) is not None:
            return receipt
        return self._append_decided([read_command(body) for body in bodies], envelope)

    def _append_decided(self, verbs: Sequence[Verb], envelope: Envelope) -> Receipt:
        for _ in range(ATTEMPTS - 1):
            try:
                return self.append(decided(self.journal, verbs), envelope)
            except MovedError:
                continue
        return self.append(decided(self.journal, verbs), envelope)

    def append(self, what: Decided, envelope: Envelope) -> Receipt:
        """Append what was decided, as one group with one recorded time.

        Raises:
            MovedError: A stream has moved since it was read.
        """
        versions = dict(what.written)
        events = []
        for stream, fact in what.facts:
            versions[stream] += 1
            placed = Placed(stream, versions[stream], fact)
            events.append(self.mapper.to_stored_event(placed))
        return self.journal.append(events, envelope, Condition(versions=what.read))

    def entries(self, stream: str) -> list[Entry]:
        """Load everything ever recorded of one thing."""
        return [line.entry() for line in self.journal.lines_of([stream])]
