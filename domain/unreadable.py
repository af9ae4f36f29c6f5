"""Entries that cannot be read: what is decided about their things, and what is not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.errors import DamagedFactError, NamelessFactError, NewerFactError
from domain.kernel.facts import NAMELESS, UnreadableFact
from domain.kernel.live_facts import Entry, withdrawn_by


def unreadable(entries: Iterable[Entry]) -> list[Entry]:
    """List the entries that cannot be read."""
    return [entry for entry in entries if isinstance(entry.fact, UnreadableFact)]


def require_readable(entries: Sequence[Entry], *, withdrawing: int = 0) -> None:
    """Refuse to decide on what is only known in part.

    A damaged entry that a person has withdrawn counts no longer. One of a newer Guatu
    cannot be withdrawn by this one, which cannot tell whether it may be.

    Args:
        entries: Those of a family, by position.
        withdrawing: The position that is about to be withdrawn.

    Raises:
        DamagedFactError: One of them cannot be read.
        NamelessFactError: One of them is of no thing that can be named.
        NewerFactError: One of them can be read by a newer Guatu only.
    """
    if not (found := unreadable(entries)):
        return
    gone = withdrawn_by(entries).keys() | {withdrawing}
    for entry in found:
        if entry.thing.startswith(f"{NAMELESS}:"):
            raise NamelessFactError(position=entry.position)
        fact = entry.fact
        assert isinstance(fact, UnreadableFact)  # noqa: S101  (as they were listed)
        if fact.is_newer or entry.position not in gone:
            error = NewerFactError if fact.is_newer else DamagedFactError
            said = f"{fact.name}: {fact.why}"
            raise error(position=entry.position, thing=entry.thing, said=said)
