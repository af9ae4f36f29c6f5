"""``guatu serve``: the pages and the API, on this machine only."""

from __future__ import annotations

import logging

import click
from flask import Flask
from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from web.app import create_app
from web.cli.context import Session, pass_session, progress
from web.refusals import PortTakenError
from web.serving import served

THREADS = 8


@click.command()
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="The port on this machine.",
)
@pass_session
def serve(session: Session, port: int) -> None:
    """Serve the district at 127.0.0.1."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
    app = create_app(session.folder)
    server = _bound(app, port)
    with app.app_context(), progress(session.translate("Drawing the map")):
        served().warm()
    text = session.translate("Guatu is at {address} (Ctrl+C ends it)")
    click.echo(text.format(address=f"http://127.0.0.1:{port}/"))
    server.run()


def _bound(app: Flask, port: int) -> MultiSocketServer | BaseWSGIServer:
    """Take the port before anybody is told of it."""
    try:
        return create_server(
            app, host="127.0.0.1", port=port, threads=THREADS, ident="guatu"
        )
    except OSError as error:
        raise PortTakenError(port=port) from error
