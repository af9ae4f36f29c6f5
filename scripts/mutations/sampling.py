"""Which mutants are tried: so many of a package, in proportion to its files' lines."""

from __future__ import annotations

import random
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from scripts.mutations.mutants import Mutant, mutants

EQUIVALENT = Path(__file__).with_name("equivalent.toml")


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

    Args:
        sources: What stands in each file, by its path.
        count: How many to draw; fewer come back only if there are fewer.
        seed: The same number draws the same mutants of the same files.

    Returns:
        The mutants, by file and place.
    """
    drawing = random.Random(seed)  # noqa: S311 - drawn to be drawn again
    left = {path: _by_kind(mutants(path, source)) for path, source in sources.items()}
    drawn: list[Mutant] = []
    while len(drawn) < count and any(left.values()):
        paths = [path for path, kinds in left.items() if kinds]
        lines = [len(sources[path].splitlines()) for path in paths]
        [path] = drawing.choices(paths, weights=lines)
        drawn.append(_draw(left[path], drawing))
    return sorted(drawn)


def _by_kind(found: Sequence[Mutant]) -> dict[str, list[Mutant]]:
    kinds: defaultdict[str, list[Mutant]] = defaultdict(list)
    for mutant in found:
        kinds[mutant.kind].append(mutant)
    return dict(kinds)


def _draw(kinds: dict[str, list[Mutant]], drawing: random.Random) -> Mutant:
    kind = drawing.choice(sorted(kinds))
    mutant = kinds[kind].pop(drawing.randrange(len(kinds[kind])))
    if not kinds[kind]:
        del kinds[kind]
    return mutant
