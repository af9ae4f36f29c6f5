"""What is written about the house is true of it: the files named, and every room."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PACKAGES = ("domain", "projections", "geo", "web")
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md")),
    *(ROOT / "docs").rglob("*.md"),
]
NAMED = re.compile(rf"`((?:{'|'.join(PACKAGES)}|tests|scripts)/[\w/.]+\.\w+)`")
SHOWN = re.compile(
    r"`((?:integration|unit|crash|server|browser|load|fuzz)/[\w/.]+)(::\w+)?`"
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_is_named_is_there(page: Path) -> None:
    named = NAMED.findall(page.read_text(encoding="utf-8"))

    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_test_that_a_review_names_is_there() -> None:
    page = (ROOT / "docs" / "review.md").read_text(encoding="utf-8")

    named = SHOWN.findall(page)

    assert len(named) > 30
    assert [file + name for file, name in named if not is_there(file, name)] == []


def is_there(file: str, name: str) -> bool:
    """Tell whether a file below ``tests/`` is there, and has a test of the name."""
    path = ROOT / "tests" / file
    return path.exists() and (
        not name or f"def {name[2:]}(" in path.read_text(encoding="utf-8")
    )


def test_every_room_is_described() -> None:
    page = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")

    rooms = [
        path.parent.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).glob("*/**/__init__.py")
    ]

    assert len(rooms) > 40
    assert [room for room in rooms if f"`{room}/`" not in page] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_room_says_what_happens_in_it(package: str) -> None:
    rooms = list((ROOT / package).rglob("__init__.py"))

    first = [each.read_text(encoding="utf-8").partition("\n")[0] for each in rooms]

    assert rooms
    assert all(line.startswith('"""') and len(line) > 10 for line in first)
