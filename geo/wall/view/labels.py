"""Names without overlap: each takes the first of its spots that is free, or none."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import affinity

from geo.wall.paper import Bounds

NARROW_EM = 0.6
"""Width of a Latin letter at most, on the average of a name, by the type size."""
LINE_EM = 1.22
"""From one line of type to the next."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the middle of a name may stand, in mm, and how far it is turned."""

    x: float
    y: float
    angle_deg: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name that asks for a place.

    Attributes:
        text: What is written; several lines with line breaks.
        kind: How it looks, such as ``town``.
        size_mm: Height of the type.
        spots: Where it may stand, the best first.
        apart_mm: How far the same name stays away from itself.
        clear_of: What this name must not cover, in mm, besides other names.
    """

    text: str
    kind: str
    size_mm: float
    spots: Sequence[Spot]
    apart_mm: float = 0.0
    clear_of: Sequence[shapely.Geometry] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A name with the spot that it took, and the ground it covers there."""

    label: Label
    spot: Spot
    ground: shapely.Polygon


def width_em(text: str) -> float:
    """Estimate the width of one line of text by the type size, never too small."""
    wide = sum(unicodedata.east_asian_width(sign) in "WFA" for sign in text)
    return wide + NARROW_EM * (len(text) - wide)


def size_mm(text: str, type_mm: float) -> tuple[float, float]:
    """Return width and height of a text of one or more lines."""
    lines = text.split("\n")
    width = max(map(width_em, lines)) * type_mm
    return width, len(lines) * LINE_EM * type_mm


def upright(text: str) -> str:
    """Set a name one character below another."""
    return "\n".join(text)


def placed(
    labels: Iterable[Label], *, room: Bounds, taken: Sequence[shapely.Geometry] = ()
) -> list[Placed]:
    """Place names, the most important first.

    Args:
        labels: In the order of their importance.
        room: Left, bottom, right, top, within which every name stays whole.
        taken: What no name may cover.

    Returns:
        The names that found a spot. No two of them meet.
    """
    covered = list(taken)
    inside = shapely.box(*room)
    found: list[Placed] = []
    for label in labels:
        if (spot := _free_spot(label, inside, covered, found)) is not None:
            found.append(spot)
            covered.append(spot.ground)
    return found


def _free_spot(
    label: Label,
    inside: shapely.Polygon,
    covered: Sequence[shapely.Geometry],
    found: Sequence[Placed],
) -> Placed | None:
    same = [each.spot for each in found if each.label.text == label.text]
    obstacles = np.array([*covered, *label.clear_of], dtype=object)
    for spot in label.spots:
        ground = _ground(label, spot)
        is_near = any(
            np.hypot(spot.x - other.x, spot.y - other.y) < label.apart_mm
            for other in same
        )
        if is_near or not inside.contains(ground):
            continue
        if not len(obstacles) or not shapely.intersects(obstacles, ground).any():
            return Placed(label, spot, ground)
    return None


def _ground(label: Label, spot: Spot) -> shapely.Polygon:
    width, height = size_mm(label.text, label.size_mm)
    air = label.size_mm * 0.2
    box = shapely.box(
        spot.x - width / 2 - air,
        spot.y - height / 2,
        spot.x + width / 2 + air,
        spot.y + height / 2,
    )
    return affinity.rotate(box, spot.angle_deg) if spot.angle_deg else box
