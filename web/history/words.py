"""A fact in the words of a page: its members, and the plots that it redraws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec
from msgspec import structs

from domain.kernel.facts import Redrawn, Value
from domain.members.members import hints_of
from domain.members.types import known_type
from domain.things.registration import thing_of
from geo.record.shapes import areas_m2, corners
from web.frame.language import translate
from web.history.entries import FactLine
from web.history.members import UNREADABLE, UNTIL
from web.words.catalogue import Translate, marked
from web.words.labels import (
    FACT_LABELS,
    MEMBER_LABELS,
    UNKNOWN_FACT,
    stage_label,
    value_shown,
)
from web.words.values import area_text, moment_text, printed_stage

ROLES = (
    ("ended", marked("Former plots")),
    ("begun", marked("New plots")),
    ("reshaped", marked("Adjusted plots")),
)
BOUNDARY = "boundary"
LATE_FROM_DAYS = 15
"""What is recorded within two weeks is the ordinary course."""
STATED = frozenset({"stage", "boundary", "children", "parents", "neighbours"})
"""Members of a redrawing that the plots which it names are shown with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotNamed:
    """A plot as a redrawing states it, ready to print."""

    id: str
    stage_code: str | None = None
    """None where the redrawing says nothing of stages."""
    stage_label: str = ""
    area_m2: str | None = None
    """As measured; None where the redrawing states no boundary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeStated:
    """A boundary that a fact states, ready to print."""

    label: str
    corners: int
    area_m2: str
    wkt: str


class FactShown(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A fact in the words of a page."""

    position: int
    kind: str
    name_label: str
    thing_kind: str
    thing: str
    """The thing in whose stream it is kept."""
    effective: str | None
    recorded: str
    actor: str
    members: list[tuple[str, str | None]]
    shape: ShapeStated | None
    """The boundary that it states; ``members`` are without it."""
    plots: Sequence[tuple[str, Sequence[PlotNamed]]]
    source: str | None
    reason: str | None
    corrects: int | None
    withdrawn_by: int | None
    late_days: int | None
    corrected_by: Sequence[int] = ()
    """Those among the facts that it is shown with which correct it."""

    @property
    def is_late(self) -> bool:
        """Whether it was recorded so long after it happened that pages say so."""
        return self.late_days is not None and self.late_days >= LATE_FROM_DAYS


def facts_shown(facts: Iterable[FactLine]) -> list[FactShown]:
    """Put facts into words, each with the others that correct it."""
    shown_facts = [fact_shown(each) for each in facts]
    later: dict[int | None, list[int]] = {}
    for each in shown_facts:
        if each.kind == "correction":
            later.setdefault(each.corrects, []).append(each.position)
    return [
        structs.replace(each, corrected_by=later[each.position])
        if each.position in later
        else each
        for each in shown_facts
    ]


def fact_shown(fact: FactLine) -> FactShown:
    """Put a fact into words."""
    words = translate()
    source = fact.source
    kind, thing = thing_of(fact.stream)
    return FactShown(
        position=fact.position,
        kind=fact.kind,
        name_label=words(FACT_LABELS.get(fact.name, UNKNOWN_FACT)),
        thing_kind=kind,
        thing=thing,
        effective=fact.effective,
        recorded=moment_text(fact.recorded),
        actor=fact.actor,
        members=_members(fact, words),
        shape=_shape(fact, words),
        plots=[] if fact.redrawn is None else plots_named(fact.redrawn, words),
        source=None if source is None else f"{source.file}:{source.line}",
        reason=fact.reason,
        corrects=fact.target,
        withdrawn_by=fact.withdrawn_by,
        late_days=fact.late_days,
    )


def _members(fact: FactLine, words: Translate) -> list[tuple[str, str | None]]:
    """Name the members, without those that the plots of a redrawing are shown with."""
    hidden = {"by"} if fact.kind == "concerned" else set()
    if fact.redrawn is not None:
        hidden |= STATED
    if _boundary(fact) is not None:
        hidden.add(BOUNDARY)
    return [
        (words(MEMBER_LABELS.get(name, name)), _text(fact, name, words))
        for name in fact.members
        if name not in hidden
    ]


def _boundary(fact: FactLine) -> str | None:
    boundary = fact.members.get(BOUNDARY)
    return boundary if isinstance(boundary, str) and fact.redrawn is None else None


def _shape(fact: FactLine, words: Translate) -> ShapeStated | None:
    wkt = _boundary(fact)
    if wkt is None:
        return None
    [area], [count] = areas_m2([wkt]), corners([wkt])
    label = MEMBER_LABELS[BOUNDARY]
    return ShapeStated(
        label=words(label),
        corners=int(count),
        area_m2=area_text(float(area)),
        wkt=wkt,
    )


def _text(fact: FactLine, name: str, words: Translate) -> str | None:
    value = fact.members[name]
    if name == UNREADABLE:
        return words(str(value))
    if name == UNTIL and value is None:
        return words("no end")
    if isinstance(value, list):
        return None
    found = known_type(hints_of(fact.of).get(name))
    return value if found is None else value_shown(found, value, words)


def plots_named(
    redrawn: Redrawn, words: Translate
) -> list[tuple[str, Sequence[PlotNamed]]]:
    """Group the plots that a redrawing names by what becomes of them."""
    stated = {**redrawn.begun, **redrawn.reshaped}
    return [
        (words(label), [_plot(each, stated.get(each, {}), words) for each in things])
        for role, label in ROLES
        if (things := tuple(getattr(redrawn, role)))
    ]


def _plot(stream: str, values: Mapping[str, Value], words: Translate) -> PlotNamed:
    _, plot = thing_of(stream)
    stage = _stage(values["stage"]) if "stage" in values else None
    boundary = values.get("boundary")
    return PlotNamed(
        id=plot,
        stage_code=stage,
        stage_label="" if stage is None else stage_label(stage, words),
        area_m2=measured(boundary),
    )


def _stage(value: Value) -> str:
    return printed_stage(None if value is None else str(value))


def measured(boundary: object) -> str | None:
    """Print the measured area of a boundary; None where there is none."""
    if not isinstance(boundary, str):
        return None
    [area] = areas_m2([boundary])
    return area_text(float(area))
