"""What holds everywhere in the sources: who imports whom, and who reads the clock."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PACKAGES = ("domain", "projections", "geo", "web")
MAY_IMPORT = {
    "domain": ("domain",),
    "projections": ("projections", "domain"),
    "geo": ("geo", "projections.rows"),
    "web": PACKAGES,
    "domain.kernel": ("domain.kernel", "domain.errors"),
}
"""Layers point inwards; the kernel stands alone but for its refusals."""
CLOCKS = {"datetime": {"now", "utcnow", "today"}, "date": {"today"}}
"""What tells the time besides everything in ``time``."""
LONGEST_FIRST_LINE = 88


def modules(*folders: str) -> list[Path]:
    return [path for each in folders for path in sorted((ROOT / each).rglob("*.py"))]


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@cache
def tree(path: Path) -> ast.Module:
    """Read a module once for all tests."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> list[ast.AST]:
    """List the nodes in which imports and clocks are looked for."""
    looked_for = (ast.Import, ast.ImportFrom, ast.Attribute)
    return [node for node in ast.walk(tree(path)) if isinstance(node, looked_for)]


def imports(path: Path) -> Iterator[str]:
    """Yield the full names of the modules and members that a module imports."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{each.name}" for each in node.names)


def within(name: str, package: str) -> bool:
    return f"{name}.".startswith(f"{package}.")


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_point_inwards(package: str) -> None:
    outward = {
        f"{name_of(path)} imports {name}"
        for path in modules(package.replace(".", "/"))
        for name in imports(path)
        if any(within(name, ours) for ours in PACKAGES)
        and not any(within(name, inner) for inner in MAY_IMPORT[package])
    }

    assert outward == set()


def test_every_module_begins_by_saying_what_it_is_for() -> None:
    silent = {
        name_of(path)
        for path in modules(*PACKAGES, "tests", "scripts")
        if not says_what_it_is_for(path)
    }

    assert silent == set()


def says_what_it_is_for(path: Path) -> bool:
    text = path.read_text(encoding="utf-8")
    first = text.removeprefix("#!/usr/bin/env python3\n").partition("\n")[0]
    return (
        first.startswith('"""')
        and first.strip('"') != ""
        and len(first) <= LONGEST_FIRST_LINE
    )


def test_one_module_reads_the_clock() -> None:
    readers = {name_of(path) for path in modules(*PACKAGES) if reads_the_clock(path)}

    assert readers == {"web.timekeeping.clock"}


def reads_the_clock(path: Path) -> bool:
    """Look for any import of ``time``, and for ``datetime.now`` and its like."""
    named = {name for name in imports(path) if name.partition(".")[0] == "time"}
    attributes = (node for node in nodes(path) if isinstance(node, ast.Attribute))
    return bool(named) or any(
        node.attr in CLOCKS.get(owner_of(node), set()) for node in attributes
    )


def owner_of(node: ast.Attribute) -> str:
    """Return the last name before an attribute: ``datetime`` of ``datetime.now``."""
    owner = node.value
    if isinstance(owner, ast.Name):
        return owner.id
    return owner.attr if isinstance(owner, ast.Attribute) else ""
