"""The Folium map loads nothing from elsewhere and writes no style of its own."""

from __future__ import annotations

import re

import pytest
from folium.plugins import Fullscreen

from geo.page.district_map import MapParts, OfflineMap, map_parts, parts_of
from geo.record.errors import ExternalReferenceError

BOUNDS_DEG = (113.5, 34.6, 113.7, 34.8)


def parts(**changes: object) -> MapParts:
    given = {
        "bounds_deg": BOUNDS_DEG,
        "tile_url": "/tiles/{z}/{x}/{y}.mvt",
        "query": {},
    }
    return map_parts(**{**given, **changes})  # type: ignore[arg-type]


def test_the_head_links_leaflet_and_nothing_else() -> None:
    references = re.findall(r'(?:src|href)="([^"]*)"', parts().head)

    assert references == [
        "/static/vendor/leaflet/leaflet.js",
        "/static/vendor/leaflet/leaflet.css",
    ]


def test_the_script_imports_our_own_modules_only() -> None:
    imported = re.findall(r'from "([^"]*)"', parts().script)

    assert imported == ["/static/js/plots/plot_layer.js", "/static/js/map/map_page.js"]


def test_no_part_needs_an_exception_from_the_content_security_policy() -> None:
    made = parts()

    assert not re.search(r"<style|style=|<script>|\bon\w+=", made.head + made.body)
    assert "<script" not in made.script


def test_a_date_cannot_break_out_of_the_script() -> None:
    made = parts(query={"as_of": "</script><script>alert(1)</script>"})

    assert "</script>" not in made.script


def test_leaflet_gets_latitude_first() -> None:
    assert "[[34.6, 113.5], [34.8, 113.7]]" in parts().script


def test_the_same_district_gives_the_same_map() -> None:
    assert parts() == parts()


@pytest.mark.parametrize("url", ["https://tiles.example/{z}/{x}/{y}", "//a/{z}"])
def test_tiles_from_another_server_are_refused(url: str) -> None:
    with pytest.raises(ExternalReferenceError):
        parts(tile_url=url)


def test_an_element_that_links_to_another_server_is_refused() -> None:
    district = OfflineMap()
    Fullscreen().add_to(district)  # type: ignore[no-untyped-call]

    with pytest.raises(ExternalReferenceError, match="cdn"):
        parts_of(district)
