"""Count the branches that tests reach, by folder; ``--check`` holds what was reached.

The figures come from what ``make coverage`` has measured. What was reached before
stands in ``branches.toml`` beside this file, in per cent by folder; ``--keep`` writes
it anew.
"""

from __future__ import annotations

import sys
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from coverage import Coverage

ROOT = Path(__file__).parents[1]
MEASURED = ROOT / "var" / "coverage" / "data"
LEAST = Path(__file__).with_name("branches.toml")
DOMAIN_PERCENT = 97.0
ROUNDING = 0.1
HEAD = """\
# Branches that the tests of `make coverage` reach, in per cent of each folder's own
# files. `make coverage` fails below them; `python scripts/branches.py --keep` writes
# them anew.
"""


class Branches(NamedTuple):
    """How many branches there are, and how many of them are reached."""

    reached: int
    total: int

    @property
    def percent(self) -> float:
        """Return the share that is reached; all of none is all."""
        return 100 * self.reached / self.total if self.total else 100.0


def by_folder(measured: Path) -> dict[str, Branches]:
    """Count the branches of each folder's own files, by the folder's path."""
    coverage = Coverage(data_file=str(measured))
    coverage.load()
    counted: defaultdict[str, Branches] = defaultdict(lambda: Branches(0, 0))
    for path in coverage.get_data().measured_files():
        reached, total = _of(coverage, path)
        folder = PurePosixPath(path).parent.as_posix()
        counted[folder] = Branches(
            counted[folder].reached + reached, counted[folder].total + total
        )
    return dict(sorted(counted.items()))


def _of(coverage: Coverage, path: str) -> Branches:
    exits = coverage.branch_stats(str(ROOT / path)).values()
    return Branches(sum(taken for _, taken in exits), sum(all_ for all_, _ in exits))


def whole(package: str, folders: Mapping[str, Branches]) -> Branches:
    """Add up a package and all folders in it."""
    parts = [each for path, each in folders.items() if path.split("/", 1)[0] == package]
    return Branches(sum(each.reached for each in parts), sum(e.total for e in parts))


def lost(folders: Mapping[str, Branches], kept: Mapping[str, float]) -> list[str]:
    """Say which folders reach less than before, and whether the domain is below 97 %.

    A folder that was not there before is asked for nothing yet.
    """
    words = [
        f"{path} reaches {found.percent:.1f} % of its branches, before {kept[path]} %."
        for path, found in folders.items()
        if found.percent < kept.get(path, 0.0) - ROUNDING
    ]
    domain = whole("domain", folders).percent
    if domain < DOMAIN_PERCENT:
        words.append(
            f"domain reaches {domain:.1f} %, it must reach {DOMAIN_PERCENT} %."
        )
    return words


def _keep(folders: Mapping[str, Branches]) -> None:
    lines = [f'"{path}" = {each.percent:.1f}\n' for path, each in folders.items()]
    LEAST.write_text(HEAD + "".join(lines), encoding="utf-8")


def _print(folders: Mapping[str, Branches]) -> None:
    packages = sorted({path.split("/", 1)[0] for path in folders})
    for path, each in [
        *folders.items(),
        *((f"{package} in all", whole(package, folders)) for package in packages),
    ]:
        print(f"{path:32}{each.reached:6} of {each.total:6}{each.percent:8.1f} %")  # noqa: T201


def main(arguments: list[str]) -> int:
    """Print the figures; with ``--check`` fail over what was lost."""
    folders = by_folder(MEASURED)
    _print(folders)
    if "--keep" in arguments:
        _keep(folders)
    if "--check" not in arguments:
        return 0
    words = lost(folders, tomllib.loads(LEAST.read_text(encoding="utf-8")))
    print(*words, sep="\n", file=sys.stderr)  # noqa: T201
    return int(bool(words))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
