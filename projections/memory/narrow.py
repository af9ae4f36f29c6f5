"""Whole numbers kept in as few bytes as hold them all: a city has millions of each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.integer]
TYPES = (np.int8, np.int16, np.int32, np.int64)


def narrowed(values: Whole, *, least: type[np.signedinteger] = np.int8) -> Whole:
    """Return the same numbers, in the smallest signed type that holds them.

    Whoever multiplies or adds them up has to widen them first: a sum or a product
    stays in the type of its parts.

    Args:
        values: Any shape.
        least: No type smaller than this one, where numbers are still reckoned with.
    """
    low, high = int(values.min(initial=0)), int(values.max(initial=0))
    fitting = np.promote_types(type_for(low, high), least)
    return values.astype(fitting, copy=False)


def type_for(low: int, high: int) -> type[np.signedinteger]:
    """Return the smallest signed type for numbers from ``low`` to ``high``."""
    for each in TYPES:
        if np.iinfo(each).min <= low and high <= np.iinfo(each).max:
            return each
    msg = f"no whole number of 64 bits reaches from {low} to {high}"
    raise OverflowError(msg)
