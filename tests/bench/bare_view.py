"""A bare Flask view on our server: what the fastest page could cost.

``python -m tests.bench.bare_view PORT FOLDER`` answers ``/NAME`` with the bytes of the
file ``FOLDER/NAME``, read at the start and packed already.
"""

from __future__ import annotations

import sys
from pathlib import Path

from flask import Flask, Response

from web.server.front import Front
from web.server.limits import Limits
from web.server.running import bound, server_of


def main() -> None:
    """Serve until a signal."""
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    known = {file.name: file.read_bytes() for file in folder.iterdir()}
    app = Flask(__name__)

    @app.get("/<name>")
    def bare(name: str) -> Response:
        response = Response(known[name], mimetype="text/html")
        response.headers["Content-Encoding"] = "gzip"
        return response

    limits = Limits()
    server = server_of(Front(app, limits), limits)
    listening = bound(port)
    sys.stdout.write(f"http://127.0.0.1:{port}/\n")
    sys.stdout.flush()
    server.run(sockets=[listening])


if __name__ == "__main__":
    main()
