"""A wall map: a district on one sheet of paper, true to scale, as PDF and PNG."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.figure import Figure

from geo.wall.content import WallContent
from geo.wall.drawing import below_heading, draw_inset, draw_main
from geo.wall.ink.fonts import require_glyphs, sans
from geo.wall.ink.ink import Sheet
from geo.wall.insets import Inset, choose_insets
from geo.wall.margin.head import draw_foot, draw_head
from geo.wall.margin.key import draw_key
from geo.wall.margin.legend import draw_legend
from geo.wall.paper import centred
from geo.wall.rooms import Rooms, rooms_of
from geo.wall.scale import fitting_scale

Report = Callable[[int, int], None]

STYLE: Any = {
    "pdf.fonttype": 42,  # fonts embedded whole glyph by glyph, so that text stays text
    "path.simplify": False,  # shapes are simplified where their neighbours are known
    "hatch.linewidth": 0.35,
    "savefig.facecolor": "white",
}
STEPS = 4
LARGEST_PNG_PX = 12_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WallMap:
    """A drawn sheet, ready to be written as often as wanted."""

    figure: Figure
    rooms: Rooms
    denominator: int
    insets: Sequence[Inset]


def rooms_for(content: WallContent, paper: str, *, landscape: bool | None) -> Rooms:
    """Divide a sheet up for a map.

    Args:
        content: The map.
        paper: One of ``PAPERS_MM``.
        landscape: Which way it is turned; None is whichever way the map is larger.
    """
    orientations = (True, False) if landscape is None else (landscape,)
    found = [rooms_of(paper, landscape=turn) for turn in orientations]
    return min(found, key=lambda rooms: fitting_scale(content.bounds_m, rooms.map))


def draw_wall_map(
    content: WallContent,
    rooms: Rooms,
    *,
    colours: Mapping[str, str],
    patterns: bool,
    report: Report,
) -> WallMap:
    """Draw a district on one sheet.

    Args:
        content: What is on it.
        rooms: The sheet, from ``rooms_for``.
        colours: Custom properties of the style sheet.
        patterns: Whether stages carry patterns, for black-and-white print.
        report: Told how many steps are done, of how many.

    Raises:
        MissingFontError: No font of this machine has the signs of a text.
    """
    denominator = fitting_scale(content.bounds_m, rooms.map)
    main = centred(content.bounds_m, rooms.map, denominator)
    frames = [below_heading(frame, rooms.unit) for frame in rooms.insets]
    insets = choose_insets(content.plots, content.sites, main, frames, unit=rooms.unit)
    with rc_context(STYLE):
        sheet = _sheet(rooms, colours)
        draw_head(sheet, rooms.head, content.heading)
        draw_legend(sheet, rooms.legend, content.legend, patterns=patterns)
        draw_key(sheet, rooms.key, content, main, has_insets=bool(insets))
        draw_foot(sheet, rooms.foot, content.foot)
        report(1, STEPS)
        draw_main(sheet, main, content, insets, patterns=patterns)
        report(2, STEPS)
        for inset in insets:
            draw_inset(sheet, inset, content, patterns=patterns)
        require_glyphs([text.get_text() for text in sheet.texts], sheet.fonts)
        report(3, STEPS)
    return WallMap(
        figure=sheet.figure, rooms=rooms, denominator=denominator, insets=insets
    )


def write_pdf(wall: WallMap, file: BinaryIO, *, metadata: Mapping[str, object]) -> None:
    """Write a sheet as vector PDF, its text as text."""
    with _canvas(wall, FigureCanvasPdf):
        wall.figure.savefig(file, format="pdf", metadata=dict(metadata))


def write_png(wall: WallMap, file: BinaryIO, *, dpi: int) -> None:
    """Write a sheet as PNG, at a resolution that keeps it within bounds."""
    longest_in = float(max(wall.figure.get_size_inches()))
    with _canvas(wall, FigureCanvasAgg):
        fine = min(dpi, int(LARGEST_PNG_PX / longest_in))
        wall.figure.savefig(file, format="png", dpi=fine)


@contextmanager
def _canvas(
    wall: WallMap, canvas: type[FigureCanvasPdf | FigureCanvasAgg]
) -> Iterator[None]:
    with rc_context(STYLE):
        canvas(wall.figure)
        yield


def _sheet(rooms: Rooms, colours: Mapping[str, str]) -> Sheet:
    size_in = (rooms.sheet.width / 25.4, rooms.sheet.height / 25.4)
    figure = Figure(figsize=size_in, facecolor="white")
    return Sheet(figure=figure, unit=rooms.unit, fonts=sans(), colours=colours)
