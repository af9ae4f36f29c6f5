"""``guatu verify``: look for everything that is wrong, and name it."""

from __future__ import annotations

from pathlib import Path

import click

from web.cli.context import Session, pass_session, progress
from web.verification.district import VerifyOptions
from web.verification.district import verify as verified
from web.words.catalogue import message_of
from web.words.statuses import REFUSED


@click.command()
@click.option(
    "--quick", is_flag=True, help="Look at the end and the marks only, as a start does."
)
@click.option(
    "--checkpoint",
    "notes",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A checkpoint that was kept elsewhere; may be given several times.",
)
@click.option(
    "--key",
    default="",
    help="The key that checkpoints are signed by, as “guatu checkpoint” told it; that "
    "in the district's folder by default.",
)
@pass_session
def verify(session: Session, *, quick: bool, notes: tuple[Path, ...], key: str) -> None:
    """Look for loss, damage and tampering; exit 1 and name each that is found."""
    words = session.translate
    asked = VerifyOptions(is_quick=quick, notes=notes, key=key)
    with progress(words("Verifying")) as report:
        found = verified(session.folder, asked, report)
    for fault in found.faults:
        click.echo(message_of(fault, words))
    if found.faults:
        text = words("{count} faults were found in {home}.")
        click.echo(text.format(count=len(found.faults), home=session.folder), err=True)
        raise click.exceptions.Exit(REFUSED)
    text = words("Positions 1 to {end} of journal {journal} are as they were recorded.")
    click.echo(text.format(end=found.end, journal=found.journal_id))
