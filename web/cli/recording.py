"""``guatu record``: commands from a file, one a line, each answered in one line."""

from __future__ import annotations

from typing import IO

import click
import msgspec

from web.cli.context import Session, actor, pass_session
from web.district.outcomes import carried_out
from web.words.statuses import exit_code_of


@click.command()
@click.argument("file", type=click.File("rb"))
@pass_session
def record(session: Session, file: IO[bytes]) -> None:
    """Record the commands in FILE (JSON, one a line; - for standard input)."""
    codes = {0}
    with session.recording() as district:
        for number, line in enumerate(file, 1):
            if line.strip():
                outcome = carried_out(
                    district, number, line, actor=actor(), translate=session.translate
                )
                if outcome.error is not None:
                    codes.add(exit_code_of(outcome.error))
                click.echo(msgspec.json.encode(outcome.answer).decode())
    if worst := max(codes):
        raise click.exceptions.Exit(worst)
