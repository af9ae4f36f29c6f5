"""What a map on paper is drawn from: plots, figures, projects and ground at (V, K)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.record.placement import Geometries
from geo.stage_ramp import STAGES
from geo.wall.content import Ground, Sites
from projections.lists.plots import plots_at
from projections.lists.projects import projects_at
from projections.rows import PlotRow, ProjectRow
from web.atlas.towns import NO_TOWNS, TownsKnown, towns_of
from web.district.dates import Dates
from web.district.opening import District
from web.district.reading import snapshot_at
from web.paper.areas import Area, Bounds, Land, area_of
from web.paper.figures import figures_of
from web.paper.refusals import EmptyAreaError, UnknownAreaError
from web.words.figures import LegendFigures
from web.words.file_refusals import LostLayerError
from web.words.values import printed_stage

STAGE_PLACES = {stage.code: place for place, stage in enumerate(STAGES)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLand:
    """The plots of an area at (V, K), with the figures and the ground that go along.

    ``rows``, ``shapes`` and ``stages`` have one entry a plot; a plot without any
    geometry counts in the legend but has None for its shape.
    """

    area: Area
    rows: Sequence[PlotRow]
    shapes: Geometries
    stages: NDArray[np.int64]
    legend: Sequence[LegendFigures]
    projects: Sequence[ProjectRow]
    bounds_m: Bounds


def paper_land(district: District, dates: Dates, area: str) -> PaperLand:
    """Gather the plots of an area at (V, K).

    Raises:
        UnknownAreaError, AmbiguousAreaError, WindowError: See ``web.paper.areas``.
        EmptyAreaError: No plot of the area can be drawn.
        LostLayerError: It may be a town whose outline is lost.
    """
    with snapshot_at(district, dates) as now:
        rows = plots_at(now, at=dates.at)
        projects = projects_at(now, at=dates.at)
    shapes = _shapes([row.boundary or row.point for row in rows])
    towns = towns_of(district, dates.position) if area else NO_TOWNS
    land = Land(
        rows=rows,
        shapes=shapes,
        projects=projects,
        towns=towns.outlines,
        crs=district.about.crs,
    )
    return _part(land, _area(land, towns, area), area)


def _area(land: Land, towns: TownsKnown, asked: str) -> Area:
    """Find an area; where towns are lost, one that is not found may be one of them."""
    try:
        return area_of(land, asked)
    except UnknownAreaError:
        towns.require_whole()
        raise


def _part(land: Land, area: Area, asked: str) -> PaperLand:
    inside = np.flatnonzero(area.plots).tolist()
    rows = [land.rows[place] for place in inside]
    shapes = land.shapes[area.plots]
    drawable = shapes[~shapely.is_missing(shapes)]
    if not len(drawable):
        raise EmptyAreaError(area=asked)
    around = drawable if area.outline is None else np.append(drawable, area.outline)
    places = [STAGE_PLACES[printed_stage(row.stage)] for row in rows]
    stages = np.array(places, dtype=np.int64)
    return PaperLand(
        area=area,
        rows=rows,
        shapes=shapes,
        stages=stages,
        legend=figures_of(rows, stages),
        projects=land.projects,
        bounds_m=_bounds(around),
    )


def _bounds(shapes: Geometries) -> Bounds:
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    return (west, south, east, north)


def _shapes(texts: Sequence[str | None]) -> Geometries:
    read = shapely.from_wkt(np.array(texts, dtype=object))
    shapes: Geometries = np.array(read, dtype=object)
    shapes[shapely.is_empty(shapes)] = None
    return shapes


def sites_of(projects: Sequence[ProjectRow]) -> Sites:
    """Return the sites of the projects that have a boundary."""
    there = [row for row in projects if row.boundary]
    shapes = _shapes([row.boundary for row in there])
    return Sites(shapes=shapes, names=[row.name or row.project for row in there])


def grounds_of(district: District, bounds_m: Bounds, position: int) -> list[Ground]:
    """Read what the base layers have near some bounds, in drawing order.

    Args:
        district: The district.
        bounds_m: What lies wholly outside is left out.
        position: What K resolves to; editions behind it are not known yet.

    Returns:
        The ground, without layers whose files are lost; the heading names those.
    """
    grounds = []
    for edition in district.layers.known(up_to=position).values():
        with suppress(LostLayerError):
            layer = district.layers.read(edition).within(bounds_m)
            ground = Ground(
                kind=edition.fact.shows.value,
                shapes=layer.shapes,
                classes=layer.classes,
                labels=layer.labels,
            )
            grounds.append(ground)
    return grounds
