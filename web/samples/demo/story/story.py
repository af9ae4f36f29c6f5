"""The story: three years of a district, from the first survey to the last lorry."""

from __future__ import annotations

import numpy as np
import shapely

from web.samples.demo.district import DemoDistrict, of_record
from web.samples.demo.story.acts import Act, Story
from web.samples.demo.story.overreporting import overreported
from web.samples.demo.story.slips import with_slips
from web.samples.demo.story.telling import plot_acts, registrations
from web.samples.demo.story.works import project_acts

DISPATCH = "区项目办"


def drawn_story(rng: np.random.Generator, demo: DemoDistrict) -> Story:
    """Tell everything that happened in the district, and how it was recorded."""
    books = _books(rng, demo)
    acts = [
        act for number in range(len(demo.projects)) for act in _of(rng, demo, number)
    ]
    report = overreported(rng, acts)
    early = {id(act) for act in report.early}
    story = with_slips(rng, [act for act in acts if id(act) not in early])
    return Story(
        acts=[*books, *story.acts, *report.early, *report.claims],
        revisions=[*story.revisions, *report.revisions],
    )


def _books(rng: np.random.Generator, demo: DemoDistrict) -> list[Act]:
    """Tell the plots in the order of their ids, town by town."""
    zones = [_zone(demo, zone) for zone in range(len(demo.places.zones))]
    names = [zones[zone] for zone in demo.places.zone_of_plot]
    boundaries = of_record(demo.land.shapes)
    acts = list(registrations(rng, demo.land, demo.ids, names, boundaries))
    for act, town in zip(acts, demo.places.town_of_plot, strict=True):
        act.unit = office(demo, int(town))
    return sorted(acts, key=lambda act: act.thing)


def _zone(demo: DemoDistrict, zone: int) -> str:
    town = demo.places.towns[demo.towns.town_of_zone[zone]]
    return f"{town.chinese}{demo.places.zones[zone].chinese}"


def office(demo: DemoDistrict, town: int) -> str:
    """Name the unit that records what happens to the plots of a town."""
    return f"{demo.places.towns[town].chinese}征收办"


def _of(rng: np.random.Generator, demo: DemoDistrict, number: int) -> list[Act]:
    project = demo.projects[number]
    roads = np.array([w.line for w in demo.ground.ways if w.road], dtype=object)
    plots, days = plot_acts(rng, project, demo.land, demo.ids, roads)
    [boundary] = of_record(np.array([project.site.boundary], dtype=object))
    area_m2 = shapely.area(demo.land.shapes[project.site.plots])
    own = list(project_acts(rng, project, boundary, area_m2, days))
    for act in plots:
        act.unit = office(demo, project.town)
    for act in own:
        act.unit = DISPATCH
    return [*own, *plots]
