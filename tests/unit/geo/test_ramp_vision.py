"""Stages stay apart for every kind of sight, and tokens keep their contrast.

Colour vision: Machado, Oliveira and Fernandes 2009, severity 1, in linear RGB.
Difference: CIEDE2000 (Sharma, Wu and Dalal 2005). Contrast: WCAG 2.2.
"""

from __future__ import annotations

import math
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from geo.stage_ramp import LINE_DARK, LINE_LIGHT, STAGES

Floats = NDArray[np.float64]

TOKENS = Path(__file__).parents[3] / "web" / "static" / "css" / "frame" / "tokens.css"
SIGHT = {
    "normal": np.eye(3),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE_D65 = np.array([0.95047, 1.0, 1.08883])
LEAST_APART = 10.0
"""CIEDE2000 at which large patches side by side are told apart at a glance."""

TEXT, INTERFACE = 4.5, 3.0
PAIRS = [
    *(
        (ink, ground, TEXT)
        for ink in ("ink", "ink-2", "ink-3", "accent", "red", "amber", "green")
        for ground in ("surface", "paper", "sunken")
        if (ink, ground) != ("amber", "sunken")
    ),
    ("accent", "accent-wash", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-strong", TEXT),
    ("on-seal", "seal", TEXT),
    ("on-inverse", "inverse", TEXT),
    ("on-inverse", "inverse-2", TEXT),
    ("on-inverse-2", "inverse", TEXT),
    ("on-inverse-2", "inverse-2", TEXT),
    ("inverse-accent", "inverse", TEXT),
    ("inverse-accent", "inverse-2", TEXT),
    ("amber", "amber-wash", TEXT),
    ("red", "red-wash", TEXT),
    ("green", "green-wash", TEXT),
    ("map-label", "map-halo", TEXT),
    ("map-label-2", "map-halo", TEXT),
    ("map-site-name", "map-halo", TEXT),
    ("map-water-ink", "map-water", TEXT),
    ("edge", "surface", INTERFACE),
    ("edge", "paper", INTERFACE),
    ("edge", "sunken", INTERFACE),
    ("accent", "surface", INTERFACE),
    ("selection", "selection-casing", INTERFACE),
]


def linear(colour: str) -> Floats:
    """Undo the transfer function of sRGB; shape (3,)."""
    channels = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    low, high = channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4
    return np.where(channels <= 0.04045, low, high)


def contrast(one: str, other: str) -> float:
    low, high = sorted(float(TO_XYZ[1] @ linear(each)) for each in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(colour: str, sight: str) -> Floats:
    """Return L*, a*, b* of a colour as some eyes see it; shape (3,)."""
    seen = np.clip(SIGHT[sight] @ linear(colour), 0, 1)
    t = TO_XYZ @ seen / WHITE_D65
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one: Floats, other: Floats) -> float:
    """Return the difference of two colours in CIE L*a*b*."""
    chroma = (math.hypot(*one[1:]) + math.hypot(*other[1:])) / 2
    stretch = 1.5 - 0.5 * math.sqrt(chroma**7 / (chroma**7 + 25**7))
    (l1, a1, b1), (l2, a2, b2) = one * [1, stretch, 1], other * [1, stretch, 1]
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180
    mean_l, mean_c, mean_h = (l1 + l2) / 2, (c1 + c2) / 2, (h1 + turn / 2) % 360
    wave = (
        1
        - 0.17 * math.cos(math.radians(mean_h - 30))
        + 0.24 * math.cos(math.radians(2 * mean_h))
        + 0.32 * math.cos(math.radians(3 * mean_h + 6))
        - 0.20 * math.cos(math.radians(4 * mean_h - 63))
    )
    light = 1 + 0.015 * (mean_l - 50) ** 2 / math.sqrt(20 + (mean_l - 50) ** 2)
    dl = (l2 - l1) / light
    dc = (c2 - c1) / (1 + 0.045 * mean_c)
    dh = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    dh /= 1 + 0.015 * mean_c * wave
    tilt = 60 * math.exp(-(((mean_h - 275) / 25) ** 2))
    rotation = -2 * math.sqrt(mean_c**7 / (mean_c**7 + 25**7))
    rotation *= math.sin(math.radians(tilt))
    return math.sqrt(dl**2 + dc**2 + dh**2 + rotation * dc * dh)


def tokens(theme: str) -> dict[str, str]:
    """Read the colours of a theme from the style sheet; dark ones override light."""
    css = TOKENS.read_text(encoding="utf-8")
    light, dark = css.split(':root[data-theme="dark"]', 1)
    colours = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
    found = dict(colours.findall(light))
    if theme == "dark":
        found |= dict(colours.findall(dark.split("@media", 1)[0]))
    return found


def test_the_difference_is_that_of_the_published_test_data() -> None:
    # Sharma, Wu and Dalal 2005, table 1, pairs 1, 17 and 25.
    published = [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ]

    for one, other, difference in published:
        found = ciede2000(np.array(one), np.array(other))
        assert found == pytest.approx(difference, abs=1e-4)


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_neighbouring_stages_stay_apart(theme: str, sight: str) -> None:
    fills = [lab(getattr(stage, theme), sight) for stage in STAGES]

    assert min(ciede2000(*pair) for pair in pairwise(fills)) >= LEAST_APART


@pytest.mark.parametrize("sight", SIGHT)
def test_stages_grow_darker_for_every_sight(sight: str) -> None:
    for theme in ("light", "dark"):
        lightness = [lab(getattr(stage, theme), sight)[0] for stage in STAGES]

        assert lightness == sorted(lightness, reverse=True)


@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_tokens_keep_their_contrast(
    theme: str, ink: str, ground: str, least: float
) -> None:
    found = tokens(theme)

    assert contrast(found[ink], found[ground]) >= least


@pytest.mark.parametrize("ink", ["map-label", "map-label-2", "map-site-name"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_names_stand_out_from_the_plots_that_are_only_registered(
    theme: str, ink: str
) -> None:
    assert contrast(tokens(theme)[ink], getattr(STAGES[0], theme)) >= TEXT


@pytest.mark.parametrize(
    ("theme", "line"), [("light", LINE_LIGHT), ("dark", LINE_DARK)]
)
def test_a_plot_or_its_outline_stands_out_from_the_map(theme: str, line: str) -> None:
    ground = tokens(theme)["map-land"]

    for stage in STAGES:
        stands_out = max(
            contrast(line, ground), contrast(getattr(stage, theme), ground)
        )
        assert stands_out >= INTERFACE
