"""Curves that look grown: smooth noise, lines that wander, ragged outlines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon

Shapes = NDArray[np.object_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Rng = np.random.Generator

WAVES = 12
WANDER_STEP_M = 60.0


@dataclass(frozen=True, slots=True)
class Noise:
    """A smooth field of about unit variance: a sum of plane waves."""

    kx: Floats
    ky: Floats
    phase: Floats

    def __call__(self, x: Floats, y: Floats) -> Floats:
        """Return the field at positions of shape (n,), in metres."""
        phases = x[:, None] * self.kx + y[:, None] * self.ky + self.phase
        return np.asarray(np.sin(phases).sum(axis=1) * np.sqrt(2 / WAVES))


def noise(rng: Rng, wavelength_m: float) -> Noise:
    """Draw a field whose hills lie about a wavelength apart."""
    heading, phase = rng.uniform(0, 2 * np.pi, (2, WAVES))
    wave = 2 * np.pi / (wavelength_m * rng.uniform(0.65, 1.6, WAVES))
    return Noise(wave * np.cos(heading), wave * np.sin(heading), phase)


def wandering(rng: Rng, start: Floats, end: Floats, swing: float) -> LineString:
    """Draw a way from one point to another that bends twice or so.

    Args:
        rng: Where chance comes from.
        start: Shape (2,), metres.
        end: Shape (2,), metres.
        swing: How far it strays, as a share of its length.
    """
    along = end - start
    length = float(np.hypot(*along))
    t = np.linspace(0, 1, max(3, int(length / WANDER_STEP_M)))
    sway = np.zeros(len(t))
    for bends, weight in ((1, 0.6), (2, 0.5), (3, 0.2)):
        sway += rng.normal() * weight * np.sin(bends * np.pi * t)
    across = np.array([-along[1], along[0]])
    return LineString(start + t[:, None] * along + (swing * sway)[:, None] * across)


def ragged(
    rng: Rng, centre: Floats, radii: Floats, *, roughness: float, power: float = 2.0
) -> Polygon:
    """Draw a closed outline: an ellipse (power 2) to a box (large), dented by chance.

    Args:
        rng: Where chance comes from.
        centre: Shape (2,), metres.
        radii: Shape (2,), metres.
        roughness: Depth of the dents as a share of the radius.
        power: Of the superellipse.
    """
    angle = np.linspace(0, 2 * np.pi, max(24, int(radii.max() / 25)), endpoint=False)
    dents = sum(
        np.sin(k * angle + rng.uniform(0, 2 * np.pi)) * rng.uniform(0.4, 1) / k
        for k in range(2, 8)
    )
    corner = np.abs(np.cos(angle)) ** power + np.abs(np.sin(angle)) ** power
    reach = corner ** (-1 / power) * (1 + roughness * dents)
    ring = np.c_[np.cos(angle), np.sin(angle)] * radii * reach[:, None]
    return Polygon(centre + ring)


def centres(shapes: Shapes) -> tuple[Floats, Floats]:
    """Return x and y of a point inside each shape."""
    inside = shapely.point_on_surface(shapes)
    return shapely.get_x(inside), shapely.get_y(inside)
