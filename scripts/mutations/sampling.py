"""Which mutants are tried: so many of a package, in proportion to its files' lines."""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from scripts.mutations.mutants import Mutant, mutants

EQUIVALENT = Path(__file__).with_name("equivalent.toml")
LOT_BYTES = 6
LOTS = 1 << 8 * LOT_BYTES


class Equivalent(NamedTuple):
    """A change that no behaviour can tell, on a line wherever it lies, and why."""

    line: str
    before: str
    after: str
    reason: str

    def means(self, mutant: Mutant, source: bytes) -> bool:
        """Tell whether a mutant is this change."""
        line = source.splitlines()[mutant.line - 1].decode().strip()
        return (line, mutant.before, mutant.after) == self[:3]


def equivalents() -> list[Equivalent]:
    """Read the changes that are known to change nothing."""
    listed = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))
    return [Equivalent(**each) for each in listed.get("equivalent", [])]


def sampled(sources: Mapping[str, bytes], count: int, seed: int) -> list[Mutant]:
    """Draw mutants of files, in proportion to lines, each kind of change as often.

    Each has a lot of its own, made of what it changes, so that who edits one place of
    the package draws the same mutants of all others.

    Args:
        sources: What stands in each file, by its path.
        count: How many to draw; fewer come back only if there are fewer.
        seed: The same number draws the same mutants of the same files.

    Returns:
        The mutants, by file and place.

    Source:
        Efraimidis and Spirakis, Weighted random sampling with a reservoir, 2006.
    """
    lots = [
        lot
        for path, source in sources.items()
        for lot in _lots(mutants(path, source), source, seed)
    ]
    return sorted(mutant for _, mutant in sorted(lots)[:count])


def _lots(
    found: Sequence[Mutant], source: bytes, seed: int
) -> Iterator[tuple[float, Mutant]]:
    """Yield a file's mutants, each with a lot: the more it weighs, the smaller."""
    lines = source.splitlines()
    kinds = Counter(mutant.kind for mutant in found)
    met: Counter[str] = Counter()
    for mutant in found:
        line = lines[mutant.line - 1].decode().strip()
        name = PurePosixPath(mutant.path).name
        said = f"{seed} {name} {line} {mutant.before} {mutant.after}"
        met[said] += 1
        weight = len(lines) / len(kinds) / kinds[mutant.kind]
        yield -math.log(_share(f"{said} {met[said]}")) / weight, mutant


def _share(said: str) -> float:
    """Make a number between 0 and 1 of a text, neither included."""
    drawn = int.from_bytes(sha256(said.encode()).digest()[:LOT_BYTES], "big")
    return (drawn + 0.5) / LOTS
