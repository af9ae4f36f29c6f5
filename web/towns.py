"""The towns of a district: what its base layers of towns outline, by name."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping

import numpy as np
import shapely

from domain.layers import LayerImported, LayerKind
from geo.record.layers import LABEL
from web.layers import frame_of, layers_of
from web.wiring import District

KEPT = 4

Editions = tuple[str, ...]
Outlines = Mapping[str, shapely.Geometry]


class Towns:
    """The outlines of the towns; each edition is read once, safe to share."""

    def __init__(self, district: District) -> None:
        self._district = district
        self._kept: OrderedDict[Editions, Outlines] = OrderedDict()
        self._lock = threading.Lock()

    def editions(self, position: int) -> Editions:
        """Return what tells the towns known at a position from others."""
        return tuple(fact.sha256 for fact in _known(self._district, position))

    def at(self, position: int) -> tuple[Editions, Outlines]:
        """Return what tells one state of the towns from another, and the towns.

        Args:
            position: What K resolves to; editions behind it are not known yet.
        """
        facts = _known(self._district, position)
        editions = tuple(fact.sha256 for fact in facts)
        with self._lock:
            if editions not in self._kept:
                self._kept[editions] = _outlines(self._district, facts)
            self._kept.move_to_end(editions)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return editions, self._kept[editions]


def towns_of(district: District, position: int) -> Outlines:
    """Return each town's outline in the district's CRS, as known at a position.

    What several features of one name outline is one town.
    """
    return _outlines(district, _known(district, position))


def _known(district: District, position: int) -> list[LayerImported]:
    known = layers_of(district, up_to=position).values()
    return [fact for fact in known if fact.shows is LayerKind.TOWN]


def _outlines(district: District, facts: list[LayerImported]) -> Outlines:
    parts: dict[str, list[shapely.Geometry]] = {}
    for name, shape in _features(district, facts):
        parts.setdefault(name, []).append(shape)
    return {
        name: shapely.union_all(shapely.make_valid(np.array(each, dtype=object)))
        for name, each in sorted(parts.items())
    }


def _features(
    district: District, facts: list[LayerImported]
) -> Iterator[tuple[str, shapely.Geometry]]:
    for fact in facts:
        frame = frame_of(district, fact)
        for name, shape in zip(frame[LABEL], frame.geometry, strict=True):
            if name and shape is not None:
                yield str(name), shape
