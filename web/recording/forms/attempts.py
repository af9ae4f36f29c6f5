"""Trying something that may be refused, so that the refusal can be shown beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Generic, TypeVar

from domain.errors import MovedError
from domain.errors.moved import StaleStream
from web.words.catalogue import Translate, message_of
from web.words.statuses import OURS, rule_of, status_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why something was refused, in words, and how it is answered over HTTP."""

    name: str
    detail: str
    rule: str
    status: HTTPStatus
    moved: Sequence[StaleStream] = ()
    """What has moved since it was read, where that is why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[T]):
    """What came of an attempt: its value, or the refusal."""

    value: T | None = None
    refused: Refused | None = None


def attempted(act: Callable[[], T], translate: Translate) -> Outcome[T]:
    """Do it; a refusal is an outcome too, and nothing else is caught."""
    try:
        return Outcome(value=act())
    except OURS as error:
        return Outcome(
            refused=Refused(
                name=type(error).__name__,
                detail=message_of(error, translate),
                rule=rule_of(error),
                status=status_of(error),
                moved=error.moved if isinstance(error, MovedError) else (),
            )
        )
