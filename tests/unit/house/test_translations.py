"""Everything that people read has a Chinese wording with the same fields."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from domain.errors import Refusal
from geo.record.errors import GeoError
from geo.stage_ramp import STAGES
from web.words.catalogue import LANGUAGES, TRANSLATIONS
from web.words.refusals import EdgeError

ROOT = Path(__file__).parents[3]
PACKAGES = ("domain", "projections", "geo", "web")
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "marked": None,
    "translate": None,
    "words": None,
}
NAMED = re.compile(r"%\((\w+)\)[sd]")
FIELD = re.compile(r"\{\w+\}|%\(\w+\)[sd]")
WORD = re.compile(r"[A-Za-z]{2}")
HAN = re.compile(r"[\u4e00-\u9fff]")

Message = str | tuple[str, ...]


def extracted() -> Iterator[tuple[str, Message]]:
    """Extract what templates and sources mark, with the file it stands in."""
    for package in PACKAGES:
        found = extract_from_dir(
            ROOT / package, method_map=METHODS, keywords=KEYWORDS, comment_tags=()
        )
        for file, _, message, _, _ in found:
            yield f"{package}/{file}", message


def refusals(base: type[Exception]) -> Iterator[tuple[str, str]]:
    """Find the templates of an exception and of all that derive from it."""
    template = str(getattr(base, "template", ""))
    if template:
        yield f"{base.__module__}.{base.__name__}", template
    for kind in base.__subclasses__():
        yield from refusals(kind)


@cache
def used() -> list[tuple[str, Message]]:
    """List every text that may be shown, with where it comes from."""
    bases = (Refusal, EdgeError, GeoError)
    return [
        *extracted(),
        *(each for base in bases for each in refusals(base)),
        *(("geo/stage_ramp.py", stage.label) for stage in STAGES),
    ]


@cache
def chinese() -> Catalog:
    with (TRANSLATIONS / "zh" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale="zh", abort_invalid=True)


def wording(message: Message) -> str:
    """Return the Chinese of a text; blank where there is none."""
    first = message if isinstance(message, str) else message[0]
    entry = chinese().get(first)
    if entry is None or entry.fuzzy:
        return ""
    texts = [entry.string] if isinstance(entry.string, str) else entry.string
    return texts[0] if texts else ""


def fields_of(text: str) -> set[str]:
    """Return the fields that a text leaves open, in either way of writing them."""
    braces = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return braces | set(NAMED.findall(text))


def test_sources_templates_and_refusals_were_all_looked_through() -> None:
    places = {place.split("/")[0].split(".")[0] for place, _ in used()}

    assert places == {"domain", "geo", "projections", "web"}
    assert len(used()) > 100


def test_every_text_has_a_chinese_wording() -> None:
    missing = {(place, message) for place, message in used() if not wording(message)}

    assert missing == set()


def test_a_wording_leaves_the_same_fields_open() -> None:
    differing = {
        (message, wording(message))
        for _, message in used()
        if fields_of(message if isinstance(message, str) else message[-1])
        != fields_of(wording(message))
    }

    assert differing == set()


def test_a_wording_is_chinese() -> None:
    untouched = {
        message
        for _, message in used()
        if WORD.search(FIELD.sub("", str(message))) and not HAN.search(wording(message))
    }

    assert untouched == set()


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_every_language_but_that_of_the_texts_has_a_catalogue(language: str) -> None:
    assert (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").exists()
