"""The frame a district is drawn in: a grid that bends with its river."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from shapely import LineString, Polygon

from web.samples.demo.ground.curves import Floats, Noise, Rng, noise
from web.samples.demo.ground.sizes import Size

STEP_M = 45.0
TILT = 0.055


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Maps (u, v) to metres: u across the river, v along it, u = 0 in its middle.

    Near the river u follows its bends; further off lines straighten, and everything
    strays a little, so that no two blocks are alike.
    """

    size: Size
    phase: Floats
    stray: tuple[Noise, Noise]
    islands: Floats
    """Where along the river islands lie, and on which side: shape (n, 2)."""

    @classmethod
    def drawn(cls, rng: Rng, size: Size) -> Self:
        """Draw the frame of a district of some size."""
        wavelength = 1_500 * size.scale**0.7
        count = 2 if size.scale > 0.5 else 1  # noqa: PLR2004  (one, where it is tiny)
        along = np.linspace(-0.34, 0.5, count) + rng.uniform(-0.06, 0.06, count)
        side = np.where(np.arange(count) % 2 == 0, 1.0, -1.0)
        return cls(
            size=size,
            phase=rng.uniform(-0.5, 0.5, 5),
            stray=(noise(rng, wavelength), noise(rng, wavelength)),
            islands=np.c_[along * size.half_height_m, side],
        )

    def place(self, u: Floats, v: Floats) -> Floats:
        """Return positions of shape (n, 2), in metres, for u and v of shape (n,)."""
        scale, phase = self.size.scale, self.phase
        reach = 950 * scale**0.7
        x = u + self._bend(v) * np.exp(-((u / reach) ** 2))
        y = v + TILT * u + 40 * scale**0.6 * np.sin(u / (760 * scale**0.6) + phase[3])
        amount = 13 * scale**0.5 * (1 + 2 * np.hypot(x, y) / self.size.half_height_m)
        rotated = np.c_[
            x + amount * self.stray[0](x, y), y + amount * self.stray[1](x, y)
        ]
        return np.asarray(rotated)

    def _bend(self, v: Floats) -> Floats:
        scale, phase = self.size.scale, self.phase
        long = 300 * scale**0.8 * np.sin(v / (620 * scale**0.75) + phase[0])
        short = 70 * scale**0.7 * np.sin(v / (235 * scale**0.7) + phase[1])
        return np.asarray(long + short)

    def half_river(self, v: Floats) -> Floats:
        """Return half the river's width at v, in metres; it widens at islands."""
        width = 1 + 0.14 * np.sin(v / 330 + self.phase[2]) + 0.07 * np.sin(v / 140)
        for along, _ in self.islands:
            width = width + 0.42 * np.exp(
                -(((v - along) / (self.size.river_m * 2)) ** 2)
            )
        return np.asarray(self.size.river_m / 2 * width)

    def across(self, u: float, v0: float, v1: float) -> LineString:
        """Draw the line of constant u between two v."""
        v = np.linspace(v0, v1, max(3, int(abs(v1 - v0) / STEP_M)))
        return LineString(self.place(np.full(len(v), u), v))

    def along(self, v: float, u0: float, u1: float) -> LineString:
        """Draw the line of constant v between two u."""
        u = np.linspace(u0, u1, max(3, int(abs(u1 - u0) / STEP_M)))
        return LineString(self.place(u, np.full(len(u), v)))

    def rounded(
        self, centre: tuple[float, float], radii: tuple[float, float]
    ) -> Polygon:
        """Draw a box with round corners, its centre and radii being u and v."""
        angle = np.linspace(0, 2 * np.pi, max(40, int(max(radii) / 30)), endpoint=False)
        cos, sin = np.cos(angle), np.sin(angle)
        reach = (np.abs(cos) ** 3.2 + np.abs(sin) ** 3.2) ** (-1 / 3.2)
        u, v = centre[0] + radii[0] * cos * reach, centre[1] + radii[1] * sin * reach
        return Polygon(self.place(u, v))

    def ribbon(self, left: Floats, right: Floats, v: Floats) -> Polygon:
        """Draw the band between two u that change along v; shapes (n,)."""
        there, back = self.place(left, v), self.place(right, v)
        return Polygon(np.r_[there, back[::-1]])
