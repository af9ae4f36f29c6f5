"""The scale of a decade: how many plots and facts, and the days they lie between."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.things.land.plots import PlotStage

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Rng = np.random.Generator

VERSION = 2
"""Raised when the same scale makes other facts: kept decades are then made anew."""
STAGES = tuple(PlotStage)
OFFICES = 20
PLOTS_A_PROJECT = 1_500
PLOTS_A_ZONE = 2_500

FIRST_DAY = int(np.datetime64("2016-07-01", "D").astype(int))
LAST_DAY = int(np.datetime64("2026-06-30", "D").astype(int))
REGISTERING_DAYS = 20
ASSIGNING_DAYS = (30, 150)
"""After the first day: from, to."""
STEPS_FROM = FIRST_DAY + 160
REDRAWN_FROM = FIRST_DAY + 400

LATE = 0.08
LATE_DAYS = (30, 400)
CORRECTED = 0.02
WITHDRAWN = 0.003
WITHDRAWN_AGAIN = 0.1
"""Of the withdrawals."""
REDRAWN = 0.003
"""Of the plots."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The same scale and seed make the same journal, byte for byte."""

    plots: int
    facts: int
    """About: what redrawings add to the streams of other plots comes on top."""
    seed: int

    @property
    def projects(self) -> int:
        """How many projects plots are assigned to."""
        return max(2, self.plots // PLOTS_A_PROJECT)

    @property
    def steps(self) -> int:
        """How many facts are left once all plots are registered and assigned."""
        rest = self.facts / (1 + CORRECTED + WITHDRAWN)
        return max(self.plots, int(rest) - 2 * self.plots - self.projects)


CITY = Scale(plots=300_000, facts=3_000_000, seed=1)
LONG = Scale(plots=30_000, facts=3_000_000, seed=1)
"""Ten times the history."""
SHORT = Scale(plots=30_000, facts=300_000, seed=1)
"""As many plots as ``LONG``, with the city's history."""
