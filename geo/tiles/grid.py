"""The square grid of web map tiles: where a tile lies, and what lies on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.record.errors import TileOutOfRangeError

EXTENT = 4096
"""Units along the side of a tile, as in most vector tiles."""

HIGHEST_ZOOM = 22
HALF_WORLD_M = 20037508.342789244
"""Half the side of the Web Mercator square (EPSG:3857): pi times 6378137 m."""

Metres = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile of the pyramid that counts from the north-west (XYZ, not TMS).

    Attributes:
        z: Zoom, 0 to ``HIGHEST_ZOOM``.
        x: Column from the west, 0 to 2**z - 1.
        y: Row from the north, 0 to 2**z - 1.

    Raises:
        TileOutOfRangeError: There is no such tile.
    """

    z: int
    x: int
    y: int

    def __post_init__(self) -> None:
        fits = 0 <= self.z <= HIGHEST_ZOOM and (
            0 <= self.x < 1 << self.z and 0 <= self.y < 1 << self.z
        )
        if not fits:
            raise TileOutOfRangeError(z=self.z, x=self.x, y=self.y)

    @property
    def side_m(self) -> float:
        """Side in EPSG:3857, in metres at the equator."""
        return 2 * HALF_WORLD_M / (1 << self.z)

    @property
    def west_m(self) -> float:
        """Western edge in EPSG:3857."""
        return self.x * self.side_m - HALF_WORLD_M

    @property
    def north_m(self) -> float:
        """Northern edge in EPSG:3857."""
        return HALF_WORLD_M - self.y * self.side_m

    def bounds_m(self, *, buffer: int) -> tuple[float, float, float, float]:
        """West, south, east, north in EPSG:3857, ``buffer`` units wider all round."""
        margin_m = self.side_m * buffer / EXTENT
        return (
            self.west_m - margin_m,
            self.north_m - self.side_m - margin_m,
            self.west_m + self.side_m + margin_m,
            self.north_m + margin_m,
        )

    def units(self, *, east_m: Metres, north_m: Metres) -> NDArray[np.int64]:
        """Put positions on the grid of the tile.

        Args:
            east_m: Shape (n,), EPSG:3857.
            north_m: Shape (n,), EPSG:3857.

        Returns:
            Shape (n, 2), to the nearest unit, from the north-west corner, x to the
            east and y to the south; outside 0 to ``EXTENT`` beyond the tile.
        """
        per_m = EXTENT / self.side_m
        right = (east_m - self.west_m) * per_m
        down = (self.north_m - north_m) * per_m
        return np.rint(np.stack((right, down), axis=1)).astype(np.int64)


def degrees(*, east_m: float, north_m: float) -> tuple[float, float]:
    """Turn a Web Mercator position back into longitude and latitude.

    Args:
        east_m: EPSG:3857.
        north_m: EPSG:3857.

    Returns:
        Longitude and latitude, EPSG:4326, degrees.

    Source:
        Inverse of the spherical Mercator projection, EPSG method 1024.
    """
    radius_m = HALF_WORLD_M / np.pi
    lat_rad = np.arctan(np.sinh(north_m / radius_m))
    return float(np.degrees(east_m / radius_m)), float(np.degrees(lat_rad))


def metres(*, lon_deg: float, lat_deg: float) -> tuple[float, float]:
    """Put a longitude and latitude on the Web Mercator plane.

    Args:
        lon_deg: EPSG:4326.
        lat_deg: EPSG:4326, between the ends of the square at about ±85.

    Returns:
        East and north, EPSG:3857.

    Source:
        Spherical Mercator projection, EPSG method 1024.
    """
    radius_m = HALF_WORLD_M / np.pi
    north_m = radius_m * np.arcsinh(np.tan(np.radians(lat_deg)))
    return float(radius_m * np.radians(lon_deg)), float(north_m)
