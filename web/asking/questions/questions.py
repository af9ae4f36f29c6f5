"""Every question: its name, its parameters, who answers it, how that is printed.

The command line, the API, its list of questions and the documentation are all made
from this table, or held against it by a test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from web.asking.questions import district, land, things
from web.asking.questions import parameters as asked_with
from web.asking.questions.parameters import AS_KNOWN, AS_OF, Parameter
from web.asking.questions.request import Request
from web.asking.questions.things import Rows

ABOUT = (asked_with.THING, asked_with.ATTRIBUTE)
HOLDING = (*ABOUT, asked_with.VALUE)
HAVING = (asked_with.ATTRIBUTE, asked_with.VALUE, asked_with.KIND)
OTHER = (asked_with.OTHER_THING, asked_with.OTHER_ATTRIBUTE, asked_with.OTHER_VALUE)
STRETCH = (asked_with.FROM, asked_with.TO)
PLACE = (asked_with.X, asked_with.Y, asked_with.LON, asked_with.LAT)
POINT_IN_TIME = (AS_OF, AS_KNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question, as people and programs put it."""

    name: str
    about: str
    parameters: tuple[Parameter, ...]
    answer: Callable[[Request], Rows] | None
    """None where the answer is a comparison of two knowledge dates."""
    columns: tuple[str, ...]
    alone: bool = False
    """Whether the answer is one row, and not a list."""

    @property
    def has_as_of(self) -> bool:
        """Whether it is about one V."""
        return AS_OF in self.parameters


QUESTIONS: Mapping[str, Question] = {
    each.name: each
    for each in (
        Question(
            name="state",
            about="One attribute of one thing at (V, K): absent, none, or its value.",
            parameters=(*ABOUT, *POINT_IN_TIME),
            answer=things.state,
            columns=("answer",),
            alone=True,
        ),
        Question(
            name="history",
            about="One attribute over all time as known at K, in maximal periods.",
            parameters=(*ABOUT, AS_KNOWN),
            answer=things.history,
            columns=("from", "to", "value"),
        ),
        Question(
            name="beliefs",
            about="What was believed about V, from which K until which, up to K.",
            parameters=(*ABOUT, *POINT_IN_TIME),
            answer=things.beliefs,
            columns=("known_from", "known_to", "answer"),
        ),
        Question(
            name="rectangles",
            about="Everything ever known of one attribute, on both axes, up to K.",
            parameters=(*ABOUT, AS_KNOWN),
            answer=things.rectangles,
            columns=("known_from", "known_to", "valid_from", "valid_to", "value"),
        ),
        Question(
            name="count",
            about="How many existing things have the value at (V, K).",
            parameters=(*HAVING, *POINT_IN_TIME),
            answer=district.count,
            columns=("answer",),
            alone=True,
        ),
        Question(
            name="steps",
            about="How many things have the value over a stretch of time, zeros kept.",
            parameters=(*HAVING, *STRETCH, AS_KNOWN),
            answer=district.steps,
            columns=("from", "to", "count"),
        ),
        Question(
            name="diff",
            about="What is answered otherwise at K2 than at K1, and what caused it.",
            parameters=(
                *(asked_with.ATTRIBUTE, asked_with.KIND),
                *(asked_with.KNOWN, AS_OF),
            ),
            answer=None,
            columns=("thing", "before", "after", "causes"),
        ),
        Question(
            name="first_known",
            about="The earliest recorded time at which the value was the answer on V.",
            parameters=(*HOLDING, *POINT_IN_TIME),
            answer=things.first_known,
            columns=("answer",),
            alone=True,
        ),
        Question(
            name="both",
            about="The maximal periods in which both hold, as known at K.",
            parameters=(*HOLDING, *OTHER, AS_KNOWN),
            answer=things.both,
            columns=("from", "to"),
        ),
        Question(
            name="days",
            about="The days at whose last microsecond the value holds, as known at K.",
            parameters=(*HOLDING, *STRETCH, AS_KNOWN),
            answer=things.days,
            columns=("day",),
        ),
        Question(
            name="active",
            about="The things that exist at (V, K).",
            parameters=(asked_with.KIND, *POINT_IN_TIME),
            answer=district.active,
            columns=("thing",),
        ),
        Question(
            name="total_area",
            about="The area of all existing plots with a boundary at (V, K).",
            parameters=POINT_IN_TIME,
            answer=land.total_area,
            columns=("area_m2", "mu", "plots", "without_boundary"),
            alone=True,
        ),
        Question(
            name="plot_area",
            about="The area within the boundary of one plot at (V, K).",
            parameters=(asked_with.THING, *POINT_IN_TIME),
            answer=land.plot_area,
            columns=("area_m2", "mu"),
            alone=True,
        ),
        Question(
            name="plot_at",
            about="The plots whose interior holds a point at (V, K).",
            parameters=(*PLACE, *POINT_IN_TIME),
            answer=land.plot_at,
            columns=("thing",),
        ),
        Question(
            name="ancestors",
            about="All former plots that a plot came from, near and far.",
            parameters=(asked_with.THING, AS_KNOWN),
            answer=things.ancestors,
            columns=("thing",),
        ),
        Question(
            name="sum",
            about="The cumulative amount of one thing up to V, as known at K.",
            parameters=(asked_with.THING, asked_with.MEASURE, *POINT_IN_TIME),
            answer=things.total,
            columns=("answer",),
            alone=True,
        ),
        Question(
            name="conflicts",
            about="The facts that take effect nowhere, as known at K.",
            parameters=(AS_KNOWN,),
            answer=district.conflicts,
            columns=("position", "thing", "fact"),
        ),
    )
}
