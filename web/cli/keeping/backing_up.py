"""``guatu backup`` and ``guatu restore``: copy a district, and put a copy back."""

from __future__ import annotations

from pathlib import Path

import click

from web.backups.making import back_up
from web.backups.manifest import Manifest
from web.backups.restoring import restore as put_back
from web.cli.context import Session, pass_session, progress
from web.timekeeping.clock import SystemClock
from web.words.catalogue import Translate, message_of
from web.words.statuses import REFUSED


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@pass_session
def backup(session: Session, folder: Path) -> None:
    """Copy the district into a new folder in FOLDER, while people record."""
    words = session.translate
    with progress(words("Backing up")) as report:
        place, made = back_up(
            session.folder, folder, now=SystemClock()(), progress=report
        )
    click.echo(_line(words("{folder} holds {what}."), words, made, place))
    if made.missing:
        text = words(
            "The district itself lacks these files, so the backup does: {files}."
        )
        click.echo(text.format(files=", ".join(made.missing)), err=True)
        raise click.exceptions.Exit(REFUSED)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@pass_session
def restore(session: Session, folder: Path) -> None:
    """Put the backup FOLDER into the folder given by --home, which must be empty."""
    words = session.translate
    with progress(words("Checking")) as report:
        made = put_back(folder, session.folder, progress=report)
    click.echo(_line(words("{folder} now holds {what}."), words, made, session.folder))
    with session.district() as district:
        for stop in district.stops():
            click.echo(message_of(stop, words), err=True)


def _line(text: str, words: Translate, made: Manifest, folder: Path) -> str:
    what = words(
        "positions 1 to {position} of journal {journal}, the last recorded at "
        "{recorded}; files: {files}, each as it was written"
    ).format(
        position=made.journal.position,
        journal=made.journal.id,
        recorded=made.journal.recorded,
        files=len(made.files),
    )
    return text.format(folder=folder, what=what)
