"""``guatu record``: commands from a file, one a line, each answered in one line."""

from __future__ import annotations

from typing import IO

import click
import msgspec

from web.cli.context import Session, actor, pass_session
from web.errors import REFUSED
from web.recording import carried_out


@click.command()
@click.argument("file", type=click.File("rb"))
@pass_session
def record(session: Session, file: IO[bytes]) -> None:
    """Record the commands in FILE (JSON, one a line; - for standard input)."""
    refused = False
    with session.district() as district:
        for number, line in enumerate(file, 1):
            if line.strip():
                outcome = carried_out(
                    district, number, line, actor=actor(), translate=session.translate
                )
                refused = refused or outcome.error is not None
                click.echo(msgspec.json.encode(outcome.answer).decode())
    if refused:
        raise click.exceptions.Exit(REFUSED)
