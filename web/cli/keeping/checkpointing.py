"""``guatu checkpoint``: sign how far the journal has come, and print the note."""

from __future__ import annotations

import click

from web.cli.context import Session, pass_session
from web.verification.checkpoints import signing_key, take_checkpoint


@click.command()
@pass_session
def checkpoint(session: Session) -> None:
    """Sign how far the journal has come; print the note, and keep it outside."""
    with session.district() as district:
        click.echo(take_checkpoint(district), nl=False)
        text = session.translate("Whoever keeps this note verifies it by the key {key}")
        click.echo(text.format(key=signing_key(district).verifying), err=True)
