"""How each type of value is printed: the one place, for programs and for people.

For programs, at the API, on the command line, in CSV and in what a form is filled with:

* instant: a date where it is the first instant of a day in Shanghai, else UTC with Z;
* money: two decimals; area or other decimal: exact, without exponent or trailing zeros;
* flag: true or false; choice, text and shape: as recorded;
* no value and absent: the words ``none`` and ``absent`` where an answer is asked for,
  with a text that reads like one in quotes; null, or nothing, where a row has cells.

For people, on pages and on paper, the same with the thousands parted; a measured area
is rounded to a tenth of a square metre, and one in mu to hundredths; a moment at which
something was recorded or drawn is what clocks in Shanghai showed; a blank is a dash.
What stages and flags are called stands in ``web.words.labels``.
"""

from __future__ import annotations

import re
from decimal import Decimal

from domain.kernel.facts import ABSENT, Answer, Blank, Quantity
from domain.kernel.instants import SHANGHAI, Instant, moment_of
from domain.kernel.money import print_money
from domain.members.scalars import print_decimal, print_flag
from domain.members.types import MemberType
from projections.tables.codes import text_of

NONE = "none"
BLANK_WORD = re.compile(rf"[“\"]*(?:{NONE}|{ABSENT.value})[”\"]*")
"""A word for a blank, or one that is quoted so that it is none."""
BLANK = "—"
MU_A_M2 = 0.0015
"""1 mu is exactly 2000/3 m²."""
NUMBER = re.compile(r"(-?)(\d+)((?:\.\d+)?)", re.ASCII)


def printed(answer: Answer) -> str:
    """Print an answer: a blank as its word, and a value that reads like one quoted.

    What is printed can be asked for again: ``asking.values.read_value`` reads it.
    """
    if isinstance(answer, Blank):
        return answer.value
    if answer is None:
        return NONE
    if isinstance(answer, bool):
        return print_flag(answer)
    text = str(text_of(answer))
    return f"“{text}”" if BLANK_WORD.fullmatch(text) else text


def printed_as(of: MemberType, answer: Answer | Quantity) -> str:
    """Print an answer by the type of what was asked.

    Args:
        of: The type.
        answer: As the kernel has it, or as a text of the tables.
    """
    if answer is None or isinstance(answer, Blank):
        return printed(answer)
    value = of.restore(answer) if isinstance(answer, str) else answer
    return printed(of.write(value))


def printed_blank(answer: Answer) -> str:
    """Print a blank as its word; nothing for a value."""
    return printed(answer) if answer is None or isinstance(answer, Blank) else ""


def printed_stage(stage: str | None) -> str:
    """Print a stage by its code; that of a plot that has none is a word too."""
    return stage or NONE


def moment_text(instant: Instant) -> str:
    """Print a moment for people, to the second, as clocks in Shanghai showed it."""
    shown = moment_of(instant).astimezone(SHANGHAI)
    return shown.replace(tzinfo=None).isoformat(" ", timespec="seconds")


def or_blank(text: str | None) -> str:
    """Print a text for people; a dash where there is none."""
    return text or BLANK


def printed_decimal(value: Decimal) -> str:
    """Print an area, or another decimal, exactly."""
    return print_decimal(value)


def parted(number: str) -> str:
    """Part the thousands of a number that is printed for programs, for people."""
    match = NUMBER.fullmatch(number)
    if match is None:
        return number
    sign, whole, fraction = match.groups()
    return f"{sign}{int(whole):,}{fraction}"


def money_text(amount: int) -> str:
    """Print money for people."""
    return print_money(amount, ",")


def decimal_text(value: Decimal | None) -> str:
    """Print an area that was recorded, for people; a dash for none."""
    return BLANK if value is None else parted(printed_decimal(value))


def area_text(area_m2: float | None) -> str:
    """Print measured square metres; a dash where no area is known."""
    return BLANK if area_m2 is None else f"{area_m2:,.1f}"


def mu_text(area_m2: float | None) -> str:
    """Print measured square metres as mu; a dash where no area is known."""
    return BLANK if area_m2 is None else f"{area_m2 * MU_A_M2:,.2f}"
