"""``make bench``: speed as ratios within one run, absolutes beside them."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from tests.bench import conditions
from tests.bench.answers import answers_beside_a_bare_view
from tests.bench.catching_up import visible
from tests.bench.columns import all_plots
from tests.bench.decades import KEPT, Decades
from tests.bench.figures import Figure, plain
from tests.bench.growth import one_history, ten_times
from tests.bench.imports import imports
from tests.bench.map_against_folium import map_against_folium
from tests.bench.map_page import map_page
from tests.bench.map_tiles import map_tiles
from tests.bench.map_wall import map_wall
from tests.bench.memory import serving_memory
from tests.bench.pages import difference, sheets
from tests.bench.people import (
    people_beside_slow_clients,
    people_for_a_minute,
    people_on_a_large_district,
    people_on_the_demo,
)
from tests.bench.rebuilds import rebuild
from tests.bench.run import Run
from tests.bench.singles import durable_singles
from tests.bench.sizes import SIZES

REPORT = Path("var/bench.json")
MEASURES: Sequence[Callable[[Run], Iterator[Figure]]] = (
    durable_singles,
    imports,
    rebuild,
    all_plots,
    one_history,
    ten_times,
    visible,
    sheets,
    difference,
    serving_memory,
    map_tiles,
    map_page,
    map_against_folium,
    map_wall,
    answers_beside_a_bare_view,
    people_for_a_minute,
    people_on_the_demo,
    people_beside_slow_clients,
    people_on_a_large_district,
)
NAMES = [measure.__name__ for measure in MEASURES]


def main() -> int:
    """Run the measures, print the table, write the report; 1 if a target is missed."""
    options = _options()
    console = Console(width=150)
    KEPT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="run-", dir=KEPT) as folder:
        run = Run(SIZES[options.size], Decades(), Path(folder))
        figures = [conditions.load(), conditions.disk(run.folder)]
        for measure in MEASURES:
            if not options.only or measure.__name__ in options.only:
                console.print(f"{measure.__name__} … ({conditions.described()})")
                figures += measure(run)
    figures += _made(run)
    console.print(_table(figures))
    if not options.only:
        REPORT.write_bytes(msgspec.json.format(msgspec.json.encode(figures), indent=2))
    return 0 if all(figure.met is not False for figure in figures) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--size", choices=sorted(SIZES), default="full")
    parser.add_argument(
        "--only", choices=NAMES, nargs="*", help="some measures only, no report"
    )
    return parser.parse_args()


def _made(run: Run) -> Iterator[Figure]:
    for scale, (facts, spent) in run.decades.made.items():
        name = f"decade of {scale.plots:,} plots made, {facts:,} facts"
        yield plain(name, facts / spent, "facts/s")


def _table(figures: Sequence[Figure]) -> Table:
    table = Table("measure", "value", "unit", "ratio", "against", "target", "met")
    for each in figures:
        table.add_row(
            each.name,
            f"{each.value:,.2f}" if each.value < 1_000 else f"{each.value:,.0f}",
            each.unit,
            "" if each.ratio is None else f"{each.ratio:.2f}",
            each.against or "",
            each.target or "",
            "" if each.met is None else ("yes" if each.met else "NO"),
        )
    return table


if __name__ == "__main__":
    sys.exit(main())
