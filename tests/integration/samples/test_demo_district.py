"""The demo district is drawn well: towns are tiled, names are no person's."""

from __future__ import annotations

import re

import numpy as np
import pytest
import shapely

from geo.record.shapes import areas_m2
from web.samples.demo.district import DemoDistrict, drawn_district, of_record, placed
from web.samples.demo.ground.towns import gathered, open_ways
from web.samples.demo.land.land import LAND_USES, OPEN_LAND

MILLIMETRE_M2 = 0.001
PLACE = re.compile(r"[\u4e00-\u9fff]{2}(街道|镇|片区)")
WORKS = "更新|改造|产业园|加工园|作业区|安置房|学校|分院|中心|廊道|扩建|变电站"
PROJECT = re.compile(rf"[\u4e00-\u9fffX0-9]+({WORKS})([二三四五六七八九十]期)?")
ROAD = re.compile(r"[\u4e00-\u9fff]{2,3}(路|大道)|滨河[东西]路|县道X\d{3}")


@pytest.fixture(scope="module", params=[3, 7])
def demo(request: pytest.FixtureRequest) -> DemoDistrict:
    """Draw the smallest district from two seeds."""
    return drawn_district(np.random.default_rng(request.param), "tiny")


def test_plots_ways_and_water_tile_each_town(demo: DemoDistrict) -> None:
    towns = gathered(demo.faces.shapes, demo.towns.of_face, len(demo.places.towns))
    everything = []
    for number, town in enumerate(towns):
        wet = demo.faces.kind == "water"
        here = demo.towns.of_face == number
        plots = demo.land.shapes[demo.places.town_of_plot == number]
        ways = open_ways(demo.faces.shapes[here & ~wet], plots)
        tiles = np.concatenate([plots, ways, demo.faces.shapes[here & wet]])
        everything.append(tiles)

        assert town.geom_type == "Polygon"
        assert shapely.area(tiles).sum() == pytest.approx(town.area, abs=MILLIMETRE_M2)
    assert shapely.coverage_is_valid(np.concatenate(everything))


def test_boundaries_of_record_are_valid_and_share_their_edges(
    demo: DemoDistrict,
) -> None:
    texts = of_record(demo.land.shapes)
    shapes = shapely.from_wkt(texts)

    assert len(texts) == len(demo.land)
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    assert areas_m2(texts).sum() == pytest.approx(
        shapely.union_all(shapes).area, abs=MILLIMETRE_M2
    )
    assert not re.search(r"\d\.\d{4}", " ".join(texts))


def test_plots_have_the_sizes_of_their_kind(demo: DemoDistrict) -> None:
    area = shapely.area(demo.land.shapes)
    median = {
        use: float(np.median(area[demo.land.use == use]))
        for use in np.unique(demo.land.use)
    }

    assert 150 <= median["home"] <= 400
    assert 200 <= median["yard"] <= 600
    assert 2_000 <= median["flats"] <= 15_000
    assert 1_000 <= median["field"] <= 8_000
    assert area.min() > 50


def test_sites_lie_apart_and_hold_their_plots(demo: DemoDistrict) -> None:
    sites = np.array([project.site.boundary for project in demo.projects])
    one, other = shapely.STRtree(sites).query(sites, "intersects")

    assert shapely.is_valid(sites).all()
    assert (one == other).all()
    for project in demo.projects:
        plots = demo.land.shapes[project.site.plots]
        assert shapely.covers(project.site.boundary.buffer(0.01), plots).all()


def test_names_are_those_of_places_roads_and_projects(demo: DemoDistrict) -> None:
    places = [each.chinese for each in (*demo.places.towns, *demo.places.zones)]
    names = [project.name for project in demo.projects]

    assert all(PLACE.fullmatch(name) for name in places)
    assert all(PROJECT.fullmatch(name) for name in names)
    assert all(ROAD.fullmatch(name) for name, _ in demo.places.roads.values())
    assert len({*names}) == len(names)
    assert len({project.code for project in demo.projects}) == len(names)


def test_ids_are_town_zone_and_number(demo: DemoDistrict) -> None:
    assert len({*demo.ids}) == len(demo.land)
    assert all(re.fullmatch(r"[A-Z]{2}-\d{2}-\d{4}", each) for each in demo.ids)


def test_every_use_has_its_name_in_the_register(demo: DemoDistrict) -> None:
    assert {*demo.land.use} <= LAND_USES.keys()
    assert {*OPEN_LAND} <= LAND_USES.keys()


def test_district_lies_near_its_middle(demo: DemoDistrict) -> None:
    [middle] = placed(np.array([shapely.centroid(demo.ground.outline)]))

    assert middle.x == pytest.approx(618_610, abs=200)
    assert middle.y == pytest.approx(3_880_910, abs=200)


@pytest.mark.slow
def test_a_city_of_300_000_plots_is_drawn() -> None:
    city = drawn_district(np.random.default_rng(7), "city")

    assert 270_000 < len(city.land) < 330_000
    assert shapely.coverage_is_valid(city.land.shapes)
