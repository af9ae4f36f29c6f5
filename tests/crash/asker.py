"""A process that asks each of some districts everything, and prints the answers.

Started as ``python -m tests.crash.asker FOLDER``, whose folders are districts.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from tests.integration.building import guatu
from tests.templates import compile_once
from web.app import create_app
from web.frame.asked import EXTENSION

V = "2024-06-30"
DATES = f"--as-of {V} --as-known {{known}}"
COMMANDS = (
    f"state plots --format json {DATES}",
    f"state plots --summary --format csv {DATES}",
    f"state projects --format table {DATES}",
    f"history plot A-1 --format json {DATES}",
    "ask conflicts --format json --as-known {known}",
    f"ask count stage demolished --format json {DATES}",
    f"ask total-area --format json {DATES}",
    f"diff plots --known 3 {{known}} --as-of {V}",
)
ADDRESSES = (
    f"/api/v1/plots?as_of={V}&as_known={{known}}",
    f"/api/v1/plots/summary?as_of={V}&as_known={{known}}",
    "/api/v1/plots/A-1/history?as_known={known}",
    "/api/v1/ask/conflicts?as_known={known}",
    "/api/v1/plots/curve?as_known={known}",
    f"/tiles/12/3345/1619.mvt?as_of={V}&as_known={{known}}",
)
PAGES = ("/", "/plots/A-1", "/history")
SAID = b"can only be read"
REGISTERED = {
    "command_id": "late",
    "record": "ProjectRegistered",
    "project": "P-9",
    "name": "学校",
    "effective": "2026-01-01",
}


class Told(msgspec.Struct, frozen=True):
    """What one district says."""

    answers: dict[str, str]
    """Question → a digest of the answer."""
    pages: dict[str, tuple[int, bool]]
    """Page → its status, and whether it says that nothing can be written."""
    recording: int
    """The status that a command is answered with."""
    rebuilding: int
    """The exit code of a rebuild."""


def told(home: Path, known: int) -> Told:
    """Ask one district everything."""
    answers = dict(_commands(home, known))
    app = create_app(home)
    client = app.test_client()
    for address in ADDRESSES:
        answer = client.get(address.format(known=known))
        answers[address] = _short(answer.status_code, answer.data)
    pages = {page: client.get(f"{page}?lang=en") for page in PAGES}
    recording = client.post("/api/v1/commands", json=REGISTERED).status_code
    app.extensions[EXTENSION].district.close()
    return Told(
        answers,
        {
            page: (answer.status_code, SAID in answer.data)
            for page, answer in pages.items()
        },
        recording,
        guatu(home, "rebuild").exit_code,
    )


def _commands(home: Path, known: int) -> Iterator[tuple[str, str]]:
    for command in COMMANDS:
        result = guatu(home, *command.format(known=known).split())
        yield command, _short(result.exit_code, result.stdout_bytes)
    with TemporaryDirectory() as folder:
        drawn = Path(folder) / "map.html"
        dates = ("--as-of", V, "--as-known", str(known))
        result = guatu(home, "map", "-o", str(drawn), *dates)
        yield "map", _short(result.exit_code, drawn.read_bytes())


def _short(status: int, answer: bytes) -> str:
    return f"{status} {sha256(answer).hexdigest()}"


def main(folder: str, known: str) -> None:
    """Print the answers of all districts as JSON."""
    compile_once()
    homes = sorted(Path(folder).iterdir())
    answers = {home.name: told(home, int(known)) for home in homes}
    sys.stdout.buffer.write(msgspec.json.encode(answers))


if __name__ == "__main__":
    main(*sys.argv[1:])
