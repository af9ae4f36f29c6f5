"""The small mistakes that ``make mutations`` makes in the domain."""

from __future__ import annotations

import ast
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from scripts.mutations.mutants import Mutant, mutants
from scripts.mutations.results import Results
from scripts.mutations.sampling import equivalents, sampled
from scripts.mutations.swapping import swapped
from scripts.mutations.trying import Verdict

ROOT = Path(__file__).parents[3]


def changed(line: str) -> set[str]:
    source = f"def f(a, b):\n    {line}\n"
    found = mutants("f.py", source.encode())
    return {each.applied(source.encode()).decode().splitlines()[1] for each in found}


@pytest.mark.parametrize(
    ("line", "mistakes"),
    [
        ("if a < b: pass", {"    if (a <= b): pass"}),
        ("if a is not b: pass", {"    if (a is b): pass"}),
        ("if a and b: pass", {"    if (a or b): pass"}),
        ("if not a: pass", {"    if (a): pass"}),
        ("a = b + b", {"    a = (b - b)"}),
        ("a = 6", {"    a = (7)"}),
        ("a = True", {"    a = (False)"}),
        ("return a", {"    return None"}),
        ("raise a", {"    pass"}),
        ("a.b = b", {"    pass"}),
        ("b = a(a, b)", {"    b = (a(b, a))"}),
        ("while a: break", {"    while a: pass"}),
        (
            "while a: continue; b",
            {"    while a: pass; b", "    while a: continue; pass"},
        ),
    ],
)
def test_each_kind_of_mistake_changes_one_place(line: str, mistakes: set[str]) -> None:
    assert changed(line) == mistakes


@pytest.mark.parametrize(
    "line",
    ['"""Words."""', "a: int | str = b", "zip(a, b, strict=True)", 'a = f"{b}"'],
)
def test_what_is_declared_or_said_stays_as_it_is(line: str) -> None:
    assert changed(line) <= {"    pass", "    (zip(b, a, strict=True))"}


@pytest.mark.parametrize(
    "source",
    [
        "PATIENCE_S = 5",
        "AT_ONCE = 50_000",
        "Verb = Record | Correct | str | None",
        "a = max(b, c)",
        "for a in b:\n    try: c = b\n    except d: continue",
        "def f():\n    return False",
        'def f(a=True):\n    """Say what others do."""',
    ],
)
def test_what_no_answer_can_tell_stays_as_it_is(source: str) -> None:
    changes = {each.after for each in mutants("f.py", source.encode())}

    assert changes <= {"(True)"}


def test_a_mistake_after_chinese_text_lies_where_it_says() -> None:
    source = 'a = "地块"; b = 1 < 2\n'.encode()

    compared = [each for each in mutants("f.py", source) if each.kind == "comparison"]

    assert [each.applied(source).decode() for each in compared] == [
        'a = "地块"; b = (1 <= 2)\n'
    ]


LOADED = b"""
LIMIT = 3
class Room:
    @property
    def is_full(self): return len([each for each in "abc" if each]) < LIMIT
"""


def loaded(folder: Path) -> tuple[ModuleType, str]:
    file = folder / "loaded_room.py"
    file.write_bytes(LOADED)
    spec = spec_from_file_location("loaded_room", file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module, str(file)


def test_a_function_that_is_loaded_makes_the_mistake_at_once(tmp_path: Path) -> None:
    module, path = loaded(tmp_path)

    assert swapped(path, LOADED, LOADED.replace(b"< LIMIT", b"<= LIMIT"))

    assert module.Room().is_full


def test_a_mistake_outside_functions_asks_for_a_new_process(tmp_path: Path) -> None:
    module, path = loaded(tmp_path)

    assert not swapped(path, LOADED, LOADED.replace(b"LIMIT = 3", b"LIMIT = 4"))

    assert not module.Room().is_full


def test_no_line_after_a_mistake_moves() -> None:
    source = b"a = (1 <\n     2)\nraise E(\n  1)\nb = 3\n"

    after = [each.applied(source).splitlines()[4] for each in mutants("f.py", source)]

    assert after.count(b"b = 3") == len(after) - 1


def test_one_number_draws_the_same_mistakes_and_more_from_longer_files() -> None:
    sources = {"short.py": b"a = 1\n" * 20, "long.py": b"a = 1\n" * 180}

    drawn = sampled(sources, 100, seed=3)

    assert drawn == sampled(sources, 100, seed=3) != sampled(sources, 100, seed=4)
    assert len(set(drawn)) == 100
    assert sum(each.path == "long.py" for each in drawn) > 80


def test_who_edits_one_place_draws_the_same_mistakes_of_the_others() -> None:
    sources = {
        f"{name}.py": "".join(f"{name}{n} = {n}\n" for n in range(50)).encode()
        for name in "abcd"
    }
    edited = {**sources, "b.py": b"b = 7\n" + sources["b.py"]}

    one, other = (sampled(each, 60, seed=9) for each in (sources, edited))

    elsewhere = {each for each in one if each.path != "b.py"}
    assert len(elsewhere) > 30
    assert len(elsewhere & set(other)) >= len(elsewhere) - 2


def test_what_was_noticed_is_known_to_the_next_run_and_the_rest_is_not(
    tmp_path: Path,
) -> None:
    [mutant] = mutants("f.py", b"a = 1")
    file = tmp_path / "results.jsonl"
    first = Results(file, resume=False)
    first.add(mutant, b"a = 2", Verdict(killed=True, words="by a test"))
    first.add(mutant, b"a = 3", Verdict(killed=False, words="by none"))

    again = Results(file, resume=True)

    assert again.killed("f.py", b"a = 2") == "by a test"
    assert again.killed("f.py", b"a = 3") == again.killed("g.py", b"a = 2") == ""
    assert Results(file, resume=False).killed("f.py", b"a = 2") == ""


@pytest.fixture(scope="module")
def possible() -> dict[str, list[Mutant]]:
    """List all mistakes that can be made in the domain, by file."""
    return {
        str(file): mutants(str(file), file.read_bytes())
        for file in sorted((ROOT / "domain").rglob("*.py"))
    }


def test_every_mistake_in_the_domain_is_still_python(
    possible: dict[str, list[Mutant]],
) -> None:
    for path, found in possible.items():
        for each in found[::50]:
            ast.parse(each.applied(Path(path).read_bytes()))


def test_a_change_that_is_called_equivalent_can_still_be_made(
    possible: dict[str, list[Mutant]],
) -> None:
    lines = {path: Path(path).read_bytes().splitlines() for path in possible}
    made = {
        (lines[path][each.line - 1].decode().strip(), each.before, each.after)
        for path, found in possible.items()
        for each in found
    }

    assert {each[:3] for each in equivalents()} <= made
    assert all(each.reason for each in equivalents())
