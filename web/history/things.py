"""One thing at (V, K) in words: its attributes, their periods, the facts behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import msgspec

from domain.facts import THINGS
from domain.kernel.assertions import Assertion, Timeline
from domain.kernel.facts import (
    ABSENT,
    EXISTS,
    Answer,
    PeriodFact,
    Quantity,
)
from domain.kernel.instants import FOREVER, Instant, print_end, print_instant
from domain.kernel.live_facts import LiveFact
from domain.kernel.periods import Period, layering
from domain.kernel.questions.states import histories_in
from domain.members.types import MemberType
from domain.things.registration import thing_of
from web.district.dates import Dates
from web.frame.language import translate
from web.history.families import Family
from web.words.labels import attribute_label, value_shown
from web.words.values import printed, printed_blank


class PeriodShown(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A value, from when until when it holds, and the fact that says so."""

    value: str
    start: str
    end: str | None
    """None where it holds on."""
    position: int | None
    is_now: bool
    """Whether it holds at V."""
    is_period: bool
    """Whether it is stated over a period, which ends by itself (R10)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeShown:
    """An attribute at V with all its periods as known at K."""

    name: str
    label: str
    value: str
    code: str | None
    """Of a choice; ``none`` where none is made."""
    blank: str
    """Why there is no value: ``absent`` or ``none``; blank where there is one."""
    position: int | None
    """The fact that the answer rests on."""
    periods: Sequence[PeriodShown]
    during: str = ""
    """From when until when it holds, where it ends by itself."""


@dataclass(frozen=True)
class ThingKnown:
    """Everything known of one thing at K, folded at V."""

    stream: str
    family: Family
    now: Timeline
    dates: Dates
    periods: Mapping[str, Sequence[Period]]
    """The history of each attribute as known at K."""

    def type_of(self, name: str) -> MemberType:
        """Return the type of an attribute, or a measure, of the thing."""
        return type_of(thing_of(self.stream)[0], name)

    @property
    def exists(self) -> bool:
        """Whether the thing exists at V."""
        return self.now.existing.life_at(self.stream, self.dates.as_of) is not None

    @property
    def own_facts(self) -> list[LiveFact]:
        """The facts of its own stream that stand, in R5's order."""
        return [each for each in self.now.facts if each.thing == self.stream]

    def value(self, attribute: str) -> Answer:
        """Answer one attribute at V."""
        for each in self.periods.get(attribute, ()):
            if each.start <= self.dates.as_of < each.end:
                return each.value
        return None if self.exists and attribute != EXISTS else ABSENT

    def behind(self, attribute: str, at: Instant) -> LiveFact | None:
        """Return the fact that decides an attribute at an instant."""
        layers = self._layers.get(attribute, ())
        top = next((each for each in layers if each.start <= at < each.end), None)
        return None if top is None else self.fact_at(top.position)

    def fact_at(self, position: int | None) -> LiveFact | None:
        """Return the fact at a position, if it stands."""
        return None if position is None else self._standing.get(position)

    @cached_property
    def _layers(self) -> Mapping[str, Sequence[Assertion]]:
        """What is asserted of each attribute, the topmost first: asked at each period.

        The first that covers an instant is the one that ``on_top`` finds.
        """
        found: dict[str, list[Assertion]] = {}
        for each in self.now.assertions(self.stream):
            found.setdefault(each.attribute, []).append(each)
        for layers in found.values():
            layers.sort(key=layering, reverse=True)
        return found

    @cached_property
    def _standing(self) -> Mapping[int, LiveFact]:
        return {each.position: each for each in self.now.facts}


def thing_known(family: Family, stream: str, dates: Dates) -> ThingKnown:
    """Fold a family as it concerns one thing."""
    now = family.timeline(dates.as_known)
    return ThingKnown(stream, family, now, dates, histories_in(now, stream))


def attributes_shown(known: ThingKnown, names: Sequence[str]) -> list[AttributeShown]:
    """Put attributes into words, those that never had a value included."""
    return [_attribute(known, name, known.periods.get(name, ())) for name in names]


def _attribute(
    known: ThingKnown, name: str, periods: Sequence[Period]
) -> AttributeShown:
    answer, of = known.value(name), known.type_of(name)
    shown = [_period(known, name, of, each) for each in periods]
    now = next((each for each in shown if each.is_now), None)
    return AttributeShown(
        name=name,
        label=attribute_label(name, translate()),
        value=value_text(of, answer),
        code=printed(answer) if of.choices else None,
        blank=printed_blank(answer),
        position=None if now is None else now.position,
        periods=shown,
        during=_during(now) if now and now.is_period else "",
    )


def _during(period: PeriodShown) -> str:
    return f"{period.start} – {period.end or translate()('no end')}"


def _period(
    known: ThingKnown, name: str, of: MemberType, period: Period
) -> PeriodShown:
    behind = known.behind(name, period.start)
    return PeriodShown(
        value=value_text(of, period.value),
        start=print_instant(period.start),
        end=_end_text(behind, period),
        position=None if behind is None else behind.position,
        is_now=period.start <= known.dates.as_of < period.end,
        is_period=behind is not None and isinstance(behind.fact, PeriodFact),
    )


def _end_text(behind: LiveFact | None, period: Period) -> str | None:
    """Print where a period ends; as it was typed, where it ends by itself."""
    if period.end == FOREVER:
        return None
    fact = None if behind is None else behind.fact
    if isinstance(fact, PeriodFact) and fact.until == period.end:
        return end_text(fact)
    return print_instant(period.end)


def end_text(fact: PeriodFact) -> str:
    """Say until when a period holds, as it was typed (R12)."""
    words = translate()
    end = print_end(fact.until, typed_through=fact.typed_through)
    if end is None:
        return words("no end")
    template = words("through {day}") if fact.typed_through else words("until {day}")
    return template.format(day=end)


def type_of(kind: str, name: str) -> MemberType:
    """Return the type of an attribute, or a measure, of a kind of things."""
    found = THINGS.attribute(kind, name) or THINGS.measures(kind)[name]
    return found.type


def value_text(of: MemberType, value: Answer | Quantity) -> str:
    """Print an answer; the three blanks differ (R3)."""
    words = translate()
    if value is ABSENT:
        return words("Not in the books")
    return value_shown(of, None if value is None else of.write(value), words)
