"""The ramp keeps its order on light ground, on dark ground and in greyscale."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from domain.things.land import plots
from geo.stage_ramp import STAGES, Stage, ramp_css
from geo.wall.view.plots import PATTERNS

SCRIPTS = Path(__file__).parents[3] / "web" / "static" / "js"


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance of an sRGB colour."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_stages_go_from_registration_to_hand_over() -> None:
    assert [stage.code for stage in STAGES] == [
        "none",
        "surveyed",
        "agreement_signed",
        "compensated",
        "vacated",
        "demolished",
        "cleared",
        "handed_over",
    ]


def test_the_ramp_has_the_stages_of_the_domain_in_their_order() -> None:
    assert [stage.code for stage in STAGES] == [each or "none" for each in plots.STAGES]


def test_every_stage_has_a_hatch_on_the_map_and_a_pattern_on_paper() -> None:
    script = (SCRIPTS / "plots" / "patterns.js").read_text(encoding="utf-8")
    _, _, after = script.partition("const HATCHES = ")
    hatches = after.partition("([\n")[2].partition("]);")[0]

    hatched = re.findall(r"^  \{.*\},$", hatches, re.MULTILINE)

    assert len(hatched) == hatches.count("\n")
    assert len(hatched) == len(PATTERNS) == len(STAGES)


def test_darker_is_further_along_in_both_themes() -> None:
    for before, after in pairwise(STAGES):
        assert luminance(after.light) < luminance(before.light)
        assert luminance(after.dark) < luminance(before.dark)


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.code)
def test_text_on_a_stage_can_be_read(stage: Stage) -> None:
    assert contrast(stage.light, stage.on_light) >= 4.5
    assert contrast(stage.dark, stage.on_dark) >= 4.5


def test_the_style_sheet_names_every_stage_for_light_and_dark() -> None:
    css = ramp_css()

    for stage in STAGES:
        assert f"--stage-{stage.code}: {stage.light};" in css
        assert f"--stage-{stage.code}: {stage.dark};" in css
        assert f".stage-{stage.code} " in css


def test_paper_takes_the_light_ramp() -> None:
    assert '@media screen {\n:root[data-theme="dark"]' in ramp_css()
