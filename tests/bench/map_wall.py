"""The wall map: 100,000 plots of the city on A0, as one command writes it."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from pypdf import PdfReader

from tests.bench.figures import Figure, at_least, at_most, plain
from tests.bench.run import Run
from tests.bench.timing import seconds
from web.samples.decade.filling import NAME
from web.samples.decade.land import BLOCK, CORNER_MM, PITCH_MM
from web.samples.decade.scale import Scale

AS_OF = "2023-03-31"
PLOTS = 100_000
TURNS = 2
WRITTEN_S, SIZE_MB = 30, 15
MEGABYTE = 1_000_000


def map_wall(run: Run) -> Iterator[Figure]:
    """Write the sheet, from the start of the command to the file."""
    home, file = run.decades.home(run.size.city), run.folder / "wall.pdf"
    with run.decades.opened(run.size.city):
        pass
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    spent = statistics.median(
        seconds(lambda: _written(home, file, window(run.size.city)))
        for _ in range(TURNS)
    )
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    plots = f"{min(PLOTS, run.size.city.plots):,} plots"
    size = file.stat().st_size / MEGABYTE
    yield at_most(f"A0 wall map of about {plots}", spent, "s", WRITTEN_S)
    yield plain("of which processor time", used / TURNS, "s")
    yield at_most(f"its file, {plots}", size, "MB", SIZE_MB)
    told = (NAME, AS_OF)
    text = PdfReader(file).pages[0].extract_text()
    read = sum(word in text for word in told)
    yield at_least("district and date read out of its text", read, "of 2", len(told))


def window(scale: Scale) -> str:
    """Return a window of the city with as many plots as are wanted; blank for all."""
    if scale.plots <= PLOTS:
        return ""
    across = round((PLOTS / BLOCK * PITCH_MM[1] / PITCH_MM[0]) ** 0.5)
    up = round(PLOTS / BLOCK / across)
    west, south = (each / 1000 for each in CORNER_MM)
    east = west + across * PITCH_MM[0] / 1000
    north = south + up * PITCH_MM[1] / 1000
    return f"{west:.0f},{south:.0f},{east:.0f},{north:.0f}"


def _written(home: Path, file: Path, area: str) -> None:
    command = [sys.executable, "-m", "web.cli.main", "--home", str(home), "wallmap"]
    asked = ["--paper", "A0", "--as-of", AS_OF, "--area", area, "-o", str(file)]
    subprocess.run([*command, *asked], check=True, stdout=subprocess.DEVNULL)
