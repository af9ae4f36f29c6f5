"""The use cases: load what is known, let the thing decide, append what it decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar, cast

from eventsourcing.application import Application
from eventsourcing.utils import Environment

from domain.commands import Envelope, Verb, envelope_of, read_command
from domain.deciding.context import Decision, DecisionContext
from domain.deciding.decider import decided
from domain.deciding.groups import numbered
from domain.errors import MovedError, Refusal
from domain.facts import NAMES
from domain.journal.interface import Journal
from domain.journal.lines import Batch, Condition, Receipt, Written
from domain.journal.mapper import FactMapper, encoded
from domain.journal.sqlite.connections import JournalFactory
from domain.journal.sqlite.pages import keep_pages
from domain.journal.sqlite_journal import SqliteJournal
from domain.kernel.live_facts import Entry
from domain.things.record.district import STREAM, DistrictEstablished
from domain.unreadable import require_readable

ATTEMPTS = 4
"""So often others may be faster than a decision, before they wait for it."""


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
    def journal(self) -> Journal:
        """The journal behind the application."""
        return cast("Journal", self.recorder)

    def close(self) -> None:
        """Close the journal, and first what is marked of it."""
        marking = self.journal.marking
        if marking is not None:
            marking.close()
        super().close()
        if marking is not None:
            keep_pages(Path(self.env["SQLITE_DBNAME"]), marking.places[0].folder)

    def establish(self, fact: DistrictEstablished, envelope: Envelope) -> Receipt:
        """Found the journal: its identity, and its first fact."""
        first = Decision(facts=[(STREAM, fact)], written={STREAM: 0})
        return self.journal.found(fact.journal_id, _batch(first, envelope))

    def district(self) -> DistrictEstablished:
        """Return the fact that the journal was founded with."""
        entry = self.journal.line(1).entry()
        require_readable([entry])
        return cast("DistrictEstablished", entry.fact)

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
            Refusal: It cannot be read, or is refused.
        """
        envelope = envelope_of(as_sent or body, actor=actor)
        return self._once(envelope, [body])

    def execute_group(
        self,
        bodies: Sequence[Mapping[str, object]],
        *,
        command_id: str,
        actor: str,
        as_sent: Mapping[str, object] | None = None,
    ) -> Receipt:
        """Carry out several commands as one: all or nothing, one recorded time (R8).

        Args:
            bodies: Commands without ids of their own; a later one sees what earlier
                ones decided, but can correct only what is in the journal already.
            command_id: The id of them all.
            actor: Who sends them.
            as_sent: The group as it came in, where its geometry was brought in.

        Raises:
            GroupMemberError: One of them is refused, so none is recorded.
            Refusal: The group cannot be read.
        """
        whole = as_sent or {"command_id": command_id, "group": bodies}
        return self._once(envelope_of(whole, actor=actor), bodies, is_group=True)

    def _once(
        self,
        envelope: Envelope,
        bodies: Sequence[Mapping[str, object]],
        *,
        is_group: bool = False,
    ) -> Receipt:
        """Carry out commands, or return the receipt of their first arrival.

        Appending looks for that under the lock; before, only a refusal has to.
        """
        try:
            verbs = []
            for number, body in enumerate(bodies, 1):
                with numbered(number if is_group else None):
                    verbs.append(read_command(body))
            return self._append_decided(verbs, envelope, is_group=is_group)
        except Refusal:
            if (receipt := self.journal.receipt(envelope)) is not None:
                return receipt
            raise

    def _append_decided(
        self, verbs: Sequence[Verb], envelope: Envelope, *, is_group: bool
    ) -> Receipt:
        """Decide and append; decide anew where somebody else was faster.

        Who is overtaken again and again decides in the end while nobody else can
        append: ``append_many`` takes what it appends under the lock.

        Raises:
            MovedError: A client had read something older.
        """
        for _ in range(ATTEMPTS):
            what = decided(self.journal, verbs, is_group=is_group)
            try:
                return self.append(what, envelope)
            except MovedError:
                continue
        return self.append_many(
            (decided(self.journal, verbs, is_group=is_group), envelope)
            for _ in range(1)
        )[0]

    def append(self, what: Decision, envelope: Envelope) -> Receipt:
        """Append what was decided, as one group with one recorded time.

        Raises:
            MovedError: A stream has moved since it was read.
        """
        return self.append_many([(what, envelope)])[0]

    def append_many(
        self, decided: Iterable[tuple[Decision, Envelope]], *, guarded: bool = True
    ) -> list[Receipt]:
        """Append what many commands decided: one transaction, a recorded time each.

        Args:
            decided: What was decided, and by which command.
            guarded: False only for the fact by which a person lets recording go on.

        Raises:
            MovedError: A stream has moved since it was read; nothing is appended.
        """
        return self.journal.append_many(
            (_batch(what, envelope) for what, envelope in decided), guarded=guarded
        )

    def entries(self, stream: str) -> list[Entry]:
        """Load everything ever recorded of one thing."""
        return list(self.families([stream])[stream])

    def families(self, streams: Iterable[str]) -> dict[str, Sequence[Entry]]:
        """Load some things and all those they were redrawn with, stream by stream."""
        reading = DecisionContext(self.journal)
        reading.load(streams)
        return reading.known()

    def family(self, stream: str) -> Sequence[Entry]:
        """Load everything ever recorded of a thing and of those it was redrawn with."""
        return DecisionContext(self.journal).entries([stream])


def _batch(what: Decision, envelope: Envelope) -> Batch:
    """Give every fact its version, and write it as it is stored."""
    versions = dict(what.written)
    written: list[Written] = []
    for stream, fact in what.facts:
        version = versions[stream] = versions[stream] + 1
        written.append((stream, version, NAMES[type(fact)], encoded(fact)))
    condition = Condition(versions=what.read, in_force=what.referred)
    return Batch(written, envelope, condition)
