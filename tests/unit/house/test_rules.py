"""The rules that code and refusals cite are explained, and what they name is there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from domain.errors.refusal import Refusal
from web.words import statuses

ROOT = Path(__file__).parents[3]
RULES = ROOT / "docs" / "rules.md"
CITED = re.compile(r"\bR(\d{1,2})\b")
SOURCES = (".py", ".js", ".html", ".po")
OURS = ("domain", "projections", "geo", "web", "tests")
OTHERS = ("vendor", "node_modules", "__pycache__")


@cache
def explained() -> set[int]:
    """Return the rules that have a paragraph, by number."""
    text = RULES.read_text(encoding="utf-8")
    return {int(each) for each in re.findall(r"^## R(\d+) ", text, re.MULTILINE)}


def cited_in(folder: str) -> dict[int, str]:
    """Return the rules that are cited below a folder, each with a file that does."""
    return {
        int(number): str(path.relative_to(ROOT))
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in SOURCES and not set(path.parts) & set(OTHERS)
        for number in CITED.findall(path.read_text(encoding="utf-8"))
    }


def refusals(kind: type[Refusal] = Refusal) -> set[type[Refusal]]:
    """List all refusals of the domain."""
    return {kind}.union(*(refusals(each) for each in kind.__subclasses__()))


@pytest.mark.parametrize("folder", OURS)
def test_every_rule_that_is_cited_is_explained(folder: str) -> None:
    cited = cited_in(folder)

    assert {n: file for n, file in cited.items() if n not in explained()} == {}


def test_every_rule_of_a_refusal_is_explained() -> None:
    assert statuses.rule_of(ValueError()) == Refusal.rule
    assert {each.rule for each in refusals()} <= {f"R{n}" for n in explained()}


def test_rules_are_numbered_without_a_gap() -> None:
    assert explained() == set(range(1, len(explained()) + 1))
