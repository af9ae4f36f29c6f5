"""Which things are answered otherwise at one knowledge date than at another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.kernel.facts import ABSENT, Answer
from domain.kernel.instants import Instant
from projections.columns import attribute_at, ids_of, totals_at
from projections.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Span:
    """V, and the two knowledge dates between which answers are compared."""

    as_of: Instant
    known_before: Instant
    known_after: Instant


def answers_at(
    now: Snapshot, kind: str, attribute: str, *, as_of: Instant, as_known: Instant
) -> Mapping[int, Answer]:
    """Return number → value or None, for every existing thing of a kind."""
    exists = attribute_at(now, f"{kind}.exists", as_of=as_of, as_known=as_known)
    values = attribute_at(now, f"{kind}.{attribute}", as_of=as_of, as_known=as_known)
    return {number: values.get(number) for number in exists}


def differing(now: Snapshot, kind: str, attribute: str, span: Span) -> list[str]:
    """List the ids of the things whose attribute is answered otherwise, by id."""
    before, after = (
        answers_at(now, kind, attribute, as_of=span.as_of, as_known=known)
        for known in (span.known_before, span.known_after)
    )
    return [
        thing
        for number, thing in ids_of(now, kind).items()
        if before.get(number, ABSENT) != after.get(number, ABSENT)
    ]


def differing_totals(now: Snapshot, kind: str, measure: str, span: Span) -> list[str]:
    """List the ids of the things whose sum of a measure differs, by id."""
    before, after = (
        totals_at(now, f"{kind}.{measure}", as_of=span.as_of, as_known=known)
        for known in (span.known_before, span.known_after)
    )
    return [
        thing
        for number, thing in ids_of(now, kind).items()
        if before.get(number, 0) != after.get(number, 0)
    ]
