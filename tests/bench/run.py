"""A run: its size, its decades, and a folder for what is thrown away."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.bench.decades import Decades
from tests.bench.sizes import Size


@dataclass(frozen=True, slots=True)
class Run:
    """What every measure is given."""

    size: Size
    decades: Decades
    folder: Path
