"""Figures as pages print them: areas in m² with mu beside, money in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.kernel.money import print_money
from web.labels import STAGE_LABELS
from web.map_state import LegendFigures
from web.words import Translate

BLANK = "—"
MU_A_M2 = 0.0015
"""1 mu is exactly 2000/3 m²."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendRow:
    """One line of the legend, ready to print."""

    code: str
    label: str
    plots: int
    area_m2: str
    mu: str
    amount: str


def area_text(area_m2: float | None) -> str:
    """Print square metres; a dash where no area is known."""
    return BLANK if area_m2 is None else f"{area_m2:,.1f}"


def mu_text(area_m2: float | None) -> str:
    """Print square metres as mu; a dash where no area is known."""
    return BLANK if area_m2 is None else f"{area_m2 * MU_A_M2:,.2f}"


def money_text(amount: int) -> str:
    """Print money with its thousands parted."""
    whole, _, fraction = print_money(abs(amount)).partition(".")
    return f"{'-' if amount < 0 else ''}{int(whole):,}.{fraction}"


def legend_rows(
    figures: Sequence[LegendFigures], words: Translate
) -> tuple[list[LegendRow], LegendRow]:
    """Put the legend into words, with its total."""
    known = [each.area_m2 for each in figures if each.area_m2 is not None]
    total = LegendFigures(
        code="total",
        plots=sum(each.plots for each in figures),
        area_m2=sum(known) if known else None,
        amount=sum(each.amount for each in figures),
    )
    rows = [_row(each, words(STAGE_LABELS[each.code])) for each in figures]
    return rows, _row(total, words("Total"))


def _row(figures: LegendFigures, label: str) -> LegendRow:
    return LegendRow(
        code=figures.code,
        label=label,
        plots=figures.plots,
        area_m2=area_text(figures.area_m2),
        mu=mu_text(figures.area_m2),
        amount=money_text(figures.amount),
    )
