"""Who names a kind of thing: its own rooms, and what is composed by hand; no others."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from domain.facts import THINGS

ROOT = Path(__file__).parents[3]
NAMED = re.compile(rf"(?:{'|'.join(THINGS.kinds)})(?:[:.].*)?", re.DOTALL)
"""A kind, a stream or a whole kind of streams, an attribute of a kind."""
OWN = ("domain/things/land/", "domain/things/project/", "web/samples/")
ROOMS = ("domain.things.land.plots", "domain.things.project")
BY_HAND = {
    "where things are declared": (
        "domain/facts.py",
        "domain/things/redrawing.py",
        "web/words/labels.py",
        "web/words/things.py",
    ),
    "lists and sheets of plots and projects": (
        "projections/lists/listing.py",
        "projections/lists/plots.py",
        "projections/lists/projects.py",
        "web/district/reading.py",
        "web/things/lists.py",
        "web/things/sheets.py",
    ),
    "what the map shows, for all dates and in memory": (
        "projections/memory/cache.py",
        "projections/memory/state.py",
        "projections/over_time/histories.py",
        "projections/over_time/shapes.py",
        "projections/over_time/sites.py",
        "projections/over_time/steps.py",
        "projections/questions/compared.py",
        "web/atlas/causes.py",
        "web/atlas/filter.py",
        "web/atlas/unseen.py",
        "web/district/moving.py",
        "web/map/changes.py",
        "web/map/data.py",
        "web/map/plot_numbers.py",
        "web/map/sites.py",
        "web/map/views.py",
    ),
    "evidence and the wall map": (
        "web/cli/maps.py",
        "web/paper/areas.py",
        "web/paper/evidence.py",
    ),
    "what is meant where no kind is named, and members called like a kind": (
        "web/asking/questions/attributes.py",
        "web/district/commands.py",
        "web/recording/forms/field_words.py",
        "web/recording/registers/mapping.py",
        "web/said_once.py",
    ),
}
"""What is composed by hand of plots and projects; all else asks the declarations."""
TEMPLATES_BY_HAND = ("web/templates/map/", "web/templates/things/")
IN_TEMPLATES = re.compile(rf"""['"](?:{"|".join(THINGS.kinds)})['"]""")


def names_a_kind(path: Path) -> bool:
    """Tell whether a file holds a text that is a kind, or begins with one."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    if any(each.startswith(ROOMS) for each in imported(nodes)):
        return True
    prose = {
        id(node.value)
        for node in nodes
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return any(
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in prose
        and NAMED.fullmatch(node.value)
        for node in nodes
    )


def imported(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Name the modules that are imported from."""
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def naming() -> set[str]:
    """List the files that name a kind, without the rooms of the things themselves."""
    files = (
        path.relative_to(ROOT).as_posix()
        for package in ("domain", "projections", "geo", "web")
        for path in (ROOT / package).rglob("*.py")
        if names_a_kind(path)
    )
    return {file for file in files if not file.startswith(OWN)}


def test_only_what_is_composed_by_hand_names_a_kind() -> None:
    by_hand = {file for files in BY_HAND.values() for file in files}

    assert naming() == by_hand


def test_templates_that_all_things_share_name_no_kind() -> None:
    templates = sorted((ROOT / "web" / "templates").rglob("*.html"))

    naming_one = {
        path.relative_to(ROOT).as_posix()
        for path in templates
        if IN_TEMPLATES.search(path.read_text(encoding="utf-8"))
    }

    assert len(templates) > 10
    assert {e for e in naming_one if not e.startswith(TEMPLATES_BY_HAND)} == set()
