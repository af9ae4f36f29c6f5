"""Tiles cut and packed once, and asked for again by what they hold."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from hashlib import blake2b

from flask import Response, request

from web.frame.caching import WORTH_PACKING
from web.memory.cache import Cache, MemoryBudget

SHELF = "tiles"
MIME = "application/vnd.mapbox-vector-tile"
DIGEST_BYTES = 12
QUICKLY = 1
"""Half the bytes for a tenth of the time: a tile of the present is soon outdated."""


@dataclass(frozen=True, slots=True)
class CutTile:
    """A tile as it is sent, plain and packed."""

    plain: bytes
    packed: bytes | None
    """As a gzip member; None where that is not worth it."""
    digest: str

    @classmethod
    def of(cls, plain: bytes) -> CutTile:
        """Pack a tile."""
        packed = None
        if len(plain) > WORTH_PACKING:
            packed = gzip.compress(plain, compresslevel=QUICKLY, mtime=0)
        digest = blake2b(plain, digest_size=DIGEST_BYTES).hexdigest()
        return cls(plain, packed, digest)

    @property
    def nbytes(self) -> int:
        """How much memory it takes."""
        return len(self.plain) + len(self.packed or b"") + 100


class CutTiles:
    """The tiles cut lately; safe to share between threads."""

    def __init__(self, budget: MemoryBudget) -> None:
        self._cache: Cache[Hashable, CutTile] = Cache(
            budget, SHELF, lambda tile: tile.nbytes
        )

    def tile(self, name: Hashable, cut: Callable[[], bytes]) -> CutTile:
        """Return a tile, and cut it first where it is not kept.

        Args:
            name: Everything that it depends on.
            cut: Encodes it; empty where nothing lies.
        """
        return self._cache.get(name, lambda: CutTile.of(cut()))


def sent_tile(tile: CutTile) -> tuple[Response, str]:
    """Return a response with a tile, and the tag that tells its bytes from others."""
    if tile.packed is None or not request.accept_encodings["gzip"]:
        status = 200 if tile.plain else 204
        response = Response(tile.plain, mimetype=MIME, status=status)
        tag = tile.digest
    else:
        response = Response(tile.packed, mimetype=MIME)
        response.content_encoding = "gzip"
        tag = f"{tile.digest}-gz"
    response.vary.add("Accept-Encoding")
    return response, tag
