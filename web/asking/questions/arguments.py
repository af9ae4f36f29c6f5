"""What was given with a question, held against the parameters that it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.members.scalars import UNPRINTABLE
from web.asking.questions.parameters import Arguments, Parameter, RawParameters
from web.asking.questions.refusals import (
    MissingParameterError,
    UnknownParameterError,
    UnprintableParameterError,
)
from web.words.refusals import RepeatedParameterError


def arguments_of(
    question: str, parameters: Sequence[Parameter], raw: RawParameters
) -> Arguments:
    """Return the texts of a question's parameters; blank ones are not given.

    Raises:
        UnknownParameterError: The question has no such parameter.
        RepeatedParameterError: One was given more often than it is asked for.
        UnprintableParameterError: A text holds what cannot be read.
        MissingParameterError: One that the question needs was not given.
    """
    require_known(question, {each.name: each.times for each in parameters}, raw)
    arguments = {
        each.name: found
        for each in parameters
        if (found := _stripped(each, raw.get(each.name, ())))
    }
    for each in parameters:
        if each.required and each.name not in arguments:
            raise MissingParameterError(question=question, name=each.name)
    return arguments


def require_known(what: str, times: Mapping[str, int], raw: RawParameters) -> None:
    """Refuse a parameter that nobody would look at, or of which one would be lost.

    Args:
        what: The question or the address.
        times: Parameter → how many texts it takes.
        raw: What came in.

    Raises:
        UnknownParameterError: There is no such parameter.
        RepeatedParameterError: One was given more often, or less, than it takes.
        UnprintableParameterError: A text holds what cannot be read.
    """
    for name, texts in raw.items():
        if name not in times:
            raise UnknownParameterError(
                question=what, name=UNPRINTABLE.sub("?", name), known=", ".join(times)
            )
        if len(texts) != times[name]:
            raise RepeatedParameterError(name=name, found=len(texts), times=times[name])
        if any(UNPRINTABLE.search(text) for text in texts):
            raise UnprintableParameterError(name=name)


def _stripped(parameter: Parameter, raw: Sequence[str]) -> tuple[str, ...]:
    """Strip what was given; blanks are kept among several: a blank date is now."""
    stripped = (text.strip() for text in raw)
    return tuple(text for text in stripped if text or parameter.times > 1)
