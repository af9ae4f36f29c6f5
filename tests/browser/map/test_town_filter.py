"""Towns, names and causes on the map: what it offers, and that it says what is so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import geopandas as gpd
import numpy as np
import pytest
import shapely
from playwright.sync_api import Page, expect

from domain.things.land.layers import LayerKind
from tests.browser.conftest import Filled, Site, Watched, serving
from tests.browser.map.test_filtering import choose
from tests.browser.map_reading import (
    PICTURE,
    answer,
    legend,
    opened,
    record,
    settled,
)
from web.district.dates import resolve
from web.district.opening import District, open_district
from web.district.reading import plots_sheet
from web.recording.layers import LayerFile, import_layer

pytestmark = pytest.mark.browser

CRS = "EPSG:4548"
DAY, BEFORE = "2026-03-10", "2025-09-30"
MULTIPLES = """(list) => Object.fromEntries(Array.from(list.children, (line) => [
  line.querySelector("span").textContent, line.querySelector("strong").textContent]))"""


@pytest.fixture(scope="module")
def towns(filled: Filled, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample register with two towns under it, served by a process of its own."""
    folder = tmp_path_factory.mktemp("towns")
    home = folder / "district"
    first_edition = filled(home)
    district = open_district(home)
    path = folder / "towns.gpkg"
    halves(plots(district)).to_file(path, driver="GPKG")
    layer = LayerFile(path=path, name="towns", kind=LayerKind.TOWN, label_column="name")
    import_layer(district, layer, actor="test")
    district.close()
    with serving(home) as address:
        yield Site(address, home, first_edition)


class Plot(NamedTuple):
    """A plot as the tables have it."""

    stage: str
    zone: str
    middle: shapely.Point


def plots(district: District) -> list[Plot]:
    """Read each plot off the tables of the day."""
    sheet = plots_sheet(district, resolve(district, as_of=DAY))
    return [
        Plot(
            str(row["stage"] or "none"),
            str(row["zone"]),
            shapely.from_wkt(wkt).representative_point(),
        )
        for row, wkt in zip(sheet.rows, sheet.shapes or (), strict=True)
    ]


def halves(them: list[Plot]) -> gpd.GeoDataFrame:
    """Outline a western and an eastern town that touch where no middle is near."""
    middles = [each.middle for each in them]
    west, south, east, north = shapely.total_bounds(middles)
    across = np.sort([each.x for each in middles])
    inner = across[len(across) // 3 : 2 * len(across) // 3]
    place = int(np.argmax(np.diff(inner)))
    border = (inner[place] + inner[place + 1]) / 2
    sides = (
        shapely.box(west - 9, south - 9, border, north + 9),
        shapely.box(border, south - 9, east + 9, north + 9),
    )
    return gpd.GeoDataFrame({"name": ["西镇", "东镇"]}, geometry=list(sides), crs=CRS)


def counted(site: Site, town: str, zone: str = "") -> Counter[str]:
    """Count the plots of a town by stage: a loop over plots, without the map."""
    district = open_district(site.home)
    them = plots(district)
    outline = halves(them).set_index("name").geometry[town]
    district.close()
    return Counter(
        each.stage
        for each in them
        if outline.contains(each.middle) and zone in ("", each.zone)
    )


def shown(page: Page) -> Counter[str]:
    return Counter({stage: n for stage, n in legend(page).items() if n})


def test_choosing_a_town_changes_map_legend_and_address(
    towns: Site, watched: Watched
) -> None:
    page = opened(watched, f"{towns.address}?as_of={DAY}&lang=en")
    everything, picture = shown(page), page.evaluate(PICTURE)

    choose(page, "town", "西镇")

    expected = counted(towns, "西镇")
    assert shown(page) == expected
    assert 0 < expected.total() < everything.total()
    assert page.evaluate(PICTURE) != picture
    assert f"town={quote('西镇')}" in page.url
    expect(page.locator(".chip")).to_have_text("西镇")
    choose(page, "town", "东镇")
    assert shown(page) == everything
    assert watched.console == []


def test_a_town_and_a_zone_hold_together(towns: Site, watched: Watched) -> None:
    zones = answer(watched.page, towns, "map/filters", as_of=DAY)["zone"]
    parts = {each["value"]: counted(towns, "西镇", each["value"]) for each in zones}
    zone = max(parts, key=lambda name: min(parts[name].total(), 40))
    asked = f"as_of={DAY}&town={quote('西镇')}&zone={quote(zone)}"

    page = opened(watched, f"{towns.address}?{asked}")

    assert shown(page) == parts[zone]
    assert parts[zone].total() > 0
    expect(page.locator(".chip")).to_have_count(2)


def test_a_district_without_towns_offers_none(site: Site, watched: Watched) -> None:
    page = opened(watched, f"{site.address}?as_of={DAY}&panel=curves")
    expect(page.locator("[data-multiples] li").first).to_be_visible()

    expect(page.locator("[data-facet=zone]")).to_be_visible()
    expect(page.locator("[data-facet=town]")).to_be_hidden()
    expect(page.locator("[data-multiples-by=town]")).to_be_hidden()


def multiples(page: Page) -> dict[str, int]:
    """Read at one moment how many plots each small multiple is of."""
    expect(page.locator("#curves")).to_have_attribute("aria-busy", "false")
    found: dict[str, str] = page.locator("[data-multiples]").evaluate(MULTIPLES)
    return {
        name: int(text.split(" / ")[1].replace(",", "")) for name, text in found.items()
    }


def test_small_multiples_are_of_zones_or_of_towns_in_view(
    towns: Site, watched: Watched
) -> None:
    page = opened(watched, f"{towns.address}?as_of={DAY}&panel=curves&lang=en")
    zones = multiples(page)

    page.click("[data-multiples-by=town]")
    expect(page.locator("[data-multiples] li").first).to_contain_text("镇")
    by_town = multiples(page)
    panel = page.locator("#curves")
    page.locator(".map-ground > .folium-map").focus()
    for _ in range(4):
        shown = panel.get_attribute("data-bbox") or ""
        page.keyboard.press("+")
        expect(panel).not_to_have_attribute("data-bbox", shown)
    closer = multiples(page)

    sides = {town: counted(towns, town).total() for town in ("西镇", "东镇")}
    bbox = page.locator("#curves").get_attribute("data-bbox") or ""
    curve = answer(page, towns, "api/v1/plots/curve", bbox=bbox)
    assert by_town == sides
    assert sum(zones.values()) == sum(sides.values())
    assert sum(closer.values()) == max(map(sum, curve["plots"]))
    assert sum(closer.values()) < sum(sides.values())
    assert "by=town" in page.url
    assert watched.console == []


def test_a_project_is_offered_by_id_and_name(towns: Site, watched: Watched) -> None:
    since = {"effective": "2025-06-01"}
    record(
        watched.page,
        towns,
        record="ProjectRegistered",
        project="P-7",
        name="新港",
        **since,
    )
    record(
        watched.page,
        towns,
        record="PlotAssigned",
        plot="HW-0001",
        project="P-7",
        **since,
    )

    page = opened(watched, f"{towns.address}?as_of={DAY}&project=P-7&lang=en")
    expect(page.locator(".chip")).to_have_text("P-7 新港")
    page.click("[data-facet=project] summary")

    line = page.locator("[data-facet=project] label", has_text="P-7")
    expect(line).to_contain_text("P-7 新港")
    assert shown(page).total() == 1


def test_the_change_map_names_only_facts_that_decide_the_stage(
    towns: Site, watched: Watched
) -> None:
    dates = {"as_of_1": BEFORE, "as_of_2": DAY}
    moved = answer(watched.page, towns, "map/causes", **dates)["plots"]
    far = next(each for each in moved if skips_a_fact(watched.page, towns, each))

    address = f"{towns.address}?as_of={DAY}&as_of_1={BEFORE}&compare=change&lang=en"
    page = opened(watched, f"{address}&plot={far['number']}")
    causes = page.locator("#drawer .between-facts li")
    expect(causes.first).to_be_visible()

    positions = [int(each.get_attribute("data-position") or 0) for each in causes.all()]
    assert positions == [cause["position"] for cause in far["causes"]]
    expect(page.locator("#drawer .fact.is-between")).to_have_count(len(positions))
    assert watched.console == []


def skips_a_fact(page: Page, site: Site, moved: dict[str, object]) -> bool:
    """Tell whether a plot had more stages between the dates than the two at them."""
    stages = answer(
        page,
        site,
        "api/v1/ask/history",
        thing=f"plot:{moved['plot']}",
        attribute="stage",
    )["answer"]
    between = [each for each in stages if BEFORE < each["from"][:10] <= DAY]
    return len(between) > 1


def test_the_ground_is_the_one_that_was_known(towns: Site, watched: Watched) -> None:
    known = str(towns.first_edition)
    page = opened(watched, f"{towns.address}?as_of={DAY}&as_known={known}")
    before = grounds(watched)

    page.fill("input[name=as_known]", "")
    page.click("#dates .dates-submit")
    page.wait_for_load_state("networkidle")
    settled(page)

    assert before == set()
    assert grounds(watched) == {"towns"}
    assert watched.console == []


def grounds(watched: Watched) -> set[str]:
    """Name the base layers whose tiles were asked for."""
    paths = [urlsplit(each).path.split("/") for each in watched.requests]
    return {path[2] for path in paths if path[1] == "layers"}
