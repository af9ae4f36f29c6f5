"""A sheet of paper: round scales, names that do not meet, insets, fonts."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import shapely

from geo.record.errors import MissingFontError
from geo.stage_ramp import STAGES
from geo.wall.content import Plots, Sites
from geo.wall.ink.fonts import LATIN, require_glyphs
from geo.wall.ink.ink import SHAPES_A_PATH, compound
from geo.wall.insets import choose_insets
from geo.wall.paper import PAPERS_MM, Box, View, centred
from geo.wall.rooms import rooms_of
from geo.wall.scale import bar_m, fitting_scale, grid_lines, grid_m, round_scale
from geo.wall.view.labels import Label, Spot, placed, size_mm, upright
from geo.wall.view.plots import OUTLINED, PATTERNS, generalised, ink_of, seen_plots

FRAME = Box(left=10, bottom=20, width=500, height=400)
EAST, NORTH = 500_000.0, 3_900_000.0


def squares(count: int, side_m: float = 20.0, gap_m: float = 0.0) -> Plots:
    """Lay squares out in rows, the first of them registered, the others under way."""
    across = math.ceil(math.sqrt(count))
    step = side_m + gap_m
    corners = [
        (EAST + x * step, NORTH + y * step)
        for y, x in itertools.islice(
            itertools.product(range(across), range(across)), count
        )
    ]
    x, y = np.array(corners).T
    return Plots(
        shapes=np.asarray(shapely.box(x, y, x + side_m, y + side_m)),
        stages=np.arange(count) % len(STAGES),
    )


def view_of(denominator: float = 5000, frame: Box = FRAME) -> View:
    return View(frame=frame, west_m=EAST, south_m=NORTH, denominator=denominator)


@pytest.mark.parametrize("paper", PAPERS_MM)
@pytest.mark.parametrize("landscape", [True, False])
def test_the_rooms_of_a_sheet_lie_on_it_and_do_not_overlap(
    paper: str, *, landscape: bool
) -> None:
    rooms = rooms_of(paper, landscape=landscape)
    boxes = [rooms.head, rooms.map, rooms.legend, rooms.key, rooms.foot, *rooms.insets]
    drawn = [shapely.box(*box.bounds) for box in boxes]

    assert all(shapely.box(*rooms.sheet.bounds).contains(box) for box in drawn)
    assert not any(a.overlaps(b) for a, b in itertools.combinations(drawn, 2))


def test_the_scale_is_the_largest_round_one_at_which_the_ground_fits() -> None:
    # 2,000 m on 500 mm are 1:4,000; 1,800 m on 400 mm are 1:4,500.
    ground = (EAST, NORTH, EAST + 2000, NORTH + 1800)

    assert fitting_scale(ground, FRAME, air=0.0) == 5000


@pytest.mark.parametrize(
    ("least", "round_one"),
    [
        (4999, 5000),
        (5000, 5000),
        (5001, 6000),
        (24_001, 25_000),
        (1, 100),
        (8100, 10_000),
    ],
)
def test_scales_are_round(least: float, round_one: int) -> None:
    assert round_scale(least) == round_one


@pytest.mark.parametrize("denominator", [500, 1250, 5000, 17_500, 30_000])
def test_the_scale_bar_fits_and_is_more_than_a_third_of_its_room(
    denominator: int,
) -> None:
    length_mm = bar_m(denominator, room_mm=100) * 1000 / denominator

    assert 100 / 3 < length_mm <= 100


def test_grid_lines_are_multiples_of_a_round_step_inside_the_frame() -> None:
    step = grid_m(5000, apart_mm=80)

    lines = grid_lines(EAST + 130, EAST + 2630, step)

    assert step == 500
    assert list(lines) == [
        EAST + 500,
        EAST + 1000,
        EAST + 1500,
        EAST + 2000,
        EAST + 2500,
    ]


def test_a_kilometre_has_its_length_on_paper() -> None:
    view = view_of(5000)

    ends = view.mm(np.array([[EAST, NORTH], [EAST + 1000, NORTH]]))

    assert ends.tolist() == [[10, 20], [210, 20]]


def test_what_is_centred_lies_in_the_middle_of_its_frame() -> None:
    view = centred((EAST, NORTH, EAST + 100, NORTH + 50), FRAME, 2000)

    middle = view.mm(np.array([[EAST + 50, NORTH + 25]]))

    assert middle.tolist() == [[260, 220]]


def test_no_two_names_meet_and_none_leaves_the_frame() -> None:
    rng = np.random.default_rng(7)
    labels = [
        Label(
            text=f"名称{number}号路",
            kind="road",
            size_mm=6,
            spots=[
                Spot(rng.uniform(0, 400), rng.uniform(0, 400), rng.uniform(-60, 60))
                for _ in "ab"
            ],
        )
        for number in range(300)
    ]

    found = placed(labels, room=(0, 0, 400, 400))

    grounds = [each.ground for each in found]
    assert len(found) > 20
    assert not any(a.intersects(b) for a, b in itertools.combinations(grounds, 2))
    assert all(shapely.box(0, 0, 400, 400).contains(ground) for ground in grounds)


def test_a_name_takes_its_next_spot_where_the_first_is_taken() -> None:
    spots = [Spot(50, 50), Spot(50, 90)]
    labels = [
        Label(text=text, kind="site", size_mm=5, spots=spots) for text in "甲乙丙"
    ]

    found = placed(labels, room=(0, 0, 100, 100))

    assert [(each.label.text, each.spot.y) for each in found] == [
        ("甲", 50),
        ("乙", 90),
    ]


def test_a_name_stays_clear_of_other_sites_and_away_from_itself() -> None:
    label = Label(
        text="长江路",
        kind="road",
        size_mm=5,
        spots=[Spot(50, 50), Spot(50, 70), Spot(150, 50)],
        apart_mm=60,
        clear_of=[shapely.box(45, 45, 55, 55)],
    )

    found = placed([label, label], room=(0, 0, 200, 100))

    assert [(each.spot.x, each.spot.y) for each in found] == [(50, 70), (150, 50)]


def test_an_upright_name_is_as_wide_as_one_sign() -> None:
    assert size_mm(upright("人民路"), 5)[0] == 5


def test_paths_join_many_plots_without_cutting_one_apart() -> None:
    ring = shapely.box(0, 0, 3, 3).difference(shapely.box(1, 1, 2, 2))
    shapes = np.array([ring] * (SHAPES_A_PATH + 1), dtype=object)

    paths = compound(shapely.orient_polygons(shapes))

    corners = [np.shape(path.vertices)[0] for path in paths]
    assert corners == [10 * SHAPES_A_PATH, 10]


def test_crowded_sheets_have_no_outlines() -> None:
    few, many = squares(100), squares(OUTLINED + 1)

    assert ink_of(few, view_of(), patterns=False).outline_pt > 0
    assert ink_of(many, view_of(), patterns=False).outline_pt == 0


def test_neighbours_keep_their_common_edges_where_detail_is_taken_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("geo.wall.view.plots.OUTLINED", 4_999)

    simple = generalised(squares(5_000), view_of(50_000))

    assert float(shapely.area(simple.shapes).sum()) == pytest.approx(
        5_000 * 400.0, rel=0.02
    )


def test_a_view_shows_the_plots_that_touch_it() -> None:
    seen = seen_plots(
        squares(100), view_of(100, Box(left=0, bottom=0, width=300, height=300))
    )

    # 30 m by 30 m hold parts of two rows of two squares of 20 m.
    assert len(seen.shapes) == 4


def test_insets_show_the_sites_with_most_plots_once_each() -> None:
    plots = squares(2500)
    sites = Sites(
        shapes=np.array(
            [
                shapely.box(EAST + x, NORTH, EAST + x + 100, NORTH + 100)
                for x in (0, 20, 700)
            ]
        ),
        names=["甲", "甲二", "乙"],
    )
    frames = [Box(left=600, bottom=y, width=40, height=30) for y in (0, 40, 80)]

    insets = choose_insets(plots, sites, view_of(20_000), frames, unit=1.0)

    windows = [shapely.box(*inset.view.bounds_m) for inset in insets]
    assert [inset.letter for inset in insets] == ["A", "B"]
    assert not windows[0].intersects(windows[1])
    assert all(inset.view.denominator < 20_000 for inset in insets)


def test_plots_that_are_large_on_paper_need_no_insets() -> None:
    sites = Sites(
        shapes=np.array([shapely.box(EAST, NORTH, EAST + 9, NORTH + 9)]), names=["甲"]
    )

    assert choose_insets(squares(100), sites, view_of(500), [FRAME], unit=1.0) == []


def test_neighbouring_stages_have_different_patterns() -> None:
    assert len(PATTERNS) == len(STAGES)
    assert all(a != b for a, b in itertools.pairwise(PATTERNS))


def test_a_machine_without_a_chinese_font_says_what_to_install() -> None:
    with pytest.raises(MissingFontError, match=r"区.*fonts-noto-cjk"):
        require_glyphs(["A0 城区"], [LATIN])


def test_latin_and_signs_need_no_chinese_font() -> None:
    require_glyphs(["1:5,000 · m² — #12"], [LATIN])
