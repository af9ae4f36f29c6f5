"""One town that reported houses as pulled down before they were, until inspected."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from web.samples.demo.calendar import NEVER, day, iso
from web.samples.demo.ground.curves import Rng
from web.samples.demo.story.acts import Act, Revision

CLAIMED = tuple(
    day(text)
    for text in ("2025-02-28", "2025-03-31", "2025-04-30", "2025-05-30", "2025-06-30")
)
"""The month ends on which the town rounded its figures up."""
INSPECTED = day("2025-08-21")
INSPECTORS = "区督查组"
EARLIER = "督查核实：上报时尚未拆除，按现场拆除日期更正"
STANDING = "督查核实：房屋仍未拆除，撤回"
SHARE = 0.85


@dataclass(frozen=True, slots=True)
class Overreport:
    """What was claimed, by which unit, and how it was put right."""

    unit: str
    claims: list[Act]
    """Acts of their own, for houses that still stood at the inspection."""
    early: list[Act]
    """Acts that were told too early, in place."""
    revisions: list[Revision]


def overreported(rng: Rng, acts: list[Act]) -> Overreport:
    """Let the town that had most left to pull down claim more than was true.

    Args:
        rng: Where chance comes from.
        acts: All acts; those claimed too early are changed in place.
    """
    stages = _stages(acts)
    claimed = {plot: _claim(steps) for plot, steps in stages.items()}
    units = Counter(
        stages[plot]["compensated"].unit for plot, on in claimed.items() if on
    )
    unit = min(units, key=lambda name: (-units[name], name)) if units else ""
    report = Overreport(unit, [], [], [])
    for plot, on in claimed.items():
        paid = stages[plot].get("compensated")
        if on and paid and paid.unit == unit and rng.random() < SHARE:
            _report(report, stages[plot], on)
    return report


def _stages(acts: list[Act]) -> Mapping[str, dict[str, Act]]:
    stages: defaultdict[str, dict[str, Act]] = defaultdict(dict)
    for act in acts:
        if act.record == "PlotStageRecorded":
            stages[act.thing][str(act.members["stage"])] = act
    return stages


def _claim(steps: Mapping[str, Act]) -> int:
    """Return the month end on which a plot could be claimed; 0 if on none."""
    paid = steps.get("compensated")
    down = steps["demolished"].day if "demolished" in steps else NEVER
    open_land = "cleared" in steps and "demolished" not in steps
    if paid is None or open_land:
        return 0
    return next((end for end in CLAIMED if paid.day <= end - 3 and down > end + 10), 0)


def _report(report: Overreport, steps: Mapping[str, Act], on: int) -> None:
    down = steps.get("demolished")
    if down is not None and down.day < INSPECTED:
        right, down.day, down.said = down.day, on, on
        report.early.append(down)
        report.revisions.append(_revision(down, EARLIER, {"effective": iso(right)}))
        return
    claim = replace(
        steps["compensated"], members={"stage": "demolished"}, day=on, said=on
    )
    report.claims.append(claim)
    report.revisions.append(_revision(claim, STANDING, None))


def _revision(target: Act, reason: str, members: Mapping[str, str] | None) -> Revision:
    return Revision(
        target=target, reason=reason, unit=INSPECTORS, said=INSPECTED, members=members
    )
