"""Questions drawn about the long story, at its boundaries and a microsecond off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

from domain.kernel.facts import WorldFact
from domain.kernel.instants import Instant, moment_of
from domain.kernel.live_facts import Entry
from tests.integration.building import EAST, NORTH, square
from web.asking.questions.questions import QUESTIONS

PLOTS = ("A-1", "A-2", "A-3", "甲-4", "A-5", "A-31", "A-32", "B-1")
VALUES = {
    "plot": {
        "stage": ("surveyed", "agreement_signed", "compensated", "vacated", "none"),
        "zone": ("北区", "none", "“none”", "南区"),
        "exists": ("true",),
        "freeze": ("公告 1 号", "公告 2 号", "公告 3 号", "none"),
        "project": ("P1", "none"),
        "paper_area_m2": ("400.5", "none"),
        "land_use": ("住宅", "none"),
        "boundary": (square(0, 0), square(0, 0, 19), square(20, 0, 30), "none"),
        "point": (f"POINT ({EAST} {NORTH})", "none"),
    },
    "project": {
        "name": ("新港", "“none”"),
        "exists": ("true",),
        "boundary": (square(0, 0, 60), "none"),
        "permit:用地许可": ("[2023] 7 号", "none"),
        "validity:用地许可": ("[2023] 7 号", "none"),
    },
}
BOUNDS = [
    *("2022-12-31", "2023-01-01", "2023-04-01", "2023-08-01", "2023-12-24"),
    *("2024-01-01", "2024-06-01", "2024-09-01", "2025-02-01", "2025-06-30"),
]
"""Dates for stretches of time, some of which are boundaries of the story."""


def written(instant: int) -> str:
    """Write an instant as a client may."""
    return moment_of(Instant(instant)).isoformat()


class Drawing:
    """Draws one question after another about a journal, the same every time."""

    plots: Sequence[str] = PLOTS
    values: Mapping[str, Mapping[str, Sequence[str]]] = VALUES
    bounds: Sequence[str] = BOUNDS

    def __init__(self, entries: Sequence[Entry], seed: int) -> None:
        self._random = Random(seed)  # noqa: S311  (nothing is kept secret)
        facts = [e.fact for e in entries if isinstance(e.fact, WorldFact)]
        ends = [until for f in facts if (until := getattr(f, "until", None))]
        changes = [getattr(entry.fact, "changes", {}) for entry in entries]
        corrected = [each["effective"] for each in changes if "effective" in each]
        self._effectives = [*(fact.effective for fact in facts), *ends, *corrected]
        self._lasts = {entry.recorded: entry.position for entry in entries}

    def questions(self, question: str, count: int) -> Iterator[dict[str, Any]]:
        """Yield so many questions of a name, with their parameters."""
        draw = getattr(self, f"_{question}")
        yield from (draw() for _ in range(count))

    def _v(self) -> dict[str, str]:
        if self._random.random() < 0.2:
            return {"as_of": self._random.choice(self.bounds)}
        near = self._random.choice(self._effectives) + self._random.randint(-1, 1)
        return {"as_of": written(near)}

    def _k(self) -> dict[str, str]:
        # More often late than early: then there is more to know.
        recorded = max(self._random.choices([*self._lasts], k=3))
        near = written(recorded + self._random.randint(-1, 1))
        forms = (near, near, near[:10], str(self._lasts[recorded]))
        return {"as_known": self._random.choice(forms)}

    def _kind(self) -> str:
        return self._random.choice(("plot", "plot", "plot", "project"))

    def _thing(self, kind: str = "") -> str:
        kind = kind or self._kind()
        ids = self.plots if kind == "plot" else ("P1", "P2")
        return f"{kind}:{self._random.choice(ids)}"

    def _about(self) -> dict[str, str]:
        thing = self._thing()
        attributes = [*self.values[thing.partition(":")[0]]]
        return {"thing": thing, "attribute": self._random.choice(attributes)}

    def _value(self, kind: str) -> dict[str, str]:
        attribute, values = self._random.choice([*self.values[kind].items()])
        return {"attribute": attribute, "value": self._random.choice(values)}

    def _held(self, kind: str = "") -> dict[str, str]:
        thing = self._thing(kind)
        return {"thing": thing, **self._value(thing.partition(":")[0])}

    def _stretch(self) -> dict[str, str]:
        start, end = sorted(self._random.sample(self.bounds, 2))
        return {"from": start, "to": end}

    def _precise_stretch(self) -> dict[str, str]:
        first, last = sorted(self._random.sample(self._effectives, 2))
        moved = self._random.randint(-1, 1)
        return {"from": written(first), "to": written(max(last, first + 2) + moved)}

    def _state(self) -> dict[str, str]:
        return {**self._about(), **self._v(), **self._k()}

    _beliefs = _state

    def _history(self) -> dict[str, str]:
        return {**self._about(), **self._k()}

    _rectangles = _history

    def _first_known(self) -> dict[str, str]:
        asked = {**self._held(), **self._v(), **self._k()}
        absent = self._random.random() < 0.2
        return {**asked, "value": "absent"} if absent else asked

    def _having(self) -> dict[str, str]:
        kind = self._kind()
        value = self._value(kind)
        is_shared = kind == "project" and value["attribute"] in self.values["plot"]
        named = {"kind": kind} if is_shared or self._random.random() < 0.5 else {}
        return {**value, **named}

    def _count(self) -> dict[str, str]:
        return {**self._having(), **self._v(), **self._k()}

    def _steps(self) -> dict[str, str]:
        stretches = (self._stretch, self._precise_stretch)
        return {**self._having(), **self._random.choice(stretches)(), **self._k()}

    def _both(self) -> dict[str, str]:
        second = {f"{name}2": text for name, text in self._held().items()}
        return {**self._held(), **second, **self._k()}

    def _days(self) -> dict[str, str]:
        return {**self._held(), **self._stretch(), **self._k()}

    def _active(self) -> dict[str, str]:
        return {"kind": self._kind(), **self._v(), **self._k()}

    def _total_area(self) -> dict[str, str]:
        return {**self._v(), **self._k()}

    def _plot_area(self) -> dict[str, str]:
        return {"thing": self._thing("plot"), **self._v(), **self._k()}

    def _plot_at(self) -> dict[str, str]:
        east, north = (self._random.choice((0, 3, 10, 20, 20, 40, 50)) for _ in "xy")
        place = {"x": f"{EAST + east}", "y": f"{NORTH + north}.5"}
        return {**place, **self._v(), **self._k()}

    def _ancestors(self) -> dict[str, str]:
        return {"thing": self._thing("plot"), **self._k()}

    def _sum(self) -> dict[str, str]:
        thing = self._thing()
        measured = thing.startswith("project") and self._random.random() < 0.5
        measure = {"measure": "land_acquired_m2"} if measured else {}
        return {"thing": thing, **measure, **self._v(), **self._k()}

    def _conflicts(self) -> dict[str, str]:
        return self._k()

    def _diff(self) -> dict[str, Any]:
        kind = self._kind()
        sums = ("amount",) if kind == "plot" else ("investment", "land_acquired_m2")
        attribute = self._random.choice([*self.values[kind], *sums])
        recorded = sorted(self._random.sample([*self._lasts], 2))
        known = [written(each) for each in recorded]
        return {"attribute": attribute, "kind": kind, "known": known, **self._v()}


def typed(question: str, given: dict[str, Any]) -> list[str]:
    """Write a question as a command line."""
    places, options = [], []
    for each in QUESTIONS[question].parameters:
        if each.name in given and each.option not in ("", "--and"):
            texts = given[each.name]
            several = texts if isinstance(texts, list) else [texts]
            options += [each.option, *several]
        elif each.name in given and not each.option:
            places.append(given[each.name])
    if "thing2" in given:
        options += ["--and", given["thing2"], given["attribute2"], given["value2"]]
    return ["ask", question.replace("_", "-"), *places, *options]
