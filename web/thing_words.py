"""One thing at (V, K) in words: its attributes, their periods, its sums, its facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.journal.lines import Line
from domain.kernel.facts import ABSENT, EXISTS, Answer, Quantity, Value, WorldFact
from domain.kernel.instants import FOREVER, print_instant
from domain.kernel.questions import Period, begun_at, histories
from domain.kernel.standing import Entry, Standing, standing
from web.answers import NONE
from web.dates import Dates
from web.figures import money_text
from web.labels import FACT_LABELS, MEMBER_LABELS, STAGE_LABELS, member_value
from web.language import translate

PERMIT = "permit:"
MONEY = frozenset({"amount", "investment"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodShown:
    """A value, from when until when it holds, and the fact that says so."""

    value: str
    start: str
    end: str | None
    """None where it holds on."""
    position: int | None
    is_now: bool
    """Whether it holds at V."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeShown:
    """An attribute at V with all its periods as known at K."""

    name: str
    label: str
    value: str | None
    code: str | None
    blank: str
    """Why there is no value: ``absent`` or ``none``; blank where there is one."""
    position: int | None
    """The fact that the answer rests on."""
    periods: Sequence[PeriodShown]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareShown:
    """What one fact adds to a sum."""

    effective: str
    label: str
    quantity: str
    running: str
    position: int
    counts: bool
    """Whether it happened up to V."""


@dataclass(frozen=True, slots=True)
class ThingKnown:
    """Everything known of one thing at K, folded at V."""

    lines: Sequence[Line]
    entries: Sequence[Entry]
    timeline: Sequence[Standing]
    dates: Dates

    @property
    def exists(self) -> bool:
        """Whether the thing exists at V."""
        begun = begun_at(self.timeline)
        return begun is not None and begun <= self.dates.as_of

    def value(self, attribute: str) -> Answer:
        """Answer one attribute at V."""
        return _at(self.periods().get(attribute, ()), self, attribute)

    def periods(self) -> Mapping[str, Sequence[Period]]:
        """Return the history of each attribute as known at K."""
        return histories(self.timeline)

    def by(self, attribute: str, value: Value, start: int) -> int | None:
        """Return the position of the fact that set an attribute at an instant."""
        found = [
            each.position
            for each in self.timeline
            if each.fact.effective == start and _sets(each.fact, attribute, value)
        ]
        return found[-1] if found else None


def _sets(fact: WorldFact, attribute: str, value: Value) -> bool:
    if attribute == EXISTS:
        return fact.begins
    return (attribute, value) in fact.assertions()


def thing_known(lines: Sequence[Line], dates: Dates) -> ThingKnown:
    """Fold the lines of one thing."""
    entries = [line.entry() for line in lines]
    return ThingKnown(lines, entries, standing(entries, dates.as_known), dates)


def _at(periods: Sequence[Period], known: ThingKnown, attribute: str) -> Answer:
    for each in periods:
        if each.start <= known.dates.as_of < each.end:
            return each.value
    return None if known.exists and attribute != EXISTS else ABSENT


def attributes_shown(known: ThingKnown, names: Sequence[str]) -> list[AttributeShown]:
    """Put attributes into words, those that never had a value included."""
    periods = known.periods()
    return [_attribute(known, name, periods.get(name, ())) for name in names]


def _attribute(
    known: ThingKnown, name: str, periods: Sequence[Period]
) -> AttributeShown:
    answer = _at(periods, known, name)
    shown = [_period(known, name, each) for each in periods]
    blank = _why_blank(answer)
    return AttributeShown(
        name=name,
        label=attribute_label(name),
        value=None if blank else value_text(name, answer),
        code=str(answer) if name == "stage" and not blank else None,
        blank=blank,
        position=next((each.position for each in shown if each.is_now), None),
        periods=shown,
    )


def _why_blank(answer: Answer) -> str:
    if answer is ABSENT:
        return "absent"
    return "none" if answer is None else ""


def _period(known: ThingKnown, name: str, period: Period) -> PeriodShown:
    return PeriodShown(
        value=value_text(name, period.value),
        start=print_instant(period.start),
        end=None if period.end == FOREVER else print_instant(period.end),
        position=known.by(name, period.value, period.start),
        is_now=period.start <= known.dates.as_of < period.end,
    )


def attribute_label(name: str) -> str:
    """Return what an attribute or a measure is called; a permit, by its own kind."""
    words = translate()
    if name.startswith(PERMIT):
        return name.removeprefix(PERMIT)
    labels = {EXISTS: words("In the books"), "investment": words("Investment")}
    labels["land_acquired_m2"] = words("Land acquired (m²)")
    return labels.get(name) or words(MEMBER_LABELS.get(name, name))


def value_text(name: str, value: Answer | Quantity) -> str:
    """Print an answer; the three blanks differ (R3)."""
    words = translate()
    if value is ABSENT:
        return words("Not in the books")
    if value is None:
        return "—" if name != "stage" else words(STAGE_LABELS[NONE])
    if value is True:
        return words("yes")
    if name in MONEY and isinstance(value, int):
        return money_text(value)
    if name == "paper_area_m2" or isinstance(value, Decimal):
        return f"{Decimal(str(value)).normalize():,f}"
    return member_value(name, str(value), words) or ""


def shares_shown(known: ThingKnown, measure: str) -> list[ShareShown]:
    """List what each fact that stands adds to a measure, in order of happening."""
    running: Quantity = 0
    shares = []
    for each in known.timeline:
        for name, quantity in each.fact.quantities():
            if name == measure:
                running += quantity
                shares.append(_share(known, each, measure, quantity, running))
    return shares


def _share(
    known: ThingKnown,
    each: Standing,
    measure: str,
    quantity: Quantity,
    running: Quantity,
) -> ShareShown:
    words = translate()
    stage = getattr(each.fact, "stage", None)
    detail = words(STAGE_LABELS[stage]) if stage else getattr(each.fact, "purpose", "")
    label = words(FACT_LABELS[type(each.fact).__name__])
    return ShareShown(
        effective=print_instant(each.fact.effective),
        label=f"{label} · {detail}" if detail else label,
        quantity=value_text(measure, quantity),
        running=value_text(measure, running),
        position=each.position,
        counts=each.fact.effective <= known.dates.as_of,
    )


def sum_of(known: ThingKnown, measure: str) -> Quantity:
    """Sum a measure up to V."""
    return sum(
        quantity
        for each in known.timeline
        if each.fact.effective <= known.dates.as_of
        for name, quantity in each.fact.quantities()
        if name == measure
    )
