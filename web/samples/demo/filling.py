"""Filling a journal: the story told by real commands, at the moments it was told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from domain.kernel.instants import Instant
from domain.things.land.layers import LayerKind
from projections.opening.read_model import Progress, no_progress
from web.district.founding import found_district
from web.district.opening import District, open_district
from web.recording.layers import LayerFile, import_layer
from web.samples.demo.calendar import START
from web.samples.demo.district import CRS, drawn_district
from web.samples.demo.layers import write_layers
from web.samples.demo.story.acts import Act, Revision, Story
from web.samples.demo.story.story import drawn_story

NAME = "青沂区"
CURRENCY = "CNY"
LARGEST_GROUP = 500
"""Commands in one group: large lists are sent in several, as an office would."""
NEXT_LIST_S = 45
OFFICE_S = (8 * 3600 + 2400, 17 * 3600 + 3000)
EVENING_S = (18 * 3600 + 1800, 21 * 3600)
EVENINGS = 0.15
FOUNDED_S = 8 * 3600
SHANGHAI_S = 8 * 3600
DAY_S = 86_400
MICROSECONDS = 1_000_000

Body = dict[str, object]


LAYERS = {
    "parks": (LayerKind.PARK, "kind", None),
    "water": (LayerKind.WATER, "kind", "name"),
    "buildings": (LayerKind.BUILDING, "plot", None),
    "railway": (LayerKind.RAIL, None, "name"),
    "roads": (LayerKind.ROAD, "kind", "name"),
    "zones": (LayerKind.ZONE, None, "name"),
    "towns": (LayerKind.TOWN, None, "name"),
}
"""Base layer → its kind, and its columns of classes and labels."""


class StoryClock:
    """A clock that tells what it was set to."""

    def __init__(self) -> None:
        self.instant = _instant(START, FOUNDED_S)

    def __call__(self) -> Instant:
        """Tell the time of the story."""
        return self.instant


@dataclass(frozen=True, slots=True)
class Moment:
    """What one unit records at one moment."""

    instant: Instant
    unit: str
    said: list[Act | Revision]


@dataclass(frozen=True, slots=True)
class Made:
    """What was made."""

    plots: int
    projects: int
    facts: int


def found_demo(
    home: Path, *, size: str, seed: int, progress: Progress = no_progress
) -> Made:
    """Found a demo district in a folder and let its three years happen.

    Args:
        home: A folder that holds no district yet.
        size: One of ``sizes.SIZES``.
        seed: The same seed makes the same facts, byte for byte.
        progress: Told how much is done, of how much: each fact counts twice, when it
            is recorded and when the read model has it.

    Raises:
        DistrictExistsError: The folder holds a district already.
    """
    clock, rng = StoryClock(), np.random.default_rng(seed)
    found_district(
        home,
        name=NAME,
        crs=CRS,
        currency=CURRENCY,
        clock=clock,
        journal_id=_journal_id(size, seed),
    )
    demo = drawn_district(rng, size)
    moments = list(moments_of(rng, drawn_story(rng, demo)))
    with TemporaryDirectory() as folder:
        write_layers(rng, demo, Path(folder))
        district = open_district(home, clock)
        _import_layers(district, Path(folder))
    try:
        first, second = _halves(progress)
        _record(district, clock, moments, first)
        district.read_model.rebuild(district.app.journal, second)
        facts = district.app.journal.head().position
    finally:
        district.close()
    # From here on its clock is the system's, which is doubted from now on.
    open_district(home).close()
    return Made(len(demo.land), len(demo.projects), facts)


def _journal_id(size: str, seed: int) -> str:
    """Name the journal after what it is made of: the same seed, the same leaves."""
    return hashlib.sha256(f"guatu demo {size} {seed}".encode()).hexdigest()[:32]


def _import_layers(district: District, folder: Path) -> None:
    for name, (kind, class_column, label_column) in LAYERS.items():
        file = LayerFile(
            path=folder / f"{name}.gpkg",
            name=name,
            kind=kind,
            class_column=class_column,
            label_column=label_column,
        )
        import_layer(district, file, actor="规划科")


def _halves(progress: Progress) -> tuple[Progress, Progress]:
    """Show recording as the first half of the work, and the read model as the rest."""
    return (
        lambda done, in_all: progress(done, 2 * in_all),
        lambda done, in_all: progress(in_all + done, 2 * in_all),
    )


def moments_of(rng: np.random.Generator, story: Story) -> Iterator[Moment]:
    """Yield what each unit records on each day, in the order of recorded time."""
    by_unit = sorted(_entries(story), key=lambda entry: (entry.said, entry.unit))
    moments = [
        moment
        for (day, unit), said in groupby(by_unit, key=lambda e: (e.said, e.unit))
        for moment in _lists(day, unit, list(said), _second(rng))
    ]
    yield from sorted(moments, key=lambda moment: (moment.instant, moment.unit))


def _entries(story: Story) -> list[Act | Revision]:
    return [*story.acts, *story.revisions]


def _second(rng: np.random.Generator) -> int:
    hours = EVENING_S if rng.random() < EVENINGS else OFFICE_S
    return int(rng.integers(*hours))


def _lists(
    day: int, unit: str, said: list[Act | Revision], second: int
) -> Iterator[Moment]:
    for turn, first in enumerate(range(0, len(said), LARGEST_GROUP)):
        instant = _instant(day, second + turn * NEXT_LIST_S)
        yield Moment(instant, unit, said[first : first + LARGEST_GROUP])


def _instant(day: int, second: int) -> Instant:
    return Instant((day * DAY_S + second - SHANGHAI_S) * MICROSECONDS)


def _record(
    district: District, clock: StoryClock, moments: list[Moment], progress: Progress
) -> None:
    """Send each moment's commands as one group, and note where each fact came to be."""
    positions: dict[int, int] = {}
    done, in_all = 0, sum(len(moment.said) for moment in moments)
    for number, moment in enumerate(moments, 1):
        clock.instant = moment.instant
        bodies = [_body(entry, positions) for entry in moment.said]
        receipt = district.app.execute_group(
            bodies, command_id=f"demo-{number}", actor=moment.unit
        )
        positions |= {id(e): receipt.first + n for n, e in enumerate(moment.said)}
        done += len(moment.said)
        progress(done, in_all)


def _body(entry: Act | Revision, positions: dict[int, int]) -> Body:
    if isinstance(entry, Act):
        return entry.body()
    target = positions[id(entry.target)]
    if entry.members is None:
        return {"withdraw": target, "reason": entry.reason}
    return {"correct": target, "reason": entry.reason, **entry.members}
