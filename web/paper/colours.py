"""The colours of paper, read from the style sheet that defines them for all pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parents[1] / "static"
TOKENS = STATIC / "css" / "frame" / "tokens.css"
_COLOUR = re.compile(r"(--[\w-]+):\s*(#[0-9a-f]{3,6})\s*;")


@cache
def paper_colours() -> Mapping[str, str]:
    """Return custom property → colour: those of light ground, but white paper's ink."""
    text = TOKENS.read_text(encoding="utf-8")
    light, _, rest = text.partition("@media screen {")
    return {**dict(_COLOUR.findall(light)), "--map-land": _print_land(rest)}


def _print_land(rest: str) -> str:
    _, _, printed = rest.partition("@media print {")
    colours: dict[str, str] = dict(_COLOUR.findall(printed))
    return colours["--map-land"]
