"""Asking: from the texts of a question to its answer, the same through every door."""

from __future__ import annotations

from dataclasses import dataclass

from web.asking.differences import differences
from web.asking.differences import known as known_between
from web.asking.questions.asked import Asked
from web.asking.questions.given import texts_of
from web.asking.questions.parameters import DATES, Given, Texts
from web.asking.questions.questions import QUESTIONS, Question
from web.asking.questions.readers import kind_of
from web.district.dates import Dates, resolve
from web.district.opening import District
from web.district.reading import about, about_all_days, snapshot_at
from web.words.catalogue import marked
from web.words.refusals import UnknownQuestionError
from web.words.tables import Sheet

KEY = marked("answer")


@dataclass(frozen=True, slots=True)
class Told:
    """An answer, and what it may be kept by."""

    sheet: Sheet
    dates: Dates
    of_all_time: bool
    """Whether it is not about one V."""


def ask(district: District, name: str, given: Given) -> Told:
    """Answer a question.

    Args:
        district: The open district.
        name: The question's, as in ``QUESTIONS``.
        given: Its parameters as they came in.

    Raises:
        UnknownQuestionError: There is no such question.
        EdgeError: A parameter is unknown, missing, repeated or cannot be read.
        Refusal: A date cannot be meant, or the journal never had the thing.
    """
    if name not in QUESTIONS:
        raise UnknownQuestionError(name=name, known=", ".join(QUESTIONS))
    question = QUESTIONS[name]
    texts = texts_of(name, question.parameters, given)
    if question.answer is None:
        return _compared(district, question, texts)
    dates = resolve(
        district,
        as_of=_text(texts, "as_of"),
        as_known=_text(texts, "as_known"),
    )
    with snapshot_at(district, dates) as now:
        rows = question.answer(Asked(district, now, dates, texts))
    sheet = Sheet(
        about=_heading(question, texts, dates),
        key=KEY,
        columns=question.columns,
        rows=rows,
        alone=question.alone,
    )
    return Told(sheet, dates, not question.has_as_of)


def _heading(question: Question, texts: Texts, dates: Dates) -> dict[str, object]:
    """Head an answer with what was asked, and with the dates that it holds for."""
    asked = {name: text for name, (text, *_) in texts.items() if name not in DATES}
    head = about if question.has_as_of else about_all_days
    return {"question": question.name, **asked, **head(dates)}


def _text(texts: Texts, name: str) -> str:
    return next(iter(texts.get(name, ())), "")


def _compared(district: District, question: Question, texts: Texts) -> Told:
    """Answer what differs between two knowledge dates."""
    before, after = (
        resolve(district, as_of=_text(texts, "as_of"), as_known=known)
        for known in texts["known"]
    )
    attribute = _text(texts, "attribute")
    kind = kind_of(_text(texts, "kind"), attribute)
    rows = differences(district, kind, attribute, before=before, after=after)
    heading = _heading(question, texts, after) | known_between(before, after)
    sheet = Sheet(about=heading, key=KEY, columns=question.columns, rows=rows)
    return Told(sheet, after, not question.has_as_of)
