"""Which tests reach a line, read from what ``make coverage`` has measured."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping, Sequence
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

    def tests(self, path: str, line: int) -> list[str]:
        """Choose the tests of a line, the quickest first, of half a minute in all.

        A line that is executed as its module is imported, or in another process,
        has no test of its own: then those of the whole file are chosen, and any where
        the file has none.
        """
        lines = self._lines(path)
        reached = max((each for each in lines if each <= line), default=line)
        chosen = self._of(lines.get(reached, ()))
        return self._within_budget(
            chosen or self._of(_all(lines.values())) or self._seconds
        )

    @cache  # noqa: B019 - one object, for one run
    def _lines(self, path: str) -> dict[int, list[str]]:
        return self._data.contexts_by_lineno(path)

    def _of(self, contexts: Iterable[str]) -> set[str]:
        """Name the tests of contexts; what a fixture reaches is every test's of a file.

        A fixture of a module or a session is measured in its first test alone.
        """
        chosen: set[str] = set()
        for context in contexts:
            test, _, phase = context.rpartition("|")
            if phase == "run":
                chosen.add(test)
            elif test:
                file = test.partition("::")[0]
                chosen.update(each for each in self._seconds if each.startswith(file))
        return chosen

    def _within_budget(self, tests: Iterable[str]) -> list[str]:
        chosen: list[str] = []
        spent_s = 0.0
        for test in sorted(tests, key=self.seconds):
            spent_s += self.seconds(test)
            if chosen and spent_s > BUDGET_S:
                break
            chosen.append(test)
        return chosen

    def seconds(self, test: str) -> float:
        """Say how long a test took, in seconds."""
        return self._seconds.get(test, 1.0)


def _all(contexts: Iterable[Sequence[str]]) -> set[str]:
    return {each for some in contexts for each in some}


def _seconds(times: Path) -> dict[str, float]:
    """Read JUnit's report: the seconds of each test, by its node id."""
    cases = ET.parse(times).iter("testcase")  # noqa: S314 - of our own making
    return {_node(case.attrib): float(case.attrib["time"]) for case in cases}


def _node(case: Mapping[str, str]) -> str:
    return f"{case['classname'].replace('.', '/')}.py::{case['name']}"
