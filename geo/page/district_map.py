"""The district as a Folium map that loads nothing from anywhere but this server.

Folium assembles the page from its elements; drawing is left to our own layer in
``web/static/js``. Scripts come out as the text of a module, without tags, so that
the page that embeds them writes the tag and its nonce itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import folium
from branca.element import Figure, MacroElement
from folium.template import Template

from geo.record.errors import ExternalReferenceError
from geo.stage_ramp import STAGES, Stage

VENDOR_URL = "/static/vendor/"
SCRIPTS_URL = "/static/js/"

_MAP_ID = "district"
_ZOOMS = {"min_zoom": 5, "max_zoom": 20}
_STILL = {"zoom_animation": False, "fade_animation": False, "inertia": False}
"""Scrubbing is immediate and the map never flies."""
_EXTERNAL = re.compile(
    r"""(?:src|href|url)\s*[=(]\s*["']?((?:[a-z][a-z0-9+.-]*:)?//[^"'\s)>]*)""",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapParts:
    """What a page needs to show the map.

    Attributes:
        head: Links to local style sheets and scripts, for ``<head>``.
        body: The element that becomes the map.
        script: Text of a module, for ``<script type="module" nonce="…">``.
    """

    head: str
    body: str
    script: str


class OfflineMap(folium.Map):
    """A Folium map with our Leaflet, without jQuery, Bootstrap, icons or base tiles.

    It styles nothing: size and place come from the page's style sheet, because the
    content security policy allows no ``style`` attribute and Folium writes some.
    """

    # Folium reads these two from the class and declares them without ClassVar.
    default_js = [("leaflet", f"{VENDOR_URL}leaflet/leaflet.js")]  # noqa: RUF012
    default_css = [("leaflet_css", f"{VENDOR_URL}leaflet/leaflet.css")]  # noqa: RUF012

    _template = Template("""
        {% macro html(this, kwargs) -%}
        <div class="folium-map" id={{ this.get_name()|tojson }}></div>
        {%- endmacro %}
        {% macro script(this, kwargs) -%}
        const {{ this.get_name() }} = L.map({{ this.get_name()|tojson }},
          {{ this.leaflet_options|tojavascript }});
        {{ this.get_name() }}.attributionControl.setPrefix("Leaflet");
        L.control.scale({ metric: true, imperial: false }).addTo({{ this.get_name() }});
        {%- endmacro %}
    """)

    def __init__(self) -> None:
        """Make a map without a view yet."""
        super().__init__(tiles=None, zoom_control=False)
        self._id = _MAP_ID
        self.leaflet_options = {"zoom_control": False, **_ZOOMS, **_STILL}


class PlotTiles(MacroElement):
    """The plots, painted by stage from vector tiles."""

    _template = Template("""
        {% macro script(this, kwargs) -%}
        import { PlotLayer } from {{ this.module_url|tojson }};
        const {{ this.get_name() }} = new PlotLayer({{ this.tile_url|tojson }},
          {{ this.layer_options|tojson }}).addTo({{ this._parent.get_name() }});
        {%- endmacro %}
    """)

    def __init__(self, tile_url: str, *, layer_options: Mapping[str, object]) -> None:
        """Take tiles from ``tile_url``, with ``{z}``, ``{x}`` and ``{y}`` in it."""
        super().__init__()  # type: ignore[no-untyped-call]
        self._name, self._id = "PlotTiles", _MAP_ID
        self.module_url = f"{SCRIPTS_URL}plots/plot_layer.js"
        self.tile_url = tile_url
        self.layer_options = dict(layer_options)


class MapPage(MacroElement):
    """The conduct of the page around the map: selection, dates, address."""

    _template = Template("""
        {% macro script(this, kwargs) -%}
        import { openMapPage } from {{ this.module_url|tojson }};
        openMapPage({ map: {{ this._parent.get_name() }},
          plots: {{ this.plots.get_name() }}, bounds: {{ this.bounds|tojson }} });
        {%- endmacro %}
    """)

    def __init__(
        self, plots: PlotTiles, *, bounds_deg: tuple[float, float, float, float]
    ) -> None:
        """Show ``bounds_deg`` (west, south, east, north) unless the address asks."""
        super().__init__()  # type: ignore[no-untyped-call]
        self._name, self._id = "MapPage", _MAP_ID
        self.module_url = f"{SCRIPTS_URL}map/map_page.js"
        self.plots = plots
        west, south, east, north = bounds_deg
        self.bounds = [[south, west], [north, east]]


def map_parts(
    *,
    bounds_deg: tuple[float, float, float, float],
    tile_url: str,
    query: Mapping[str, str],
    stages: Sequence[Stage] = STAGES,
) -> MapParts:
    """Assemble the map of the district for a page.

    Args:
        bounds_deg: West, south, east, north, EPSG:4326, shown first.
        tile_url: Path on this server with ``{z}``, ``{x}`` and ``{y}``; its tiles
            hold the layer ``plots`` with the property ``history``, the steps of a
            plot, or ``stage``, its stage at one date.
        query: The dates to ask tiles for, as in the page's address.
        stages: Stages in the order they are painted, the furthest last.

    Returns:
        The parts; the page adds its own nonce.

    Raises:
        ExternalReferenceError: Something would be loaded from elsewhere.
    """
    if not re.match(r"/(?!/)", tile_url):
        raise ExternalReferenceError(url=tile_url)
    district = OfflineMap()
    options = {"query": dict(query), "stages": [stage.code for stage in stages]}
    plots = PlotTiles(tile_url, layer_options=options)
    plots.add_to(district)
    MapPage(plots, bounds_deg=bounds_deg).add_to(district)
    return parts_of(district)


def parts_of(district: OfflineMap) -> MapParts:
    """Render a map and everything on it.

    Args:
        district: A map with its elements added.

    Returns:
        Its parts.

    Raises:
        ExternalReferenceError: An element of it links to another server.
    """
    figure = cast("Figure", district.get_root())
    figure.render()
    links = [
        element.render()
        for name, element in figure.header._children.items()  # noqa: SLF001  (branca has no other way)
        if name != "meta_http"  # the page states its own character set
    ]
    parts = MapParts(
        head="\n".join(links), body=figure.html.render(), script=figure.script.render()
    )
    for text in (parts.head, parts.body, parts.script):
        if found := _EXTERNAL.search(text):
            raise ExternalReferenceError(url=found[1])
    return parts
