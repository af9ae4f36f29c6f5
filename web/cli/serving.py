"""``guatu serve``: the pages and the API, on this machine only."""

from __future__ import annotations

import click
import waitress

from web.app import create_app
from web.cli.context import Session, pass_session

THREADS = 8


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@pass_session
def serve(session: Session, port: int) -> None:
    """Serve the district at 127.0.0.1."""
    app = create_app(session.folder)
    text = session.translate("Guatu is at {address} (Ctrl+C ends it)")
    click.echo(text.format(address=f"http://127.0.0.1:{port}/"))
    waitress.serve(app, host="127.0.0.1", port=port, threads=THREADS, ident="guatu")
