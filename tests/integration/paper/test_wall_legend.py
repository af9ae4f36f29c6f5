"""The legend of a wall map: its columns are as wide as what stands in them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
import shapely
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure

from geo.stage_ramp import STAGES
from geo.wall.content import Legend, LegendLine
from geo.wall.ink.fonts import sans
from geo.wall.ink.ink import Sheet
from geo.wall.margin.legend import draw_legend
from geo.wall.rooms import rooms_of
from web.paper.colours import paper_colours
from web.paper.words import rounded_ten_thousands


def legend_of(
    fen: int, plots: int, names: Sequence[str], words: Sequence[str]
) -> Legend:
    """Make a legend whose every line has these figures, the total eight times them."""

    def figures(times: int) -> list[str]:
        area = times * plots * 391.5597
        [money] = rounded_ten_thousands([times * fen])
        texts = [f"{times * plots:,}", f"{area:,.1f}", f"{area * 0.0015:,.2f}"]
        return [*texts, *([money] if fen else []), "100.0%"]

    return Legend(
        title=words[0],
        columns=[*words[1:4], *words[4:5][: bool(fen)], words[5]],
        lines=[
            LegendLine(code=stage.code, label=name, figures=figures(1), share=1 / 8)
            for stage, name in zip(STAGES, names, strict=True)
        ],
        total=LegendLine(
            code="total", label=words[6], figures=figures(len(STAGES)), share=1.0
        ),
        notes=[],
    )


ENGLISH = (
    [
        "Registered",
        "Earmarked",
        "Approved",
        "Surveyed",
        "Signed",
        "Compensated",
        "Relocated",
        "Demolished",
    ],
    ["Stages of plots", "Plots", "m²", "mu", "10,000 yuan", "Share", "Total"],
)
CHINESE = (
    [
        "仅登记在册",
        "已划入项目",
        "已批准征收",
        "已调查",
        "已签约",
        "已补偿",
        "已搬迁",
        "已拆除",
    ],
    ["地块阶段", "地块", "m²", "亩", "万元", "占比", "合计"],
)


@pytest.mark.parametrize("paper", ["A0", "A3", "A4"])
@pytest.mark.parametrize("language", [ENGLISH, CHINESE])
@pytest.mark.parametrize("fen", [0, 11_999_896_938_875, 10**14, 10**17])
def test_no_two_texts_of_a_legend_meet_and_none_leaves_it(
    paper: str, language: tuple[Sequence[str], Sequence[str]], fen: int
) -> None:
    rooms = rooms_of(paper, landscape=True)
    size_in = (rooms.sheet.width / 25.4, rooms.sheet.height / 25.4)
    sheet = Sheet(
        figure=Figure(figsize=size_in, dpi=200),
        unit=rooms.unit,
        fonts=sans(),
        colours=paper_colours(),
    )

    draw_legend(sheet, rooms.legend, legend_of(fen, 30_000, *language), patterns=True)

    dot_mm = 25.4 / 200
    # Texts are measured without the pixels of a sheet, 250 MB of them on A0.
    renderer = RendererAgg(8, 8, 200)  # type: ignore[no-untyped-call]
    boxes = [text.get_window_extent(renderer) for text in sheet.texts]
    drawn = [shapely.box(*(edge * dot_mm for edge in box.extents)) for box in boxes]
    roomy = shapely.box(*rooms.legend.bounds).buffer(dot_mm)
    assert not any(a.intersects(b) for a, b in itertools.combinations(drawn, 2))
    assert all(roomy.contains(box) for box in drawn)
