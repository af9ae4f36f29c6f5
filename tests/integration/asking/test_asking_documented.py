"""What the documentation says can be asked can be asked as it says."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import msgspec
import pytest
from flask.testing import FlaskClient

from tests.integration.building import Now, guatu
from tests.integration.journal import golden
from web.app import create_app
from web.asking.questions.questions import QUESTIONS, Question
from web.cli.questions import command_of
from web.frame.asked import EXTENSION

DOCS = Path(__file__).parents[3] / "docs"
EACH = pytest.mark.parametrize("question", QUESTIONS)


@cache
def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def usage(question: Question) -> str:
    """Write how a question is asked, from its command."""
    command = command_of(question)
    places = [p.metavar for p in command.params if isinstance(p, click.Argument)]
    options = [
        f"{p.opts[0]} {p.metavar}"
        for p in command.params
        if isinstance(p, click.Option) and p.multiple
    ]
    words = [f"guatu ask {command.name}", *map(str, places), *options]
    return " ".join(words)


def parameters(question: Question) -> str:
    """Write a question's parameters, those that it needs in bold."""
    return ", ".join(
        f"**{each.name}**" if each.required else each.name
        for each in question.parameters
    )


@EACH
def test_each_question_is_in_the_table_of_commands(question: str) -> None:
    asked = QUESTIONS[question]

    assert f"| `{usage(asked)}` | {asked.about} |" in page("commands.md")


@EACH
def test_each_question_is_in_the_table_of_the_api(question: str) -> None:
    asked = QUESTIONS[question]
    columns = ", ".join(asked.columns)

    line = f"| `{question}` | {parameters(asked)} | {columns} | {asked.about} |"
    assert line in page("api.md")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep the newest golden journal, of which the examples tell."""
    folder = tmp_path_factory.mktemp("documented") / "district"
    golden.write_journal(folder, golden.read_lines(golden.newest()))
    return folder


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[FlaskClient]:
    app = create_app(home, Now(golden.ASKED_AT))
    yield app.test_client()
    app.extensions[EXTENSION].district.close()


@EACH
def test_each_question_has_an_example_at_both_doors(question: str) -> None:
    assert f"`/api/v1/ask/{question}" in page("api.md")
    assert f"\nguatu ask {question.replace('_', '-')}" in page("commands.md")


def test_every_example_of_the_api_is_answered(client: FlaskClient) -> None:
    addresses = re.findall(r"`(/api/v1/ask/\w+(?:\?[^`]*)?)`", page("api.md"))

    answered = {each: client.get(each).status_code for each in addresses}

    assert len(answered) >= len(QUESTIONS)
    assert set(answered.values()) == {200}


def test_the_example_with_its_answer_is_answered_so(client: FlaskClient) -> None:
    shown = re.search(
        r"`(/api/v1/ask/[^`]*)`\n\n```json\n(.*?)```", page("api.md"), re.DOTALL
    )
    assert shown is not None
    address, answer = shown.groups()

    told = client.get(address).text

    assert told == answer
    assert msgspec.json.decode(told)["answer"] == "vacated"


@EACH
def test_every_example_of_the_command_line_is_answered(
    home: Path, question: str
) -> None:
    start = f"guatu ask {question.replace('_', '-')}"
    lines = re.findall(rf"^{start}(?: .*)?$", page("commands.md"), re.MULTILINE)

    answered = [guatu(home, *shlex.split(each)[1:]) for each in lines]

    assert answered
    assert [each.exit_code for each in answered] == [0] * len(lines)
