"""The rows that read models hand out: frozen, plain, and free of imports of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotRow:
    """One plot at (V, K). Geometry: text in the district's CRS, metres."""

    number: int
    """The journal position of the plot's first entry: stable for ever."""
    plot: str
    stage: str | None
    zone: str | None
    land_use: str | None
    project: str | None
    paper_area_m2: Decimal | None
    boundary: str | None
    point: str | None
    amount: int
    """Money up to V, in the currency's smallest unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRow:
    """One project at (V, K). Geometry: text in the district's CRS, metres."""

    number: int
    project: str
    name: str | None
    boundary: str | None
    investment: int
    """Investment completed up to V, in the currency's smallest unit."""
    land_acquired_m2: Decimal
    plots: int
    """Existing plots assigned to the project at (V, K)."""
    permits: Mapping[str, str]
    """Kind of permit → its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRow:
    """The plots in one stage at (V, K), and the money spent on them up to V."""

    stage: str | None
    plots: int
    amount: int
