"""Values as they are asked for: the three blanks never look alike (R3)."""

from __future__ import annotations

import re
from typing import cast

from domain.kernel.facts import ABSENT, EXISTS, Answer, Value
from domain.members.readers import reader_for
from domain.members.scalars import TRUE
from domain.members.types import MemberType
from projections.tables.codes import text_of
from web.asking.questions.attributes import require_attribute
from web.asking.questions.refusals import (
    AbsentValueError,
    NotAChoiceError,
    NotTrueError,
)
from web.words.values import BLANK_WORD, NONE

QUOTED = re.compile(r"[“\"](.*)[”\"]", re.DOTALL)


def read_answer(kind: str, attribute: str, text: str) -> Answer:
    """Read an answer that may have been given: a value, none, or absent.

    Raises:
        Refusal, EdgeError: See ``read_value``.
    """
    if text == ABSENT.value:
        require_attribute(kind, attribute)
        return ABSENT
    return read_value(kind, attribute, text)


def read_value(kind: str, attribute: str, text: str) -> Value:
    """Read the value that an attribute is asked about, as the read model has it.

    Raises:
        UnknownAttributeError: Things of the kind do not have the attribute.
        InvalidMemberError: The attribute cannot have this value.
        NotAChoiceError: It has one of a few, and this is none of them.
        AbsentValueError: Absent is no value.
        NotTrueError: What exists is true.
    """
    found = require_attribute(kind, attribute)
    if text == NONE:
        return None
    if text == ABSENT.value:
        raise AbsentValueError
    if attribute == EXISTS:
        return _true(text)
    _require_choice(attribute, found, text)
    value = reader_for(found)(kind, attribute, _unquoted(text))
    return text_of(cast("Value", value))


def _require_choice(attribute: str, of: MemberType, text: str) -> None:
    if of.choices and text not in of.choices:
        known = ", ".join(of.choices)
        raise NotAChoiceError(value=text, attribute=attribute, known=known)


def _true(text: str) -> Value:
    if text != TRUE:
        raise NotTrueError(value=text)
    return True


def _unquoted(text: str) -> str:
    """Take one layer of quotes off a word for a blank."""
    match = QUOTED.fullmatch(text)
    return match[1] if match and BLANK_WORD.fullmatch(match[1]) else text
