"""``make bench``: speed as ratios to the bare library within one run."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import msgspec
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.bench.measures import MEASURES, Figure

REPORT = Path("var/bench.json")


def main() -> int:
    """Run every measure, print the table, write the report; 1 if a target is missed."""
    with tempfile.TemporaryDirectory(prefix="guatu-bench-") as folder:
        figures = [
            figure
            for measure in track(MEASURES, description="Measuring", transient=True)
            for figure in measure(Path(folder))
        ]
    Console(width=120).print(_table(figures))
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_bytes(msgspec.json.format(msgspec.json.encode(figures), indent=2))
    return 0 if all(figure.met is not False for figure in figures) else 1


def _table(figures: list[Figure]) -> Table:
    table = Table("measure", "value", "unit", "ratio", "against", "target", "met")
    for each in figures:
        table.add_row(
            each.name,
            f"{each.value:,.1f}",
            each.unit,
            "" if each.ratio is None else f"{each.ratio:.2f}",
            each.against or "",
            "" if each.target is None else f"≥ {each.target}",
            "" if each.met is None else ("yes" if each.met else "NO"),
        )
    return table


if __name__ == "__main__":
    sys.exit(main())
