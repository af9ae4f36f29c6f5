"""Words in Chinese and English: one catalogue for pages, command line and refusals."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Protocol

LANGUAGES = ("zh", "en")
TRANSLATIONS = Path(__file__).parent / "translations"

OURS = frozenset({"key", "kind", "reason", "why"})
"""Fields of a message that hold our own words, not somebody else's."""

Translate = Callable[[str], str]


class Templated(Protocol):
    """An exception whose message is a template with fields."""

    template: str
    fields: dict[str, object]


def marked(text: str) -> str:
    """Mark a text for the catalogue where it is not translated yet."""
    return text


@cache
def words(language: str) -> Translate:
    """Return the translation of texts into a language; English is the texts' own."""
    catalogue = gettext.translation(
        "messages", TRANSLATIONS, languages=[language], fallback=language == "en"
    )
    return catalogue.gettext


def told(error: Exception, translate: Translate) -> str:
    """Tell an exception of ours in the reader's language."""
    template = getattr(error, "template", "")
    if not template:
        return str(error)
    fields: dict[str, object] = getattr(error, "fields", {})
    told_fields = {
        name: translate(value) if name in OURS and isinstance(value, str) else value
        for name, value in fields.items()
    }
    return translate(template).format(**told_fields)
