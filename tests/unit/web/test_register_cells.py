"""A cell of a register is brought into Guatu's form by the type of its member."""

from __future__ import annotations

from typing import ClassVar

import pytest

from domain.facts import THINGS
from domain.kernel.facts import WorldFact
from domain.kernel.instants import Instant
from domain.members.scalars import Area, Count, Day, Length, Number, Text
from domain.things.declared import Thing
from domain.things.registry import Registry
from web.recording.registers import mapping
from web.recording.registers.cells import UnreadableCellError, reader_of
from web.recording.registers.mapping import FactRule, Formats, Member


class TreeMeasured(WorldFact, frozen=True, kw_only=True):
    """Has a member of each type that cells write in their own way."""

    kind: ClassVar[str] = "old_tree"
    begins = True

    crown: Area
    height: Length
    factor: Number
    stems: Count
    planted: Day
    seen: Instant
    name: Text


FACTS = Registry([Thing(kind="old_tree", facts=(TreeMeasured,))]).facts


@pytest.mark.parametrize(
    ("record", "name", "text", "read"),
    [
        ("PlotRegistered", "paper_area_m2", "1,234.50", "1234.50"),
        ("LandAcquired", "area_m2", "1,234.50", "1234.50"),
        ("InvestmentRecorded", "amount", "¥1,234.50", "1234.50"),
        ("PlotFrozen", "through", "2026/3/31", "2026-03-31"),
        ("TreeMeasured", "crown", "1,234.50", "1234.50"),
        ("TreeMeasured", "height", "1,234.5", "1234.5"),
        ("TreeMeasured", "factor", "1,234.5", "1234.5"),
        ("TreeMeasured", "stems", "1,234", "1234"),
        ("TreeMeasured", "planted", "2026/3/31", "2026-03-31"),
        ("TreeMeasured", "seen", "2026/3/31", "2026-03-31"),
        ("TreeMeasured", "name", "1,234", "1,234"),
    ],
)
def test_numbers_and_days_are_read_as_registers_write_them(
    monkeypatch: pytest.MonkeyPatch, record: str, name: str, text: str, read: str
) -> None:
    monkeypatch.setattr(mapping, "RECORDABLE", THINGS.facts | FACTS)
    members = {"effective": Member(value="2026-03-31"), name: Member(column="数")}
    rule = FactRule(record=record, members=members)
    formats = Formats(dates=("%Y/%m/%d",), symbols=("¥",))

    found = reader_of(rule, formats)({"数": text})

    assert found == {"effective": "2026-03-31", name: read}


def test_a_time_of_day_is_no_day() -> None:
    members = {"effective": Member(value="2026-03-31"), "through": Member(column="止")}
    rule = FactRule(record="PlotFrozen", members=members)

    with pytest.raises(UnreadableCellError) as refused:
        reader_of(rule, Formats(dates=("%Y-%m-%d %H:%M",)))({"止": "2026-05-31 00:00"})

    assert refused.value.column == "止"
