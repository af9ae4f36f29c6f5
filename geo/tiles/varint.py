"""Protocol Buffers varints, a whole array at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

UInts = NDArray[np.uint64]
Ints = NDArray[np.int64]

_BITS = 7
_MOST_BYTES = 10


def encode(values: UInts) -> bytes:
    """Write integers one after the other as varints.

    Args:
        values: Shape (n,).

    Returns:
        ``lengths(values).sum()`` bytes.

    Source:
        Protocol Buffers encoding, "Base 128 Varints": seven bits a byte, least
        significant first, the high bit set on all bytes but the last.
    """
    sizes = lengths(values)
    ends = np.cumsum(sizes)
    out = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    at, rest = ends - sizes, values
    while len(rest):
        more = rest >= 1 << _BITS
        out[at] = (rest & np.uint64(0x7F)) | (more.astype(np.uint64) << np.uint64(7))
        at, rest = at[more] + 1, rest[more] >> np.uint64(_BITS)
    return out.tobytes()


def lengths(values: UInts) -> Ints:
    """Count the bytes that each integer takes as a varint.

    Args:
        values: Any shape.

    Returns:
        The same shape, 1 to 10.
    """
    sizes = np.ones(values.shape, dtype=np.int64)
    highest = int(values.max(initial=0))
    for count in range(1, _MOST_BYTES):
        if highest < 1 << (_BITS * count):
            break
        sizes += values >= np.uint64(1 << (_BITS * count))
    return sizes


def zigzag(values: Ints) -> UInts:
    """Fold signed integers onto unsigned ones, small magnitudes first.

    Args:
        values: Any shape.

    Returns:
        The same shape: 0, -1, 1, -2 become 0, 1, 2, 3.

    Source:
        Protocol Buffers encoding, "Signed Integers".
    """
    return ((values << 1) ^ (values >> 63)).astype(np.uint64)
