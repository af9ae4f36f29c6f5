"""A time map after a few plots have changed: theirs is computed, the rest is kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from geo.tiles.boxes import Bounds
from projections.over_time.curves import stage_changes
from projections.over_time.steps import Amounts, Ints, StageSteps
from web.atlas.over_time.time_map import Grounded, TimeMap

WORTH_A_NEW_MAP = 2_000
"""With more plots changed, everything is computed anew."""


def replaced(
    old: TimeMap, part: TimeMap, plots: Ints, *, is_back: bool = False
) -> TimeMap:
    """Put what some plots have been in place of what the map says of them.

    Most facts are about money, or about something that no map shows: then steps, land
    and the layer of tiles stay the very same.

    Args:
        old: Another map of the same plots.
        part: A map of some plots only, as known at the K that is asked about.
        plots: Their numbers, growing.
        is_back: Whether that K lies before the other map's.
    """
    changed = _changed_places(old, part, plots)
    before = old.steps.where(np.isin(old.steps.number, plots))
    is_moved = len(changed) > 0 or _differ(before, part.steps)
    found = replace(
        old,
        ground=part.ground,
        steps=_steps(old.steps, part.steps, plots) if is_moved else old.steps,
        spent=_spent(old.spent, part.spent, plots),
        moved=part.moved if is_moved else old.moved,
    )
    if len(changed):
        boxes_m = np.concatenate([_boxes_m(each, changed) for each in (old, part)])
        found = replace(
            found,
            placed=_placed(old.placed, part.placed, plots).narrowed(),
            tiles=part.tiles if is_back else old.tiles.followed(boxes_m, part.moved),
        )
    elif "layer" in vars(old):
        vars(found)["layer"] = old.layer
    gone = stage_changes(old.course(plots))
    # A cached property is an entry of the instance's own dictionary.
    vars(found)["changes"] = old.changes.plus(gone, -1).plus(part.changes, 1)
    return found


def _differ(one: StageSteps, other: StageSteps) -> bool:
    """Tell whether two rows of steps, each in order, differ."""
    pairs = (
        (getattr(one, name), getattr(other, name))
        for name in ("number", "day", "stage")
    )
    return not all(np.array_equal(*pair) for pair in pairs)


def _changed_places(old: TimeMap, part: TimeMap, plots: Ints) -> Ints:
    """Return which of some plots another shape shows, or on another day or stage."""
    rows = np.concatenate([_place_rows(each, plots) for each in (old, part)])
    distinct, counts = np.unique(rows, axis=0, return_counts=True)
    return np.unique(distinct[counts == 1, 0])


def _place_rows(shown: TimeMap, plots: Ints) -> Ints:
    """Write plot, shape, day and stage of each step in a row; no two are the same."""
    placed = shown.placed
    steps = placed.steps.where(np.isin(placed.number, plots)[placed.steps.number])
    plot, shape = placed.number[steps.number], placed.row[steps.number]
    columns = (plot, shape, steps.day, steps.stage)
    return np.stack([each.astype(np.int64) for each in columns], axis=1)


def _boxes_m(shown: TimeMap, plots: Ints) -> Bounds:
    """Return the boxes of the shapes that show some plots."""
    placed, ground = shown.placed, shown.ground.ground
    rows = placed.row[np.isin(placed.number, plots)]
    boxes_m: Bounds = ground.shapes.bounds_m[np.isin(ground.rows, rows)]
    return boxes_m


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
