"""The third door to every question: the kernel, over all entries of the journal.

What it prints is put together here from plain loops, so that the read model, its
printing and the exact areas are held against something that shares nothing with them
but the kernel and the printing of single values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import shapely

from domain.facts import NAMES
from domain.kernel.facts import ABSENT, Answer, Quantity
from domain.kernel.instants import (
    Instant,
    effective_from,
    parse_date,
    print_bound,
    print_instant,
    queried_at,
)
from domain.kernel.live_facts import Entry
from domain.kernel.money import print_money
from domain.kernel.questions import differences
from domain.kernel.questions import over_time as sequenced
from domain.kernel.questions import rectangles as relational
from domain.kernel.questions import states as questions
from domain.kernel.questions.over_time import Holding

Given = Mapping[str, Any]
Rows = list[dict[str, Any]]


def shown(answer: Answer) -> str:
    """Show an answer of the story, in which two values read like blanks."""
    if answer is ABSENT:
        return "absent"
    words: dict[object, str] = {None: "none", "none": "“none”", "absent": "“absent”"}
    if isinstance(answer, Decimal):
        return f"{answer.normalize():f}"
    return "true" if answer is True else words.get(answer, str(answer))


def meant(attribute: str, text: str) -> Any:  # noqa: ANN401  (a Value or absent)
    """Read a value of the story."""
    words: dict[str, Any] = {"none": None, "absent": ABSENT, "“none”": "none"}
    if attribute == "paper_area_m2" and text not in words:
        return Decimal(text)
    return text == "true" if attribute == "exists" else words.get(text, text)


def mu(area_m2: float) -> str:
    return f"{area_m2 * 3 / 2000:.4f}"


@dataclass(frozen=True)
class Kernel:
    """Answers over entries, asked as the API is asked."""

    entries: Sequence[Entry]

    def rows(self, question: str, given: Given) -> Rows:
        """Answer a question: the rows of its answer."""
        answers: Mapping[str, Callable[[Given], Rows]] = {
            name: getattr(self, f"_{name}") for name in QUESTIONS
        }
        return answers[question](given)

    def _known(self, given: Given) -> dict[str, Instant]:
        return {"as_known": self._recorded_at(given["as_known"])}

    def _recorded_at(self, text: str) -> Instant:
        """Resolve a knowledge date, which may be a position."""
        if not text.isdigit():
            return queried_at(text)
        return next(e.recorded for e in self.entries if e.position == int(text))

    def _at(self, given: Given) -> dict[str, Instant]:
        return {"as_of": queried_at(given["as_of"]), **self._known(given)}

    def _recorded(self, given: Given) -> Sequence[Entry]:
        """Return what was recorded by K, and so is all that was ever known."""
        known = self._recorded_at(given["as_known"])
        return [entry for entry in self.entries if entry.recorded <= known]

    def _state(self, given: Given) -> Rows:
        answer = questions.state(
            self.entries, given["thing"], given["attribute"], **self._at(given)
        )
        return [{"answer": shown(answer)}]

    def _history(self, given: Given) -> Rows:
        found = questions.history(
            self.entries, given["thing"], given["attribute"], **self._known(given)
        )
        return [
            {
                "from": print_bound(e.start),
                "to": print_bound(e.end),
                "value": shown(e.value),
            }
            for e in found
        ]

    def _beliefs(self, given: Given) -> Rows:
        found = relational.beliefs(
            self._recorded(given),
            given["thing"],
            given["attribute"],
            as_of=queried_at(given["as_of"]),
        )
        return [
            {
                "known_from": print_bound(each.known_from),
                "known_to": print_bound(each.known_to),
                "answer": shown(each.answer),
            }
            for each in found
        ]

    def _rectangles(self, given: Given) -> Rows:
        found = relational.rectangles(
            self._recorded(given), given["thing"], given["attribute"]
        )
        bounds = ("known_from", "known_to", "valid_from", "valid_to")
        return [
            {
                **{name: print_bound(getattr(each, name)) for name in bounds},
                "value": shown(each.value),
            }
            for each in found
        ]

    def _first_known(self, given: Given) -> Rows:
        found = relational.first_known(
            self._recorded(given),
            given["thing"],
            given["attribute"],
            meant(given["attribute"], given["value"]),
            as_of=queried_at(given["as_of"]),
        )
        return [{"answer": "never" if found is None else print_instant(found)}]

    def _count(self, given: Given) -> Rows:
        kind, attribute, value = self._having(given)
        found = questions.count(self.entries, kind, attribute, value, **self._at(given))
        return [{"answer": found}]

    def _having(self, given: Given) -> tuple[str, str, Any]:
        attribute = given["attribute"]
        only_projects = attribute == "name" or ":" in attribute
        kind = given.get("kind", "project" if only_projects else "plot")
        return kind, attribute, meant(attribute, given["value"])

    def _steps(self, given: Given) -> Rows:
        kind, attribute, value = self._having(given)
        found = sequenced.steps(
            self.entries,
            kind,
            attribute,
            value,
            start=effective_from(given["from"]),
            end=effective_from(given["to"]),
            **self._known(given),
        )
        return [
            {
                "from": print_bound(e.start),
                "to": print_bound(e.end),
                "count": e.count,
            }
            for e in found
        ]

    def _holding(self, given: Given, suffix: str = "") -> Holding:
        attribute = given[f"attribute{suffix}"]
        value = meant(attribute, given[f"value{suffix}"])
        return Holding(given[f"thing{suffix}"], attribute, value)

    def _both(self, given: Given) -> Rows:
        one, other = self._holding(given), self._holding(given, "2")
        found = sequenced.both(self.entries, one, other, **self._known(given))
        return [{"from": print_bound(e.start), "to": print_bound(e.end)} for e in found]

    def _days(self, given: Given) -> Rows:
        found = sequenced.days(
            self.entries,
            self._holding(given),
            first=parse_date(given["from"]),
            end=parse_date(given["to"]),
            **self._known(given),
        )
        return [{"day": str(day)} for day in found]

    def _active(self, given: Given) -> Rows:
        kind = given.get("kind", "plot")
        found = questions.active(self.entries, kind, **self._at(given))
        return [{"thing": thing} for thing in found]

    def _ancestors(self, given: Given) -> Rows:
        found = questions.ancestors(self.entries, given["thing"], **self._known(given))
        return [{"thing": thing} for thing in found]

    def _sum(self, given: Given) -> Rows:
        thing = given["thing"]
        default = "amount" if thing.startswith("plot:") else "investment"
        measure = given.get("measure", default)
        found = questions.total(self.entries, thing, measure, **self._at(given))
        return [{"answer": self._quantity(measure, found)}]

    def _quantity(self, measure: str, found: Quantity) -> str:
        if measure == "land_acquired_m2":
            return shown(Decimal(found))
        return print_money(int(found))

    def _conflicts(self, given: Given) -> Rows:
        found = questions.conflicts(self.entries, **self._known(given))
        entries = {entry.position: entry for entry in self.entries}
        return [
            {
                "position": each,
                "thing": entries[each].thing,
                "fact": NAMES[type(entries[each].fact)],
            }
            for each in found
        ]

    def _boundaries(self, given: Given) -> dict[str, str | None]:
        """Return existing plot → its boundary, asking for one after another."""
        found = {}
        for thing in questions.active(self.entries, "plot", **self._at(given)):
            answer = questions.state(self.entries, thing, "boundary", **self._at(given))
            found[thing] = None if answer is None else str(answer)
        return found

    def _total_area(self, given: Given) -> Rows:
        boundaries = self._boundaries(given)
        drawn = [each for each in boundaries.values() if each is not None]
        area_m2 = sum(shapely.from_wkt(each).area for each in drawn)
        return [
            {
                "area_m2": f"{area_m2:.4f}",
                "mu": mu(area_m2),
                "plots": len(drawn),
                "without_boundary": len(boundaries) - len(drawn),
            }
        ]

    def _plot_area(self, given: Given) -> Rows:
        boundaries = self._boundaries(given)
        if (boundary := boundaries.get(given["thing"])) is None:
            blank = "none" if given["thing"] in boundaries else "absent"
            return [{"area_m2": blank, "mu": blank}]
        area_m2 = shapely.from_wkt(boundary).area
        return [{"area_m2": f"{area_m2:.4f}", "mu": mu(area_m2)}]

    def _plot_at(self, given: Given) -> Rows:
        point = shapely.Point(float(given["x"]), float(given["y"]))
        return [
            {"thing": thing}
            for thing, wkt in sorted(self._boundaries(given).items())
            if wkt is not None and shapely.from_wkt(wkt).contains(point)
        ]

    def _diff(self, given: Given) -> Rows:
        attribute, kind = given["attribute"], given.get("kind", "plot")
        before, after = (queried_at(each) for each in given["known"])
        is_sum = attribute in ("amount", "investment", "land_acquired_m2")
        of = differences.of_total if is_sum else differences.of_attribute
        streams = {e.thing for e in self.entries if e.thing.startswith(f"{kind}:")}
        found = differences.diff(
            dict.fromkeys(sorted(streams), self.entries),
            of(attribute),
            as_of=queried_at(given["as_of"]),
            known_before=before,
            known_after=after,
        )
        return [self._difference(attribute if is_sum else "", each) for each in found]

    def _difference(
        self, measure: str, found: differences.Difference
    ) -> dict[str, Any]:
        entries = {entry.position: entry for entry in self.entries}

        def told(answer: Any) -> str:  # noqa: ANN401  (an answer, or a quantity)
            return self._quantity(measure, answer) if measure else shown(answer)

        return {
            "thing": found.thing,
            "before": told(found.before),
            "after": told(found.after),
            "causes": [
                {
                    "position": cause.position,
                    "role": cause.role.value,
                    "fact": NAMES[type(entries[cause.position].fact)],
                    "thing": entries[cause.position].thing,
                }
                for cause in found.causes
            ],
        }


QUESTIONS = (
    *("state", "history", "beliefs", "rectangles", "count", "steps", "diff"),
    *("first_known", "both", "days", "active", "total_area", "plot_area", "plot_at"),
    *("ancestors", "sum", "conflicts"),
)
