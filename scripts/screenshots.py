"""Takes the screenshots of the documentation from a running district, anew.

    scripts/screenshots.py HOME [NAME …]

Without names it takes them all.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
QUALITY = 80
SETTLED_MS = 600
"""Labels are drawn once the map has come to rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture: where, how large, in which light, and what is done before."""

    name: str
    path: str
    width: int = 1440
    height: int = 900
    dark: bool = False
    enter: bool = False
    """Open the plot in the middle of the map."""
    printed: bool = False
    """As it comes out on paper."""
    charts: bool = False
    """The curves are open: they are loaded and drawn a little later."""


PHONE: dict[str, Any] = {"width": 390, "height": 844}
WALL: dict[str, Any] = {"width": 1920, "height": 1080}
AS_OF = "2025-03-31"
AT = f"as_of={AS_OF}"
WALL_MAP_PX = 1800
EVIDENCE, WALL_SHEET = "evidence-page", "wall-map"
"""Pictures of papers."""
OLD_TOWN = "#map={zoom}/35.04890/118.29660"
TWO = f"{AT}&as_of_1=2024-03-31"
"""A year apart."""
CURVES = f"{AT}&panel=curves"
SHOTS = (
    Shot(name="map", path=f"/?{AT}"),
    Shot(name="map-dark-en", path=f"/?{AT}&lang=en", dark=True),
    *(
        Shot(name=f"map-zoom-{zoom}", path=f"/?{AT}{OLD_TOWN.format(zoom=zoom)}")
        for zoom in (13, 15, 16, 18)
    ),
    Shot(name="map-plot", path=f"/?{AT}{OLD_TOWN.format(zoom=17)}", enter=True),
    Shot(name="compare-swipe", path=f"/?{TWO}&compare=swipe"),
    Shot(name="compare-side-en", path=f"/?{TWO}&compare=side&lang=en"),
    Shot(name="compare-change", path=f"/?{TWO}&compare=change"),
    Shot(name="compare-phone", path=f"/?{TWO}&compare=swipe", **PHONE),
    Shot(name="curves", path=f"/?{CURVES}", charts=True),
    Shot(name="curves-dark-en", path=f"/?{CURVES}&lang=en", charts=True, dark=True),
    Shot(name="curves-phone-en", path=f"/?{CURVES}&lang=en", charts=True, **PHONE),
    Shot(name="map-known-then", path=f"/?{AT}&as_known=2025-03-31"),
    Shot(name="map-phone", path=f"/?{AT}", **PHONE),
    Shot(name="map-wall-en", path=f"/?{AT}&lang=en", **WALL),
    Shot(name="map-print", path=f"/?{AT}", printed=True),
    Shot(name="plots", path=f"/plots?{AT}"),
    Shot(name="plots-phone-en", path=f"/plots?{AT}&lang=en", **PHONE),
    Shot(name="project", path=f"/projects/QY2023-001?{AT}"),
    Shot(name="project-dark-en", path=f"/projects/QY2023-001?{AT}&lang=en", dark=True),
    Shot(name="history", path="/history"),
    Shot(name="history-phone", path="/history", **PHONE),
)


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Serve the district in ``home``; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "web.cli.main", "--home", str(home)]
    process = subprocess.Popen([*command, "serve", "--port", str(port)], cwd=ROOT)  # noqa: S603
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit("The server did not start.")


def take(browser: Browser, address: str, shot: Shot) -> None:
    """Take one picture."""
    page = browser.new_page(
        viewport={"width": shot.width, "height": shot.height},
        color_scheme="dark" if shot.dark else "light",
    )
    page.goto(address + shot.path)
    page.wait_for_load_state("networkidle")
    if shot.printed:
        page.emulate_media(media="print")
    if shot.enter:
        page.locator(".folium-map").focus()
        page.keyboard.press("Enter")
        page.locator("#drawer h1").wait_for()
    if shot.charts:
        page.locator("#curves canvas").first.wait_for()
    page.wait_for_timeout(SETTLED_MS)
    _keep(Image.open(BytesIO(page.screenshot())), shot.name)
    page.close()


def _keep(picture: Image.Image, name: str) -> None:
    """Write a picture as WebP: half the bytes of a JPEG, and sharper letters."""
    picture.convert("RGB").save(IMAGES / f"{name}.webp", quality=QUALITY, method=6)


def written(home: Path, folder: Path, command: str, *options: str) -> Path:
    """Let the command line write a file; return where it is."""
    file = folder / f"{command}{'.html' if command == 'map' else '.png'}"
    words = [sys.executable, "-m", "web.cli.main", "--home", str(home), command]
    dated = ("--as-of", AS_OF, "--lang", "zh", "-o", str(file))
    subprocess.run([*words, *dated, *options], cwd=ROOT, check=True)  # noqa: S603
    return file


def take_evidence(browser: Browser, home: Path) -> None:
    """Take the evidence page, opened from disk."""
    with TemporaryDirectory() as folder:
        page = written(home, Path(folder), "map").as_uri()
        take(browser, page, Shot(name=EVIDENCE, path=""))


def take_wall_map(home: Path) -> None:
    """Take the wall map, smaller than it is."""
    with TemporaryDirectory() as folder:
        sheet = Image.open(written(home, Path(folder), "wallmap", "--paper", "A1"))
        sheet.thumbnail((WALL_MAP_PX, WALL_MAP_PX))
        _keep(sheet, WALL_SHEET)


def main() -> None:
    """Take every picture, or those that are named."""
    home, names = Path(sys.argv[1]), frozenset(sys.argv[2:])
    IMAGES.mkdir(parents=True, exist_ok=True)
    with served(home) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"]
        )
        for shot in SHOTS:
            if not names or shot.name in names:
                take(browser, address, shot)
        if not names or EVIDENCE in names:
            take_evidence(browser, home)
        if not names or WALL_SHEET in names:
            take_wall_map(home)
        browser.close()


if __name__ == "__main__":
    main()
