"""Importing an edition of a register: plan it, show it, append it as one command."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from domain.application import KeyProjects
from domain.commands import Envelope
from domain.deciding.context import Decision
from domain.errors import RefusedRowsError
from domain.facts import THINGS
from domain.importing.reconciliation import (
    Change,
    Reconciliation,
    reconcile,
)
from domain.journal.lines import Receipt
from domain.things.families import streams_of
from domain.things.record.registers import Edition, RegisterImported, stream_of


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What importing an edition would append, and what that was decided on."""

    edition: Edition
    sha256: str
    number: int
    reconciliation: Reconciliation
    versions: Mapping[str, int]
    relied_on: Collection[str]
    """Streams of the families of rows."""
    referred_to: Collection[str]
    """Streams of things that rows refer to, and that have to be in the books."""

    @property
    def changes_nothing(self) -> bool:
        """Whether the journal knows all of this already."""
        return not self.reconciliation.facts


def plan_import(
    app: KeyProjects, edition: Edition, *, sha256: str, earlier: Iterable[str]
) -> ImportPlan:
    """Compare an edition with the journal.

    Args:
        app: The application.
        edition: What was read.
        sha256: Digest of the file and its mapping, in hex.
        earlier: The streams that the register ever spoke of.
    """
    own = stream_of(edition.register)
    named = {row.stream for row in edition.rows}
    referred_to = _referred_to(edition)
    known = app.families({own, *earlier, *named, *referred_to})
    relied_on = {member for stream in named for member in streams_of(known, stream)}
    past = known.pop(own, ())
    return ImportPlan(
        edition=edition,
        sha256=sha256,
        number=len(past) + 1,
        reconciliation=reconcile(edition, known),
        versions={own: len(past)} | {s: len(each) for s, each in known.items()},
        relied_on=relied_on,
        referred_to=referred_to,
    )


def apply_import(app: KeyProjects, plan: ImportPlan, *, actor: str) -> Receipt | None:
    """Append a plan as one command with one recorded time; None when nothing changes.

    Raises:
        RefusedRowsError: Some rows cannot be recorded: all or nothing.
        MovedError: Something the plan was decided on has moved since.
    """
    found = plan.reconciliation
    if found.refused:
        raise RefusedRowsError(refused=len(found.refused), rows=len(plan.edition.rows))
    if plan.changes_nothing:
        return None
    own = stream_of(plan.edition.register)
    facts = [*found.facts, (own, _imported(app, plan))]
    written = {stream: plan.versions[stream] for stream, _ in facts}
    read = {s: plan.versions[s] for s in plan.relied_on if s not in written}
    referred = {
        stream: plan.versions[stream]
        for stream in plan.referred_to
        if stream not in written and stream not in read
    }
    return app.append(Decision(facts, written, read, referred), _envelope(plan, actor))


def _referred_to(edition: Edition) -> set[str]:
    """Return the streams of the things that rows refer to."""
    facts = (fact for row in edition.rows for fact in row.facts.values())
    return {stream for fact in facts for stream in THINGS.referred(fact)}


def _imported(app: KeyProjects, plan: ImportPlan) -> RegisterImported:
    changes = plan.reconciliation.changes
    return RegisterImported(
        register=plan.edition.register,
        edition=plan.number,
        file=plan.edition.file,
        sha256=plan.sha256,
        rows=len(plan.edition.rows),
        records=changes[Change.RECORD],
        corrections=changes[Change.CORRECTION],
        withdrawals=changes[Change.WITHDRAWAL],
        reinstatements=changes[Change.REINSTATEMENT],
        effective=app.journal.clock(),
    )


def _envelope(plan: ImportPlan, actor: str) -> Envelope:
    """Name the command by register and edition: of two at once, one finds it moved."""
    command_id = f"import:{plan.edition.register}:{plan.number}:{plan.sha256[:16]}"
    digest = hashlib.sha256(plan.sha256.encode()).digest()
    return Envelope(command_id=command_id, actor=actor, digest=digest)
