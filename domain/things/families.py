"""Families: streams that redrawings tie together, and their entries in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from domain.kernel.facts import Concerned, Redrawing
from domain.kernel.live_facts import Entry

Known = Mapping[str, Sequence[Entry]]
"""What was read: the entries of each stream, by position."""
TYING = (Concerned, Redrawing)


def leads_to(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the streams that entries tie theirs to, whether the facts stand or not."""
    for entry in entries:
        fact = entry.fact
        if not isinstance(fact, TYING):
            continue
        if isinstance(fact, Concerned):
            yield fact.by
        else:
            yield from fact.redrawn(entry.thing).things


def followed(
    streams: Iterable[str],
    onward: Callable[[set[str]], Iterable[str]],
    known: Iterable[str] = (),
) -> set[str]:
    """Follow streams to all of their families, round by round.

    A stream that no redrawing has touched leads nowhere: one round.

    Args:
        streams: Where to begin.
        onward: Reads some streams at once, and names what they are tied to.
        known: Streams that were followed before.

    Returns:
        All that were followed, with those known before.
    """
    found = set(known)
    ahead = set(streams) - found
    while ahead:
        found |= ahead
        ahead = set(onward(ahead)) - found
    return found


def streams_of(known: Known, stream: str) -> list[str]:
    """Follow a stream to all those of its family, itself first."""
    found = {stream: None}
    ahead = [stream]
    while ahead:
        for linked in leads_to(known.get(ahead.pop(), ())):
            if linked not in found:
                found[linked] = None
                ahead.append(linked)
    return list(found)


def entries_of(known: Known, stream: str) -> Sequence[Entry]:
    """Return the entries of a stream's family, by position."""
    streams = streams_of(known, stream)
    if len(streams) == 1:
        return known.get(stream, ())
    entries = [entry for member in streams for entry in known.get(member, ())]
    return sorted(entries, key=lambda entry: entry.position)
