"""Types of members: the closed set of what facts hold, each said once for every door.

Outside a value is a text, or JSON; in a fact a number, a text or a flag; in the tables
of the read model a text again. How one becomes the other goes by the type of the
member, and nowhere by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from domain.errors import Refusal
from domain.kernel.instants import Instant, effective_from, instant_of, print_instant
from domain.kernel.money import Money, parse_money, print_money
from domain.members import scalars
from domain.members.texts_of_record import is_boundary


class Column(Enum):
    """How the values of an attribute stand side by side, and follow one another."""

    WORDS = "words"
    """By their characters; days and months are in order so."""
    NUMBERS = "numbers"
    CHOICES = "choices"
    """As they are declared."""
    LONG = "long"
    """In no column: too long, and read thing by thing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberType:
    """What is said of a type of members, for every door at once."""

    name: str
    """Of a choice: what the enumeration is called."""
    read: Callable[[str], Any]
    """Reads what people and programs write; a ``ValueError`` says what it wants."""
    write: Callable[[Any], str] = str
    """Writes a value canonically: ``read`` reads it again, equal values are equal."""
    restore: Callable[[str], Any] = str
    """Reads a value from the text that the tables of the read model hold."""
    column: Column = Column.WORDS
    is_meant: Callable[[Any], bool] | None = None
    """Tells whether somebody can have recorded a stored value; None: any."""
    choices: tuple[str, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether values are decimals, which are summed in ten-thousandths."""
        return self.restore is Decimal


@dataclass(frozen=True, slots=True)
class Refers:
    """Of a member that is the id of a thing: the kind of that thing.

    Written ``Annotated[Text, Refers("project")]``.
    """

    kind: str


FIRST = instant_of(datetime(1899, 12, 1, tzinfo=UTC))
LAST = instant_of(datetime(2200, 2, 1, tzinfo=UTC))
"""No release has taken a date outside."""
MOST_MONEY = 10**17
"""Seventeen digits, two of them behind the point."""
MOST_DIGITS, MOST_DECIMALS = 13, 30
"""Of a decimal; four decimals are taken today, twelve digits before them."""
LISTED = "it lists things with members of their own; send it as JSON"


def _is_dated(value: int) -> bool:
    return FIRST <= value <= LAST


def _is_money(value: int) -> bool:
    return -MOST_MONEY < value < MOST_MONEY


def _is_decimal(value: Decimal) -> bool:
    if not value.is_finite():
        return False
    exponent = value.as_tuple().exponent
    return -MOST_DECIMALS <= int(exponent) <= MOST_DIGITS > value.adjusted()


def _is_read_by(read: Callable[[str], Any]) -> Callable[[str], bool]:
    """Return what tells whether a stored text is one that ``read`` takes as it is."""

    def is_read(value: str) -> bool:
        try:
            return bool(read(value) == value)
        except (ValueError, Refusal):
            return False

    return is_read


def _decimal(name: str, why: str) -> MemberType:
    return MemberType(
        name=name,
        read=scalars.decimal_of(why),
        write=scalars.print_decimal,
        restore=Decimal,
        column=Column.NUMBERS,
        is_meant=_is_decimal,
    )


def _is_one(text: str) -> bool:
    return text == "1"


def _not_in_a_text(text: str) -> str:  # noqa: ARG001  (one shape for all)
    raise ValueError(LISTED)


TEXT = MemberType(name="text", read=scalars.read_text)
PASSAGE = MemberType(name="passage", read=scalars.read_passage, column=Column.LONG)
COUNT = MemberType(
    name="count",
    read=scalars.read_count,
    restore=int,
    column=Column.NUMBERS,
    is_meant=lambda value: 0 <= value < MOST_MONEY,
)
NUMBER = _decimal("number", "a number has digits and at most four decimals, like 1.25")
PERCENT = _decimal("percent", "a percent has at most four decimals and no sign: 12.5")
POINTS = _decimal("points", "points are a number with at most four decimals")
AREA = _decimal("area", "an area is square metres with at most four decimals")
LENGTH = _decimal("length", "a length is metres with at most four decimals")
MONEY = MemberType(
    name="money",
    read=parse_money,
    write=print_money,
    restore=int,
    column=Column.NUMBERS,
    is_meant=_is_money,
)
DAY = MemberType(
    name="day", read=scalars.read_day, is_meant=_is_read_by(scalars.read_day)
)
MONTH = MemberType(
    name="month", read=scalars.read_month, is_meant=_is_read_by(scalars.read_month)
)
INSTANT = MemberType(
    name="instant",
    read=effective_from,
    write=print_instant,
    restore=int,
    column=Column.NUMBERS,
    is_meant=_is_dated,
)
FLAG = MemberType(
    name="flag",
    read=scalars.read_flag,
    write=scalars.print_flag,
    restore=_is_one,
)
SHAPE = MemberType(
    name="shape", read=scalars.read_wkt, column=Column.LONG, is_meant=is_boundary
)
TABLE = MemberType(name="table", read=_not_in_a_text, column=Column.LONG)
"""A list of ids, or of structs with members of their own."""

TYPES: Mapping[object, MemberType] = {
    scalars.Text: TEXT,
    scalars.Passage: PASSAGE,
    scalars.Count: COUNT,
    scalars.Number: NUMBER,
    scalars.Percent: PERCENT,
    scalars.Points: POINTS,
    scalars.Area: AREA,
    scalars.Length: LENGTH,
    Money: MONEY,
    scalars.Day: DAY,
    scalars.Month: MONTH,
    Instant: INSTANT,
    bool: FLAG,
    scalars.Wkt: SHAPE,
}
"""The type of members that are annotated so; besides there are choices and tables."""


@cache
def type_of(hint: object) -> MemberType:
    """Return the type of members that are annotated so, with or without ``None``.

    Raises:
        KeyError: No member of a fact can be so.
    """
    kind = without_none(hint)
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) is tuple:
        return TABLE
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        read, words = scalars.choice_of(kind), tuple(each.value for each in kind)
        return MemberType(
            name=kind.__name__,
            read=read,
            restore=read,
            column=Column.CHOICES,
            choices=words,
        )
    return TYPES[kind]


def known_type(hint: object) -> MemberType | None:
    """Return the type likewise; None of what only the journal's own facts hold."""
    try:
        return type_of(hint)
    except KeyError:
        return None


def without_none(hint: object) -> object:
    """Return what a member is where it has a value."""
    if get_origin(hint) not in (Union, UnionType):
        return hint
    [kind] = [each for each in get_args(hint) if each is not NoneType]
    return kind


def target_of(hint: object) -> str | None:
    """Return the kind of the things whose ids such a member holds, if it does."""
    metadata = getattr(without_none(hint), "__metadata__", ())
    return next((each.kind for each in metadata if isinstance(each, Refers)), None)
