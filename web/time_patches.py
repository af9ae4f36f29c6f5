"""A time map after a few plots have changed: theirs is computed, the rest is kept."""

from __future__ import annotations

import numpy as np

from projections.curves import stage_changes
from projections.stage_steps import Amounts, Ints, StageSteps
from web.time_map import Grounded, TimeMap

WORTH_A_NEW_MAP = 2_000
"""With more plots changed, everything is computed anew."""


def replaced(old: TimeMap, part: TimeMap, plots: Ints) -> TimeMap:
    """Put what some plots have been in place of what the map says of them.

    Args:
        old: The map before.
        part: A map of these plots only, as known now.
        plots: Their numbers, growing.
    """
    found = TimeMap(
        ground=part.ground,
        steps=_steps(old.steps, part.steps, plots),
        spent=_spent(old.spent, part.spent, plots),
        placed=_placed(old.placed, part.placed, plots).narrowed(),
    )
    gone = stage_changes(old.course(plots))
    # A cached property is an entry of the instance's own dictionary.
    vars(found)["changes"] = old.changes.plus(gone, -1).plus(part.changes, 1)
    return found


def _steps(old: StageSteps, new: StageSteps, plots: Ints) -> StageSteps:
    kept = ~np.isin(old.number, plots)
    number = old.number[kept]
    at = np.searchsorted(number, new.number)
    return StageSteps(
        np.insert(number, at, new.number),
        np.insert(old.day[kept], at, new.day),
        np.insert(old.stage[kept], at, new.stage),
    )


def _spent(old: Amounts, new: Amounts, plots: Ints) -> Amounts:
    kept = ~np.isin(old.number, plots)
    return Amounts(
        np.append(old.number[kept], new.number),
        np.append(old.day[kept], new.day),
        np.append(old.amount[kept], new.amount),
    )


def _placed(old: Grounded, new: Grounded, plots: Ints) -> Grounded:
    """Leave out the shapes of these plots, and number those of the part behind."""
    kept = ~np.isin(old.number, plots)
    place = np.cumsum(kept) - 1
    chosen = kept[old.steps.number]
    steps = StageSteps(
        np.append(place[old.steps.number[chosen]], new.steps.number + kept.sum()),
        np.append(old.steps.day[chosen], new.steps.day),
        np.append(old.steps.stage[chosen], new.steps.stage),
    )
    return Grounded(
        np.append(old.number[kept], new.number),
        np.append(old.row[kept], new.row),
        steps,
    )
