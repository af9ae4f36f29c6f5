"""Every address that takes dates, filled in for any district; as a program, asked.

Whoever adds an address says here how it is asked, or that it takes no dates: a test
holds both lists against the application's own map of addresses.
"""

from __future__ import annotations

import base64
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import msgspec
from flask import Flask
from flask.testing import FlaskClient

from tests.integration.building import Now
from web.app import create_app
from web.asking.questions.questions import QUESTIONS

Known = tuple[str, str]
"""V, which may be blank, and K."""

QUESTION = re.compile(r"/ask/(\w+)")
UNDATED: Mapping[str, str] = {
    "static": "/static/css/things/plot.css",
    "stages_css": "/stages.css",
    "layer_tile": "/layers/towns/3/6/3.mvt",
    "ask.questions": "/api/v1/ask",
    "live.live": "/api/v1/live",
    "plot_id": "/plots/number/4/id",
    "paper.wall_progress": "/map/wall/1",
}
"""Endpoints that look at no date, and an address of each."""


@dataclass(frozen=True)
class Things:
    """What a district has that can be asked about."""

    plots: Sequence[str]
    projects: Sequence[str]
    numbers: Sequence[int]
    positions: Sequence[int]
    bbox: str
    tile: str
    questions: Sequence[str] = ()
    """Questions with their parameters, without dates."""


def addresses(endpoint: str, there: Things) -> Iterator[str]:
    """Yield what an endpoint is asked with, without its dates.

    Raises:
        KeyError: Nobody has said how.
    """
    for template in TEMPLATES[endpoint]:
        yield from _filled(template, there)


def _filled(template: str, there: Things) -> Iterator[str]:
    fillings: Mapping[str, Sequence[object]] = {
        "plot": [quote(each) for each in there.plots],
        "project": [quote(each) for each in there.projects],
        "number": there.numbers,
        "position": there.positions,
        "question": there.questions,
        "tile": [there.tile],
        "bbox": [there.bbox],
    }
    for name, values in fillings.items():
        if f"{{{name}}}" in template:
            for each in values:
                yield from _filled(template.replace(f"{{{name}}}", str(each)), there)
            return
    yield template


HISTORY = ("/api/v1/plots/{plot}/history?", "/api/v1/plots/{plot}/history?format=csv&")
PLOTS = ("/api/v1/plots?", "/api/v1/plots?format=csv&", "/api/v1/plots?format=geojson&")
TEMPLATES: Mapping[str, Sequence[str]] = {
    "pages.map_page": ("/?", "/?lang=en&"),
    "pages.legend": ("/legend?",),
    "pages.plot_by_number": ("/plots/number/{number}?",),
    "tile": ("/tiles/{tile}.mvt?",),
    "history_tile": (
        "/tiles/history/{tile}.mvt?",
        "/tiles/history/{tile}.mvt?zone=none&",
        "/tiles/history/{tile}.mvt?zones=1&",
    ),
    "api.plots": PLOTS,
    "api.summary": ("/api/v1/plots/summary?",),
    "api.projects": ("/api/v1/projects?", "/api/v1/projects?format=geojson&"),
    "api.history": (*HISTORY, "/api/v1/projects/{project}/history?"),
    "api.diff": (
        "/api/v1/plots/diff?known=K1&",
        "/api/v1/projects/diff?known=K1&attribute=name&",
    ),
    "ask.asked": ("/api/v1/ask/{question}",),
    "lists.plots": ("/plots?", "/plots?format=json&", "/plots?sort=-amount&"),
    "lists.projects": ("/projects?", "/projects?format=csv&"),
    "things.plot_page": ("/plots/{plot}?",),
    "things.project_page": ("/projects/{project}?",),
    "history.stream": ("/history?", "/history?late=1&"),
    "history.entry": ("/history/{position}?",),
    "verbs.record_fact": ("/record/PlotStageRecorded?thing={plot}&",),
    "verbs.correct": ("/correct/{position}?",),
    "verbs.withdraw": ("/withdraw/{position}?",),
    "search.search": ("/search?q=1&",),
    "conflicts.conflicts_page": ("/conflicts?",),
    "changes": ("/map/changes?TWICE",),
    "causes": ("/map/causes?TWICE", "/map/causes?plot={number}&lang=en&TWICE"),
    "map_data.curve": (
        "/api/v1/plots/curve?",
        "/api/v1/plots/curve?by=zone&",
        "/api/v1/plots/curve?by=town&",
        "/api/v1/plots/curve?bbox={bbox}&zone=none&",
    ),
    "map_data.filters": ("/map/filters?",),
    "map_data.stage_durations": ("/map/durations?", "/map/durations?bbox={bbox}&"),
    "map_curve.curve": (
        "/map/curve?",
        "/map/curve?measures=plots,area_drawn&",
        "/map/curve?bbox={bbox}&",
    ),
    "known_then": (
        "/map/known-then?day=2024-06-30&day=2025-05-03&",
        "/map/known-then?day=2025-05-03&bbox={bbox}&",
    ),
    "sites": ("/map/sites?",),
    "layers": ("/layers.json?",),
    "paper.evidence": ("/map/evidence.html?",),
    "paper.wall": ("/map/wall.png?paper=A4&",),
}


def with_dates(address: str, dates: Known) -> str:
    """Put V and K into an address."""
    if address.endswith("TWICE"):
        both = "&".join(_given(dates, f"_{side}") for side in (1, 2))
        return address.replace("TWICE", both)
    if "/diff?" in address:
        dates, address = (
            (dates[0], ""),
            address.replace("K1", f"1&known={quote(dates[1])}"),
        )
    asked = QUESTION.search(address)
    if asked and not QUESTIONS[asked[1]].has_as_of:
        dates = ("", dates[1])
    return f"{address}{_given(dates)}"


def _given(dates: Known, suffix: str = "") -> str:
    """Write V and K as parameters; a blank V is left out."""
    named = zip(("as_of", "as_known"), dates, strict=True)
    return "&".join(f"{name}{suffix}={quote(text)}" for name, text in named if text)


class Told(msgspec.Struct, frozen=True):
    """What an address answered, and whether it may be kept."""

    status: int
    body: str
    """In base 64: some are pictures."""
    tag: str
    is_final: bool


def dated(app: Flask) -> list[str]:
    """Return the endpoints that answer GET, but for those that look at no date."""
    rules = app.url_map.iter_rules()
    found = {rule.endpoint for rule in rules if "GET" in (rule.methods or ())}
    return sorted(found - UNDATED.keys())


def walked(app: Flask, asked: Sequence[str]) -> dict[str, Told]:
    """Ask every address."""
    client = app.test_client()
    return {each: _told(client, each) for each in asked}


def _told(client: FlaskClient, address: str) -> Told:
    with client.get(address) as answer:
        control = answer.cache_control
        return Told(
            status=answer.status_code,
            body=base64.b64encode(answer.data).decode(),
            tag=answer.headers.get("ETag", ""),
            is_final=bool(control.immutable or control.max_age),
        )


def main(home: str, date: str, asked: str, out: str) -> None:
    """Walk in a process of its own, on a day of its own."""
    addresses_asked = msgspec.json.decode(Path(asked).read_bytes(), type=list[str])
    told = walked(create_app(Path(home), Now(date)), addresses_asked)
    Path(out).write_bytes(msgspec.json.encode(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
