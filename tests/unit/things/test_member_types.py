"""Types of members: what one door writes every other reads, whatever it is called."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, ClassVar

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInstantError, InvalidMemberError, InvalidMoneyError
from domain.kernel.facts import ABSENT, Answer, WorldFact
from domain.kernel.instants import Instant, first_instant, parse_date
from domain.kernel.money import Money
from domain.members.members import hints_of, read_members
from domain.members.readers import reader_for, reader_of
from domain.members.scalars import (
    Area,
    Count,
    Day,
    Length,
    Month,
    Number,
    Passage,
    Percent,
    Points,
    Text,
    Wkt,
)
from domain.members.types import (
    FLAG,
    TABLE,
    TYPES,
    Column,
    MemberType,
    Refers,
    known_type,
    target_of,
    type_of,
)
from projections.tables.codes import text_of
from web.recording.forms.fields import Field, typed_as
from web.words.labels import value_shown
from web.words.values import printed_as


class Health(StrEnum):
    """How a tree is."""

    SOUND = "sound"
    FAILING = "failing"


class TreeMeasured(WorldFact, frozen=True, kw_only=True):
    """Has a member of every type, under names that say nothing."""

    kind: ClassVar[str] = "old_tree"

    a: Text
    b: Passage
    c: Count
    d: Number
    e: Percent
    f: Points
    g: Area
    h: Length
    i: Money
    j: Day
    k: Month
    m: bool
    n: Health
    o: Annotated[Text, Refers("project")]
    p: Wkt
    q: Instant


WHOLE: dict[str, object] = {
    "effective": "2026-03-31",
    "a": "一株银杏",
    "b": "第一行\n第二行",
    "c": 3,
    "d": "1.250",
    "e": "12.5",
    "f": "-10",
    "g": "400.50",
    "h": "12.30",
    "i": "1234.5",
    "j": "2026-03-31",
    "k": "2026-03",
    "m": False,
    "n": "failing",
    "o": "P-1",
    "p": "POINT (1 2)",
    "q": "2026-03-31T09:12:00+08:00",
}
CANONICAL = {
    **{name: str(value) for name, value in WHOLE.items()},
    "d": "1.25",
    "g": "400.5",
    "h": "12.3",
    "i": "1234.50",
    "m": "false",
    "q": "2026-03-31T01:12:00Z",
}
FOR_PEOPLE = {**CANONICAL, "i": "1,234.50", "m": "no"}

DECIMALS = st.decimals(
    min_value=-(10**11), max_value=10**11, places=4, allow_nan=False
).map(lambda value: value.normalize())
DAYS = st.dates(min_value=parse_date("1900-01-01"), max_value=parse_date("2199-12-31"))
DRAWN: dict[str, st.SearchStrategy[Any]] = {
    "count": st.integers(0, 10**14),
    "money": st.integers(-(10**14), 10**14),
    "day": DAYS.map(lambda day: day.isoformat()),
    "month": DAYS.map(lambda day: day.isoformat()[:7]),
    "instant": DAYS.map(first_instant),
    "flag": st.booleans(),
    "text": st.sampled_from(["银杏", "none", "12", "true", "a  b"]),
    "passage": st.sampled_from(["一\n二", "a\tb\n\nc"]),
    "shape": st.sampled_from(["POINT (1 2)"]),
    **dict.fromkeys(("number", "percent", "points", "area", "length"), DECIMALS),
}
EACH = pytest.mark.parametrize(
    "of", TYPES.values(), ids=[each.name for each in TYPES.values()]
)


def measured() -> TreeMeasured:
    return TreeMeasured(**read_members("TreeMeasured", TreeMeasured, WHOLE))


@EACH
@given(data=st.data())
def test_what_a_type_writes_it_reads_again(of: MemberType, data: st.DataObject) -> None:
    value = data.draw(DRAWN[of.name])

    assert of.read(of.write(value)) == value
    assert printed_as(of, value) == printed_as(of, text_of(value))
    assert of.read(printed_as(of, value).strip("“”")) == value
    assert of.restore(str(text_of(value))) == value
    assert of.is_meant is None or of.name == "shape" or of.is_meant(value)


@EACH
@given(data=st.data())
def test_equal_values_are_written_alike_and_others_are_not(
    of: MemberType, data: st.DataObject
) -> None:
    one, other = data.draw(DRAWN[of.name]), data.draw(DRAWN[of.name])

    assert (of.write(one) == of.write(other)) == (one == other)
    assert (text_of(one) == text_of(other)) == (one == other)


@pytest.mark.parametrize(
    ("hint", "in_tables", "printed"),
    [
        (Money, "123450", "1234.50"),
        (Instant, str(first_instant(parse_date("2026-03-31"))), "2026-03-31"),
        (bool, "1", "true"),
        (bool, "0", "false"),
        (Area, "400.5", "400.5"),
        (Text, "none", "“none”"),
        (Health, "failing", "failing"),
        (Day, None, "none"),
        (Count, ABSENT, "absent"),
    ],
)
def test_an_answer_of_the_tables_is_printed_by_its_type(
    hint: object, in_tables: Answer, printed: str
) -> None:
    assert printed_as(type_of(hint), in_tables) == printed


@given(st.lists(DAYS, max_size=9))
def test_texts_of_days_are_in_the_order_of_the_days(days: list[Any]) -> None:
    day = type_of(Day)

    texts = [day.read(each.isoformat()) for each in days]

    assert day.column is Column.WORDS
    assert sorted(texts) == [each.isoformat() for each in sorted(days)]


@pytest.mark.parametrize(
    ("hint", "text", "told"),
    [
        (Count, "-1", "a whole number"),
        (Count, "1.0", "a whole number"),
        (Number, "1.23456", "at most four decimals"),
        (Percent, "12.5%", "no sign"),
        (Points, "1e3", "points are a number"),
        (Length, "٣", "metres"),
        (Day, "2026-02-29", "no such day"),
        (Day, "2026-03-31T00:00:00Z", "a date is written"),
        (Day, "1899-12-31", "years 1900 to 2199"),
        (Month, "2026-3", "a month is written 2026-03"),
        (Month, "2026-13", "no such day"),
        (Health, "dead", "it is one of sound, failing"),
        (Text, "two\nlines", "on one line"),
        (Passage, "an\x00end", "printable"),
        (Passage, "\u202eback", "cannot be seen"),
        (Passage, " \n", "it is blank"),
        (Passage, "x" * 20_001, "at most 20000 characters"),
        (bool, "yes", "it is true or false"),
        (Money, "1.234", "two decimals"),
    ],
)
def test_what_cannot_be_meant_is_refused(hint: object, text: str, told: str) -> None:
    with pytest.raises(
        (InvalidMemberError, InvalidInstantError, InvalidMoneyError), match=told
    ):
        reader_of(hint)("TreeMeasured", "x", text)


def test_only_a_flag_is_read_from_the_flags_of_json() -> None:
    assert reader_for(FLAG)("TreeMeasured", "m", True) is True  # noqa: FBT003
    with pytest.raises(InvalidMemberError, match="write it as text"):
        reader_for(type_of(Count))("TreeMeasured", "c", True)  # noqa: FBT003


def test_lines_of_a_passage_part_alike_whoever_typed_them() -> None:
    read = type_of(Passage).read

    assert read("a\r\nb\rc") == "a\nb\nc"


@pytest.mark.parametrize("name", WHOLE)
def test_a_form_types_a_member_as_the_command_has_it(name: str) -> None:
    hint = hints_of(TreeMeasured)[name]
    field = Field(name=name, type=type_of(hint), required=True, nullable=False)

    typed = typed_as(field, measured())

    assert typed == CANONICAL[name]
    assert reader_of(hint)("TreeMeasured", name, typed) == getattr(measured(), name)


@pytest.mark.parametrize("name", WHOLE)
def test_people_read_a_member_by_its_type(name: str) -> None:
    of = type_of(hints_of(TreeMeasured)[name])

    assert value_shown(of, CANONICAL[name], str) == FOR_PEOPLE[name]


def test_the_journal_keeps_every_type_exactly() -> None:
    state = msgspec.json.encode(measured())

    assert msgspec.json.decode(state, type=TreeMeasured) == measured()
    assert b'"c":3,' in state
    assert b'"i":123450,' in state
    assert b'"j":"2026-03-31"' in state


def test_a_member_may_be_none_a_choice_a_reference_or_a_table() -> None:
    project = Annotated[Text, Refers("project")]

    assert type_of(Day | None) is type_of(Day)
    assert type_of(Health | None).choices == ("sound", "failing")
    assert type_of(project | None) is type_of(Text)
    assert [target_of(each) for each in (project, project | None, Text)] == [
        "project",
        "project",
        None,
    ]
    assert type_of(tuple[Text, ...]) is TABLE


@pytest.mark.parametrize("hint", [str, int, float, dict[str, int], Decimal, list[Text]])
def test_the_set_of_types_is_closed(hint: object) -> None:
    assert known_type(hint) is None
    with pytest.raises(KeyError):
        type_of(hint)


def test_a_stored_value_that_nobody_can_have_recorded_is_told() -> None:
    wrong: list[tuple[object, object]] = [
        (Percent, Decimal("Infinity")),
        (Count, -1),
        (Day, "2026-02-30"),
        (Month, "2026-00"),
        (Money, 10**18),
        (Instant, 2**61),
    ]

    for hint, value in wrong:
        is_meant = type_of(hint).is_meant

        assert is_meant is not None
        assert not is_meant(value)
