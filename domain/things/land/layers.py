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
    """Digest of the file that was imported."""
    features: int
    effective: Instant
    content: str = ""
    """Digest of what was kept of it; blank in journals of the first version, which
    kept a layer under the digest of its file alone."""
    class_column: str = ""
    label_column: str = ""
    source_layer: str = ""
    """Which layer of the file; blank where it has one only."""

    @property
    def edition(self) -> str:
        """What tells this state of the layer from every other."""
        return self.content or self.sha256


def stream_of(layer: str) -> str:
    """Return the stream that remembers the editions of a layer."""
    return f"{KIND}:{layer}"
