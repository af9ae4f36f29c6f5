"""Measure the house: files, functions, rooms and floors; ``--check`` holds its limits.

A room is a folder directly under a package (or under ``static/js``), with all in it, or
a file that lies beside such folders. A floor is a step of the longest chain of
imports between rooms; what only type checkers import does not count.
"""

from __future__ import annotations

import ast
import re
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PACKAGES = ("domain", "projections", "geo", "web")
SCRIPTS = ROOT / "web" / "static" / "js"
SOURCES = (".py", ".js", ".css", ".html")
NOT_OURS = ("vendor", "node_modules", "__pycache__", "translations")
JS_IMPORT = re.compile(
    r'^import\b[^;"]*"(\.[^"]+)"|\bimport\("(\.[^"]+)"\)', re.MULTILINE
)

Edges = Mapping[str, set[str]]


class Limit(NamedTuple):
    """A figure of the house, and the most that it may be."""

    name: str
    found: float
    most: float


def sources(folder: Path, endings: Sequence[str] = (".py",)) -> list[Path]:
    """List the files of ours below a folder."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in endings and not set(path.parts) & set(NOT_OURS)
    )


def fullest_folder() -> tuple[int, str]:
    """Return how many sources the fullest folder holds, and which it is."""
    counted = Counter(
        path.parent.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in sources(ROOT / package, SOURCES)
        if path.name != "__init__.py"
    )
    [(folder, files)] = counted.most_common(1)
    return files, folder


def functions(package: str) -> list[int]:
    """Return the length of every function in lines, with its docstring."""
    return [
        1 + (node.end_lineno or node.lineno) - node.lineno
        for path in sources(ROOT / package)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def imported(tree: ast.Module) -> Iterator[str]:
    """Name the modules that a module imports when it runs."""
    for node in ast.walk(_without_type_checking(tree)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _without_type_checking(tree: ast.Module) -> ast.Module:
    kept = [
        node
        for node in tree.body
        if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test))
    ]
    return ast.Module(kept, type_ignores=[])


def module_of(path: Path) -> str:
    """Name the module in a file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    """Name the room that a module is in: package, and folder or file."""
    return ".".join(module.split(".")[:2])


def python_rooms(package: str) -> Edges:
    """Return which room of a package imports which."""
    files = [path for path in sources(ROOT / package) if path.stem != "__init__"]
    known = {module_of(path) for path in sources(ROOT / package)} - {package}
    edges: dict[str, set[str]] = {room_of(module): set() for module in known}
    for path in files:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        here = room_of(module_of(path))
        edges[here] |= {room_of(name) for name in imported(tree) if name in known}
        edges[here] -= {here}
    return edges


def script_rooms() -> Edges:
    """Return which room of the scripts imports which."""
    edges: dict[str, set[str]] = {}
    for path in sources(SCRIPTS, (".js",)):
        here = path.parent.name
        edges.setdefault(here, set())
        for found in JS_IMPORT.findall(path.read_text(encoding="utf-8")):
            other = (path.parent / (found[0] or found[1])).resolve()
            if SCRIPTS in other.parents and other.parent.name != here:
                edges[here].add(other.parent.name)
    return edges


def floors(edges: Edges) -> dict[str, int]:
    """Return the floor of each room: 1 for those that import none.

    Raises:
        SystemExit: Rooms import one another in a circle.
    """
    found: dict[str, int] = {}

    def floor(room: str, above: tuple[str, ...]) -> int:
        if room in above:
            circle = " → ".join((*above[above.index(room) :], room))
            message = f"Rooms in a circle: {circle}"
            raise SystemExit(message)
        if room not in found:
            below = [floor(other, (*above, room)) for other in edges.get(room, ())]
            found[room] = 1 + max(below, default=0)
        return found[room]

    for room in edges:
        floor(room, ())
    return found


def tenth(lengths: Sequence[int]) -> float:
    """Return the length that nine of ten stay within."""
    return statistics.quantiles(lengths, n=10)[-1]


def limits() -> list[Limit]:
    """Measure all that has a limit."""
    lengths = [length for package in PACKAGES for length in functions(package)]
    most_floors = {"web": 7, "projections": 5, "geo": 5}
    return [
        Limit("files in the fullest folder", fullest_folder()[0], 14),
        *(
            Limit(f"floors of {name}", max(floors(python_rooms(name)).values()), most)
            for name, most in most_floors.items()
        ),
        Limit("floors of the scripts", max(floors(script_rooms()).values()), 6),
        Limit("lines of a function, median", statistics.median(lengths), 8),
        Limit("lines of a function, nine of ten", tenth(lengths), 19),
        Limit("lines of a function, at most", max(lengths), 40),
    ]


def described() -> Iterator[str]:
    """Describe each package, then each room by floor."""
    for package in PACKAGES:
        files = sources(ROOT / package)
        sizes = [len(path.read_text(encoding="utf-8").splitlines()) for path in files]
        lengths = functions(package)
        yield (
            f"{package}: {len(files)} files, {sum(sizes):,} lines; a file "
            f"{_spread(sizes)}; a function {_spread(lengths)}"
        )
        yield from _by_floor(floors(python_rooms(package)))
    yield "static/js:"
    yield from _by_floor(floors(script_rooms()))
    yield f"fullest folder: {fullest_folder()[1]}"


def _spread(sizes: Sequence[int]) -> str:
    """Write the median, the ninth tenth, and the largest of some lengths."""
    return f"{statistics.median(sizes):.0f} / {tenth(sizes):.0f} / {max(sizes)} lines"


def _by_floor(found: Mapping[str, int]) -> Iterator[str]:
    for number in sorted(set(found.values())):
        rooms = sorted(room for room, floor in found.items() if floor == number)
        yield f"  {number}  {' '.join(rooms)}"


def printed(lines: Iterable[str], write: Callable[[str], object]) -> None:
    """Write lines, each with its end."""
    for line in lines:
        write(f"{line}\n")


def main(arguments: Sequence[str]) -> int:
    """Print the figures; with ``--check`` end with 1 where a limit is passed."""
    printed(described(), sys.stdout.write)
    found = limits()
    printed(
        (f"{each.name}: {each.found:g} of {each.most:g}" for each in found),
        sys.stdout.write,
    )
    passed = [each for each in found if each.found > each.most]
    if "--check" in arguments:
        printed((f"too much: {each.name}" for each in passed), sys.stderr.write)
        return min(len(passed), 1)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
