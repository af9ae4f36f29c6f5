"""``guatu record``: commands from a file, one a line, each answered in one line."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO

import click
import msgspec

from web.cli.context import Session, actor, pass_session
from web.district.files.plain import opened_plain
from web.district.outcomes import carried_out
from web.words.statuses import exit_code_of

STANDARD_INPUT = Path("-")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@pass_session
def record(session: Session, file: Path) -> None:
    """Record the commands in FILE (JSON, one a line; - for standard input)."""
    codes = {0}
    with _lines(file) as lines, session.recording() as district:
        for number, line in enumerate(lines, 1):
            if line.strip():
                outcome = carried_out(
                    district, number, line, actor=actor(), translate=session.translate
                )
                if outcome.error is not None:
                    codes.add(exit_code_of(outcome.error))
                click.echo(msgspec.json.encode(outcome.answer).decode())
    if worst := max(codes):
        raise click.exceptions.Exit(worst)


def _lines(file: Path) -> AbstractContextManager[BinaryIO]:
    """Open an ordinary file, or what comes in: a pipe is meant only where it is."""
    if file == STANDARD_INPUT:
        return nullcontext(sys.stdin.buffer)
    return opened_plain(file)
