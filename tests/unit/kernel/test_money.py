"""Money is exact: two decimals outside, whole fen inside, never a float."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.errors import InvalidMoneyError
from domain.kernel.money import parse_money, print_money


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("0", 0),
        ("12", 1200),
        ("12.5", 1250),
        ("12.50", 1250),
        ("0.01", 1),
        ("-0.01", -1),
        ("-12.05", -1205),
        ("007", 700),
        ("-0.00", 0),
        ("999999999999999.99", 99_999_999_999_999_999),
    ],
)
def test_an_amount_is_read_in_fen(text: str, fen: int) -> None:
    assert parse_money(text) == fen
    # The other way: Decimal's own reading, shifted by two places.
    assert Decimal(text).scaleb(2) == fen


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 1",
        "1 ",
        "1\n",
        "+1",
        "--1",
        "1.",
        ".5",
        "1.234",
        "1.0.0",
        "1,000",
        "1e3",
        "0x10",
        "１２",
        "１２.５０",
        "十二",
        "NaN",
        "Infinity",
        "¥12",
        "1_000",
        "1000000000000000",
    ],
)
def test_what_is_no_exact_amount_is_refused(text: str) -> None:
    with pytest.raises(InvalidMoneyError) as refused:
        parse_money(text)

    assert f"“{text}”" in str(refused.value)
    assert refused.value.rule == "R16"


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "0.00"),
        (1, "0.01"),
        (-1, "-0.01"),
        (-99, "-0.99"),
        (1250, "12.50"),
        (-1205, "-12.05"),
        (99_999_999_999_999_999, "999999999999999.99"),
    ],
)
def test_an_amount_prints_with_two_decimals(fen: int, text: str) -> None:
    assert print_money(fen) == text
    assert parse_money(text) == fen


def test_sums_of_small_amounts_stay_exact() -> None:
    # Ten times 0.10 in binary floating point is not 1.00.
    assert print_money(sum(parse_money("0.10") for _ in range(10))) == "1.00"
