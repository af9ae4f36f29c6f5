"""Evidence pages: the map at (V, K) as one file that opens anywhere, for ever."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import msgspec
import numpy as np
import shapely
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from domain.kernel.instants import print_bound
from geo.page.evidence_map import frozen_parts
from geo.page.evidence_shapes import packed
from geo.record.placement import Geometries
from geo.record.shapes import areas_m2
from geo.stage_ramp import STAGES, ramp_css
from geo.wall.content import Ground
from web.atlas.causes import deciding_stages
from web.district.dates import Dates
from web.district.opening import District
from web.district.reading import about
from web.paper.embedding import (
    data_text,
    policy,
    script_text,
    static_text,
    style_text,
)
from web.paper.land import PaperLand, grounds_of, paper_land, sites_of
from web.paper.refusals import TooManyPlotsError
from web.paper.tables import zone_table
from web.paper.words import figures_rows, money_heading, paper_words
from web.words.catalogue import TRANSLATIONS, Translate
from web.words.labels import stage_label
from web.words.values import BLANK

MOST_PLOTS = 25_000
PLOT_UNIT_M, GROUND_UNIT_M = 0.02, 0.1
MOST_BUILDINGS = 20_000
DETAIL_M = 0.5
"""The ground is no evidence: half a metre is enough."""
DATA = "evidence-data"
TEMPLATES = TRANSLATIONS.parent / "templates"


def evidence_page(
    district: District, dates: Dates, area: str, words: Translate, *, language: str
) -> str:
    """Write the map at (V, K) as one HTML page that needs nothing else.

    Raises:
        UnknownAreaError, AmbiguousAreaError, WindowError, EmptyAreaError: See
            ``web.paper.areas``.
        TooManyPlotsError: No browser would like to open it.
    """
    land = paper_land(district, dates, area)
    if len(land.rows) > MOST_PLOTS:
        raise TooManyPlotsError(plots=f"{len(land.rows):,}", most=f"{MOST_PLOTS:,}")
    rows, total = figures_rows(land.legend, words)
    body, script = frozen_parts(DATA)
    scripts = [_theme(), _leaflet(), _program(script)]
    styles = [_styles()]
    return (
        _environment(words)
        .get_template("paper/evidence.html")
        .render(
            lang=language,
            about=district.about,
            heading=paper_words(district, land, dates, words, district.now()),
            rows=rows,
            total=total,
            money=_money(district, land, words),
            zones=zone_table(land),
            stages=[stage_label(stage.code, words) for stage in STAGES],
            map_body=body,
            data_id=DATA,
            data=data_text(_data(district, land, dates)),
            scripts=scripts,
            styles=styles,
            policy=policy(scripts=scripts, styles=styles),
        )
    )


def _environment(words: Translate) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    environment.globals["BLANK"] = BLANK
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # the extension adds it
        words,
        lambda one, many, count: words(one if count == 1 else many),
        newstyle=True,
    )
    return environment


@cache
def _theme() -> str:
    return script_text(static_text("js/shell/theme.js"))


@cache
def _leaflet() -> str:
    return script_text(static_text("vendor/leaflet/leaflet.js"))


@cache
def _styles() -> str:
    before = ("vendor/leaflet/leaflet.css", "css/frame/tokens.css")
    after = ("css/frame/base.css", "css/map/map_base.css", "css/paper/evidence.css")
    before_ramp, behind = (
        [static_text(path) for path in paths] for paths in (before, after)
    )
    return style_text(*before_ramp, ramp_css(), *behind)


def _program(folium: str) -> str:
    opening = "const { openEvidence } = evidence;"
    return script_text(static_text("vendor/evidence.js"), opening, folium)


def _money(district: District, land: PaperLand, words: Translate) -> str:
    has_money = any(each.amount for each in land.legend)
    return money_heading(district.about.currency, words) if has_money else ""


def _data(district: District, land: PaperLand, dates: Dates) -> bytes:
    crs = district.about.crs
    drawable = np.flatnonzero(~shapely.is_missing(land.shapes))
    grounds = grounds_of(district, land.bounds_m, dates.position)
    return msgspec.json.encode(
        {
            "about": about(dates),
            "stages": [stage.code for stage in STAGES],
            "plots": packed(land.shapes[drawable], crs=crs, unit_m=PLOT_UNIT_M),
            "facts": _facts(district, land, dates, drawable.tolist()),
            "grounds": [_ground(each, crs) for each in grounds if _is_shown(each)],
            "sites": _sites(land, crs),
        }
    )


def _facts(
    district: District, land: PaperLand, dates: Dates, drawn: Sequence[int]
) -> Mapping[str, object]:
    """List what a click on a plot tells, a column each."""
    rows = [land.rows[place] for place in drawn]
    deciding = deciding_stages(district, [row.plot for row in rows], dates)
    zones = sorted({row.zone for row in rows if row.zone})
    places = {zone: place for place, zone in enumerate(zones)}
    found = [deciding.get(row.plot) for row in rows]
    areas = areas_m2([row.boundary for row in rows])
    return {
        "plot": [row.plot for row in rows],
        "stage": land.stages[list(drawn)].tolist(),
        "zone": [-1 if row.zone is None else places[row.zone] for row in rows],
        "zones": zones,
        "area_m2": [None if np.isnan(a) else round(a, 1) for a in areas.tolist()],
        "since": [each and print_bound(each.since) for each in found],
        "position": [each and each.position for each in found],
    }


def _is_shown(ground: Ground) -> bool:
    few = ground.kind != "building" or len(ground.shapes) <= MOST_BUILDINGS
    return few and len(ground.shapes) > 0


def _ground(ground: Ground, crs: str) -> Mapping[str, object]:
    simple: Geometries = np.asarray(shapely.simplify(ground.shapes, DETAIL_M))
    shapes = np.where(shapely.is_empty(simple), ground.shapes, simple)
    return {
        "kind": ground.kind,
        "of": list(ground.classes),
        "label": list(ground.labels),
        "shapes": packed(shapes, crs=crs, unit_m=GROUND_UNIT_M),
    }


def _sites(land: PaperLand, crs: str) -> Mapping[str, object]:
    sites = sites_of(land.projects)
    inside = shapely.intersects(sites.shapes, shapely.box(*land.bounds_m))
    names = [sites.names[place] for place in np.flatnonzero(inside).tolist()]
    shapes = packed(sites.shapes[inside], crs=crs, unit_m=GROUND_UNIT_M)
    return {"label": names, "shapes": shapes}
