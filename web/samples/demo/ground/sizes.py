"""How large a demo district is: its extent, its towns, its projects."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What one size of the demo district is built to; lengths are metres."""

    plots: int
    """About how many plots: fields are cut so fine that the count comes out."""
    half_width_m: float
    half_height_m: float
    core: float
    """Radius of the built-up core as a share of the half extents."""
    river_m: float
    village_gap_m: float
    village_radius_m: float
    towns: int
    projects: int

    @property
    def scale(self) -> float:
        """How much larger than the small district, as a length."""
        return self.half_height_m / SMALL_HALF_HEIGHT_M


SMALL_HALF_HEIGHT_M = 1_960.0

SIZES = {
    "tiny": Size(
        plots=620,
        half_width_m=950.0,
        half_height_m=760.0,
        core=0.62,
        river_m=70.0,
        village_gap_m=420.0,
        village_radius_m=52.0,
        towns=4,
        projects=8,
    ),
    "small": Size(
        plots=5_000,
        half_width_m=2_560.0,
        half_height_m=SMALL_HALF_HEIGHT_M,
        core=0.56,
        river_m=130.0,
        village_gap_m=500.0,
        village_radius_m=64.0,
        towns=12,
        projects=60,
    ),
    "city": Size(
        plots=300_000,
        half_width_m=11_000.0,
        half_height_m=8_600.0,
        core=0.42,
        river_m=220.0,
        village_gap_m=760.0,
        village_radius_m=190.0,
        towns=12,
        projects=240,
    ),
}
"""By name; ``tiny`` is for tests."""
