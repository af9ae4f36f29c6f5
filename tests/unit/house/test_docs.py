"""What can be recorded, run or asked is written down for people, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
from flask import Flask

from domain.facts import FACTS
from tests.unit.house.places_named import Place, functions_in, named_places
from web.asking import views as api
from web.cli.main import main
from web.map import tiles

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
CHOICE = re.compile(r"<any\(([\w, ]+)\):\w+>")
PREFIX = "/api/v1"
PART = re.compile(r"<(?:\w+:)?\w+>")
OF_THE_CODE = ("house.md", "rules.md", "glossary.md")
"""Pages that name places in the code."""
SOME = 20
TEST = re.compile(r"`(test_\w+\.py|golden\w+\.py|dated_addresses\.py)(?:::(\w+))?`")


@cache
def pages() -> str:
    """Read the README and every page of the documentation as one text."""
    files = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
    return "\n".join(f.read_text(encoding="utf-8") for f in files if f.exists())


def commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Walk the command line: each command with the words that start it."""
    yield name, command
    if isinstance(command, click.Group):
        # Groups may load or make their commands only when they are asked for them.
        context = click.Context(command)
        for word in command.list_commands(context):
            each = command.get_command(context, word)
            assert each is not None
            yield from commands(each, f"{name} {word}")


def options() -> list[tuple[str, str]]:
    """List each option of each command by its long name."""
    return [
        (name, next(flag for flag in parameter.opts if flag.startswith("--")))
        for name, command in commands(main, "guatu")
        for parameter in command.params
        if isinstance(parameter, click.Option) and parameter.name != "version"
    ]


def addresses() -> set[str]:
    """List the addresses for programs, a choice of words spelt out."""
    app = Flask(__name__)
    api.init_app(app)
    tiles.init_app(app)
    rules = {
        str(rule) for rule in app.url_map.iter_rules() if rule.endpoint != "static"
    }
    return {
        CHOICE.sub(word.strip(), rule)
        for rule in rules
        for match in [CHOICE.search(rule)]
        for word in (match.group(1).split(",") if match else [""])
    }


def as_pattern(address: str) -> str:
    """Let any placeholder stand for a value; a table may leave out what repeats."""
    parts = map(re.escape, PART.split(address.removeprefix(PREFIX)))
    return f"({PREFIX}|`)" + "[^/\\s`]+".join(parts) + r"(?![\w/])"


@pytest.mark.parametrize("fact", sorted(FACTS))
def test_every_fact_is_documented(fact: str) -> None:
    assert re.search(rf"\b{fact}\b", pages())


@pytest.mark.parametrize("name", [name for name, _ in commands(main, "guatu")])
def test_every_command_is_documented(name: str) -> None:
    words = name.removeprefix("guatu").split()

    assert re.search(
        r"\bguatu( -{2}\w+ \S+)*" + "".join(f" {w}" for w in words), pages()
    )


@pytest.mark.parametrize(("command", "option"), sorted(set(options())))
def test_every_option_is_documented(command: str, option: str) -> None:
    assert re.search(rf"{option}(?![\w-])", pages()), command


@pytest.mark.parametrize("address", sorted(addresses()))
def test_every_address_for_programs_is_documented(address: str) -> None:
    assert re.search(as_pattern(address), pages())


@pytest.mark.parametrize("name", [name for name, _ in commands(main, "guatu")])
def test_every_command_and_option_says_what_it_does(name: str) -> None:
    command = dict(commands(main, "guatu"))[name]

    assert command.help
    assert [
        option.opts[0]
        for option in command.params
        if isinstance(option, click.Option) and not option.help
    ] == []


@pytest.mark.parametrize("page", OF_THE_CODE)
def test_every_place_that_a_page_names_is_there(page: str) -> None:
    places = named_places(DOCS / page)

    assert len(places) > SOME
    assert [place for place in places if not is_there(place)] == []


def is_there(place: Place) -> bool:
    """Tell whether a file is there, and the function in it."""
    file, function = ROOT / place[0], place[1]
    return file.exists() and (not function or function in functions_in(file))


@pytest.mark.parametrize("page", ["house.md", "rules.md"])
def test_every_test_that_a_page_names_is_there(page: str) -> None:
    named = TEST.findall((DOCS / page).read_text(encoding="utf-8"))
    files = {path.name: path for path in (ROOT / "tests").rglob("*.py")}

    assert len(named) > 1
    assert [
        (name, function)
        for name, function in named
        if name not in files or (function and function not in functions_in(files[name]))
    ] == []


def test_each_walk_names_the_function_of_every_step() -> None:
    house = (DOCS / "house.md").read_text(encoding="utf-8")
    walks = house[house.index("## One fact") : house.index("## Where a new one goes")]
    steps = re.findall(r"^\d+\. .*$", walks, re.MULTILINE)

    assert len(steps) >= 20
    assert [each for each in steps if not re.search(r"`[\w./]+:\w+`", each)] == []
