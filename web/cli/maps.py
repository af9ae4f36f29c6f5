"""``guatu map`` and ``guatu wallmap``: the map as a page for ever, and on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from geo.wall.paper import PAPERS_MM
from web.cli.context import Session, dated, pass_session, progress
from web.district.dates import resolve
from web.district.files.whole import written_whole
from web.paper.evidence import evidence_page
from web.paper.wall import FORMATS, WallOrder, drawn_sheet, write_sheet
from web.words.catalogue import LANGUAGES, words

Command = TypeVar("Command", bound=Callable[..., object])

TURNS = {"auto": None, "landscape": True, "portrait": False}
MEGABYTE = 1_000_000


def placed(command: Command) -> Command:
    """Give a command ``--area``, ``--lang`` and ``-o``."""
    area = click.option(
        "--area",
        default="",
        metavar="AREA",
        help="project:ID, zone:NAME, town:NAME, the name alone, or west,south,east,"
        "north in metres or degrees; the whole district by default.",
    )
    language = click.option(
        "--lang",
        "language",
        type=click.Choice(LANGUAGES),
        help="The language of the file; that of the messages by default.",
    )
    output = click.option(
        "--output",
        "-o",
        required=True,
        type=click.Path(path_type=Path, dir_okay=False),
        help="The file to write; it is replaced only once the new one is complete.",
    )
    return area(language(output(command)))


@click.command("map")
@dated
@placed
@pass_session
def evidence(  # noqa: PLR0913, PLR0917  (a command line has that many options)
    session: Session,
    as_of: str,
    as_known: str,
    area: str,
    language: str | None,
    output: Path,
) -> None:
    """Write the map at a date as one page that opens anywhere, without a network."""
    chosen = language or session.language
    with session.district() as district:
        dates = resolve(district, as_of=as_of, as_known=as_known)
        with progress(session.translate("Writing the evidence page")):
            page = evidence_page(district, dates, area, words(chosen), language=chosen)
            with written_whole(output) as file:
                file.write(page.encode())
    _tell(session, output)


@click.command()
@click.option(
    "--paper",
    type=click.Choice(list(PAPERS_MM)),
    default="A3",
    show_default=True,
    help="The size of the sheet.",
)
@click.option(
    "--orientation",
    type=click.Choice(list(TURNS)),
    default="auto",
    show_default=True,
    help="How the sheet is turned; auto is whichever way the map is larger.",
)
@click.option("--landscape", "orientation", flag_value="landscape", help="Lie it down.")
@click.option("--portrait", "orientation", flag_value="portrait", help="Set it up.")
@click.option(
    "--patterns", is_flag=True, help="Give stages patterns, for black-and-white print."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="How to write it; by the file's ending by default, else PDF.",
)
@dated
@placed
@pass_session
def wallmap(  # noqa: PLR0913  (a command line has that many options)
    session: Session,
    *,
    paper: str,
    orientation: str,
    patterns: bool,
    form: str | None,
    as_of: str,
    as_known: str,
    area: str,
    language: str | None,
    output: Path,
) -> None:
    """Draw the map at a date on one sheet of paper, true to scale."""
    order = WallOrder(
        paper=paper, landscape=TURNS[orientation], area=area, patterns=patterns
    )
    chosen = form or ("png" if output.suffix.lower() == ".png" else "pdf")
    with session.district() as district:
        dates = resolve(district, as_of=as_of, as_known=as_known)
        with progress(session.translate("Drawing the wall map")) as report:
            language_words = words(language or session.language)
            sheet = drawn_sheet(district, dates, order, language_words, report)
            files = write_sheet(sheet, output, chosen)
    for file in files:
        _tell(session, file)


def _tell(session: Session, file: Path) -> None:
    text = session.translate("{file} is written: {size} MB.")
    size = f"{file.stat().st_size / MEGABYTE:.1f}"
    click.echo(text.format(file=file, size=size))
