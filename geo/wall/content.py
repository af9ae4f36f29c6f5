"""What goes onto a wall map: shapes of record, figures and words, all ready made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.record.placement import Geometries
from geo.wall.paper import Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Plots:
    """The plots of a map.

    Attributes:
        shapes: Shape (n,), polygons and points in the district's CRS, none empty.
        stages: Shape (n,), the place of each one's stage in the ramp.
    """

    shapes: Geometries
    stages: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One base layer.

    Attributes:
        kind: What it shows: ``water``, ``road``, ``town`` …
        shapes: Shape (n,), in the district's CRS.
        classes: n texts: what each feature is.
        labels: n texts: what is written beside it.
    """

    kind: str
    shapes: Geometries
    classes: Sequence[str]
    labels: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sites:
    """The sites of projects: n shapes in the district's CRS, and their names."""

    shapes: Geometries
    names: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendLine:
    """A stage with its figures as they are printed; ``share`` is 0 to 1."""

    code: str
    label: str
    figures: Sequence[str]
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """The figures of the map: a heading for each column, lines, and their total."""

    title: str
    columns: Sequence[str]
    lines: Sequence[LegendLine]
    total: LegendLine
    notes: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One of the two dates: its name and what it reads."""

    name: str
    reading: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What leads the sheet."""

    seal: str
    title: str
    subtitle: str
    marks: Sequence[str]
    as_of: Clock
    as_known: Clock
    standing: str
    """Provisional or final."""
    is_provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WallContent:
    """Everything on the sheet but its layout.

    Attributes:
        crs: Code of the district's CRS.
        bounds_m: The ground to show: west, south, east, north.
        area: The area asked for, dimmed around; None for the whole district.
        words: Of the key and the foot, by name.
    """

    crs: str
    bounds_m: Bounds
    plots: Plots
    grounds: Sequence[Ground]
    sites: Sites
    heading: Heading
    legend: Legend
    words: Mapping[str, str]
    foot: Sequence[str]
