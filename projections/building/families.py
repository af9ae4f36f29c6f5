"""Families: streams that redrawings connect, so that they are resolved together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.kernel.facts import Concerned, UnreadableFact
from domain.kernel.live_facts import Entry
from domain.things.families import TYING, leads_to

Edge = tuple[str, str]
CONNECTING = (*TYING, UnreadableFact)


def kin_of(entries: Iterable[Entry]) -> set[Edge]:
    """List which streams are kin by these entries, each pair both ways.

    A stream that keeps a redrawing, or may do so in what cannot be read, is kin to
    itself, if to nobody else.
    """
    return {
        edge
        for entry in entries
        if isinstance(entry.fact, CONNECTING)
        for other in _others(entry)
        for edge in ((entry.thing, other), (other, entry.thing))
    }


def _others(entry: Entry) -> Iterator[str]:
    if not isinstance(entry.fact, Concerned):
        yield entry.thing
    yield from leads_to([entry])


def families(streams: Iterable[str], kin: Iterable[Edge]) -> list[list[str]]:
    """Part streams into families, each sorted, in the order of their first members.

    Args:
        streams: All members of whole families.
        kin: Pairs both ways; those that name others are of no use here.
    """
    others: dict[str, list[str]] = {stream: [] for stream in sorted(streams)}
    for one, other in kin:
        if one in others and other in others:
            others[one].append(other)
    found = []
    while others:
        family = _taken(others, next(iter(others)))
        found.append(sorted(family))
    return found


def _taken(others: dict[str, list[str]], first: str) -> set[str]:
    """Take everything out that is connected with a first one."""
    family, ahead = set(), {first}
    while ahead:
        family |= ahead
        ahead = {kin for each in ahead for kin in others.pop(each)} - family
    return family
