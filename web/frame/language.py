"""The language of a request: ``lang`` in the address, Chinese by default."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cache, lru_cache

from flask import Flask, g, has_request_context, request
from flask_babel import Babel
from markupsafe import Markup

from web.words.catalogue import LANGUAGES, TRANSLATIONS, Translate, plurals, words
from web.words.values import BLANK, moment_text, or_blank

MOST_COUNTED = 4_096
"""Counts that are remembered: the days by which hundreds of facts came late."""


def init_app(app: Flask) -> None:
    """Translate templates into the language of the request."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    Babel(app, locale_selector=language)
    app.context_processor(_words_of_page)
    # The extension looks for the catalogue again at each of a page's hundreds of texts.
    app.jinja_env.globals |= {"_": said, "ngettext": counted, "BLANK": BLANK}
    app.jinja_env.filters |= {"or_blank": or_blank, "moment": moment_text}


def _words_of_page() -> dict[str, object]:
    """Name the language of a page, and how it says things: looked up once."""
    found = language()
    return {"lang": found, "_": _said_in(found), "ngettext": _counted_in(found)}


def said(text: str, /, **values: object) -> Markup:
    """Say a template's text in the language of the request, its values escaped."""
    return _said_in(language())(text, **values)


def counted(one: str, many: str, num: int, /, **values: object) -> Markup:
    """Say a template's text that depends on a number, which is its ``num``."""
    return _counted_in(language())(one, many, num, **values)


def language() -> str:
    """Return ``zh`` or ``en``."""
    if not has_request_context():
        return LANGUAGES[0]
    found: str | None = g.get("language")
    if found is None:
        asked = request.args.get("lang", "")
        found = g.language = asked if asked in LANGUAGES else LANGUAGES[0]
    return found


def translate() -> Translate:
    """Return the words of the request's language."""
    return words(language())


@cache
def _counted_in(language: str) -> Callable[..., Markup]:
    """Return what counts in a language; the same number of the same is said again."""

    @lru_cache(maxsize=MOST_COUNTED)
    def count(one: str, many: str, num: int, /, **values: Hashable) -> Markup:
        text = plurals(language)(one, many, num)
        return Markup(text) % {"num": num, **values}  # noqa: S704  (our own text)

    return count


@cache
def _said_in(language: str) -> Callable[..., Markup]:
    """Return what says texts in a language, each looked up once."""
    templates: dict[str, Markup] = {}
    whole: dict[str, Markup] = {}

    def say(text: str, /, **values: object) -> Markup:
        if not values and (said := whole.get(text)) is not None:
            return said
        if (template := templates.get(text)) is None:
            translated = words(language)(text)
            template = templates[text] = Markup(translated)  # noqa: S704  (our own text)
        if values:
            return template % values
        return whole.setdefault(text, template % {})

    return say
