"""Whatever stands in an address is answered, or refused in a sentence."""

from __future__ import annotations

import re
from random import Random
from urllib.parse import quote

from werkzeug.routing import Rule

from tests.fuzz.conftest import Target
from tests.fuzz.odd import NAMES, sendable, text
from web.asking.questions.questions import QUESTIONS

PART = re.compile(r"<(?:[^:>]*(?:\([^)]*\))?:)?(\w+)>")
HEADERS = (
    "Accept",
    "Accept-Encoding",
    "If-None-Match",
    "Last-Event-ID",
    "Range",
    "Cookie",
)
HEAVY = ("/map/wall", "/map/evidence")
"""A sheet of paper takes seconds: few of them are drawn, elsewhere."""


def rules(target: Target) -> list[Rule]:
    """List what is served by GET."""
    served = target.client.application.url_map.iter_rules()
    return sorted(
        (
            rule
            for rule in served
            if "GET" in (rule.methods or ()) and not rule.rule.startswith(HEAVY)
        ),
        key=lambda rule: rule.rule,
    )


def path_of(rule: Rule, chance: Random) -> str:
    """Fill a rule's parts, with what fits as often as with what does not."""

    def filled(_: re.Match[str]) -> str:
        fitting = ("A-1", "P-1", "1", "13", "plots", "projects", "png", *QUESTIONS)
        drawn = chance.choice(fitting) if chance.random() < 0.6 else text(chance)
        return quote(sendable(drawn[:300]), safe="")

    return PART.sub(filled, rule.rule)


def query_of(chance: Random) -> list[tuple[str, str]]:
    """Draw up to five parameters, some of them several times."""
    names = [chance.choice(NAMES) for _ in range(chance.randrange(6))]
    return [(name, sendable(text(chance)[:5_000])) for name in names]


def headers_of(chance: Random) -> dict[str, str]:
    """Draw a header that only HTTP's own characters may stand in."""
    if chance.random() < 0.7:
        return {}
    drawn = text(chance)[:5_000].encode("ascii", "ignore").decode()
    return {chance.choice(HEADERS): re.sub(r"[\x00-\x1f\x7f]", "", drawn)}


def test_every_address_answers_whatever_it_is_asked_with(
    target: Target, inputs: range
) -> None:
    served = rules(target)
    statuses: set[int] = set()
    for seed in inputs:
        chance = Random(seed)  # noqa: S311  (a seeded moment, no secret)
        path = path_of(chance.choice(served), chance)
        query, headers = query_of(chance), headers_of(chance)
        before = target.position

        response = target.client.get(path, query_string=query, headers=headers)

        statuses.add(response.status_code)
        target.require_sound(response, (seed, path, query, headers), before)
        assert target.position == before, "reading has recorded something"
    assert {200, 404, 422} <= statuses, "what is drawn reaches no answer"
