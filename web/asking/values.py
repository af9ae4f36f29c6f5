"""Values as they are asked for and printed: the three blanks never look alike (R3)."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import cast

from domain.kernel.facts import ABSENT, EXISTS, Answer, Blank, Value
from domain.readers import reader_of
from projections.codes import text_of
from web.asking.attributes import require_attribute
from web.asking.refusals import AbsentValueError, NotAChoiceError, NotTrueError

NONE = "none"
TRUE = "true"
BLANK_WORD = re.compile(rf"[“\"]*(?:{NONE}|{ABSENT.value})[”\"]*")
"""A word for a blank, or one that is quoted so that it is none."""
QUOTED = re.compile(r"[“\"](.*)[”\"]", re.DOTALL)


def printed(answer: Answer) -> str:
    """Print an answer: a blank as its word, and a value that reads like one quoted.

    What is printed can be asked for again: ``read_value`` reads it.
    """
    if isinstance(answer, Blank):
        return answer.value
    if answer is None:
        return NONE
    if answer is True:
        return TRUE
    text = str(text_of(answer))
    return f"“{text}”" if BLANK_WORD.fullmatch(text) else text


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
    hint = require_attribute(kind, attribute)
    if text == NONE:
        return None
    if text == ABSENT.value:
        raise AbsentValueError
    if attribute == EXISTS:
        return _true(text)
    _require_choice(attribute, hint, text)
    value = reader_of(hint)(kind, attribute, _unquoted(text))
    return text_of(cast("Value", value))


def _require_choice(attribute: str, hint: object, text: str) -> None:
    if isinstance(hint, type) and issubclass(hint, StrEnum) and text not in set(hint):
        known = ", ".join(hint)
        raise NotAChoiceError(value=text, attribute=attribute, known=known)


def _true(text: str) -> Value:
    if text != TRUE:
        raise NotTrueError(value=text)
    return True


def _unquoted(text: str) -> str:
    """Take one layer of quotes off a word for a blank."""
    match = QUOTED.fullmatch(text)
    return match[1] if match and BLANK_WORD.fullmatch(match[1]) else text
