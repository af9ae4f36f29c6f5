"""Which tests reach a line, read from what ``make coverage`` has measured.

The narrowest come first: who reaches little is quick, and looks at what it reaches.
"""

from __future__ import annotations

import sqlite3
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path

from coverage import CoverageData

BUDGET_S = 30.0
"""A mutant that the quickest tests of so many seconds let live counts as alive."""


class Reach:
    """The tests that reached each line, and how long each took."""

    def __init__(self, measured: Path, times: Path) -> None:
        """Open the data of coverage.py, with contexts, and the report of pytest."""
        self._data = CoverageData(str(measured))
        self._data.read()
        self._seconds = _seconds(times)
        self._widths = _widths(measured)
        self._by_file = _by_file(self._seconds)

    def tests(self, path: str, line: int) -> list[str]:
        """Choose the tests of a line, the narrowest first, of half a minute in all.

        A line that is executed as its module is imported, or in another process,
        has no test of its own: then those of the whole file are chosen, and any where
        the file has none.
        """
        lines = self._lines(path)
        reached = max((each for each in lines if each <= line), default=line)
        chosen = self._of(lines.get(reached, ()))
        return self._within_budget(
            chosen
            or self._of(_all(lines.values()))
            or dict.fromkeys(self._seconds, True)
        )

    @cache  # noqa: B019 - one object, for one run
    def _lines(self, path: str) -> dict[int, list[str]]:
        return self._data.contexts_by_lineno(path)

    def _of(self, contexts: Iterable[str]) -> dict[str, bool]:
        """Name the tests of contexts, and whether only a fixture of theirs is there.

        A fixture of a module or a session is measured in its first test alone, so
        what a fixture reaches counts for every test of a file.
        """
        parted = [context.rpartition("|") for context in contexts]
        files = {test.partition("::")[0] for test, _, phase in parted if phase != "run"}
        chosen = {each: True for file in files for each in self._by_file.get(file, ())}
        return chosen | {test: False for test, _, phase in parted if phase == "run"}

    def _within_budget(self, tests: Mapping[str, bool]) -> list[str]:
        chosen: list[str] = []
        spent_s = 0.0
        for test in sorted(tests, key=lambda each: (tests[each], *self._width(each))):
            spent_s += self.seconds(test)
            if chosen and spent_s > BUDGET_S:
                break
            chosen.append(test)
        return chosen

    def _width(self, test: str) -> tuple[int, str]:
        """Say how much a test reaches; its name lets the order be the same again."""
        return self._widths.get(f"{test}|run", 0), test

    def seconds(self, test: str) -> float:
        """Say how long a test took, in seconds."""
        return self._seconds.get(test, 1.0)


def _all(contexts: Iterable[Sequence[str]]) -> set[str]:
    return {each for some in contexts for each in some}


def _by_file(tests: Iterable[str]) -> Mapping[str, Sequence[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for test in tests:
        found[test.partition("::")[0]].append(test)
    return found


def _widths(measured: Path) -> dict[str, int]:
    """Count what each context reaches, in all files."""
    with closing(sqlite3.connect(measured)) as file:
        names = dict(file.execute("SELECT id, context FROM context").fetchall())
        counted = "SELECT context_id, COUNT(*) FROM arc GROUP BY context_id"
        return {names[each]: count for each, count in file.execute(counted)}


def _seconds(times: Path) -> dict[str, float]:
    """Read JUnit's report: the seconds of each test, by its node id."""
    cases = ET.parse(times).iter("testcase")  # noqa: S314 - of our own making
    return {_node(case.attrib): float(case.attrib["time"]) for case in cases}


def _node(case: Mapping[str, str]) -> str:
    return f"{case['classname'].replace('.', '/')}.py::{case['name']}"
