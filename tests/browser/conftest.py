"""A real server on a real district, a real Chromium, and what every page must hold."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tests.browser.project_land import settle
from tests.conftest import MadeOnce
from web.district.founding import found_district
from web.district.opening import open_district
from web.recording.registers.imports import apply, prepare

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
CHROMIUM = (
    shutil.which("chromium-headless-shell")
    or shutil.which("chromium")
    or "/usr/bin/chromium"
)
"""Without the windows of a desktop, a page costs half as much time."""
START_S = 120


@dataclass(frozen=True, slots=True)
class Site:
    """A served district: its address, its folder, and where its first edition ends."""

    address: str
    home: Path
    first_edition: int


@dataclass(slots=True)
class Watched:
    """A page whose requests and console are watched."""

    page: Page
    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    def foreign_requests(self, address: str) -> list[str]:
        """Return the requests that left the server under test."""
        own = urlsplit(address).netloc
        return [
            url
            for url in self.requests
            if urlsplit(url).netloc != own and not url.startswith(("data:", "blob:"))
        ]


Filled = Callable[[Path], int]
"""Copy the sample register to a folder; return where its first edition ends."""


@pytest.fixture(scope="session")
def filled(made_once: MadeOnce) -> Filled:
    """Copy the sample register in both editions, imported once for the run."""
    return _copier(made_once, "register", _imported)


@pytest.fixture(scope="session")
def site(filled: Filled, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample register in both editions, served by a process of its own."""
    home = tmp_path_factory.mktemp("site") / "district"
    first_edition = filled(home)
    with serving(home) as address:
        yield Site(address, home, first_edition)


@pytest.fixture(scope="session")
def land(
    made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Land with projects, served; its first edition ends before a site is mended."""
    home = tmp_path_factory.mktemp("land") / "district"
    known = _copier(made_once, "land", settle)(home)
    with serving(home) as address:
        yield Site(address, home, known)


def _copier(made_once: MadeOnce, name: str, fill: Filled) -> Filled:
    def make(folder: Path) -> None:
        folder.mkdir()
        position = fill(folder / "district")
        (folder / "position").write_text(str(position))

    def copied(home: Path) -> int:
        made = made_once(name, make)
        shutil.copytree(made / "district", home)
        return int((made / "position").read_text())

    return copied


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """Serve a district by a process of its own; yield the address."""
    port = _free_port()
    command = [sys.executable, "-m", "web.cli.main", "--home", str(home)]
    process = subprocess.Popen(
        [*command, "serve", "--port", str(port)], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(timeout=10)


def _imported(home: Path) -> int:
    """Import both editions; return the last position of the first."""
    found_district(home, name="青沂区（示例）", crs="EPSG:4548", currency="CNY")
    district = open_district(home)
    positions = []
    for edition in ("2026-03", "2026-06"):
        prepared = prepare(
            district,
            EXAMPLES / f"acquisition_{edition}.csv",
            register="acquisition",
            mapping_path=EXAMPLES / "acquisition.toml",
        )
        apply(district, prepared, actor="test")
        positions.append(district.app.journal.head().position)
    district.close()
    return positions[0]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the server did not start")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """System Chromium; without it the browser tests are skipped, by name."""
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield launched
        launched.close()


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A fresh page; after the test its console must have stayed clean."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    seen = Watched(page)

    def on_request(request: Request) -> None:
        seen.requests.append(request.url)

    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            seen.console.append(message.text)

    page.on("request", on_request)
    page.on("console", on_console)
    page.on("pageerror", lambda error: seen.console.append(str(error)))
    yield seen
    context.close()
