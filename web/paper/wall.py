"""Wall maps: what is asked for, gathered, put into words, drawn and written whole."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import shapely

from domain.kernel.instants import SHANGHAI, Instant, moment_of
from geo.wall.content import (
    Clock,
    Heading,
    Legend,
    LegendLine,
    Plots,
    WallContent,
)
from geo.wall.map import (
    Report,
    WallMap,
    draw_wall_map,
    rooms_for,
    write_pdf,
    write_png,
)
from geo.wall.paper import PAPERS_MM
from web.district.dates import Dates
from web.district.files.whole import written_whole
from web.district.opening import District
from web.paper.colours import paper_colours
from web.paper.land import PaperLand, grounds_of, paper_land, sites_of
from web.paper.refusals import UnknownPaperError
from web.paper.words import (
    FiguresRow,
    PaperWords,
    figures_rows,
    money_heading,
    paper_words,
)
from web.words.catalogue import Translate
from web.words.values import BLANK

DPI = 200
CONTEXT = 0.6
"""How far around the area the ground is read, by its size: frames are wider than it."""
FORMATS = ("pdf", "png", "both")
ONE_AT_A_TIME = threading.Lock()
"""Large sheets take memory; two of them at once would take twice as long each."""


def _quiet(_done: int, _in_all: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WallOrder:
    """The sheet that somebody asked for."""

    paper: str = "A3"
    landscape: bool | None = None
    """None: whichever way the map is larger."""
    area: str = ""
    patterns: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WallSheet:
    """A drawn sheet, and what its file says of itself."""

    wall: WallMap
    title: str
    generated: datetime
    """What is final counts as drawn at its K, whenever it is."""

    def write(self, file: BinaryIO, form: str) -> None:
        """Write it as ``pdf`` or ``png``."""
        if form == "png":
            write_png(self.wall, file, dpi=DPI)
            return
        metadata = {
            "Title": self.title,
            "Creator": "Guatu",
            "CreationDate": self.generated,
        }
        write_pdf(self.wall, file, metadata=metadata)


def drawn_sheet(
    district: District,
    dates: Dates,
    order: WallOrder,
    words: Translate,
    report: Report = _quiet,
) -> WallSheet:
    """Draw the sheet that was ordered.

    Raises:
        UnknownPaperError: There is no such paper.
        EdgeError: The area cannot be found, or is empty.
        MissingFontError: No font can write what the sheet says.
    """
    if order.paper not in PAPERS_MM:
        raise UnknownPaperError(paper=order.paper, known=", ".join(PAPERS_MM))
    now = district.now()
    land = paper_land(district, dates, order.area)
    heading = paper_words(district, land, dates, words, now)
    content = _content(district, land, heading, words)
    rooms = rooms_for(content, order.paper, landscape=order.landscape)
    with ONE_AT_A_TIME:
        wall = draw_wall_map(
            content,
            rooms,
            colours=paper_colours(),
            patterns=order.patterns,
            report=report,
        )
    drawn = now if dates.provisional else dates.as_known
    return WallSheet(wall=wall, title=_title(heading), generated=_moment(drawn))


def write_sheet(sheet: WallSheet, path: Path, form: str) -> list[Path]:
    """Write a sheet to a file, or to one of each format beside each other."""
    forms = ("pdf", "png") if form == "both" else (form,)
    files = []
    for each in forms:
        file = path.with_suffix(f".{each}") if form == "both" else path
        with written_whole(file) as out:
            sheet.write(out, each)
        files.append(file)
    return files


def _moment(now: Instant) -> datetime:
    return moment_of(now).astimezone(SHANGHAI)


def _title(heading: PaperWords) -> str:
    return f"{heading.title} · {heading.area} · {heading.dates.as_of_label}"


def _content(
    district: District, land: PaperLand, heading: PaperWords, words: Translate
) -> WallContent:
    drawable = ~shapely.is_missing(land.shapes)
    return WallContent(
        crs=district.about.crs,
        bounds_m=land.bounds_m,
        plots=Plots(shapes=land.shapes[drawable], stages=land.stages[drawable]),
        grounds=grounds_of(district, _wider(land.bounds_m), heading.dates.position),
        sites=sites_of(land.projects),
        heading=_heading(land, heading, words),
        legend=_legend(district, land, words),
        words=_key_words(words),
        foot=tuple(each for each in (heading.source, heading.generated) if each),
    )


def _wider(
    bounds_m: tuple[float, float, float, float],
) -> tuple[float, float, float, float]:
    west, south, east, north = bounds_m
    by = CONTEXT * max(east - west, north - south)
    return (west - by, south - by, east + by, north + by)


def _heading(land: PaperLand, heading: PaperWords, words: Translate) -> Heading:
    dates = heading.dates
    position = words("Journal position")
    return Heading(
        seal=words("Guatu"),
        title=heading.title,
        subtitle=heading.area,
        marks=heading.marks,
        as_of=Clock(
            name=words("As of"),
            reading=dates.as_of_label,
            detail=words("{plots} plots").format(plots=f"{len(land.rows):,}"),
        ),
        as_known=Clock(
            name=words("As known"),
            reading=dates.as_known_label,
            detail=f"{position} #{dates.position:,}",
        ),
        standing=heading.standing,
        is_provisional=dates.provisional,
    )


def _legend(district: District, land: PaperLand, words: Translate) -> Legend:
    rows, total = figures_rows(land.legend, words)
    has_money = any(each.amount for each in land.legend)
    money = money_heading(district.about.currency, words)
    columns = [words("Plots"), "m²", words("mu"), money, words("Share")]
    if not has_money:
        del columns[3]
    return Legend(
        title=words("Stages of plots"),
        columns=columns,
        lines=[_line(row, has_money=has_money) for row in rows],
        total=_line(total, has_money=has_money),
        notes=_notes(district, [*rows, total], words),
    )


def _notes(
    district: District, rows: Sequence[FiguresRow], words: Translate
) -> list[str]:
    measured = words("Areas are measured from the boundaries in %(crs)s.")
    notes = [words("Darker is further along."), measured % {"crs": district.about.crs}]
    if any(row.rounded != row.ten_thousands for row in rows):
        notes.append(
            words(
                "Money is rounded to two decimals; lines may not add up to the total."
            )
        )
    return notes


def _line(row: FiguresRow, *, has_money: bool) -> LegendLine:
    printed = row.printed
    money = (row.rounded,) if has_money else ()
    figures: Sequence[str] = (
        f"{printed.plots:,}",
        printed.area_m2 or BLANK,
        printed.mu or BLANK,
        *money,
        row.percent,
    )
    return LegendLine(
        code=printed.code, label=printed.label, figures=figures, share=row.share
    )


def _key_words(words: Translate) -> dict[str, str]:
    return {
        "north": words("N"),
        "site": words("Site of a project"),
        "inset": words("Enlarged beside"),
        "town": words("Boundary of a town"),
        "zone": words("Boundary of a zone"),
        "grid": words("Grid: this reference system, in metres"),
    }
