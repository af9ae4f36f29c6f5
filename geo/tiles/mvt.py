"""The wire format of vector tiles, written for a whole layer at once.

Every field of a feature is a varint: keys, lengths, id, type, packed tags and packed
geometry. So all features of a layer are one array of integers and one varint pass.

Source: Mapbox Vector Tile Specification 2.1, vector_tile.proto and section 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.tiles import varint
from geo.tiles.rings import POINT, POLYGON, GridRings, Ints, spread, starts
from geo.tiles.varint import UInts

Value = int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The steps of s features, one feature after the other.

    Attributes:
        first: Shape (s + 1,), where the steps of each feature begin, and where those
            of the last end; each has 1 or more.
        days: Shape (``first[-1]``,), the day of each step, in any type.
        values: The same shape, the value of each step.
    """

    first: NDArray[np.integer]
    days: NDArray[np.integer]
    values: NDArray[np.integer]

    @classmethod
    def counted(
        cls,
        counts: Ints,
        *,
        days: NDArray[np.integer],
        values: NDArray[np.integer],
    ) -> Series:
        """Say how many steps each feature has instead of where they begin."""
        return cls(first=np.append(0, np.cumsum(counts)), days=days, values=values)

    def of(self, chosen: NDArray[np.integer]) -> tuple[Ints, Ints]:
        """Return how many steps some features have, and the steps.

        Returns:
            Shape (c,), and day and value of each step in the order of the features.
        """
        first = self.first[chosen].astype(np.int64)
        counts = self.first[chosen + 1] - first
        row = spread(first, counts)
        return counts, np.stack((self.days[row], self.values[row]), axis=1, dtype=int)


_VERSION = 2
_MOVE_TO_ONE, _LINE_TO, _CLOSE_PATH = (1 << 3) | 1, 2, (1 << 3) | 7
_BYTES = 2
"""Wire type of strings, messages and packed arrays."""

_LAYER = 3
_NAME, _FEATURE, _KEY, _VALUE, _EXTENT, _VERSION_FIELD = 1, 2, 3, 4, 5, 15
_ID, _TAGS, _TYPE, _GEOMETRY = 1, 2, 3, 4
_STRING_VALUE, _UINT_VALUE, _SINT_VALUE = 1, 5, 6


def layer(
    *,
    name: str,
    extent: int,
    features: bytes,
    keys: Sequence[str],
    values: Sequence[Value],
) -> bytes:
    """Write a tile with one layer.

    Args:
        name: Name of the layer.
        extent: Units along the side of the tile.
        features: What ``features`` returned.
        keys: Names of the properties, in the order of the tags.
        values: Pool of values that the tags point into.

    Returns:
        A tile: a message that holds one layer.
    """
    body = b"".join(
        (
            _number(_VERSION_FIELD, _VERSION),
            _message(_NAME, name.encode()),
            features,
            *(_message(_KEY, key.encode()) for key in keys),
            *(_message(_VALUE, _value(value)) for value in values),
            _number(_EXTENT, extent),
        )
    )
    return _message(_LAYER, body)


def features(rings: GridRings, *, numbers: UInts, tags: UInts) -> bytes:
    """Write the features of a layer.

    Args:
        rings: The rings of s shapes, at least one each.
        numbers: Shape (s,), the id of each feature.
        tags: Shape (s, 2k), alternately the index of a key and of a value.

    Returns:
        s feature messages, each with its field key of a layer.
    """
    commands, sizes = _commands(rings)
    heads = _heads(rings.kinds, numbers, tags, _bytes_by_run(commands, sizes))
    return _written(heads, commands, sizes)


def series(counts: Ints, steps: Ints, *, numbers: UInts) -> bytes:
    """Write features whose geometry is a series of steps: x the day, y the value.

    A multipoint takes two varints a step, each the difference to the step before:
    a fifth of the same as text, and no reader needs more than the specification.

    Args:
        counts: Shape (s,), steps of each feature, 1 or more.
        steps: Shape (``counts.sum()``, 2), day and value of each step.
        numbers: Shape (s,), the id of each feature.

    Returns:
        s feature messages, each with its field key of a layer.
    """
    commands, sizes = _moves(counts, steps)
    tags = np.empty((len(numbers), 0), dtype=np.uint64)
    kinds = np.full(len(numbers), POINT)
    heads = _heads(kinds, numbers, tags, _bytes_by_run(commands, sizes))
    return _written(heads, commands, sizes)


def _moves(counts: Ints, steps: Ints) -> tuple[UInts, Ints]:
    """Draw each series as one MoveTo; returns all integers, and how many each has."""
    first = starts(counts)
    moved = np.diff(steps, axis=0, prepend=0)
    moved[first] = steps[first]
    sizes = 2 * counts + 1
    out = np.empty(sizes.sum(), dtype=np.uint64)
    is_head = np.zeros(len(out), dtype=bool)
    is_head[starts(sizes)] = True
    out[is_head] = (counts << 3) | 1
    out[~is_head] = varint.zigzag(moved).ravel()
    return out, sizes


def _written(heads: UInts, commands: UInts, sizes: Ints) -> bytes:
    """Write each head before its own commands."""
    width = heads.shape[1]
    out = np.empty(heads.size + commands.size, dtype=np.uint64)
    at_head = np.zeros(len(out), dtype=bool)
    at_head[(starts(sizes + width)[:, None] + np.arange(width)).ravel()] = True
    out[at_head] = heads.ravel()
    out[~at_head] = commands
    return varint.encode(out)


def _heads(kinds: Ints, numbers: UInts, tags: UInts, geometry_bytes: Ints) -> UInts:
    tag_bytes = varint.lengths(tags).sum(axis=1)
    columns = (
        *(_key(_FEATURE, _BYTES), 0),  # the length follows below
        *(_key(_ID, 0), numbers, _key(_TAGS, _BYTES), tag_bytes),
        *tags.T,
        *(_key(_TYPE, 0), kinds, _key(_GEOMETRY, _BYTES), geometry_bytes),
    )
    heads = np.empty((len(kinds), len(columns)), dtype=np.uint64)
    for at, column in enumerate(columns):
        heads[:, at] = column
    heads[:, 1] = varint.lengths(heads[:, 2:]).sum(axis=1) + geometry_bytes
    return heads


def _commands(rings: GridRings) -> tuple[UInts, Ints]:
    """Draw the rings; returns all command integers, and how many each shape has."""
    kinds = rings.kinds[rings.owners]
    is_point, is_closed = kinds == POINT, kinds == POLYGON
    sizes = np.where(is_point, 3, 2 * rings.counts + 2 + is_closed)
    at = starts(sizes)
    out = np.empty(sizes.sum(), dtype=np.uint64)
    out[at] = _MOVE_TO_ONE
    out[_at_steps(at, rings.counts)] = varint.zigzag(_steps(rings))
    line = at[~is_point]
    out[line + 3] = ((rings.counts[~is_point] - 1) << 3) | _LINE_TO
    out[(at + sizes - 1)[is_closed]] = _CLOSE_PATH
    return out, _totals(sizes, rings)


def _at_steps(at: Ints, counts: Ints) -> Ints:
    nth = np.arange(counts.sum()) - np.repeat(starts(counts), counts)
    # after the first vertex comes the LineTo command
    first = np.repeat(at, counts) + 1 + 2 * nth + (nth > 0)
    return np.stack((first, first + 1), axis=1)


def _steps(rings: GridRings) -> Ints:
    steps = np.diff(rings.vertices, axis=0, prepend=0)
    first_vertex = starts(rings.counts)[_first_rings(rings)]
    steps[first_vertex] = rings.vertices[first_vertex]
    return steps


def _first_rings(rings: GridRings) -> Ints:
    return np.searchsorted(rings.owners, np.arange(len(rings.kinds)))


def _totals(sizes: Ints, rings: GridRings) -> Ints:
    return np.add.reduceat(sizes, _first_rings(rings))


def _bytes_by_run(commands: UInts, sizes: Ints) -> Ints:
    return np.add.reduceat(varint.lengths(commands), starts(sizes))


def _key(field: int, wire_type: int) -> int:
    return field << 3 | wire_type


def _varints(*values: int) -> bytes:
    return varint.encode(np.array(values, dtype=np.uint64))


def _number(field: int, value: int) -> bytes:
    return _varints(_key(field, 0), value)


def _message(field: int, body: bytes) -> bytes:
    return _varints(_key(field, _BYTES), len(body)) + body


def _value(value: Value) -> bytes:
    if isinstance(value, str):
        return _message(_STRING_VALUE, value.encode())
    if value < 0:
        return _number(_SINT_VALUE, -2 * value - 1)
    return _number(_UINT_VALUE, value)
