"""The words and figures of maps on paper, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from domain.kernel.instants import SHANGHAI, Instant, moment_of
from web.district.dates import Dates, DatesShown, shown
from web.district.opening import District
from web.paper.land import PaperLand
from web.words.catalogue import Translate
from web.words.figures import LegendFigures, LegendRow, legend_rows
from web.words.values import moment_text

FEN_A_TEN_THOUSAND = 1_000_000
LEAST_DECIMALS, MOST_DECIMALS = 2, 6
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperWords:
    """What heads a sheet or a frozen page."""

    title: str
    area: str
    marks: Sequence[str]
    dates: DatesShown
    standing: str
    generated: str
    """Blank on what is final: it is the same whenever it is drawn (R2)."""
    source: str


def paper_words(
    district: District, land: PaperLand, dates: Dates, words: Translate, now: Instant
) -> PaperWords:
    """Put the heading of a map into words."""
    about = district.about
    mark = words("Demonstration: not the journal of a real district")
    source = words("Drawn by Guatu from journal {journal} up to position {position}")
    return PaperWords(
        title=words("{district}: land by stage").format(district=about.name),
        area=land.area.label(words),
        marks=[
            *([mark] if about.demonstration else []),
            *_lost(district, dates, words),
        ],
        dates=shown(dates),
        standing=words("Provisional") if dates.provisional else words("Final"),
        generated=_generated(words, now) if dates.provisional else "",
        source=source.format(journal=about.journal_id, position=f"{dates.position:,}"),
    )


def _generated(words: Translate, now: Instant) -> str:
    zone = moment_of(now).astimezone(SHANGHAI).tzname()
    moment = f"{moment_text(now).rpartition(':')[0]} {zone}"
    return words("Generated at {moment}").format(moment=moment)


def _lost(district: District, dates: Dates, words: Translate) -> list[str]:
    """Say which base layers are missing from the map, for nobody would see it."""
    known = district.layers.known(up_to=dates.position).values()
    names = [each.edition.fact.layer for each in district.layers.faults(known)]
    text = words("Without base layers whose files are lost: {layers}")
    return [text.format(layers=", ".join(names))] if names else []


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresRow:
    """One line of the figures: as the pages print it, with share and 万元 beside."""

    printed: LegendRow
    ten_thousands: str
    """Exact."""
    rounded: str
    """To two decimals, for paper that hangs on a wall."""
    share: float
    """Of the measured area, 0 to 1; of the plots where no area is known."""

    @property
    def percent(self) -> str:
        """The share as it is printed."""
        return f"{self.share * 100:.1f}%"


def figures_rows(
    figures: Sequence[LegendFigures], words: Translate
) -> tuple[list[FiguresRow], FiguresRow]:
    """Put the figures of all stages into words, with their total."""
    rows, total = legend_rows(figures, words)
    weights = _weights(figures)
    whole = sum(weights) or 1.0
    amounts = [each.amount for each in figures]
    amounts.append(sum(amounts))
    shares = [weight / whole for weight in weights]
    shares.append(sum(shares))
    money = zip(ten_thousands(amounts), rounded_ten_thousands(amounts), strict=True)
    *lines, last = (
        FiguresRow(printed=row, ten_thousands=exact, rounded=rounded, share=share)
        for row, (exact, rounded), share in zip(
            [*rows, total], money, shares, strict=True
        )
    )
    return lines, last


def _weights(figures: Sequence[LegendFigures]) -> list[float]:
    if any(each.area_m2 for each in figures):
        return [each.area_m2 or 0.0 for each in figures]
    return [float(each.plots) for each in figures]


def ten_thousands(amounts: Sequence[int]) -> list[str]:
    """Print money in units of ten thousand, exactly, all with the same decimals."""
    exact = [Decimal(amount) / FEN_A_TEN_THOUSAND for amount in amounts]
    needed = (
        next(d for d in range(MOST_DECIMALS + 1) if each == round(each, d))
        for each in exact
    )
    decimals = max(LEAST_DECIMALS, *needed)
    return [f"{each:,.{decimals}f}" for each in exact]


def rounded_ten_thousands(amounts: Sequence[int]) -> list[str]:
    """Print money in units of ten thousand, each rounded half up to two decimals."""
    exact = [Decimal(amount) / FEN_A_TEN_THOUSAND for amount in amounts]
    return [f"{each.quantize(CENT, ROUND_HALF_UP):,}" for each in exact]


def money_heading(currency: str, words: Translate) -> str:
    """Name the unit of money of the figures."""
    if currency == "CNY":
        return words("10,000 yuan")
    return words("10,000 {currency}").format(currency=currency)
