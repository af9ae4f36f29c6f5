"""The total area is the same from the ground in memory and from texts of record."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from domain.kernel.instants import Instant
from tests.integration.long_story import CHAPTERS, found, go_on
from tests.integration.projections.test_column_cache import dates
from web.asking.questions.land import total_area
from web.asking.questions.request import Request
from web.asking.questions.things import Rows
from web.district.dates import resolve
from web.district.opening import District, open_district
from web.district.reading import snapshot_at


def remembering(district: District) -> District:
    """Open the district once more, with its plots in memory."""
    other = open_district(district.home, district.app.journal.clock)
    other.refresh()
    with other.read_model.snapshot() as now:
        other.grounds.refreshed(now)
        other.columns.refreshed(now)
    return other


def told(district: District, v: Instant, k: Instant) -> Rows:
    at = replace(resolve(district), as_of=v, as_known=k)
    with snapshot_at(district, at) as now:
        return total_area(Request(district, now, at, {}))


def test_memory_encloses_what_the_tables_enclose_at_any_v_and_k(tmp_path: Path) -> None:
    (district, clock), positions = found(tmp_path / "story"), dict[str, int]()
    areas = set()

    for seed, (month, chapter) in enumerate(CHAPTERS.items()):
        go_on(district.app, clock, month, chapter, positions)
        other = remembering(district)
        for v, k in dates(district, seed):
            [answer] = told(district, v, k)
            assert told(other, v, k) == [answer]
            areas.add(answer["area_m2"])
        other.close()

    district.close()
    assert len(areas) > 3


def test_what_is_drawn_anew_counts_at_once(tmp_path: Path) -> None:
    (district, clock), positions = found(tmp_path / "story"), dict[str, int]()
    chapters = list(CHAPTERS.items())
    go_on(district.app, clock, *chapters[0], positions)
    other = remembering(district)

    for month, chapter in chapters[1:]:
        go_on(district.app, clock, month, chapter, positions)
        at = resolve(district)
        assert told(other, at.as_of, at.as_known) == told(
            district, at.as_of, at.as_known
        )

    other.close()
    district.close()
