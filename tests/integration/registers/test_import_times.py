"""Registers with times of day and periods: read as meant, or refused by line."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from domain.kernel.facts import WorldFact
from domain.kernel.instants import effective_from, parse_instant
from domain.things.land.plots import PlotFrozen
from tests.integration.building import (
    corrected,
    record,
    registered,
)
from tests.integration.registers.freezing_register import (
    FROZEN,
    TIMED,
    Register,
    freezes,
)
from web.district.opening import District
from web.recording.registers.editions import ReadEdition
from web.recording.registers.refusals import MappingError
from web.words.catalogue import message_of, words


def only(read: ReadEdition) -> WorldFact:
    """Return the only fact of the only row."""
    assert read.refused == {}
    [row] = read.edition.rows
    [fact] = row.facts.values()
    return msgspec.structs.replace(fact, source=None)


def test_a_time_of_day_is_shanghais(tmp_path: Path) -> None:
    register = freezes(tmp_path)

    fact = only(register.read("A,2026-03-01 09:12,2026-06-01,1号"))
    summer = only(register.read("A,1988-07-01 00:30,1988-07-02 00:00,1号"))

    assert isinstance(fact, PlotFrozen)
    assert fact.effective == parse_instant("2026-03-01T09:12:00+08:00")
    assert fact.until == effective_from("2026-06-01")
    assert isinstance(summer, PlotFrozen)
    assert summer.effective == parse_instant("1988-06-30T15:30:00Z")
    assert summer.until == parse_instant("1988-07-01T15:00:00Z")


def test_a_time_with_an_offset_is_an_instant(tmp_path: Path) -> None:
    register = freezes(tmp_path, dates='["%Y-%m-%dT%H:%M:%S%z"]')

    fact = only(register.read("A,1986-09-14T01:30:00+0900,,1号"))

    assert fact.effective == parse_instant("1986-09-13T16:30:00Z")


def test_a_column_of_last_days_is_inclusive_and_a_blank_cell_no_end(
    tmp_path: Path,
) -> None:
    register = freezes(tmp_path, end="through")

    fact = only(register.read("A,2026-03-01 09:12,2026-05-31,1号"))
    open_ended = only(register.read("A,2026-03-01,,1号"))

    assert isinstance(fact, PlotFrozen)
    assert (fact.until, fact.typed_through) == (effective_from("2026-06-01"), True)
    assert isinstance(open_ended, PlotFrozen)
    assert (open_ended.until, open_ended.typed_through) == (None, False)


@pytest.mark.parametrize(
    ("start", "why"),
    [
        ("1986-05-04 02:30", "从未出现"),
        ("1940-06-01 00:30", "从未出现"),
        ("1986-09-14 01:30", "出现过两次"),
        ("1899-12-31 12:00", "1900"),
        ("2200-01-01 00:00", "1900"),
        ("2026-02-30 09:12", "2026-02-30 09:12"),
        ("2026-03-01 24:00", "24:00"),
        ("2026-03-01 09:60", "09:60"),
        ("2026-03-01 09:12Z", "09:12Z"),
        ("２０２６-03-01 09:12", "２０２６"),
        ("2026-0３-01", "2026-0３-01"),
    ],
)
def test_a_time_that_cannot_be_meant_is_refused_with_line_and_column(
    tmp_path: Path, start: str, why: str
) -> None:
    read = freezes(tmp_path).read("A,2026-03-01,,1号", f"B,{start},,1号")

    assert [row.thing for row in read.edition.rows] == ["A"]
    message = message_of(read.refused[3], words("zh"))
    assert "第 3 行" in message
    assert "起" in message
    assert why in message


def test_a_time_of_day_where_a_last_day_belongs_is_refused(tmp_path: Path) -> None:
    read = freezes(tmp_path, end="through").read("A,2026-03-01,2026-05-31 00:00,1号")

    assert "“止”" in str(read.refused[2])


@pytest.mark.parametrize(
    ("mapping", "why"),
    [
        (FROZEN.format(dates='["%Y-%m-%d %H:%M %Z"]', end="until"), "%z"),
        (FROZEN.format(dates='["%Y-%m-%d %I:%M"]', end="until"), "%p"),
        (
            FROZEN.format(dates=TIMED, end="until") + 'members.through.column = "止"\n',
            "either “until” or “through”",
        ),
        (FROZEN.format(dates=TIMED, end="typed_through"), "no member “typed_through”"),
        (FROZEN.format(dates=TIMED, end="source"), "no member “source”"),
        (
            FROZEN.format(dates=TIMED, end="children").replace("Frozen", "Split"),
            "“PlotSplit” is no fact",
        ),
    ],
)
def test_a_mapping_that_would_leave_a_time_open_is_refused(
    tmp_path: Path, mapping: str, why: str
) -> None:
    with pytest.raises(MappingError, match=why):
        Register(tmp_path, mapping).read("A,2026-03-01,,1号")


# Editions of periods


def test_an_end_that_changes_becomes_a_correction(
    district: District, tmp_path: Path
) -> None:
    register = freezes(tmp_path, end="through")
    record(district.app, registered("A"))
    assert register.publish(district, "A,2026-03-01,2026-05-31,1号") == {}

    assert register.publish(district, "A,2026-03-01,2026-06-30,1号") == {}

    changes = [
        entry.fact.changes  # type: ignore[attr-defined]
        for entry in district.app.entries("plot:A")
        if type(entry.fact).__name__ == "FactCorrected"
    ]
    assert changes == [{"until": effective_from("2026-07-01")}]


def test_an_empty_period_is_refused_by_its_line(
    district: District, tmp_path: Path
) -> None:
    register = freezes(tmp_path)
    record(district.app, registered("A"))
    before = district.app.journal.head()

    refused = register.publish(district, "A,2026-03-01,2026-03-01,1号")

    assert type(refused[2]).__name__ == "EmptyPeriodError"
    assert district.app.journal.head() == before


def test_an_edition_cannot_empty_a_period_that_was_corrected_by_hand(
    district: District, tmp_path: Path
) -> None:
    register = freezes(tmp_path)
    record(district.app, registered("A"))
    register.publish(district, "A,2026-03-01,2026-06-01,1号")
    [frozen] = [
        entry.position
        for entry in district.app.entries("plot:A")
        if isinstance(entry.fact, PlotFrozen)
    ]
    record(district.app, corrected(frozen, effective="2026-05-01"))

    refused = register.publish(district, "A,2026-03-01,2026-04-01,1号")

    assert type(refused[2]).__name__ == "EmptyPeriodError"
