"""The same plots as a page of stock Folium: everything embedded, styled by date."""

from __future__ import annotations

import json
from pathlib import Path

import folium
import numpy as np
import shapely

from geo.record.crs import WGS84
from geo.record.placement import transformed
from geo.stage_ramp import STAGES
from projections.lists.plots import plots_at
from projections.over_time.steps import StageSteps
from web.atlas.over_time.time_maps import TimeMaps
from web.district.dates import Dates
from web.district.grounds import PlotGrounds
from web.district.opening import District
from web.district.reading import snapshot_at
from web.memory.cache import MemoryBudget

COLOURS = [stage.light for stage in STAGES]
DECIMALS_DEG = 6
LEAFLET = Path("web/static/vendor/leaflet")

Box = tuple[float, float, float, float]
"""West, south, east, north, EPSG:4326."""

STEPS_MS = """async ({ first, by, times }) => {
  const layer = Object.values(window).find((each) => each instanceof L.GeoJSON);
  const frame = () => new Promise(requestAnimationFrame);
  const frames = [];
  let last = await frame();
  for (let nth = 1; nth <= times; nth += 1) {
    const day = first + nth * by;
    layer.setStyle(({ properties: { steps } }) => {
      const held = steps.findLast(([since]) => since <= day);
      return { fillColor: COLOURS[held ? held[1] : 0] };
    });
    const next = await frame();
    frames.push(next - last);
    last = next;
  }
  return frames;
}""".replace("COLOURS", json.dumps(COLOURS))
"""Styles every plot by its steps, as the documentation of Leaflet does."""


def others() -> dict[str, bytes]:
    """Return what the page would fetch from elsewhere and cannot do without."""
    return {
        f"leaflet.{kind}": (LEAFLET / f"leaflet.{kind}").read_bytes()
        for kind in ("js", "css")
    }


def folium_page(
    district: District, dates: Dates, box: Box, zoom: int
) -> tuple[bytes, int]:
    """Write a page of the plots that have their middle in a box, and count them."""
    west, south, east, north = box
    page = folium.Map(
        [(south + north) / 2, (west + east) / 2],
        zoom_start=zoom,
        tiles=None,
        prefer_canvas=True,
    )
    plots = _features(district, dates, box)
    collection = {"type": "FeatureCollection", "features": plots}
    folium.GeoJson(collection, style_function=_style).add_to(page)
    return page.get_root().render().encode(), len(plots)


def _style(feature: dict[str, dict[str, list[list[int]]]]) -> dict[str, object]:
    stage = feature["properties"]["steps"][0][1]
    return {"fillColor": COLOURS[stage], "fillOpacity": 1, "weight": 0.5}


def _features(district: District, dates: Dates, box: Box) -> list[dict[str, object]]:
    with snapshot_at(district, dates) as now:
        rows = plots_at(now, at=dates.at)
    rows = [row for row in rows if row.boundary]
    texts = np.array([row.boundary for row in rows], dtype=object)
    shapes = transformed(
        shapely.from_wkt(texts), source=district.about.crs, target=WGS84
    )
    shapes = shapely.set_precision(shapes, 10.0**-DECIMALS_DEG, mode="pointwise")
    centres = shapely.centroid(shapes)
    inside = shapely.intersects_xy(
        shapely.box(*box), *shapely.get_coordinates(centres).T
    )
    steps = _steps(
        TimeMaps(district, PlotGrounds(district.about.crs), MemoryBudget())
        .at(dates)
        .steps
    )
    return [
        {
            "type": "Feature",
            "geometry": json.loads(shapely.to_geojson(shapes[place])),
            "properties": {
                "number": rows[place].number,
                "steps": steps[rows[place].number],
            },
        }
        for place in np.flatnonzero(inside).tolist()
    ]


def _steps(steps: StageSteps) -> dict[int, list[list[int]]]:
    """Return the steps of each plot: from which day on, which place in the ramp."""
    found: dict[int, list[list[int]]] = {}
    columns = (each.tolist() for each in (steps.number, steps.day, steps.stage))
    for number, day, stage in zip(*columns, strict=True):
        found.setdefault(number, []).append([day, max(stage, 0)])
    return found
