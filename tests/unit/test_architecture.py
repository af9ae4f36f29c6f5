"""What holds everywhere in the sources: who imports whom, and who reads the clock."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("domain", "projections", "geo", "web")
MAY_IMPORT = {
    "domain": ("domain",),
    "projections": ("projections", "domain"),
    "geo": ("geo", "projections.rows"),
    "web": PACKAGES,
    "domain.kernel": ("domain.kernel", "domain.errors"),
}
"""Layers point inwards; the kernel stands alone but for its refusals."""
NEVER_WITH_GEO = {"domain", "eventsourcing", "flask", "sqlalchemy"}
CLOCKS = {"datetime": {"now", "utcnow", "today"}, "date": {"today"}}
"""What tells the time besides everything in ``time``."""
LONGEST_FIRST_LINE = 88
IMPORT_ALL_OF_GEO = """
import importlib, pkgutil, sys
import geo
for module in pkgutil.walk_packages(geo.__path__, "geo."):
    importlib.import_module(module.name)
print(*{name.partition(".")[0] for name in sys.modules})
"""


def modules(*folders: str) -> list[Path]:
    return [path for each in folders for path in sorted((ROOT / each).rglob("*.py"))]


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def imports(path: Path) -> Iterator[str]:
    """Yield the full names of the modules and members that a module imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
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


def test_geometry_meets_neither_the_domain_nor_the_event_store() -> None:
    run = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL_OF_GEO],
        capture_output=True,
        check=True,
        cwd=ROOT,
        text=True,
    )

    loaded = set(run.stdout.split())
    assert "geo" in loaded
    assert loaded.isdisjoint(NEVER_WITH_GEO)


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
        ast.get_docstring(ast.parse(text)) is not None
        and first.startswith('"""')
        and len(first) <= LONGEST_FIRST_LINE
    )


def test_one_module_reads_the_clock() -> None:
    readers = {name_of(path) for path in modules(*PACKAGES) if reads_the_clock(path)}

    assert readers == {"web.timekeeping.clock"}


def reads_the_clock(path: Path) -> bool:
    """Look for any import of ``time``, and for ``datetime.now`` and its like."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {name for name in imports(path) if name.partition(".")[0] == "time"}
    attributes = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return bool(named) or any(
        node.attr in CLOCKS.get(owner_of(node), set()) for node in attributes
    )


def owner_of(node: ast.Attribute) -> str:
    """Return the last name before an attribute: ``datetime`` of ``datetime.now``."""
    owner = node.value
    if isinstance(owner, ast.Name):
        return owner.id
    return owner.attr if isinstance(owner, ast.Attribute) else ""
