"""What is printed of an attribute can be asked for, and no blank looks like it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.errors import InvalidMemberError
from domain.facts import THINGS
from domain.kernel.facts import ABSENT, Answer
from domain.members.characters import IN_TEXT
from domain.members.scalars import UNPRINTABLE
from web.asking.questions.attributes import measures_of
from web.asking.questions.readers import kind_of
from web.asking.questions.refusals import (
    AbsentValueError,
    NotAChoiceError,
    UnknownAttributeError,
)
from web.asking.questions.values import read_answer, read_value
from web.words.values import printed

BLANKS = ("none", "absent")
QUOTED = st.tuples(
    st.text('“"', max_size=2), st.sampled_from(BLANKS), st.text('”"', max_size=2)
).map("".join)
TEXTS = st.text(min_size=1, max_size=20) | QUOTED


@given(TEXTS)
def test_what_is_printed_is_read_again(text: str) -> None:
    assume(text == text.strip() and not UNPRINTABLE.search(text))
    assume(not IN_TEXT.search(text))

    assert read_value("plot", "zone", printed(text)) == text


@given(TEXTS, TEXTS)
def test_no_two_values_print_alike(one: str, other: str) -> None:
    assert (printed(one) == printed(other)) == (one == other)
    assert printed(one) not in BLANKS


def test_the_three_blanks_are_words_of_their_own() -> None:
    answers: list[Answer] = [ABSENT, None, "absent", "none", True]

    told = [printed(each) for each in answers]

    assert told == ["absent", "none", "“absent”", "“none”", "true"]


def test_equal_areas_print_alike() -> None:
    areas = [Decimal("400.50"), Decimal("400.5"), Decimal("0.0"), Decimal("4E+2")]

    assert [printed(each) for each in areas] == ["400.5", "400.5", "0", "400"]
    assert read_value("plot", "paper_area_m2", "400.5000") == "400.5"


@pytest.mark.parametrize("text", ["“none”", '"none"'])
def test_a_quoted_blank_is_that_text(text: str) -> None:
    assert read_value("plot", "zone", text) == "none"


def test_absent_is_an_answer_but_no_value() -> None:
    assert read_answer("plot", "stage", "absent") is ABSENT
    with pytest.raises(AbsentValueError):
        read_value("plot", "stage", "absent")


def test_only_stages_can_be_stages() -> None:
    assert read_value("plot", "stage", "vacated") == "vacated"
    with pytest.raises(NotAChoiceError, match="there are: surveyed"):
        read_value("plot", "stage", "vacate")
    with pytest.raises(InvalidMemberError, match="four decimals"):
        read_value("plot", "paper_area_m2", "1e3")


def test_attributes_and_sums_are_those_that_facts_declare() -> None:
    assert {"exists", "stage", "freeze", "boundary"} <= THINGS.attributes("plot").keys()
    assert list(measures_of("plot")) == ["amount"]
    assert list(measures_of("project")) == ["investment", "land_acquired_m2"]


def test_the_kind_is_the_one_that_has_the_attribute() -> None:
    asked = ("stage", "exists", "name", "permit:用地许可", "investment", "")

    assert [kind_of("", each) for each in asked] == [
        *("plot", "plot", "project", "project", "project", "plot")
    ]
    with pytest.raises(UnknownAttributeError, match="permit:…, validity:…"):
        read_value("project", "permit:", "x")
