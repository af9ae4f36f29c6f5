"""A base layer in the form in which it is kept: bytes that need no other program.

A first line that names the form, then the length of the head (8 bytes, little-endian),
the head as JSON, the parts that it measures, and the SHA-256 of all that came before.
The same features from the same source have the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.record.placement import Geometries

FORM = b"guatu layer 1\n"
LENGTH_BYTES = 8
DIGEST_BYTES = 32
LITTLE_ENDIAN = 1

Origin = Mapping[str, str | int]
"""All that the features depend on: source, driver, choices, version of the reading."""


class BrokenLayerError(ValueError):
    """Bytes that are no layer, or not whole."""


@dataclass(frozen=True, slots=True)
class BaseLayer:
    """The features of a base layer; the three columns have shape (n,)."""

    crs: str
    """Code of the district's CRS, in which the shapes are, to the millimetre."""
    shapes: Geometries
    classes: Sequence[str]
    """What each feature is; blank where unknown."""
    labels: Sequence[str]
    """What is written beside it; blank where unknown."""

    def __len__(self) -> int:
        return len(self.shapes)

    def within(self, bounds_m: tuple[float, float, float, float]) -> BaseLayer:
        """Leave out what lies wholly outside of west, south, east, north."""
        near = shapely.intersects(self.shapes, shapely.box(*bounds_m))
        rows = np.flatnonzero(near).tolist()
        return BaseLayer(
            self.crs,
            self.shapes[rows],
            [self.classes[row] for row in rows],
            [self.labels[row] for row in rows],
        )


def encoded(layer: BaseLayer, origin: Origin) -> bytes:
    """Write a layer, and what it was read from.

    Args:
        layer: The layer.
        origin: What it depends on; it becomes part of the digest.
    """
    shapes: list[bytes] = shapely.to_wkb(
        layer.shapes, output_dimension=2, byte_order=LITTLE_ENDIAN
    ).tolist()
    pool = sorted({*layer.classes, *layer.labels})
    place = {text: number for number, text in enumerate(pool)}
    parts = [
        np.cumsum([len(each) for each in shapes], dtype="<i8").tobytes(),
        np.array([place[text] for text in layer.classes], dtype="<u4").tobytes(),
        np.array([place[text] for text in layer.labels], dtype="<u4").tobytes(),
        _json(pool),
        b"".join(shapes),
    ]
    head = _json(
        {
            "crs": layer.crs,
            "features": len(layer),
            "origin": dict(origin),
            "parts": [len(each) for each in parts],
        }
    )
    content = b"".join([FORM, len(head).to_bytes(LENGTH_BYTES, "little"), head, *parts])
    return content + hashlib.sha256(content).digest()


def decoded(content: bytes) -> BaseLayer:
    """Read a layer.

    Raises:
        BrokenLayerError: The bytes are none, or not all that were written.
    """
    whole, digest = content[:-DIGEST_BYTES], content[-DIGEST_BYTES:]
    if not content.startswith(FORM) or hashlib.sha256(whole).digest() != digest:
        raise BrokenLayerError
    try:
        head, parts = _taken_apart(memoryview(whole))
        ends, classes, labels, pool, shapes = parts
        texts: list[str] = json.loads(bytes(pool))
        return BaseLayer(
            head["crs"],
            _shapes(np.frombuffer(ends, "<i8"), shapes),
            [texts[code] for code in np.frombuffer(classes, "<u4").tolist()],
            [texts[code] for code in np.frombuffer(labels, "<u4").tolist()],
        )
    except (ValueError, LookupError, TypeError, shapely.errors.GEOSException) as error:
        raise BrokenLayerError from error


def _taken_apart(whole: memoryview) -> tuple[dict[str, Any], list[memoryview]]:
    begins = len(FORM) + LENGTH_BYTES
    length = int.from_bytes(whole[len(FORM) : begins], "little")
    head = json.loads(bytes(whole[begins : begins + length]))
    ends = (begins + length + np.cumsum([0, *head["parts"]])).tolist()
    return head, [whole[start:end] for start, end in pairwise(ends)]


def _shapes(ends: NDArray[np.int64], content: memoryview) -> Geometries:
    starts = np.concatenate(([0], ends))[: len(ends)]
    pairs = zip(starts.tolist(), ends.tolist(), strict=True)
    texts = np.array([bytes(content[a:b]) for a, b in pairs], dtype=object)
    return np.asarray(shapely.from_wkb(texts), dtype=object)


def _json(value: object) -> bytes:
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()
