"""``guatu serve``: the pages and the API, on this machine only."""

from __future__ import annotations

import os
import socket
import sys
import threading
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NoReturn

import click

from web.app import create_app
from web.atlas.served import Served, served
from web.cli.context import Session, pass_session, progress
from web.district.log import log, write_down
from web.district.opening import District
from web.frame.asked import EXTENSION
from web.map.live import look_from_now
from web.paper.views import EXTENSION as SHEETS
from web.server.front import Front
from web.server.limits import Limits
from web.server.map_process import Mapping, MapProcess, begun
from web.server.running import (
    bound,
    keep_what_stands,
    most_connections,
    server_of,
    share_the_core,
)
from web.server.sheet_process import Drawing
from web.server.sheet_process import begun as sheets_begun
from web.verification.checkpoints import daily_checkpoints
from web.words.refusals import PortTakenError


@click.command()
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="The port on this machine.",
)
@click.option(
    "--map-process/--no-map-process",
    default=True,
    show_default=True,
    help="Let a process of its own answer what maps ask: pages wait less, for about "
    "150 MB of memory.",
)
@pass_session
def serve(session: Session, port: int, *, map_process: bool) -> None:
    """Serve the district at 127.0.0.1."""
    write_down()
    share_the_core()
    maps = begun(partial(_mapping, session.folder)) if map_process else None
    limits = Limits()
    sheets = sheets_begun(
        partial(_drawing, session.folder),
        cpu_s=limits.sheet_cpu_s,
        most_bytes=limits.sheet_bytes,
        inherited=maps.ends if maps else (),
    )
    app = create_app(session.folder)
    if sheets is not None:
        sheets.under_way = app.extensions[SHEETS]
    listening = _bound(port)
    with app.app_context(), progress(session.translate("Drawing the map")):
        _warm(served(), maps)
        look = look_from_now(served())
    limits = replace(limits, connections=most_connections(limits.connections))
    server = server_of(Front(app, limits, look, maps, sheets), limits)
    daily_checkpoints(app.extensions[EXTENSION].district)
    with server.capture_signals():  # whoever knows the address may end it in order
        text = session.translate("Guatu is at {address} (Ctrl+C ends it)")
        address = f"http://127.0.0.1:{port}/"
        click.echo(text.format(address=address))
        _log_start(app.extensions[EXTENSION].district, address)
        server.run(sockets=[listening])
    for each in (maps, sheets):
        if each is not None:
            each.end()
    _end(app.extensions[EXTENSION].district, address)


def _mapping(home: Path) -> Mapping:
    """Open the district in the process that answers what maps ask."""
    app = create_app(home)
    served: Served = app.extensions[EXTENSION]

    def warm() -> None:
        try:
            with app.app_context():
                rest = served.warm(pages=False)
            served.is_drawn.wait()
            keep_what_stands()
            rest.join()
        finally:
            served.is_drawn.set()

    threading.Thread(target=warm, daemon=True).start()
    overview, wait = served.time_maps.zone_overview, served.is_drawn.wait
    return Mapping(app, overview, wait, served.district.close)


def _drawing(home: Path) -> Drawing:
    """Open the district in a process that draws one sheet."""
    app = create_app(home)
    app.config["PROPAGATE_EXCEPTIONS"] = True  # whoever asked is told by the server
    served: Served = app.extensions[EXTENSION]
    return Drawing(app, app.extensions[SHEETS], served.district.close)


def _warm(served: Served, maps: MapProcess | None) -> None:
    if maps is not None:
        served.zones, maps.when_lost = maps, served.draw
        maps.go()
    rest = served.warm(maps=maps is None)
    if maps is not None:  # Who comes first waits no longer than who comes later.
        rest.join()
        maps.await_drawn()
    keep_what_stands()


def _end(district: District, address: str) -> NoReturn:
    """Sync what is to be synced, and end the process whatever its threads do.

    A thread in the middle of a C++ library would abort an interpreter that winds up.
    """
    district.close()
    log.info("stopped", extra={"address": address})
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(0)


def _log_start(district: District, address: str) -> None:
    journal = district.app.journal
    where = {"address": address, "journal": journal.journal_id()}
    stops = [type(stop).__name__ for stop in district.stops()]
    position = journal.head().position
    log.info("started", extra={**where, "position": position, "stops": stops})


def _bound(port: int) -> socket.socket:
    """Take the port before anybody is told of it."""
    try:
        return bound(port)
    except OSError as error:
        raise PortTakenError(port=port) from error
