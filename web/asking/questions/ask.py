"""Asking: from the texts of a question to its answer, the same through every door."""

from __future__ import annotations

from dataclasses import dataclass

from web.asking.differences import differences
from web.asking.differences import known as known_between
from web.asking.questions.arguments import arguments_of
from web.asking.questions.parameters import DATES, Arguments, RawParameters
from web.asking.questions.questions import QUESTIONS, Question
from web.asking.questions.readers import kind_of
from web.asking.questions.request import Request
from web.district.dates import Dates, resolve
from web.district.opening import District
from web.district.reading import about, about_all_days, snapshot_at
from web.words.catalogue import marked
from web.words.refusals import UnknownQuestionError
from web.words.tables import Sheet

KEY = marked("answer")


@dataclass(frozen=True, slots=True)
class DatedSheet:
    """An answer, and what it may be kept by."""

    sheet: Sheet
    dates: Dates
    of_all_time: bool
    """Whether it is not about one V."""


def ask(district: District, name: str, raw: RawParameters) -> DatedSheet:
    """Answer a question.

    Args:
        district: The open district.
        name: The question's, as in ``QUESTIONS``.
        raw: Its parameters as they came in.

    Raises:
        UnknownQuestionError: There is no such question.
        EdgeError: A parameter is unknown, missing, repeated or cannot be read.
        Refusal: A date cannot be meant, or the journal never had the thing.
    """
    if name not in QUESTIONS:
        raise UnknownQuestionError(name=name, known=", ".join(QUESTIONS))
    question = QUESTIONS[name]
    arguments = arguments_of(name, question.parameters, raw)
    if question.answer is None:
        return _compared(district, question, arguments)
    dates = resolve(
        district,
        as_of=_text(arguments, "as_of"),
        as_known=_text(arguments, "as_known"),
    )
    with snapshot_at(district, dates) as now:
        rows = question.answer(Request(district, now, dates, arguments))
    sheet = Sheet(
        about=_heading(question, arguments, dates),
        key=KEY,
        columns=question.columns,
        rows=rows,
        alone=question.alone,
    )
    return DatedSheet(sheet, dates, not question.has_as_of)


def _heading(
    question: Question, arguments: Arguments, dates: Dates
) -> dict[str, object]:
    """Head an answer with what was asked, and with the dates that it holds for."""
    described = {
        name: text for name, (text, *_) in arguments.items() if name not in DATES
    }
    head = about if question.has_as_of else about_all_days
    return {"question": question.name, **described, **head(dates)}


def _text(arguments: Arguments, name: str) -> str:
    return next(iter(arguments.get(name, ())), "")


def _compared(
    district: District, question: Question, arguments: Arguments
) -> DatedSheet:
    """Answer what differs between two knowledge dates."""
    before, after = (
        resolve(district, as_of=_text(arguments, "as_of"), as_known=known)
        for known in arguments["known"]
    )
    attribute = _text(arguments, "attribute")
    kind = kind_of(_text(arguments, "kind"), attribute)
    rows = differences(district, kind, attribute, before=before, after=after)
    heading = _heading(question, arguments, after) | known_between(before, after)
    sheet = Sheet(about=heading, key=KEY, columns=question.columns, rows=rows)
    return DatedSheet(sheet, after, not question.has_as_of)
