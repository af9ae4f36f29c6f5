"""Words in Chinese and English: one catalogue for pages, command line and refusals."""

from __future__ import annotations

import gettext
import sqlite3
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Final, Protocol

from eventsourcing.persistence import PersistenceError
from sqlalchemy.exc import DBAPIError

LANGUAGES = ("zh", "en")
TRANSLATIONS = Path(__file__).parents[1] / "translations"

OURS = frozenset({"key", "kind", "reason", "why"})
"""Fields of a message that hold our own words, not somebody else's."""

Translate = Callable[[str], str]


class Templated(Protocol):
    """A refusal or a notice: a sentence with named fields."""

    fields: dict[str, object]

    @property
    def template(self) -> str:
        """Return the sentence, its fields left open."""
        ...


def marked(text: str) -> str:
    """Mark a text for the catalogue where it is not translated yet."""
    return text


@cache
def words(language: str) -> Translate:
    """Return the translation of texts into a language; English is the texts' own."""
    return _catalogue(language).gettext


@cache
def plurals(language: str) -> Callable[[str, str, int], str]:
    """Return the translation of texts that say another thing of one than of many."""
    return _catalogue(language).ngettext


def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(
        "messages", TRANSLATIONS, languages=[language], fallback=language == "en"
    )


STORAGE: Final = marked(
    "The district's files cannot be written or read now: {why}. What was sent may be "
    "sent again as it is; it is recorded once."
)
STORAGE_CAUSES: Mapping[str, str] = {
    "database or disk is full": marked("the disk is full, make room on it"),
    "database is locked": marked("another process holds them for long, wait a little"),
    "disk i/o error": marked("the disk reports an error, have it examined"),
    "attempt to write a readonly database": marked("this user may not write them"),
    "unable to open database file": marked("they cannot be opened"),
}
"""What SQLite says, and what it means to people."""
STORAGE_ERRORS = (PersistenceError, DBAPIError, sqlite3.Error)
OTHER_CAUSE: Final = marked("the database refuses, see the server's log")


def message_of(error: Exception | Templated, translate: Translate) -> str:
    """Tell an exception of ours, or a notice, in the reader's language.

    Of a failure of storage only the cause is told: the statement and what it was to
    write are nobody's business.
    """
    template = getattr(error, "template", "")
    if isinstance(error, STORAGE_ERRORS):
        return translate(STORAGE).format(why=translate(_cause(error)))
    if not template:
        return str(error)
    fields: dict[str, object] = getattr(error, "fields", {})
    translated = {
        name: _field(name, value, translate) for name, value in fields.items()
    }
    return translate(template).format(**translated)


def _cause(error: Exception) -> str:
    said = str(getattr(error, "orig", error)).lower()
    return next(
        (t for said_so, t in STORAGE_CAUSES.items() if said_so in said), OTHER_CAUSE
    )


def _field(name: str, value: object, translate: Translate) -> object:
    if isinstance(value, Exception):
        return message_of(value, translate)
    return translate(value) if name in OURS and isinstance(value, str) else value
