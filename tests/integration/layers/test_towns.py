"""A plot belongs to the town that it lies in: at any V, as known at any K."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from flask.testing import FlaskClient

from domain.things.land.layers import LayerKind
from tests.integration.building import (
    EAST,
    NORTH,
    Body,
    Told,
    record,
    registered,
    square,
    staged,
)
from tests.integration.map.test_map_data import asked, bbox, found_day, on, settle
from web.atlas.filter import PlotFilter
from web.atlas.over_time.time_maps import TimeMaps
from web.atlas.towns import towns_of
from web.district.dates import resolve
from web.district.grounds import PlotGrounds
from web.district.opening import District
from web.memory.cache import MemoryBudget
from web.recording.layers import LayerFile, import_layer

MIDDLE_M = 450
"""East of the origin: the border between both towns runs through plots of 20 m."""
MOVED: Body = {
    "record": "BoundariesAdjusted",
    "plot": "0",
    "effective": "2022-07-01",
    "boundary": square(700, 0),
}


def outline(west: float, east: float, south: float = -50) -> shapely.Geometry:
    return shapely.box(EAST + west, NORTH + south, EAST + east, NORTH + 1_000)


def draw_towns(district: District, folder: Path, **outlines: shapely.Geometry) -> None:
    """Import what towns are outlined by; a name with a number is a part of a town."""
    names = [name.rstrip("0123456789") for name in outlines]
    frame = gpd.GeoDataFrame(
        {"name": names}, geometry=list(outlines.values()), crs="EPSG:4547"
    )
    path = folder / f"towns{len(list(folder.glob('towns*')))}.gpkg"
    frame.to_file(path, driver="GPKG")
    layer = LayerFile(path=path, name="towns", kind=LayerKind.TOWN, label_column="name")
    import_layer(district, layer, actor="test")


def halves(district: District, folder: Path) -> None:
    """Draw two towns, the eastern one in two parts, beside 40 plots of four rows."""
    draw_towns(
        district,
        folder,
        西镇=outline(-50, MIDDLE_M),
        东镇1=outline(MIDDLE_M, 2_000, south=150),
        东镇2=shapely.box(EAST + MIDDLE_M, NORTH - 50, EAST + 2_000, NORTH + 150),
    )


def counted(client: FlaskClient, query: str) -> dict[str, int]:
    found = asked(client, f"/map/filters?{query}")["town"]
    return {each["value"]: each["plots"] for each in found}


def by_kernel(district: District, town: str, as_of: str) -> set[str]:
    """Find the plots of a town plot by plot, from what the journal says."""
    dates = resolve(district, as_of=as_of)
    area = towns_of(district, dates.position).outlines[town]
    inside = set()
    for number in range(40):
        place = (number % 10 * 100, number // 10 * 100)
        if number == 0 and as_of >= "2022-07-01":
            place = (700, 0)
        middle = shapely.Point(EAST + place[0] + 10, NORTH + place[1] + 10)
        if area.contains(middle):
            inside.add(str(number))
    return inside


def test_a_plot_is_in_the_town_that_its_middle_lies_in(
    district: District, client: FlaskClient, tmp_path: Path
) -> None:
    settle(district)
    halves(district, tmp_path)
    record(district.app, MOVED)

    for day in ("2022-06-30", "2022-07-01"):
        west, east = (by_kernel(district, each, day) for each in ("西镇", "东镇"))
        expected = {"东镇": len(east), "西镇": len(west)}
        assert counted(client, f"as_of={day}") == expected
        curve = asked(client, "/api/v1/plots/curve?town=西镇")
        assert sum(on(curve, day).values()) == len(west)

    assert len(by_kernel(district, "西镇", "2022-06-30")) == 20
    assert len(by_kernel(district, "西镇", "2022-07-01")) == 19


def test_a_plot_without_boundary_lies_where_its_point_is(
    district: District, client: FlaskClient, tmp_path: Path
) -> None:
    halves(district, tmp_path)
    point = f"POINT ({EAST + 700} {NORTH})"
    record(district.app, registered("by point", "2021-01-01", point=point))
    record(district.app, registered("outside", "2021-01-01", boundary=square(9_000)))
    record(
        district.app,
        registered("both", "2021-01-01", point=point, boundary=square(0, 0)),
    )

    found = counted(client, "as_of=2024-01-01")

    assert found == {"东镇": 1, "西镇": 1, "none": 1}
    curve = asked(client, "/api/v1/plots/curve?town=none")
    assert on(curve, "2024-01-01") == {"none": 1}


def test_towns_are_those_that_were_known_at_k(
    district: District, client: FlaskClient, tmp_path: Path
) -> None:
    nowhere = settle(district)
    halves(district, tmp_path)
    two = district.app.journal.head().position
    draw_towns(district, tmp_path, 全镇=outline(-50, 2_000))

    found = [
        counted(client, f"as_of=2024-01-01&as_known={known}")
        for known in (nowhere, two, "")
    ]

    assert found == [{"none": 40}, {"东镇": 20, "西镇": 20}, {"全镇": 40}]
    curve = asked(client, f"/api/v1/plots/curve?town=全镇&as_known={two}")
    assert on(curve, "2024-01-01") == {}


@pytest.mark.parametrize("wanted", [["西镇"], ["东镇"], ["none"]])
def test_a_kept_map_of_a_town_is_the_map_drawn_anew(
    district: District, tmp_path: Path, wanted: list[str]
) -> None:
    settle(district)
    halves(district, tmp_path)
    kept = maps_of(district)
    town = PlotFilter.of({"town": wanted})
    kept.at(resolve(district), town)

    def redrawn() -> None:
        draw_towns(district, tmp_path, 西镇=outline(-50, 250))

    changes = (
        lambda: record(district.app, MOVED),
        lambda: record(district.app, staged("11", "cleared", "2024-02-01")),
        lambda: record(district.app, registered("new", boundary=square(50, 50))),
        redrawn,
    )
    for change in changes:
        change()
        dates = resolve(district)
        patched, anew = kept.at(dates, town), maps_of(district).at(dates, town)
        assert patched.curve.plots.tolist() == anew.curve.plots.tolist()
        assert patched.curve.days.tolist() == anew.curve.days.tolist()


def maps_of(district: District) -> TimeMaps:
    return TimeMaps(district, PlotGrounds(district.about.crs), MemoryBudget())


def test_changes_are_counted_in_the_town_only(
    district: District, client: FlaskClient, tmp_path: Path
) -> None:
    settle(district)
    halves(district, tmp_path)

    dates = "as_of_1=2022-06-01&as_of_2=2024-01-01"
    found = asked(client, f"/map/changes?{dates}&town=西镇")["moved"]

    west = [n for n in range(40) if n % 10 < 5]
    vacated = sum(n % 3 == 0 for n in west)
    assert found == [{"from": "surveyed", "to": "vacated", "plots": vacated}]


def test_groups_are_counted_in_view_and_those_in_none_have_their_own(
    district: District, client: FlaskClient, tmp_path: Path
) -> None:
    settle(district)
    halves(district, tmp_path)
    record(district.app, registered("bare", "2021-01-01", boundary=square(50, 50)))
    record(district.app, registered("far", "2021-01-01", boundary=square(9_000)))
    view = bbox(-50, -50, 550, 150)

    def groups(query: str) -> dict[str, int]:
        found = asked(client, f"/api/v1/plots/curve?{query}")
        return {
            group["name"]: sum(on(drawn(found, group), found_day(found)).values())
            for group in found["groups"]
        }

    assert groups("by=zone") == {"东": 20, "西": 20, "none": 2}
    assert groups(f"by=zone&bbox={view}") == {"东": 2, "西": 10, "none": 1}
    assert groups("by=town") == {"东镇": 20, "西镇": 21, "none": 1}
    assert groups(f"by=town&bbox={view}") == {"东镇": 2, "西镇": 11}
    assert groups(f"by=zone&bbox={view}&town=东镇") == {"东": 2}


def test_what_was_known_then_is_told_of_a_town_too(
    district: District, client: FlaskClient, tmp_path: Path
) -> None:
    settle(district)
    halves(district, tmp_path)
    today = resolve(district).today

    [found] = asked(client, f"/map/known-then?day={today}&town=西镇")["days"]

    assert sum(found["plots"]) == 20


def drawn(found: Told, group: Told) -> Told:
    return {**found, "plots": group["plots"]}
