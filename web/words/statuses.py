"""One table from our exceptions to HTTP statuses and exit codes."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from http import HTTPStatus

from eventsourcing.persistence import OperationalError, PersistenceError
from sqlalchemy.exc import DatabaseError, IntegrityError, ProgrammingError

from domain.deciding.groups import GroupMemberError
from domain.errors import (
    ConflictError,
    MalformedError,
    NotFoundError,
    Refusal,
    StoppedError,
)
from domain.journal.sqlite.media import NoPrivateCopyError
from geo.record.errors import GeoError, TileOutOfRangeError
from projections.building.workers import RebuildCutShortError
from projections.opening.damage import TablesDamagedError
from web.words.file_refusals import FilesError, LostLayerError
from web.words.refusals import (
    BehindError,
    EdgeError,
    UnknownLayerError,
    UnknownQuestionError,
    UnverifiableError,
)

MISTAKES = (
    IntegrityError,
    ProgrammingError,
    sqlite3.IntegrityError,
    sqlite3.ProgrammingError,
)
"""What a database says of a wrong program, not of itself."""
STATUS_OF: Mapping[type[Exception], HTTPStatus] = {
    MalformedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotFoundError: HTTPStatus.NOT_FOUND,
    ConflictError: HTTPStatus.CONFLICT,
    StoppedError: HTTPStatus.SERVICE_UNAVAILABLE,
    NoPrivateCopyError: HTTPStatus.SERVICE_UNAVAILABLE,
    BehindError: HTTPStatus.SERVICE_UNAVAILABLE,
    FilesError: HTTPStatus.SERVICE_UNAVAILABLE,
    RebuildCutShortError: HTTPStatus.SERVICE_UNAVAILABLE,
    TablesDamagedError: HTTPStatus.SERVICE_UNAVAILABLE,
    TileOutOfRangeError: HTTPStatus.NOT_FOUND,
    LostLayerError: HTTPStatus.SERVICE_UNAVAILABLE,
    UnknownLayerError: HTTPStatus.NOT_FOUND,
    UnknownQuestionError: HTTPStatus.NOT_FOUND,
    EdgeError: HTTPStatus.UNPROCESSABLE_ENTITY,
    GeoError: HTTPStatus.UNPROCESSABLE_ENTITY,
    OperationalError: HTTPStatus.SERVICE_UNAVAILABLE,
    DatabaseError: HTTPStatus.SERVICE_UNAVAILABLE,
    sqlite3.DatabaseError: HTTPStatus.SERVICE_UNAVAILABLE,
    **dict.fromkeys(MISTAKES, HTTPStatus.INTERNAL_SERVER_ERROR),
}
"""The nearest class in an exception's ancestry decides."""

OURS = (
    Refusal,
    EdgeError,
    GeoError,
    PersistenceError,
    DatabaseError,
    sqlite3.DatabaseError,
)
REFUSED, UNVERIFIED, STOPPED = 1, 2, 3


def status_of(error: Exception) -> HTTPStatus:
    """Return the status that an exception of ours is answered with."""
    if isinstance(error, GroupMemberError):
        return status_of(error.cause)
    for kind in type(error).__mro__:
        if kind in STATUS_OF:
            return STATUS_OF[kind]
    return HTTPStatus.INTERNAL_SERVER_ERROR


def exit_code_of(error: Exception) -> int:
    """Return 3 where trying again later may help, 2 where nothing is known, else 1."""
    if isinstance(error, UnverifiableError):
        return UNVERIFIED
    later = status_of(error) == HTTPStatus.SERVICE_UNAVAILABLE
    return STOPPED if later else REFUSED


def rule_of(error: Exception) -> str:
    """Return the rule that a refusal cites."""
    if isinstance(error, GroupMemberError):
        return rule_of(error.cause)
    return str(getattr(error, "rule", "R13"))
