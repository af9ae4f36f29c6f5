"""``guatu ask``: the questions of ``web.asking``, each as a command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import cast

import click

from web.asking.questions.ask import ask as answer_to
from web.asking.questions.parameters import Parameter
from web.asking.questions.questions import QUESTIONS, Question
from web.cli.context import Session, pass_session
from web.words.tables import Format, write

FORMATS = [each.value for each in (Format.TABLE, Format.JSON, Format.CSV)]
FORM = click.Option(
    ["--format", "form"],
    type=click.Choice(FORMATS),
    default=Format.TABLE.value,
    show_default=True,
    help="How to write the answer.",
)
Words = Mapping[str, object]


class Questions(click.Group):
    """A group whose commands are made from the table of questions."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """List the questions in the table's order."""
        return [_spelt(name) for name in QUESTIONS]

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> click.Command | None:
        """Make the command of a question; None when there is none of that name."""
        name = cmd_name.replace("-", "_")
        return command_of(QUESTIONS[name]) if name in QUESTIONS else None


@click.group(cls=Questions)
def ask() -> None:
    """Ask one question: any date, as known at any date."""


def command_of(question: Question) -> click.Command:
    """Make the command that asks a question.

    Nothing is required or counted here: what is missing or given twice is refused in
    one place, with one reason, for the command line and the API.
    """

    @pass_session
    def run(session: Session, /, form: str, **words: object) -> None:
        raw = dict(_raw(question, words))
        with session.district() as district:
            answer = answer_to(district, question.name, raw)
            click.echo(write(answer.sheet, Format(form)), nl=False)

    return click.Command(
        _spelt(question.name),
        params=[*_places(question), *_options(question), FORM],
        callback=run,
        help=question.about,
    )


def _places(question: Question) -> Iterator[click.Argument]:
    for each in question.parameters:
        if not each.option:
            yield click.Argument([each.name], metavar=each.metavar, required=False)


def _options(question: Question) -> Iterator[click.Option]:
    for option, parts in _shared(question):
        yield click.Option(
            [option, _keyword(option)],
            multiple=True,
            nargs=_length(parts),
            metavar=" ".join(each.metavar for each in parts),
            help=parts[0].help,
        )


def _shared(question: Question) -> Iterator[tuple[str, list[Parameter]]]:
    """Yield each option with the parameters that it gives."""
    options = (each for each in question.parameters if each.option)
    for option, parts in groupby(options, key=lambda each: each.option):
        yield option, list(parts)


def _length(parts: list[Parameter]) -> int:
    return sum(each.times for each in parts)


def _keyword(option: str) -> str:
    """Name what an option is kept under; some are words of Python."""
    return f"option_{option.removeprefix('--').replace('-', '_')}"


def _raw(question: Question, words: Words) -> Iterator[tuple[str, list[str]]]:
    """Yield each parameter with every text that was given for it."""
    for each in question.parameters:
        if not each.option and (text := words.get(each.name)) is not None:
            yield each.name, [str(text)]
    for option, parts in _shared(question):
        uses = cast("tuple[str | tuple[str, ...], ...]", words[_keyword(option)])
        yield from _taken(parts, uses)


def _taken(
    parts: list[Parameter], uses: Sequence[str | Sequence[str]]
) -> Iterator[tuple[str, list[str]]]:
    """Share out what one option was given, as often as it was given."""
    start = 0
    for each in parts if uses else ():
        end = start + each.times
        texts = ([use] if isinstance(use, str) else use[start:end] for use in uses)
        yield each.name, [text for found in texts for text in found]
        start = end


def _spelt(name: str) -> str:
    return name.replace("_", "-")
