"""The sums of one thing in words: what each fact adds, and what it comes to."""

from __future__ import annotations

import msgspec

from domain.kernel.facts import Quantity
from domain.kernel.instants import print_instant
from domain.kernel.live_facts import LiveFact
from web.frame.language import translate
from web.history.things import ThingKnown, value_text
from web.words.labels import FACT_LABELS, stage_label


class ShareShown(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one fact adds to a sum."""

    effective: str
    label: str
    quantity: str
    running: str
    position: int
    counts: bool
    """Whether it happened up to V."""


def shares_shown(known: ThingKnown, measure: str) -> list[ShareShown]:
    """List what each fact that stands adds to a measure, in order of happening."""
    running: Quantity = 0
    shares = []
    for each in known.own_facts:
        for name, quantity in each.fact.quantities():
            if name == measure:
                running += quantity
                shares.append(_share(known, each, measure, quantity, running))
    return shares


def _share(
    known: ThingKnown,
    each: LiveFact,
    measure: str,
    quantity: Quantity,
    running: Quantity,
) -> ShareShown:
    words = translate()
    stage = getattr(each.fact, "stage", None)
    detail = stage_label(stage, words) if stage else getattr(each.fact, "purpose", "")
    label = words(FACT_LABELS[type(each.fact).__name__])
    return ShareShown(
        effective=print_instant(each.fact.effective),
        label=f"{label} · {detail}" if detail else label,
        quantity=value_text(known.type_of(measure), quantity),
        running=value_text(known.type_of(measure), running),
        position=each.position,
        counts=each.fact.effective <= known.dates.as_of,
    )


def sum_of(known: ThingKnown, measure: str) -> Quantity:
    """Sum a measure up to V."""
    return sum(
        quantity
        for each in known.own_facts
        if each.fact.effective <= known.dates.as_of
        for name, quantity in each.fact.quantities()
        if name == measure
    )
