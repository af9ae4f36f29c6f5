"""Water: the river with its islands, a stream that joins it, a lake."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from web.samples.demo.ground.curves import Rng, ragged, wandering
from web.samples.demo.ground.frame import Frame

STREAM_HALF_M = 7.0
GREEN_M = 40.0
"""Width of the green between the water's edge and the riverside roads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Water:
    """The water of a district, in metres."""

    river: Polygon
    """With the islands taken out."""
    islands: BaseGeometry
    stream: Polygon
    lake: Polygon
    middle: LineString
    """Towns meet along it."""
    banks: Polygon
    """The river with the green on both sides."""

    @property
    def all(self) -> BaseGeometry:
        """Everything that is wet."""
        return shapely.union_all([self.river, self.stream, self.lake])


def drawn_water(rng: Rng, frame: Frame) -> Water:
    """Draw the water of a district."""
    reach = frame.size.half_height_m * 1.2
    v = np.arange(-reach, reach, 30.0)
    half = frame.half_river(v)
    bed = frame.ribbon(-half, half, v)
    green = np.full(len(v), riverside_m(frame))
    islands = shapely.union_all([_island(rng, frame, *each) for each in frame.islands])
    return Water(
        river=bed.difference(islands),
        islands=islands,
        stream=_stream(rng, frame).difference(bed),
        lake=_lake(rng, frame),
        middle=frame.across(0.0, -reach, reach),
        banks=frame.ribbon(-green, green, v),
    )


def riverside_m(frame: Frame) -> float:
    """Return the u of the riverside roads."""
    return frame.size.river_m * 0.68 + GREEN_M * float(frame.size.scale**0.25)


def _island(rng: Rng, frame: Frame, along: float, side: float) -> Polygon:
    river = frame.size.river_m
    t = np.linspace(-1, 1, 25)
    half = (
        0.2 * river * np.sqrt(1 - t**2) * (1 + 0.12 * np.sin(5 * t + rng.uniform(0, 6)))
    )
    middle = side * 0.36 * river * (1 + 0.08 * t)
    return frame.ribbon(middle - half, middle + half, along + t * 1.35 * river).buffer(
        0
    )


def _stream(rng: Rng, frame: Frame) -> Polygon:
    width, height = frame.size.half_width_m, frame.size.half_height_m
    spring = np.array([-1.1 * width, -0.62 * height])
    mouth = frame.place(np.array([0.0]), np.array([-0.18 * height]))[0]
    bend = frame.place(np.array([-0.5 * width]), np.array([-0.46 * height]))[0]
    upper, lower = wandering(rng, spring, bend, 0.1), wandering(rng, bend, mouth, 0.07)
    course = LineString([*upper.coords, *lower.coords[1:]])
    return course.buffer(STREAM_HALF_M * frame.size.scale**0.4, quad_segs=3).simplify(
        0.5
    )


def _lake(rng: Rng, frame: Frame) -> Polygon:
    width, height = frame.size.half_width_m, frame.size.half_height_m
    centre = np.array([0.66 * width, -0.66 * height])
    radii = np.array([130.0, 95.0]) * frame.size.scale
    return ragged(rng, centre, radii, roughness=0.3)
