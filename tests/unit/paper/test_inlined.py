"""What a page carries in itself stays inside its element, whatever people typed."""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode, b64encode
from html.parser import HTMLParser

import msgspec
import numpy as np
import pytest
import shapely

from geo.page.evidence_map import frozen_parts
from geo.page.evidence_shapes import packed
from geo.record.crs import WEB_MERCATOR
from geo.record.placement import transformed
from geo.tiles import varint
from web.paper.embedding import (
    BundleError,
    data_text,
    policy,
    script_text,
    static_text,
    style_text,
)

HOSTILE = "</script><script>alert(1)</script><!-- ‘“\u2028&amp; ]]> 区"
CRS = "EPSG:4547"


class Scripts(HTMLParser):
    """Collects what a browser would take for scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        """Enter a script."""
        self.inside = tag == "script"
        if self.inside:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        """Leave it."""
        self.inside = self.inside and tag != "script"

    def handle_data(self, data: str) -> None:
        """Gather its text."""
        if self.inside:
            self.texts[-1] += data


def scripts_of(page: str) -> list[str]:
    parser = Scripts()
    parser.feed(page)
    parser.close()
    return parser.texts


def test_data_cannot_leave_its_element_and_reads_the_same() -> None:
    value = {"plot": HOSTILE}
    text = data_text(msgspec.json.encode(value))

    [found] = scripts_of(f"<script type='application/json'>{text}</script>")

    assert msgspec.json.decode(found) == value


def test_a_script_cannot_leave_its_element() -> None:
    text = script_text(f"const name = {msgspec.json.encode(HOSTILE).decode()};")

    assert scripts_of(f"<script>{text}</script>") == [text]


def test_a_style_that_could_leave_its_element_is_a_mistake() -> None:
    with pytest.raises(BundleError):
        style_text("p::after { content: '</style>' }")


def test_a_style_loads_nothing() -> None:
    assert "url" not in style_text("p { background: url(images/layers.png) }")


def test_the_policy_allows_these_texts_and_nothing_else() -> None:
    digest = b64encode(hashlib.sha256(b"let a = 1;").digest()).decode()

    text = policy(scripts=["let a = 1;"], styles=["p {}"])

    assert text.startswith(f"default-src 'none'; script-src 'sha256-{digest}'; ")
    assert "unsafe" not in text
    assert "http" not in text


def test_the_program_of_an_evidence_page_is_one_script_that_loads_nothing() -> None:
    text = static_text("vendor/evidence.js")

    assert "openEvidence" in text
    assert not re.search(r"\b(import|export)\b|https?://", text)


def test_the_map_of_an_evidence_page_links_to_nothing() -> None:
    body, script = frozen_parts("data")

    assert "src=" not in body + script
    assert 'openEvidence(map_district, "data")' in script


def numbers(text: object) -> list[int]:
    """Read varints one by one, as the page does."""
    values, value, place = [], 0, 1
    for byte in b64decode(str(text)):
        value += (byte & 0x7F) * place
        place *= 128
        if byte < 128:
            values.append(value)
            value, place = 0, 1
    return values


def test_packed_shapes_come_out_within_the_unit() -> None:
    ring = shapely.box(500_000, 3_900_000, 500_050, 3_900_040).difference(
        shapely.box(500_010, 3_900_010, 500_020, 3_900_020)
    )
    shapes = np.array([ring, shapely.Point(500_001, 3_900_001)], dtype=object)

    pack = packed(shapes, crs=CRS, unit_m=0.01)

    steps = [(n >> 1) ^ -(n & 1) for n in numbers(pack["steps"])]
    corners = np.cumsum(np.array(steps).reshape(-1, 2), axis=0) * 0.01
    placed = np.array(transformed(shapes, source=CRS, target=WEB_MERCATOR))
    wanted = [
        *(
            c
            for r in shapely.get_rings(placed[:1])
            for c in shapely.get_coordinates(r)[:-1]
        ),
        *shapely.get_coordinates(placed[1:]),
    ]
    assert numbers(pack["kinds"]) == [3, 1]
    assert numbers(pack["rings"]) == [2, 1]
    assert numbers(pack["corners"]) == [4, 4, 1]
    assert np.abs(corners + np.array(pack["origin"]) - np.array(wanted)).max() <= 0.0051


def test_nothing_can_be_packed() -> None:
    pack = packed(np.array([], dtype=object), crs=CRS, unit_m=0.01)

    assert pack["count"] == 0
    assert pack["steps"] == ""


def test_varints_are_those_of_the_tiles() -> None:
    assert numbers(
        b64encode(varint.encode(np.array([0, 127, 128, 300], np.uint64))).decode()
    ) == [0, 127, 128, 300]
