"""Slips: what is told late, told wrongly and put right, told of the wrong plot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from domain.kernel.money import parse_money, print_money
from web.samples.demo.calendar import END, START, iso
from web.samples.demo.ground.curves import Ints, Rng
from web.samples.demo.story.acts import Act, Revision, Story

LATE = 0.08
CORRECTED = 0.02
WITHDRAWN = 0.003
LATEST_DAYS = 120
PUT_RIGHT_DAYS = 70
WRONG_DATES = (-31, -30, -10, -7, -3, -2, -1, 1, 2, 3)
DATE_REASONS = (
    "日期录入有误，按交接单更正",
    "与协议签订日期不符，经核对更正",
    "误填为录入当日，按现场记录更正",
    "月份录错，按票据更正",
)
AMOUNT_REASONS = (
    "金额少录一位，按拨付凭证更正",
    "金额数位颠倒，按票据更正",
    "漏计附属物，按评估报告更正",
    "单位误作百元，按支付回单更正",
)
WRONG_PLOT = (
    "记到邻宗名下，撤回",
    "宗地编号录错，撤回",
    "重复登记，撤回",
)
MISTAKABLE = ("agreement_signed", "compensated", "vacated", "demolished", "cleared")
PLAIN = ("PlotRegistered", "ProjectRegistered", "PlotAssigned")
"""Acts that everything else relies on: told on their day, and right."""


def with_slips(rng: Rng, acts: list[Act]) -> Story:
    """Tell some acts late, some wrongly, some of the wrong plot."""
    slippery = [act for act in acts if act.record not in PLAIN]
    _delay(rng, slippery)
    recorded = [act for act in acts if act.said <= END]
    slippery = [act for act in slippery if act.said <= END]
    revisions = list(_mistaken(rng, slippery))
    astray = list(_astray(rng, slippery))
    return Story(
        [*recorded, *(act for act, _ in astray)], [*revisions, *(r for _, r in astray)]
    )


def _delay(rng: Rng, acts: list[Act]) -> None:
    late = rng.random(len(acts)) < LATE
    days = 1 + np.floor(rng.lognormal(np.log(2.6), 1.05, len(acts)))
    for act, delay in zip(
        acts, np.where(late, days.clip(1, LATEST_DAYS), 0), strict=True
    ):
        act.said = act.day + int(delay)


def _chosen(rng: Rng, acts: list[Act], share: float) -> Ints:
    return np.flatnonzero(rng.random(len(acts)) < share)


def _mistaken(rng: Rng, acts: list[Act]) -> Iterator[Revision]:
    """Falsify some acts in place, and put each right some weeks later."""
    for n in _chosen(rng, acts, CORRECTED).tolist():
        act = acts[n]
        fixed = act.said + 1 + int(rng.gamma(1.6, 13))
        if fixed > min(END, act.said + PUT_RIGHT_DAYS):
            continue
        if "amount" in act.members and rng.random() < 0.45:  # noqa: PLR2004  (a share)
            yield _wrong_amount(rng, act, fixed)
        elif (revision := _wrong_date(rng, act, fixed)) is not None:
            yield revision


def _wrong_date(rng: Rng, act: Act, fixed: int) -> Revision | None:
    wrong = act.day + int(rng.choice(WRONG_DATES))
    if not START < wrong <= act.said or wrong == act.day:
        wrong = act.day - int(rng.integers(1, 8))
    if wrong <= START:
        return None
    right, act.day = act.day, wrong
    reason = str(rng.choice(DATE_REASONS))
    return _right(act, fixed, reason, {"effective": iso(right)})


def _wrong_amount(rng: Rng, act: Act, fixed: int) -> Revision:
    right = str(act.members["amount"])
    n = int(rng.integers(len(AMOUNT_REASONS)))
    act.members = {**act.members, "amount": _misread(rng, right, n)}
    return _right(act, fixed, AMOUNT_REASONS[n], {"amount": right})


def _misread(rng: Rng, amount: str, way: int) -> str:
    """Lose a digit, swap two, forget a part, or take hundreds for ones."""
    whole = amount.removesuffix(".00")
    if way == 0 and len(whole) > 1:
        return f"{whole[:-1]}.00"
    if way == 1 and len(set(whole[:2])) == 2:  # noqa: PLR2004  (two digits)
        return f"{whole[1]}{whole[0]}{whole[2:]}.00".lstrip("0")
    if way == 3:  # noqa: PLR2004  (the last of the reasons)
        return print_money(parse_money(amount) * 100)
    return print_money(round(parse_money(amount) / 100 * rng.uniform(0.8, 0.95)) * 100)


def _right(act: Act, fixed: int, reason: str, members: dict[str, str]) -> Revision:
    return Revision(
        target=act, reason=reason, unit=act.unit, said=fixed, members=dict(members)
    )


def _astray(rng: Rng, acts: list[Act]) -> Iterator[tuple[Act, Revision]]:
    """Tell some stages of a neighbouring plot too, and withdraw them."""
    stages = [act for act in acts if act.members.get("stage") in MISTAKABLE]
    share = WITHDRAWN * len(acts) / max(len(stages), 1)
    for n in _chosen(rng, stages, share).tolist():
        act = stages[n]
        other = stages[max(0, n - int(rng.integers(4, 30)))]
        fixed = act.said + 1 + int(rng.gamma(1.5, 8))
        if other.thing != act.thing and other.unit == act.unit and fixed <= END:
            ghost = replace(act, thing=other.thing, members=dict(act.members))
            reason = str(rng.choice(WRONG_PLOT))
            yield (
                ghost,
                Revision(target=ghost, reason=reason, unit=act.unit, said=fixed),
            )
