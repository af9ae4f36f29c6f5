"""Decades: made once, kept under ``var/bench``, opened by every measure."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.progress import Progress

from tests.bench.timing import seconds
from web.district.opening import District, open_district
from web.samples.decade.filling import found_decade
from web.samples.decade.scale import VERSION, Scale

KEPT = Path("var/bench")


class Decades:
    """The decades of a run."""

    def __init__(self) -> None:
        self.made: dict[Scale, tuple[int, float]] = {}
        """Facts and seconds of those that had to be made."""

    def home(self, scale: Scale) -> Path:
        """Return the folder of a decade; make it where it is not kept yet."""
        home = KEPT / f"decade-{VERSION}-{scale.plots}-{scale.facts}-{scale.seed}"
        if not home.exists():
            unfinished = home.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            self._make(unfinished, scale)
            unfinished.rename(home)
        return home

    @contextmanager
    def opened(self, scale: Scale) -> Iterator[District]:
        """Open a decade, its read model caught up."""
        district = open_district(self.home(scale))
        try:
            district.refresh()
            yield district
        finally:
            district.close()

    def _make(self, home: Path, scale: Scale) -> None:
        for kept in KEPT.glob("decade-*"):
            if not kept.name.startswith(f"decade-{VERSION}-"):
                shutil.rmtree(kept)
        found: list[int] = []
        with Progress(transient=True) as bar:
            task = bar.add_task(f"A decade of {scale.plots:,} plots", total=None)

            def report(done: int, in_all: int) -> None:
                bar.update(task, completed=done, total=in_all)

            spent = seconds(lambda: found.append(found_decade(home, scale, report)))
        self.made[scale] = found[0], spent
