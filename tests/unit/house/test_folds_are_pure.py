"""Folds never refuse, ask the time or throw dice; decisions never save."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

DOMAIN = Path(__file__).parents[3] / "domain"
KERNEL = sorted((DOMAIN / "kernel").rglob("*.py"))
READERS = ("instants.py", "money.py")
"""They read what people write, and refuse what cannot be read."""
FOLDS = [path for path in KERNEL if path.name not in READERS]
DECISIONS = [
    *sorted((DOMAIN / "things").rglob("*.py")),
    *(DOMAIN / "deciding" / name for name in ("revisions.py", "rules.py")),
]
IMPURE = {
    "asyncio",
    "os",
    "random",
    "secrets",
    "sqlite3",
    "socket",
    "subprocess",
    "sys",
    "threading",
    "time",
    "uuid",
}
STORES = ("domain.application", "domain.journal", "eventsourcing", "sqlite3")
CLOCKS = {"now", "utcnow", "today", "time", "time_ns", "monotonic", "perf_counter"}
SAVES = {"commit", "execute", "executemany", "insert_events", "put", "save", "write"}


def named(path: Path) -> str:
    return path.relative_to(DOMAIN).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def called(tree: ast.AST) -> Iterator[str]:
    """Yield the last name of whatever is called: ``now`` of ``datetime.now()``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr
            elif isinstance(node.func, ast.Name):
                yield node.func.id


def globals_changed(tree: ast.AST) -> list[str]:
    return [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Global | ast.Nonlocal)
    ]


@pytest.mark.parametrize("path", FOLDS, ids=named)
def test_a_fold_never_refuses(path: Path) -> None:
    tree = tree_of(path)

    refusals = [
        f"{path.name}:{node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise | ast.Assert | ast.Try)
    ]

    assert refusals == []


@pytest.mark.parametrize("path", KERNEL, ids=named)
def test_a_fold_has_no_clock_no_dice_and_no_memory(path: Path) -> None:
    tree = tree_of(path)

    assert imports_of(tree) & IMPURE == set()
    assert set(called(tree)) & CLOCKS == set()
    assert globals_changed(tree) == []


@pytest.mark.parametrize("path", DECISIONS, ids=named)
def test_a_decision_never_saves(path: Path) -> None:
    tree = tree_of(path)

    stores = [each for each in imports_of(tree) if each.startswith(STORES)]

    assert stores == []
    assert set(called(tree)) & SAVES == set()


@pytest.mark.parametrize("path", DECISIONS, ids=named)
def test_a_decision_has_no_clock_and_no_dice(path: Path) -> None:
    tree = tree_of(path)

    assert imports_of(tree) & IMPURE == set()
    assert set(called(tree)) & CLOCKS == set()


@pytest.mark.parametrize(
    "code",
    [
        "def fold(x):\n    raise ValueError",
        "def fold(x):\n    assert x",
    ],
)
def test_the_guard_itself_sees_a_refusal(code: str) -> None:
    nodes = ast.walk(ast.parse(code))

    assert any(isinstance(node, ast.Raise | ast.Assert) for node in nodes)


def test_the_guard_itself_sees_a_clock() -> None:
    tree = ast.parse("import time\nfrom datetime import datetime\ndatetime.now()")

    assert imports_of(tree) & IMPURE == {"time"}
    assert set(called(tree)) & CLOCKS == {"now"}
