"""Fonts of paper: which families this machine has, and whether they have every sign."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from matplotlib.font_manager import FontProperties, fontManager, get_font

from geo.record.errors import MissingFontError

FAMILIES = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
)
"""Sans-serif families with simplified Chinese, the best first."""
LATIN = "DejaVu Sans"
"""Comes with matplotlib."""


def sans(families: Sequence[str] = FAMILIES) -> tuple[str, ...]:
    """Return the families to write in: the best Chinese one there is, then Latin."""
    there = {font.name for font in fontManager.ttflist}
    chinese = [family for family in families if family in there]
    return (*chinese[:1], LATIN)


def require_glyphs(texts: Iterable[str], fonts: Sequence[str]) -> None:
    """Check that every sign can be drawn.

    Raises:
        MissingFontError: A sign is in none of the fonts.
    """
    signs = {sign for text in texts for sign in text if not sign.isspace()}
    drawn: set[int] = set()
    for family in fonts:
        drawn |= _signs_of(family)
    missing = sorted(sign for sign in signs if ord(sign) not in drawn)
    if missing:
        raise MissingFontError(signs="".join(missing[:12]))


@lru_cache(maxsize=16)
def _signs_of(family: str) -> frozenset[int]:
    path = fontManager.findfont(FontProperties(family=family))
    return frozenset(get_font(path).get_charmap())
