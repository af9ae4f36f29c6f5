"""What a revision did not say it had read: earlier revisions of the same fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from domain.commands import AS_READ_AT
from domain.deciding.groups import COMMANDS
from domain.journal.interface import JournalReader
from domain.journal.lines import Receipt
from domain.kernel.facts import FactCorrected, FactWithdrawn
from domain.kernel.live_facts import Entry, withdrawn_by

Body = Mapping[str, object]


def unread(
    journal: JournalReader, body: Body, receipt: Receipt
) -> dict[str, list[int]]:
    """Tell whoever revised a fact blindly what others had revised before.

    Answered is the same however often the command is sent: what stood right before it.

    Returns:
        ``unread`` with the positions of live revisions of what the command revises,
        behind the entry that it names; nothing where there are none, or where the
        command says by ``as_read_at`` what it had read.
    """
    found = {
        position
        for target in _blind(body)
        for position in _revised(_entries(journal, target, receipt), target)
    }
    return {"unread": sorted(found)} if found else {}


def _blind(body: Body) -> Iterator[int]:
    """Yield the targets of revisions that do not say what they had read."""
    commands = cast("Sequence[Body]", body.get(COMMANDS, [body]))
    for each in commands:
        target = each.get("correct", each.get("withdraw"))
        if target is not None and AS_READ_AT not in each:
            yield cast("int", target)


def _entries(journal: JournalReader, target: int, receipt: Receipt) -> list[Entry]:
    """Return what the target's stream held before the command."""
    stream = journal.line(target).stream
    return [e for e in journal.entries_of([stream]) if e.position < receipt.first]


def _revised(entries: Iterable[Entry], target: int) -> Iterator[int]:
    entries = list(entries)
    withdrawn, targets = withdrawn_by(entries), _targets(entries)
    root = _root(targets, target)
    for position in targets:
        is_live = position not in withdrawn
        if position > target and is_live and _root(targets, position) == root:
            yield position


def _targets(entries: Iterable[Entry]) -> dict[int, int]:
    """Map each revision to what it revises."""
    return {
        each.position: each.fact.target
        for each in entries
        if isinstance(each.fact, FactCorrected | FactWithdrawn)
    }


def _root(targets: Mapping[int, int], position: int) -> int:
    while position in targets:
        position = targets[position]
    return position
