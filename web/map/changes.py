"""What has moved between two states of the map, and which facts decide it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from flask import Flask, Response, request
from werkzeug.wrappers import Response as AnyResponse

from domain.kernel.facts import Blank
from domain.kernel.questions.differences import Cause
from domain.things.registration import thing_of
from projections.memory.arrays import ABSENT
from projections.over_time.steps import STAGES, Ints
from projections.questions.causes import facts_at, streams_of
from web.atlas.causes import causes_between
from web.atlas.filter import filter_asked
from web.atlas.served import served
from web.district.dates import POSITION, Dates, resolve
from web.district.reading import about, snapshot_at
from web.frame.asked import district
from web.frame.caching import asked_again, kept_for_good
from web.frame.language import language, translate
from web.words.labels import FACT_LABELS
from web.words.refusals import NotANumberError
from web.words.values import printed

JSON = "application/json"
MOST = 1_000
"""Plots on one page of causes."""

CauseRow = dict[str, Any]


def init_app(app: Flask) -> None:
    """Serve the changes."""
    app.add_url_rule("/map/changes", view_func=changes)
    app.add_url_rule("/map/causes", view_func=causes)


def changes() -> AnyResponse:
    """Answer how many plots moved from which stage to which between two (V, K)."""
    one, other = (_dates_numbered(nth) for nth in ("1", "2"))
    _, was, now = _both(one, other)
    pairs = Counter(zip(was.tolist(), now.tolist(), strict=True))
    moved = [
        {"from": _name(was), "to": _name(now), "plots": plots}
        for (was, now), plots in sorted(pairs.items())
        if was != now
    ]
    return _answer({"of": [about(one), about(other)], "moved": moved}, one, other)


def causes() -> AnyResponse:
    """Answer which facts decide the stages of plots at one of two (V, K) only.

    Asked for are plots by number, ``plot`` given as often as needed, or else all that
    have moved, page by page: ``next`` is what the next page is asked for by, as
    ``after``.
    """
    one, other = (_dates_numbered(nth) for nth in ("1", "2"))
    plots, was, now = _both(one, other)
    asked = _numbers("plot")
    wanted = np.isin(plots, asked) if asked else (was != now) & (plots > _after())
    page = np.flatnonzero(wanted)[:MOST]
    rest = np.count_nonzero(wanted) > len(page)
    numbers = plots[page].tolist()
    found = causes_between(district(), numbers, one, other)
    explanations = _explanations(
        found, max(one, other, key=lambda dates: dates.position)
    )
    rows = [
        {
            "number": number,
            **explanations[number],
            "from": _name(before),
            "to": _name(after),
        }
        for number, before, after in zip(
            numbers, was[page].tolist(), now[page].tolist(), strict=True
        )
    ]
    body = {"of": [about(one), about(other)], "plots": rows}
    return _answer({**body, "next": numbers[-1] if rest else None}, one, other)


def _explanations(
    found: Mapping[int, Sequence[Cause]], dates: Dates
) -> dict[int, CauseRow]:
    """Put names to plots and positions."""
    positions = {cause.position for each in found.values() for cause in each}
    with snapshot_at(district(), dates) as now:
        streams, facts = streams_of(now, list(found)), facts_at(now, positions)
    words = translate()
    return {
        number: {
            "plot": thing_of(streams[number])[1],
            "causes": [
                {
                    "position": cause.position,
                    "role": cause.role.value,
                    "fact": facts[cause.position][0],
                    "label": words(FACT_LABELS[facts[cause.position][0]]),
                    "thing": facts[cause.position][1],
                }
                for cause in each
            ],
        }
        for number, each in found.items()
    }


def _numbers(name: str) -> list[int]:
    """Read numbers of plots.

    Raises:
        NotANumberError: One is none.
    """
    texts = request.args.getlist(name)
    for text in texts:
        if not POSITION.fullmatch(text):
            raise NotANumberError(name=name, text=text)
    return [int(text) for text in texts]


def _after() -> int:
    return max(_numbers("after"), default=0)


def _both(one: Dates, other: Dates) -> tuple[Ints, Ints, Ints]:
    """Return the plots that exist at either (V, K), and the stages of each at both."""
    before, after = _stages(one), _stages(other)
    numbers = np.union1d(before[0], after[0])
    return numbers, _at(numbers, *before), _at(numbers, *after)


def _dates_numbered(nth: str) -> Dates:
    return resolve(
        district(),
        as_of=request.args.get(f"as_of_{nth}", ""),
        as_known=request.args.get(f"as_known_{nth}", ""),
    )


def _stages(dates: Dates) -> tuple[Ints, Ints]:
    """Return the existing plots that are wanted at (V, K), and their stages."""
    columns = served().time_maps.columns(dates)
    column = columns.column("stage", at=dates.at)
    stages = column.codes.astype(np.int64)
    wanted = filter_asked()
    if not wanted.wanted:
        return column.numbers, stages
    chosen = np.isin(column.numbers, wanted.existing(columns, at=dates.at))
    return column.numbers[chosen], stages[chosen]


def _at(numbers: Ints, those: Ints, stages: Ints) -> Ints:
    found = np.full(len(numbers), ABSENT)
    found[np.searchsorted(numbers, those)] = stages
    return found


def _name(stage: int) -> str:
    return STAGES[stage] if stage != ABSENT else printed(Blank.ABSENT)


def _answer(answer: object, one: Dates, other: Dates) -> AnyResponse:
    """Let the browser keep what is final on both sides."""
    response = Response(msgspec.json.encode(answer), content_type=JSON)
    tag = "-".join(f"{each.as_of}-{each.position}" for each in (one, other))
    final = "-".join(str(each.provisional) for each in (one, other))
    tag = f"{tag}-{final}-{language()}"
    if any(each.provisional or not each.asked["as_of"] for each in (one, other)):
        return asked_again(response, tag)
    return kept_for_good(response, tag)
