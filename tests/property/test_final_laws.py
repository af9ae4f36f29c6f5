"""What is called final stays the same bytes, about random districts (R2)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import pytest

from tests.integration.asking.test_final_answers import ANSWERED, changed
from tests.integration.drawn_questions import written
from tests.integration.frame import dated_addresses
from tests.integration.frame.dated_addresses import Known, Things, with_dates
from tests.integration.map.test_map_data import bbox
from tests.integration.registers.freezing_register import freezes
from tests.property.drawn_district import (
    DrawnQuestions,
    drawn_district,
    entries_of,
    pass_days,
)
from tests.property.made_once import ZOOM, Both, X, Y
from web.app import create_app
from web.asking.questions.questions import QUESTIONS
from web.district.opening import READ_MODEL
from web.frame.asked import EXTENSION

LEFT_OUT = ("paper.wall",)
"""Slow to draw, and drawn in the walk over the story."""
EMPTY = "/map/evidence.html"
"""No page is drawn where nothing is there yet."""
COMPARED = 60
"""So many answers at least are final, else nothing was shown."""


def asked_of(both: Both, seed: int) -> Iterator[str]:
    """Yield every address that takes dates, each at two (V, K)."""
    random = Random(seed)  # noqa: S311  (drawn the same each time)
    entries = entries_of(both.elsewhere)
    drawing = DrawnQuestions(entries, seed)
    there = Things(
        plots=random.sample(list(drawing.plots), 2),
        projects=["P1"],
        numbers=[next(e.position for e in entries if e.thing.startswith("plot:"))],
        positions=[random.choice([e.position for e in entries])],
        bbox=bbox(-50, -50, 45, 30),
        tile=f"{ZOOM}/{X}/{Y}",
        questions=[f"{name}?{_stated(drawing, name)}&" for name in QUESTIONS],
    )
    dates = list(_dates(both, random))
    for endpoint in dated_addresses.dated(both.apps[0]):
        if endpoint not in LEFT_OUT:
            for address in dated_addresses.addresses(endpoint, there):
                told = address.replace("2024-06-30", "1970-01-01")
                told = told.replace("2025-05-03", "1970-01-02")
                yield from (with_dates(told, each) for each in dates)


def _dates(both: Both, random: Random) -> Iterator[Known]:
    """Yield a day at a position, and all days at an instant beside one."""
    journal = both.elsewhere.app.journal
    one, other = (random.randint(1, journal.head().position) for _ in "12")
    yield "1970-01-01T00:00:00.002500Z", str(journal.group(one).last)
    yield "", written(journal.group(other).recorded + random.choice((-1, 0, 1)))


def _stated(drawing: DrawnQuestions, name: str) -> str:
    [given] = drawing.questions(name, 1)
    dates = ("as_of", "as_known", "known")
    asked = {n: v for n, v in given.items() if n not in dates}
    return urlencode(asked | ({"known": "K1"} if "known" in given else {}))


@pytest.mark.parametrize(
    "seed", [2, *(pytest.param(each, marks=pytest.mark.slow) for each in range(50, 70))]
)
def test_what_is_final_in_a_random_district_never_changes(
    tmp_path: Path, seed: int
) -> None:
    both = drawn_district(tmp_path, seed, moves=25)
    asked = list(asked_of(both, seed))
    first = dated_addresses.walked(both.apps[0], asked)

    pass_days(both, 1)
    next_day = dated_addresses.walked(both.apps[0], asked)
    _go_on(both, tmp_path)
    caught_up = [dated_addresses.walked(app, asked) for app in both.apps]
    both.close()
    (both.home / READ_MODEL).unlink()
    pass_days(both, 40)
    app = create_app(both.home, both.clock)
    rebuilt = dated_addresses.walked(app, asked)
    app.extensions[EXTENSION].district.close()

    refused = [each for each, told in first.items() if told.status not in ANSWERED]
    assert [each for each in refused if not each.startswith(EMPTY)] == []
    assert sum(told.is_final for told in first.values()) > COMPARED
    later = [next_day, *caught_up, rebuilt]
    assert [each for told in later for each in changed(first, told)] == []


def _go_on(both: Both, folder: Path) -> None:
    """Let more happen, draw the towns anew, and import a register."""
    for _ in range(15):
        both.moved()
    both.stop.is_on = False
    for each in both.districts:
        each.refresh()
    both.layer()
    plot = DrawnQuestions(entries_of(both.elsewhere), 0).plots[0]
    line = f"{plot},1970-01-01,1970-01-03,公告九"
    assert freezes(folder).publish(both.elsewhere, line) == {}
