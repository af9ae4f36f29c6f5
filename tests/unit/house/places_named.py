"""Places in the code that a page of the documentation names: ``file.py:function``."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

PLACE = re.compile(
    r"`((?:domain|projections|geo|web|tests|scripts|docs)/[\w./-]*)(?::(\w+))?`"
)
SCRIPTED = re.compile(
    r"^\s*(?:export |default |async |static |get |set )*(?:function |class |const )?#?"
    r"(\w+)\s*(?:\(|=|\{|extends)",
    re.MULTILINE,
)

Place = tuple[str, str]


def named_places(page: Path) -> list[Place]:
    """List the files and folders that a page names, each with a function or blank."""
    return sorted(set(PLACE.findall(page.read_text(encoding="utf-8"))))


@cache
def functions_in(file: Path) -> frozenset[str]:
    """Return what a source defines: functions, classes and names of its own."""
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        return frozenset(SCRIPTED.findall(text))
    return frozenset(
        name for node in ast.walk(ast.parse(text)) for name in _defined(node)
    )


def _defined(node: ast.AST) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [each.id for each in node.targets if isinstance(each, ast.Name)]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    return []
