"""Whether a fact counts may hang on other plots: what befalls those is a cause."""

from __future__ import annotations

import pytest

from domain.kernel.facts import Fact, FactCorrected, FactWithdrawn
from domain.kernel.instants import Instant
from domain.kernel.live_facts import Entry
from domain.kernel.questions.differences import Role, diff, of_attribute
from domain.members.members import Text, Wkt
from domain.things.land.plots import (
    BoundariesAdjusted,
    DrawnPlot,
    PlotRegistered,
    PlotsMerged,
    PlotSplit,
    ReshapedPlot,
)
from domain.things.registration import stream_of

NAMES = tuple(Text(name) for name in ("甲", "乙", "丙", "丁", "戊"))
PLOTS = tuple(stream_of("plot", name) for name in NAMES)
OLD, ADJUSTED, MERGED = (
    Wkt(f"POLYGON ((0 0, {side} 0, {side} {side}, 0 0))") for side in (1, 2, 3)
)


def registered(plot: int) -> tuple[str, Fact]:
    """Begin a plot that lies by itself."""
    return PLOTS[plot], PlotRegistered(effective=Instant(0), boundary=OLD)


def split(plot: int, *children: int, effective: int) -> tuple[str, Fact]:
    drawn = tuple(DrawnPlot(plot=NAMES[each], stage=None) for each in children)
    return PLOTS[plot], PlotSplit(effective=Instant(effective), children=drawn)


def merged(plot: int, *parents: int, effective: int) -> tuple[str, Fact]:
    names = tuple(NAMES[each] for each in parents)
    return PLOTS[plot], PlotsMerged(
        effective=Instant(effective), parents=names, stage=None, boundary=MERGED
    )


def adjusted(plot: int, neighbour: int, effective: int) -> tuple[str, Fact]:
    other = ReshapedPlot(plot=NAMES[neighbour], boundary=ADJUSTED)
    return PLOTS[plot], BoundariesAdjusted(
        effective=Instant(effective), boundary=ADJUSTED, neighbours=(other,)
    )


def corrected(target: int, effective: int) -> tuple[str, Fact]:
    return PLOTS[1], FactCorrected(
        target=target, reason="录错", changes={"effective": effective}
    )


def redrawn_otherwise(target: int) -> tuple[str, Fact]:
    changes = {"boundary": MERGED}
    return PLOTS[0], FactCorrected(target=target, reason="录错", changes=changes)


def undone(target: int) -> tuple[str, Fact]:
    return PLOTS[1], FactWithdrawn(target=target, reason="没有这回事")


TWO = [registered(0), registered(1)]
"""Positions 1 and 2: plots of which the first is asked about."""
Told = tuple[list[tuple[str, Fact]], int, dict[int, Role]]
"""What is recorded, how much of it before K1, and the causes."""
SWAYED: dict[str, Told] = {
    "a neighbour is gone": (
        [*TWO, adjusted(0, 1, effective=10), split(1, 2, effective=5)],
        3,
        {3: Role.DECIDED, 4: Role.DECIDES},
    ),
    "a neighbour of the neighbour is gone": (
        [
            *TWO,
            registered(2),
            merged(3, 1, 2, effective=5),
            adjusted(0, 3, effective=10),
            split(2, 4, effective=3),
        ],
        5,
        {4: Role.DECIDED, 5: Role.DECIDED, 6: Role.DECIDES},
    ),
    "a neighbour is there again": (
        [*TWO, adjusted(0, 1, effective=10), split(1, 2, effective=5), undone(4)],
        4,
        {4: Role.DECIDED, 5: Role.WITHDRAWS},
    ),
    "a neighbour is gone later only": (
        [
            *TWO,
            adjusted(0, 1, effective=10),
            split(1, 2, effective=5),
            corrected(4, 15),
        ],
        4,
        {4: Role.DECIDED, 5: Role.CORRECTS},
    ),
    "a neighbour is registered late": (
        [TWO[0], adjusted(0, 1, effective=10), TWO[1]],
        2,
        {3: Role.DECIDES},
    ),
    "the plot has another life": (
        [
            *TWO,
            registered(2),
            merged(0, 1, 2, effective=8),
            adjusted(0, 3, effective=10),
            split(0, 4, effective=5),
        ],
        5,
        {6: Role.DECIDES},
    ),
    "a plot is there no longer that a division begins": (
        [registered(2), registered(1), split(1, 0, 2, effective=5), undone(1)],
        2,
        {1: Role.DECIDED, 3: Role.DECIDES, 4: Role.WITHDRAWS},
    ),
    "what befalls a neighbour of what counts all the same is no cause": (
        [*TWO, adjusted(0, 1, effective=10), redrawn_otherwise(3), corrected(2, 3)],
        3,
        {4: Role.CORRECTS},
    ),
    "what else is recorded of neighbours is no cause": (
        [
            *TWO,
            adjusted(0, 1, effective=10),
            adjusted(1, 2, effective=3),
            registered(2),
            adjusted(1, 2, effective=4),
            split(1, 3, effective=5),
            split(1, 4, effective=6),
        ],
        3,
        {3: Role.DECIDED, 7: Role.DECIDES},
    ),
}


@pytest.mark.parametrize(("facts", "before", "roles"), SWAYED.values(), ids=SWAYED)
def test_what_lets_a_fact_count_or_not_is_a_cause(
    facts: list[tuple[str, Fact]], before: int, roles: dict[int, Role]
) -> None:
    journal = [
        Entry(position, Instant(position * 100), thing, fact)
        for position, (thing, fact) in enumerate(facts, 1)
    ]

    found = diff(
        dict.fromkeys([PLOTS[0]], journal),
        of_attribute("boundary"),
        as_of=Instant(12),
        known_before=Instant(before * 100),
        known_after=Instant(len(facts) * 100),
    )

    [of_first] = found
    assert {each.position: each.role for each in of_first.causes} == roles
