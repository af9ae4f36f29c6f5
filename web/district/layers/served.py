"""The base layers of a served district: ready for tiles, and which of them are lost."""

from __future__ import annotations

from contextlib import suppress

import numpy as np

from geo.foreign.base_layer import BaseLayer
from geo.record.layers import CLASS, LABEL
from geo.tiles.ground import TileGround
from geo.tiles.layer import TileLayer
from web.district.layers.editions import Edition
from web.district.layers.kept import KeptLayers, Signature
from web.district.layers.refusals import UnknownEditionError
from web.memory.cache import Cache, MemoryBudget
from web.words.file_refusals import LostLayerError
from web.words.refusals import UnknownLayerError

MOST_ENTRIES = 24
"""Editions that are ready for tiles; a district has a handful of layers."""
SHOWN_DIGITS = 12
"""So much of an edition's digest stands in addresses."""


def shown_name(edition: Edition) -> str:
    """Return what an edition is called in addresses: all that its tiles depend on.

    From which zoom on a layer is shown, its kind decides; the digest is of its content.
    """
    return f"{edition.fact.edition[:SHOWN_DIGITS]}-{edition.fact.shows.value}"


class BaseLayers:
    """Each edition is read once, and looked after as long as its file changes."""

    def __init__(self, layers: KeptLayers) -> None:
        self._layers = layers
        self._ready: Cache[str, TileLayer] = Cache(
            MemoryBudget.of_entries(MOST_ENTRIES), "base layers", lambda _: 0
        )
        self._seen: dict[str, tuple[Signature, LostLayerError | None]] = {}

    def edition(self, name: str, asked: str = "") -> Edition:
        """Return an edition of a layer: the newest, or the one that is asked for.

        Where only digits are asked for, it is the first that has them, for ever.

        Raises:
            UnknownLayerError: No layer of this name was imported.
            UnknownEditionError: It never had this edition.
        """
        of_name = [each for each in self._layers.all() if each.fact.layer == name]
        if not of_name:
            raise UnknownLayerError(layer=name)
        if not asked:
            return of_name[-1]
        for each in of_name:
            if asked in (shown_name(each), each.fact.edition[:SHOWN_DIGITS]):
                return each
        raise UnknownEditionError(layer=name, edition=asked)

    def layer(self, edition: Edition) -> TileLayer:
        """Return an edition ready for tiles.

        Raises:
            LostLayerError: Its file is missing, or not what was imported.
        """
        name = edition.fact.layer
        return self._ready.get(
            f"{edition.fact.edition} {name}", lambda: _tiles(name, self._read(edition))
        )

    def lost(self) -> list[LostLayerError]:
        """Return what is wrong with the newest editions; only changed files are read.

        A layer that is ready goes on being served.
        """
        return [
            problem
            for edition in self._layers.known().values()
            if (problem := self._problem(edition)) is not None
        ]

    def warm(self) -> list[LostLayerError]:
        """Make all newest editions ready, and return what is wrong with the rest."""
        for edition in self._layers.known().values():
            with suppress(LostLayerError):  # told below
                self.layer(edition)
        return self.lost()

    def _problem(self, edition: Edition) -> LostLayerError | None:
        key, signature = edition.fact.edition, self._layers.signature(edition)
        if (seen := self._seen.get(key)) is not None and seen[0] == signature:
            return seen[1]
        try:
            self._read(edition)
        except LostLayerError as problem:
            return problem
        return None

    def _read(self, edition: Edition) -> BaseLayer:
        key, before = edition.fact.edition, self._layers.signature(edition)
        try:
            layer = self._layers.read(edition)
        except LostLayerError as problem:
            self._seen[key] = before, problem
            raise
        self._seen[key] = self._layers.signature(edition), None
        return layer


def _tiles(name: str, layer: BaseLayer) -> TileLayer:
    return TileLayer(
        name,
        ground=TileGround.of_shapes(layer.shapes, crs=layer.crs),
        numbers=np.arange(len(layer)),
        properties={
            CLASS: np.array(layer.classes, dtype=str),
            LABEL: np.array(layer.labels, dtype=str),
        },
    )
