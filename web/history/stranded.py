"""Stranded facts (R15) in words: what they are, and why they are not applied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.kernel.assertions import Timeline, is_stranded
from domain.kernel.facts import PeriodFact, Redrawing, WorldFact
from domain.kernel.instants import print_instant
from domain.kernel.live_facts import LiveFact
from domain.things.registration import thing_of
from web.history.things import end_text
from web.words.catalogue import Translate, marked
from web.words.labels import FACT_LABELS

ENDINGS = {
    "PlotSplit": marked(
        "{thing} was divided on {date} and does not exist from then on."
    ),
    "PlotsMerged": marked(
        "{thing} was merged on {date} and does not exist from then on."
    ),
}
ENDED = marked("{thing} ended on {date}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class StrandedShown:
    """A fact that is not applied, ready to print."""

    position: int
    kind: str
    thing: str
    label: str
    when: str
    reasons: list[str]


def stranded_shown(
    now: Timeline, positions: Iterable[int], words: Translate
) -> list[StrandedShown]:
    """Put those of some facts into words that are stranded, by position."""
    wanted = set(positions)
    found = [
        _shown(now, each, words)
        for each in now.facts
        if each.position in wanted and is_stranded(each, now.existing)
    ]
    return sorted(found, key=lambda each: each.position)


def _shown(now: Timeline, each: LiveFact, words: Translate) -> StrandedShown:
    kind, thing = thing_of(each.thing)
    return StrandedShown(
        position=each.position,
        kind=kind,
        thing=thing,
        label=words(FACT_LABELS[type(each.fact).__name__]),
        when=_when(each.fact),
        reasons=_reasons(now, each, words),
    )


def _when(fact: WorldFact) -> str:
    start = print_instant(fact.effective)
    return f"{start} – {end_text(fact)}" if isinstance(fact, PeriodFact) else start


def _reasons(now: Timeline, each: LiveFact, words: Translate) -> list[str]:
    """Say why a fact takes effect nowhere: once for each thing that is in the way."""
    if not isinstance(each.fact, Redrawing):
        return [_absent(now, each.thing, each, words)]
    redrawn = each.fact.redrawn(each.thing)
    missing = [
        _absent(now, thing, each, words)
        for thing in (*redrawn.ended, *redrawn.reshaped)
        if now.existing.life_at(thing, each.fact.effective) is None
    ]
    there = [
        words("{thing} is in the books already.").format(thing=thing_of(thing)[1])
        for thing in redrawn.begun
        if thing not in redrawn.ended and now.existing.lives.get(thing)
    ]
    other = words("One of its plots does not exist then, or is in the books already.")
    return [*missing, *there] or [other]


def _absent(now: Timeline, thing: str, each: LiveFact, words: Translate) -> str:
    """Say why a thing does not exist when a fact of it takes effect."""
    lives = [e for e in now.existing.lives.get(thing, ()) if e.start < e.end]
    name = thing_of(thing)[1]
    if not lives:
        return words("{thing} is not in the books at all, as known.").format(thing=name)
    past = [life for life in lives if life.end <= each.fact.effective]
    if not past:
        date = print_instant(lives[0].start)
        template = words("{thing} is in the books only from {date} on.")
        return template.format(thing=name, date=date)
    ended = next((e for e in now.facts if e.position == past[-1].ended_by), None)
    how = "" if ended is None else type(ended.fact).__name__
    template = words(ENDINGS.get(how, ENDED))
    return template.format(thing=name, date=print_instant(past[-1].end))
