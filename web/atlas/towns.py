"""The towns of a district: what its base layers of towns outline, by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import shapely

from domain.things.land.layers import LayerKind
from geo.foreign.base_layer import BaseLayer
from web.district.layers.editions import Edition
from web.district.opening import District
from web.memory.cache import Cache, MemoryBudget
from web.words.file_refusals import LostLayerError

MOST_ENTRIES = 4

Editions = tuple[str, ...]
Outlines = Mapping[str, shapely.Geometry]


@dataclass(frozen=True, slots=True)
class TownsKnown:
    """The towns known at a position."""

    outlines: Outlines
    """Each town's outline in the district's CRS, by name."""
    lost: tuple[LostLayerError, ...] = ()
    """Why there may be more towns than these."""

    def require_whole(self) -> None:
        """Refuse to answer by towns where some of them are lost.

        Raises:
            LostLayerError: The file of a layer of towns cannot be used.
        """
        for problem in self.lost:
            raise problem


NO_TOWNS = TownsKnown({})


class Towns:
    """The outlines of the towns; each edition is read once, safe to share."""

    def __init__(self, district: District) -> None:
        self._district = district
        self._cache: Cache[Editions, TownsKnown] = Cache(
            MemoryBudget.of_entries(MOST_ENTRIES), "towns", lambda _: 0
        )

    def editions(self, position: int) -> Editions:
        """Return what tells the towns known at a position from others."""
        return tuple(each.fact.edition for each in _known(self._district, position))

    def at(self, position: int) -> tuple[Editions, TownsKnown]:
        """Return what tells one state of the towns from another, and the towns.

        Args:
            position: What K resolves to; editions behind it are not known yet.
        """
        found = _known(self._district, position)
        editions = tuple(each.fact.edition for each in found)
        towns = self._cache.get(
            editions,
            lambda: _outlined(self._district, found),
            # Those that are lost may be there again at any moment.
            holds=lambda towns: not towns.lost,
        )
        return (*editions, *map(str, towns.lost)), towns


def towns_of(district: District, position: int) -> TownsKnown:
    """Return the towns as known at a position.

    What several features of one name outline is one town.
    """
    return _outlined(district, _known(district, position))


def _known(district: District, position: int) -> list[Edition]:
    known = district.layers.known(up_to=position).values()
    return [each for each in known if each.fact.shows is LayerKind.TOWN]


def _outlined(district: District, editions: Iterable[Edition]) -> TownsKnown:
    parts: dict[str, list[shapely.Geometry]] = {}
    lost = []
    for edition in editions:
        try:
            layer = district.layers.read(edition)
        except LostLayerError as problem:
            lost.append(problem)
            continue
        for name, shape in _named(layer):
            parts.setdefault(name, []).append(shape)
    outlines = {
        name: shapely.union_all(shapely.make_valid(np.array(each, dtype=object)))
        for name, each in sorted(parts.items())
    }
    return TownsKnown(outlines, tuple(lost))


def _named(layer: BaseLayer) -> Iterator[tuple[str, shapely.Geometry]]:
    named = zip(layer.labels, layer.shapes.tolist(), strict=True)
    return ((name, shape) for name, shape in named if name)
