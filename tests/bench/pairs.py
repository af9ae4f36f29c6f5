"""``python -m tests.bench.pairs BEFORE``: two checkouts beside one another, in turns.

Both are measured in one run, so that a slow moment of the machine is slow for both;
what is told is the median of the ratios, turn by turn, and how far they scatter.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from tests.bench import conditions
from tests.bench.figures import Figure

HERE = Path(__file__).parents[2]
SIDE = Path(__file__).with_name("pair_side.py")
PARTS = (
    *("durable_singles", "imports", "rebuild", "recording", "all_plots"),
    *("one_history", "visible", "sheets", "difference", "map_tiles", "serving"),
)
TURNS = 7
MOST = 1.05
MOST_OF: Mapping[str, float] = {"durable single commands": 1.08, "rebuild": 1.08}
"""How many times as long something may take that has its own bound."""
RATES = frozenset({"facts/s", "answers/s"})
PYTHON = Path(".venv/bin/python")


@dataclass(frozen=True, slots=True)
class Checkout:
    """A checkout that is set up, with what it has told."""

    folder: Path
    values: dict[str, list[float]] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)

    def measure(self, part: str) -> None:
        """Measure one part in a process of its own, and keep what it tells."""
        python = self.folder / PYTHON
        before = _children_s()
        told = subprocess.run(
            [python, "-P", SIDE, part],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.folder)},
            check=True,
            stdout=subprocess.PIPE,
        )
        figures = msgspec.json.decode(told.stdout, type=list[Figure])
        for each in figures:
            self._keep(each.name, each.unit, each.value)
        if figures:
            self._keep(f"{part}: processor, in all", "s", _children_s() - before)

    def _keep(self, name: str, unit: str, value: float) -> None:
        self.units[name] = unit
        self.values.setdefault(name, []).append(value)


def _children_s() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of both sides."""

    name: str
    unit: str
    before: float
    after: float
    ratios: Sequence[float]
    """How many times as long, or as much, turn by turn."""

    @property
    def ratio(self) -> float:
        """The median of the turns."""
        return statistics.median(self.ratios)

    @property
    def most(self) -> float:
        """What the ratio may be."""
        return MOST_OF.get(self.name, MOST)


def compared(before: Checkout, after: Checkout) -> list[Compared]:
    """Compare the figures that both sides have told in every turn."""
    return [
        _compared(name, after.units[name], before.values[name], values)
        for name, values in after.values.items()
        if name in before.values
    ]


def _compared(
    name: str, unit: str, before: Sequence[float], after: Sequence[float]
) -> Compared:
    pairs = zip(before, after, strict=True)
    ratios = [b / a if unit in RATES else a / b for b, a in pairs]
    medians = statistics.median(before), statistics.median(after)
    return Compared(name, unit, *medians, ratios)


def main() -> int:
    """Let both sides take turns, and print the table; 1 if something is slower."""
    options = _options()
    before, after = Checkout(options.before.absolute()), Checkout(options.after)
    console = Console(width=140)
    for side in (before, after):
        side.measure("lasting")
        side.values.clear()
    console.print(conditions.described())
    for turn in range(options.turns):
        for part in options.only:
            for side in (before, after) if turn % 2 else (after, before):
                side.measure(part)
        console.print(f"turn {turn + 1} of {options.turns}: {conditions.described()}")
    found = compared(before, after)
    console.print(_table(found))
    return 0 if all(each.ratio <= each.most for each in found) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pairs")
    parser.add_argument("before", type=Path, help="a checkout that is set up")
    parser.add_argument("--after", type=Path, default=HERE)
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--only", choices=PARTS, nargs="*", default=PARTS)
    return parser.parse_args()


def _table(found: Sequence[Compared]) -> Table:
    table = Table("measure", "before", "after", "unit", "ratio", "turns", "at most", "")
    for each in found:
        low, high = min(each.ratios), max(each.ratios)
        table.add_row(
            each.name,
            f"{each.before:,.2f}",
            f"{each.after:,.2f}",
            each.unit,
            f"{each.ratio:.3f}",
            f"{low:.2f}–{high:.2f}",
            f"{each.most:g}",
            "" if each.ratio <= each.most else "SLOWER",
        )
    return table


if __name__ == "__main__":
    sys.exit(main())
