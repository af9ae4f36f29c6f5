"""``guatu resume``: let recording go on in a journal that has lost positions."""

from __future__ import annotations

import click

from web.backups.resuming import resume as let_go_on
from web.cli.context import Session, actor, pass_session, progress


@click.command()
@click.option(
    "--reason", required=True, help="Why it goes on without what is lost; recorded."
)
@pass_session
def resume(session: Session, reason: str) -> None:
    """Let recording go on in an older journal; what is lost is given up."""
    words = session.translate
    with session.district() as district:
        with progress(words("Checking")) as report:
            receipt, loss = let_go_on(
                district, reason=reason, actor=actor(), progress=report
            )
        text = words(
            "Recorded at position {position}: positions {first} to {last} are given "
            "up, and what is recorded from now on takes their numbers."
        )
        click.echo(text.format(position=receipt.last, first=loss.first, last=loss.last))
