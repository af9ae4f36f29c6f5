"""Which facts decide, and what differs: for many things at once as by the kernel."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from domain.journal.lines import LAST_POSITION
from domain.kernel.assertions import existing_of, on_top, timeline
from domain.kernel.live_facts import Entry
from domain.kernel.questions.differences import (
    Role,
    acts,
    diff,
    of_attribute,
    of_total,
)
from domain.kernel.questions.taking_part import Point, behind
from tests.integration import long_story
from tests.integration.building import (
    answered,
    record,
    registered,
    square,
    withdrawn,
)
from tests.integration.redrawing_builders import adjusting, done, splitting
from web.asking.differences import differences
from web.atlas.causes import Deciding, causes_between, deciding_stages
from web.district.dates import resolve
from web.district.opening import District

Named = list[tuple[int, str]]


@pytest.fixture
def story(home_of_story: Path) -> Iterator[District]:
    """The district in which everything has happened."""
    district, clock = long_story.found(home_of_story)
    positions = long_story.tell(district.app, clock)
    long_story.go_on(district.app, clock, "2025-11", long_story.LATER, positions)
    clock.set("2025-12-01T00:00:00Z")
    yield district
    district.close()


@pytest.fixture
def home_of_story(tmp_path: Path) -> Path:
    return tmp_path / "story"


def entries(district: District) -> list[Entry]:
    lines = district.app.journal.lines_after(0, limit=LAST_POSITION)
    return [line.entry() for line in lines]


BOUNDARY = ("plots", "--attribute", "boundary")
DAYS = ("2023-02-01", "2024-03-31", "2024-09-01", "2025-06-30")


def known(district: District) -> list[str]:
    """List knowledge dates: the last position of every third command."""
    journal = district.app.journal
    lasts = {journal.group(e.position).last for e in entries(district)}
    return [str(each) for each in sorted(lasts)[::3]]


def test_the_deciding_facts_are_those_of_the_kernel(story: District) -> None:
    everything = entries(story)
    plots = {e.thing[5:] for e in everything if e.thing.startswith("plot:")}

    for day, position in itertools.product(DAYS, known(story)):
        dates = resolve(story, as_of=day, as_known=position)
        found = deciding_stages(story, plots, dates)
        now = timeline(everything, dates.as_known)
        lives = list(existing_of(now.existing))
        for plot in plots:
            stream = f"plot:{plot}"
            stated = [e for e in now.assertions(stream) if e.attribute == "stage"]
            top = on_top(stated, dates.as_of)
            if top is None or top.value is None:
                top = on_top((e for e in lives if e.thing == stream), dates.as_of)
            expected = None if top is None else Deciding(top.start, top.position)
            assert found.get(plot) == expected, (plot, day, position)


def test_every_cause_between_two_points_takes_part_in_an_answer(
    story: District,
) -> None:
    everything = entries(story)
    numbers = {e.thing: e.position for e in reversed(everything)}
    plots = [numbers[each] for each in numbers if each.startswith("plot:")]
    points = list(itertools.product(DAYS, known(story)[::4]))
    seen = Counter[str]()

    for one, other in itertools.pairwise(points):
        dates = [resolve(story, as_of=v, as_known=k) for v, k in (one, other)]
        found = causes_between(story, plots, *dates)
        for stream in filter(lambda each: each.startswith("plot:"), numbers):
            at = [Point(each.as_of, each.as_known) for each in dates]
            sides = behind(everything, stream, "stage", *at)
            revised = dict(acts(everything, within=EVERYWHERE, on=sides[0] | sides[1]))
            for cause in found[numbers[stream]]:
                seen[cause.role.value] += 1
                assert cause.position in sides[0] | sides[1] | revised.keys()
                if cause.role is Role.DECIDED:
                    assert cause.position in sides[0] - sides[1]

    assert min(seen[role.value] for role in Role) > 0


EVERYWHERE = range(LAST_POSITION)


def test_the_differences_of_all_things_are_those_of_the_kernel(
    story: District,
) -> None:
    everything = entries(story)
    asked_for = {
        "plot": ("stage", "exists", "zone", "boundary", "amount"),
        "project": ("name",),
    }
    pairs = list(itertools.combinations(known(story)[::3], 2))

    for kind, attributes in asked_for.items():
        streams = {e.thing for e in everything if e.thing.startswith(f"{kind}:")}
        for name, day, pair in itertools.product(attributes, DAYS[1:3], pairs):
            one, other = (resolve(story, as_of=day, as_known=each) for each in pair)
            rows = differences(story, kind, name, before=one, after=other)
            question = of_total(name) if name == "amount" else of_attribute(name)
            expected = diff(
                dict.fromkeys(sorted(streams), everything),
                question,
                as_of=one.as_of,
                known_before=one.as_known,
                known_after=other.as_known,
            )
            assert {row["thing"]: named(row["causes"]) for row in rows} == {
                each.thing: [(c.position, c.role.value) for c in each.causes]
                for each in expected
            }


def named(causes_told: Any) -> Named:  # noqa: ANN401  (cells of a sheet)
    return [(cause["position"], cause["role"]) for cause in causes_told]


def test_a_neighbour_that_is_gone_is_named_at_every_door(
    district: District, client: FlaskClient
) -> None:
    for plot in ("A", "B"):
        record(district.app, registered(plot, boundary=square()))
    known = done(district.app, adjusting("adjust", "A", "B", on="2023-01-01"))
    gone = done(district.app, splitting("split", "B", "C", "D", on="2022-01-01"))
    again = record(district.app, withdrawn(gone))
    day = ("--as-of", "2024-01-01")

    told = [
        [
            answered(district.home, "diff", *BOUNDARY, *day, "--known", *pair),
            client.get(
                f"/api/v1/plots/diff?attribute=boundary&as_of={day[1]}"
                f"&known={pair[0]}&known={pair[1]}&per_page=5"
            ).json,
        ]
        for pair in ((f"{known}", f"{gone}"), (f"{gone}", f"{again}"))
    ]

    assert [[causes_of_a(each) for each in doors] for doors in told] == [
        [[(known, "decided"), (gone, "decides")]] * 2,
        [[(gone, "decided"), (again, "withdraws")]] * 2,
    ]


def causes_of_a(told: Any) -> Named:  # noqa: ANN401  (an answer of a door)
    return next(
        named(each["causes"]) for each in told["differences"] if each["plot"] == "A"
    )
