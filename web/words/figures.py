"""Figures as pages print them: areas in m² with mu beside, money in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from web.words.catalogue import Translate
from web.words.labels import stage_label
from web.words.values import area_text, money_text, mu_text


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendFigures:
    """The plots in one stage: how many, how large as measured, and their money."""

    code: str
    plots: int
    area_m2: float | None
    """None where none of the plots has a boundary."""
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendRow:
    """One line of the legend, ready to print."""

    code: str
    label: str
    plots: int
    area_m2: str
    mu: str
    amount: str


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
    rows = [_row(each, stage_label(each.code, words)) for each in figures]
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
