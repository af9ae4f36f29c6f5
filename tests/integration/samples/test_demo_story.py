"""The story of the demo: stages in order, and slips in the shares they are told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np
import pytest

from domain.things.land.plots import PlotStage
from web.samples.demo.calendar import END, START, day
from web.samples.demo.district import drawn_district
from web.samples.demo.filling import moments_of
from web.samples.demo.story.acts import Act, Story
from web.samples.demo.story.overreporting import INSPECTORS
from web.samples.demo.story.slips import PLAIN
from web.samples.demo.story.story import drawn_story

ORDER = {stage.value: number for number, stage in enumerate(PlotStage)}


def told_with(seed: int, size: str = "tiny") -> Story:
    rng = np.random.default_rng(seed)
    return drawn_story(rng, drawn_district(rng, size))


@pytest.fixture(scope="module")
def story() -> Story:
    """Tell the story of the small district, whose numbers bear shares."""
    return told_with(7, "small")


def stages_by_plot(acts: Iterable[Act]) -> dict[str, list[tuple[int, int]]]:
    """Return for each plot its stages as (rank, day)."""
    stages: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for act in acts:
        if act.record == "PlotStageRecorded":
            stages[act.thing].append((ORDER[str(act.members["stage"])], act.day))
    return stages


def slippery(story: Story) -> list[Act]:
    return [act for act in story.acts if act.record not in PLAIN]


def test_stages_come_in_their_order_unless_a_mistake_is_told(story: Story) -> None:
    mistakes = {id(revision.target) for revision in story.revisions}
    right = [act for act in story.acts if id(act) not in mistakes]

    for steps in stages_by_plot(right).values():
        ranks = [rank for rank, _ in sorted(steps)]
        days = [on for _, on in sorted(steps)]
        assert ranks == sorted({*ranks})
        assert days == sorted(days)


def test_nothing_is_told_before_it_happened_or_after_the_end(story: Story) -> None:
    assert all(START <= act.day <= act.said <= END for act in story.acts)
    assert all(r.target.said < r.said <= END for r in story.revisions)


def test_about_eight_in_a_hundred_facts_come_late(story: Story) -> None:
    facts = slippery(story)
    revised = {id(r.target) for r in story.revisions}
    lag = [act.said - act.day for act in facts if id(act) not in revised]
    late = [days for days in lag if days > 0]

    assert 0.06 < len(late) / len(lag) < 0.10
    assert max(late) <= 120
    assert sum(days <= 7 for days in late) > 0.7 * len(late)


def test_about_two_in_a_hundred_facts_are_corrected(story: Story) -> None:
    own = [r for r in story.revisions if r.unit != INSPECTORS]
    corrected = sum(r.members is not None for r in own)
    withdrawn = sum(r.members is None for r in own)
    facts = len(slippery(story))

    assert 0.012 < corrected / facts < 0.025
    assert 0.001 < withdrawn / facts < 0.005


def test_a_few_plots_of_old_sites_still_stand(story: Story) -> None:
    begun = {
        act.thing
        for act in story.acts
        if act.record == "PlotAssigned" and act.day < day("2024-09-01")
    }
    stages = stages_by_plot(story.acts)
    reached = Counter(max(stages[plot])[0] for plot in begun)
    standing = sum(n for rank, n in reached.items() if rank < ORDER["demolished"])

    assert 0.005 < standing / len(begun) < 0.08


def test_one_unit_reports_too_much_until_it_is_inspected(story: Story) -> None:
    found = [r for r in story.revisions if r.unit == INSPECTORS]

    assert len({r.target.unit for r in found}) == 1
    assert len(found) > 20
    assert {r.members is None for r in found} == {True, False}


def test_recorded_moments_grow_and_most_lie_in_office_hours(story: Story) -> None:
    moments = list(moments_of(np.random.default_rng(0), story))
    instants = [moment.instant for moment in moments]
    hours = [(instant // 3_600_000_000 + 8) % 24 for instant in instants]

    assert instants == sorted(instants)
    assert 0.75 < sum(8 <= hour < 18 for hour in hours) / len(hours) < 0.95
    assert sum(len(moment.said) for moment in moments) == len(story.acts) + len(
        story.revisions
    )


def test_texts_are_of_places_offices_and_reasons_only() -> None:
    story = told_with(7)
    reasons = {revision.reason for revision in story.revisions}
    units = {act.unit for act in story.acts}
    purposes = {
        str(act.members["purpose"]) for act in story.acts if "purpose" in act.members
    }

    assert all(reason.endswith(("更正", "撤回")) for reason in reasons)
    assert all(unit.endswith(("征收办", "区项目办")) for unit in units)
    assert purposes <= {"搬迁奖励", "临时安置费"}


def test_another_seed_tells_another_story() -> None:
    assert len(told_with(1).acts) != len(told_with(2).acts)
