"""Importing an edition: read it, compare it with the journal, append or preview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from domain.errors import RefusedRowsError
from domain.importing.importer import ImportPlan, apply_import, plan_import
from domain.importing.reconciliation import Change, Outcome
from domain.journal.lines import Receipt
from domain.kernel.instants import print_instant
from domain.things.registration import require_id
from projections.opening.read_model import Progress, no_progress
from projections.tables.columns import register_things
from web.district.opening import District
from web.recording.registers.editions import RowRefusal, read_edition


@dataclass(frozen=True, slots=True)
class Prepared:
    """An edition compared with the journal, and every row that cannot be recorded."""

    plan: ImportPlan
    refused: Mapping[int, RowRefusal]
    """Line → why, in the order of the file."""

    @property
    def rows(self) -> int:
        """How many rows the edition has, refused ones too."""
        unread = len(self.refused) - len(self.plan.reconciliation.refused)
        return len(self.plan.edition.rows) + unread


def prepare(
    district: District, path: Path, *, register: str, mapping_path: Path
) -> Prepared:
    """Read an edition and plan its import; nothing is recorded.

    Raises:
        FileError: The file or the mapping as a whole cannot be read.
    """
    require_id("register", register)
    read = read_edition(
        path,
        register=register,
        mapping_path=mapping_path,
        crs=district.about.crs,
        currency=district.about.currency,
    )
    district.refresh()
    with district.read_model.snapshot() as now:
        earlier = register_things(now, register)
    plan = plan_import(district.app, read.edition, sha256=read.sha256, earlier=earlier)
    found = {each.line: each.refusal for each in plan.reconciliation.refused}
    return Prepared(plan, dict(sorted({**read.refused, **found}.items())))


def apply(
    district: District,
    prepared: Prepared,
    *,
    actor: str,
    progress: Progress = no_progress,
) -> Receipt | None:
    """Append a prepared edition, all or nothing; None when it changes nothing.

    Raises:
        RefusedRowsError: Some rows cannot be recorded.
        MovedError: Something was recorded meanwhile; prepare again.
    """
    if prepared.refused:
        raise RefusedRowsError(refused=len(prepared.refused), rows=prepared.rows)
    receipt = apply_import(district.app, prepared.plan, actor=actor)
    district.refresh(progress)
    return receipt


def summary(prepared: Prepared) -> dict[str, object]:
    """Total a prepared edition, for a preview."""
    found = prepared.plan.reconciliation
    end = found.earlier_end
    return {
        "register": prepared.plan.edition.register,
        "edition": prepared.plan.number,
        "file": prepared.plan.edition.file,
        "rows": prepared.rows,
        "refused": len(prepared.refused),
        "new": found.outcomes[Outcome.NEW],
        "new_within_earlier_edition": found.new_within,
        "earlier_edition_ends": None if end is None else print_instant(end),
        "corrected": found.outcomes[Outcome.CORRECTED],
        "corrected_members": dict(sorted(found.members.items())),
        "withdrawn": found.outcomes[Outcome.WITHDRAWN],
        "reappeared": found.outcomes[Outcome.REAPPEARED],
        "unchanged": found.outcomes[Outcome.UNCHANGED],
        "facts": {change.value: Counter(found.changes)[change] for change in Change},
    }
