"""The language of a request: ``lang`` in the address, Chinese by default."""

from __future__ import annotations

from flask import Flask, has_request_context, request
from flask_babel import Babel

from web.words import LANGUAGES, TRANSLATIONS, Translate, words


def init_app(app: Flask) -> None:
    """Translate templates into the language of the request."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    Babel(app, locale_selector=language)
    app.context_processor(lambda: {"lang": language()})


def language() -> str:
    """Return ``zh`` or ``en``."""
    asked = request.args.get("lang", "") if has_request_context() else ""
    return asked if asked in LANGUAGES else LANGUAGES[0]


def translate() -> Translate:
    """Return the words of the request's language."""
    return words(language())
