"""The questions about one thing for all K: beliefs, rectangles, first known."""

from __future__ import annotations

from collections.abc import Sequence

from domain.kernel.facts import EXISTS, Answer
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry
from domain.kernel.questions.versions import (
    Belief,
    Rectangle,
    beliefs_of,
    first_known_of,
    rectangles_of,
)
from domain.kernel.relation import relation
from domain.kernel.resolved import Version


def versions(entries: Sequence[Entry], thing: str) -> dict[str, list[Version]]:
    """Return the versions of every attribute of a thing, existence among them."""
    found: dict[str, list[Version]] = {EXISTS: []}
    for version in relation(entries).versions:
        if version.thing == thing:
            found.setdefault(version.attribute, []).append(version)
    return found


def beliefs(
    entries: Sequence[Entry], thing: str, attribute: str, *, as_of: Instant
) -> list[Belief]:
    """List what was believed about V, over K; leading absent or none is left out."""
    found = versions(entries, thing)
    return beliefs_of(found.get(attribute, []), found[EXISTS], as_of=as_of)


def first_known(
    entries: Sequence[Entry],
    thing: str,
    attribute: str,
    value: Answer,
    *,
    as_of: Instant,
) -> Instant | None:
    """Return the earliest K at which the answer about V was ``value``, or None."""
    found = versions(entries, thing)
    rows = found.get(attribute, [])
    return first_known_of(rows, found[EXISTS], value, as_of=as_of)


def rectangles(entries: Sequence[Entry], thing: str, attribute: str) -> list[Rectangle]:
    """List the rectangles of one attribute, by known-from, then valid-from."""
    return rectangles_of(attribute, versions(entries, thing).get(attribute, []))
