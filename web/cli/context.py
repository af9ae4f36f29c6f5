"""What every command has at hand: the folder, the language, progress, the actor."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TypeVar, cast

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from projections.opening.read_model import Progress as Report
from web.asking.paging import MOST_ROWS, NAMES, ROWS_A_PAGE
from web.district.opening import District, open_district
from web.words.catalogue import Translate, message_of, words
from web.words.tables import Format

Command = TypeVar("Command", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Session:
    """One run of the command line."""

    home: str
    language: str

    @property
    def folder(self) -> Path:
        """The district's folder."""
        return Path(self.home)

    @property
    def translate(self) -> Translate:
        """The words of the reader's language."""
        return words(self.language)

    @contextmanager
    def district(self) -> Iterator[District]:
        """Open the district, and close it again."""
        district = open_district(self.folder)
        try:
            yield district
        finally:
            district.close()

    @contextmanager
    def recording(self) -> Iterator[District]:
        """Open the district to record in it; say what is doubtful of its clock."""
        with self.district() as district:
            for notice in district.notices():
                click.echo(message_of(notice, self.translate), err=True)
            yield district


pass_session = click.make_pass_decorator(Session)


def actor() -> str:
    """Name who sits at the terminal; the journal takes it from the system."""
    return f"cli:{getpass.getuser()}"


@contextmanager
def progress(text: str) -> Iterator[Report]:
    """Show a bar on stderr while something long runs, where it can be seen."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(text, total=None)

        def report(done: int, in_all: int) -> None:
            bar.update(task, completed=done, total=in_all)

        yield report


def dated(command: Command) -> Command:
    """Give a command ``--as-of`` and ``--as-known``."""
    known = click.option(
        "--as-known",
        default="",
        metavar="K",
        help="As known at: a date, an instant with offset, or a journal position.",
    )
    return _as_of(known(command))


def _as_of(command: Command) -> Command:
    option = click.option(
        "--as-of",
        default="",
        metavar="V",
        help="As of: a date, or an instant with offset; today by default.",
    )
    return option(command)


def paged(command: Command) -> Command:
    """Give a command ``--page`` and ``--per-page``; it has them as ``page``."""

    @wraps(command)
    def run(
        *args: object, number: str | None, rows: str | None, **rest: object
    ) -> None:
        said = zip(NAMES, (number, rows), strict=True)
        page = {name: text for name, text in said if text is not None}
        command(*args, page=page, **rest)

    size = click.option(
        "--per-page",
        "rows",
        metavar="M",
        help=f"Rows a page, {MOST_ROWS:,} at most; {ROWS_A_PAGE} by default.",
    )
    turned = click.option(
        "--page",
        "number",
        metavar="N",
        help="One page of the rows, counted from 1; all rows by default.",
    )
    return cast("Command", turned(size(run)))


def formatted(command: Command) -> Command:
    """Give a command ``--format``."""
    option = click.option(
        "--format",
        "form",
        type=click.Choice([each.value for each in Format]),
        default=Format.TABLE.value,
        show_default=True,
        help="How to write the answer.",
    )
    return option(command)
