"""The boundaries of a plot over time, each with its measured area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.kernel.instants import FOREVER, print_instant
from domain.kernel.periods import Period
from geo.record.shapes import areas_m2
from web.frame.language import translate
from web.history.things import ThingKnown
from web.words.labels import FACT_LABELS
from web.words.values import area_text, mu_text


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryShown:
    """A boundary, from when until when it holds, and the fact that says so."""

    start: str
    end: str | None
    """None where it holds on."""
    area_m2: str
    mu: str
    position: int | None
    label: str
    """What the fact is called."""
    is_now: bool
    """Whether it holds at V."""


def boundaries_shown(known: ThingKnown) -> Sequence[BoundaryShown]:
    """List the boundaries of a plot as known at K."""
    periods = known.periods.get("boundary", ())
    areas = areas_m2([str(each.value) for each in periods])
    return [
        _boundary(known, period, float(area))
        for period, area in zip(periods, areas, strict=True)
    ]


def _boundary(known: ThingKnown, period: Period, area_m2: float) -> BoundaryShown:
    behind = known.behind("boundary", period.start)
    name = "" if behind is None else FACT_LABELS[type(behind.fact).__name__]
    return BoundaryShown(
        start=print_instant(period.start),
        end=None if period.end == FOREVER else print_instant(period.end),
        area_m2=area_text(area_m2),
        mu=mu_text(area_m2),
        position=None if behind is None else behind.position,
        label=translate()(name) if name else "",
        is_now=period.start <= known.dates.as_of < period.end,
    )
