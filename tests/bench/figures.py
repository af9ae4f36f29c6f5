"""Figures: what was measured, against what, and whether that is good enough."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

import msgspec


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the report."""

    name: str
    value: float
    unit: str
    ratio: float | None = None
    against: str | None = None
    target: str | None = None
    met: bool | None = None


def plain(name: str, value: float, unit: str) -> Figure:
    """Tell a figure that nothing is demanded of."""
    return Figure(name=name, value=value, unit=unit)


def at_least(name: str, value: float, unit: str, target: float) -> Figure:
    """Tell a figure that has to reach a target."""
    return Figure(
        name=name,
        value=value,
        unit=unit,
        target=f"≥ {target:,g}",
        met=value >= target,
    )


def at_most(name: str, value: float, unit: str, target: float) -> Figure:
    """Tell a figure that has to stay within a target."""
    return Figure(
        name=name,
        value=value,
        unit=unit,
        target=f"≤ {target:,g}",
        met=value <= target,
    )


def faster_by(  # noqa: PLR0913  (two sides, and what is told of them)
    name: str,
    facts: int,
    ours_s: Sequence[float],
    other_s: Sequence[float],
    *,
    against: str,
    target: float | None = None,
) -> Figure:
    """Tell our facts a second, and the ratio to another's: the median of the turns."""
    ratio = statistics.median(
        theirs / own for own, theirs in zip(ours_s, other_s, strict=True)
    )
    rate = facts / statistics.median(other_s)
    return Figure(
        name=name,
        value=facts / statistics.median(ours_s),
        unit="facts/s",
        ratio=ratio,
        against=f"{against}: {rate:,.0f} facts/s",
        target=None if target is None else f"ratio ≥ {target:g}",
        met=None if target is None else ratio >= target,
    )


def longer_by(
    name: str,
    ours_ms: Sequence[float],
    other_ms: Sequence[float],
    *,
    against: str,
    target: float | None = None,
) -> Figure:
    """Tell how many times as long something takes: the ratio of the medians."""
    ours, other = statistics.median(ours_ms), statistics.median(other_ms)
    return Figure(
        name=name,
        value=ours,
        unit="ms",
        ratio=ours / other,
        against=f"{against}: {other:,.2f} ms",
        target=None if target is None else f"ratio ≤ {target:g}",
        met=None if target is None else ours / other <= target,
    )
