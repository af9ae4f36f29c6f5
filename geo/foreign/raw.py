"""What a reader of any format finds, before it is brought into the district's CRS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.record.placement import Geometries


@dataclass(frozen=True, slots=True)
class RawLayer:
    """Features as they stand in a file; columns have shape (n,)."""

    driver: str
    crs: str
    """A code or a definition that ``geo.record.crs.known_crs`` reads."""
    shapes: Geometries
    """None where a feature has no shape."""
    texts: Mapping[str, Sequence[str]]
    """Each column that was wanted; blank where a feature has no value."""
