"""The plainest door to every question: the definition, asked and printed as the API is.

Only the reading of parameters and the printing of single values are those of the
kernel's door; every answer is the definition's own.
"""

from __future__ import annotations

from typing import Any

import shapely

from domain.facts import NAMES
from domain.kernel.facts import Answer, Quantity
from domain.kernel.instants import (
    FOREVER,
    Instant,
    effective_from,
    parse_date,
    print_bound,
    print_instant,
    queried_at,
)
from tests.integration.kernel_door import Given, Kernel, Rows, meant, mu, shown
from tests.property import naive_questions as naive
from tests.property.naive_counts import active_in, things_in
from tests.property.naive_land import World, answer, world
from tests.property.naive_places import plots_at, shapes, total_area_m2

SUMS = ("amount", "investment", "land_acquired_m2")


class Definition(Kernel):
    """Answers by definition over all entries."""

    def _world(self, given: Given) -> World:
        return world(self.entries, self._recorded_at(given["as_known"]))

    def _state(self, given: Given) -> Rows:
        v = queried_at(given["as_of"])
        told = answer(self._world(given), given["thing"], given["attribute"], v)
        return [{"answer": shown(told)}]

    def _history(self, given: Given) -> Rows:
        now = self._world(given)
        found = naive.history_in(now, given["thing"], given["attribute"])
        return [_row(("from", "to"), "value", each) for each in found]

    def _beliefs(self, given: Given) -> Rows:
        about = (self._recorded(given), given["thing"], given["attribute"])
        found = naive.beliefs(*about, as_of=queried_at(given["as_of"]))
        return [_row(("known_from", "known_to"), "answer", each) for each in found]

    def _rectangles(self, given: Given) -> Rows:
        about = (self._recorded(given), given["thing"], given["attribute"])
        bounds = ("known_from", "known_to", "valid_from", "valid_to")
        return [_row(bounds, "value", each) for each in naive.rectangles(*about)]

    def _first_known(self, given: Given) -> Rows:
        value = meant(given["attribute"], given["value"])
        found = naive.first_known(
            self._recorded(given),
            given["thing"],
            given["attribute"],
            value,
            as_of=queried_at(given["as_of"]),
        )
        return [{"answer": "never" if found is None else print_instant(found)}]

    def _count(self, given: Given) -> Rows:
        at: Any = self._at(given)
        found = naive.count(self.entries, *self._having(given), **at)
        return [{"answer": found}]

    def _steps(self, given: Given) -> Rows:
        start, end = (effective_from(given[each]) for each in ("from", "to"))
        over: Any = {"start": start, "end": end, **self._known(given)}
        found = naive.steps(self.entries, *self._having(given), **over)
        return [
            {"from": print_bound(start), "to": print_bound(end), "count": count}
            for start, end, count in found
        ]

    def _both(self, given: Given) -> Rows:
        one, other = self._holding(given), self._holding(given, "2")
        found = naive.both(self.entries, one, other, **self._known(given))
        return [{"from": print_bound(a), "to": print_bound(b)} for a, b in found]

    def _days(self, given: Given) -> Rows:
        first, end = (parse_date(given[each]) for each in ("from", "to"))
        over: Any = {"first": first, "end": end, **self._known(given)}
        found = naive.days(self.entries, self._holding(given), **over)
        return [{"day": str(day)} for day in found]

    def _active(self, given: Given) -> Rows:
        v, kind = queried_at(given["as_of"]), given.get("kind", "plot")
        return [{"thing": each} for each in active_in(self._world(given), kind, v)]

    def _ancestors(self, given: Given) -> Rows:
        found = naive.ancestors(self.entries, given["thing"], **self._known(given))
        return [{"thing": each} for each in found]

    def _sum(self, given: Given) -> Rows:
        thing, now = given["thing"], self._world(given)
        default = "amount" if thing.startswith("plot:") else "investment"
        measure = given.get("measure", default)
        total = naive.total_in(now, thing, measure, queried_at(given["as_of"]))
        return [{"answer": self._quantity(measure, total)}]

    def _conflicts(self, given: Given) -> Rows:
        entries = {each.position: each for each in self.entries}
        return [
            {
                "position": each,
                "thing": entries[each].thing,
                "fact": NAMES[type(entries[each].fact)],
            }
            for each in naive.conflicts(self.entries, **self._known(given))
        ]

    def _total_area(self, given: Given) -> Rows:
        v, now = queried_at(given["as_of"]), self._world(given)
        drawn, area_m2 = len(shapes(now, v)), total_area_m2(now, v)
        return [
            {
                "area_m2": f"{area_m2:.4f}",
                "mu": mu(area_m2),
                "plots": drawn,
                "without_boundary": len(active_in(now, "plot", v)) - drawn,
            }
        ]

    def _plot_area(self, given: Given) -> Rows:
        v, now = queried_at(given["as_of"]), self._world(given)
        if (wkt := shapes(now, v).get(given["thing"])) is None:
            there = given["thing"] in active_in(now, "plot", v)
            return [dict.fromkeys(("area_m2", "mu"), "none" if there else "absent")]
        area_m2 = float(shapely.from_wkt(wkt).area)
        return [{"area_m2": f"{area_m2:.4f}", "mu": mu(area_m2)}]

    def _plot_at(self, given: Given) -> Rows:
        v, now = queried_at(given["as_of"]), self._world(given)
        found = plots_at(now, float(given["x"]), float(given["y"]), v)
        return [{"thing": each} for each in sorted(found)]

    def _diff(self, given: Given) -> Rows:
        """Compare both sides; what caused a difference is not in the definition."""
        v, attribute = queried_at(given["as_of"]), given["attribute"]
        worlds = [world(self.entries, queried_at(each)) for each in given["known"]]
        kind = given.get("kind", "plot")
        things = sorted({each for now in worlds for each in things_in(now, kind)})
        if attribute in SUMS:
            streams = {e.thing for e in self.entries if e.thing.startswith(f"{kind}:")}
            things = sorted(streams)

        def told(now: World, thing: str) -> str:
            if attribute in SUMS:
                return self._quantity(attribute, _total(now, thing, attribute, v))
            return shown(answer(now, thing, attribute, v))

        rows = [(each, *(told(now, each) for now in worlds)) for each in things]
        return [
            {"thing": thing, "before": before, "after": after}
            for thing, before, after in rows
            if before != after
        ]


def _total(now: World, thing: str, measure: str, v: Instant) -> Quantity:
    return naive.total_in(now, thing, measure, v)


def _row(bounds: tuple[str, ...], value: str, row: tuple[Any, ...]) -> dict[str, Any]:
    told: Answer = row[-1]
    printed = (None if each == FOREVER else print_bound(each) for each in row[:-1])
    return {**dict(zip(bounds, printed, strict=True)), value: shown(told)}
