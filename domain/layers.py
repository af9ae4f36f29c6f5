"""Base layers: the ground under the plots, imported whole and drawn quietly."""

from __future__ import annotations

from enum import StrEnum

from domain.kernel.facts import Fact
from domain.kernel.instants import Instant

KIND = "layer"


class LayerKind(StrEnum):
    """What a base layer shows, in the order in which the map draws it."""

    FIELD = "field"
    PARK = "park"
    WATER = "water"
    BUILDING = "building"
    RAIL = "rail"
    ROAD = "road"
    ZONE = "zone"
    TOWN = "town"
    OTHER = "other"


class LayerImported(Fact, frozen=True, kw_only=True):
    """A base layer was imported, in place of an earlier one of its name."""

    layer: str
    shows: LayerKind
    file: str
    sha256: str
    features: int
    effective: Instant


def stream_of(layer: str) -> str:
    """Return the stream that remembers the editions of a layer."""
    return f"{KIND}:{layer}"
