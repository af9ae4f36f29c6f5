"""The words for values stand in one place, whichever room prints them."""

from __future__ import annotations

from pathlib import Path

import web
from web.words.values import BLANK

WEB = Path(web.__file__).parent
LITERALS = ('"none"', '"absent"', '"true"', '"false"', '"—"', "STAGE_LABELS[")
PRINTERS = {"words/values.py"}
"""The one place for the words of blanks; those of flags are the domain's."""
OTHERS = {
    "frame/security.py",  # of headers
    "paper/embedding.py",  # of style sheets
    "server/running.py",  # of the library that serves
}


def test_no_room_has_a_word_of_its_own_for_a_value() -> None:
    modules = {path.relative_to(WEB).as_posix(): path for path in WEB.rglob("*.py")}
    found = {
        (name, literal)
        for name, path in modules.items()
        if name not in PRINTERS | OTHERS and not name.startswith("samples/")
        for literal in LITERALS
        if literal in path.read_text(encoding="utf-8")
    }

    assert len(modules) > len(PRINTERS | OTHERS)
    assert found == set()


def test_no_template_has_a_dash_of_its_own() -> None:
    templates = list((WEB / "templates").rglob("*.html"))
    found = {path.name for path in templates if BLANK in path.read_text("utf-8")}

    assert templates
    assert found == set()


def test_scripts_have_the_dash_of_pages_in_one_place() -> None:
    scripts = (WEB / "static" / "js").rglob("*.js")
    found = {path.name for path in scripts if BLANK in path.read_text("utf-8")}

    assert found == {"figures.js"}
