"""What questions are asked with: each parameter, in an address and on a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

RawParameters = Mapping[str, Sequence[str]]
"""Name → every text that was given under it."""
Arguments = Mapping[str, tuple[str, ...]]
"""The same, once it is known that the question has such parameters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a question."""

    name: str
    """In addresses."""
    metavar: str
    help: str
    option: str = ""
    """On the command line, where several may share one; none for an argument."""
    required: bool = False
    times: int = 1


THING = Parameter(
    name="thing",
    metavar="THING",
    help="What is asked about, its kind before its id: plot:A-17, project:P1.",
    required=True,
)
ATTRIBUTE = Parameter(
    name="attribute",
    metavar="ATTRIBUTE",
    help="Its attribute: stage, zone, exists, freeze, permit:NAME …",
    required=True,
)
VALUE = Parameter(
    name="value",
    metavar="VALUE",
    help="A value; the word none asks for no value, “none” for that very text.",
    required=True,
)
OTHER_THING, OTHER_ATTRIBUTE, OTHER_VALUE = (
    Parameter(
        name=f"{each.name}2",
        metavar=each.metavar,
        help="The second thing, its attribute and its value.",
        option="--and",
        required=True,
    )
    for each in (THING, ATTRIBUTE, VALUE)
)
KIND = Parameter(
    name="kind",
    metavar="KIND",
    option="--kind",
    help="Which things: plot or project; the default is plot where plots can have it.",
)
MEASURE = Parameter(
    name="measure",
    metavar="MEASURE",
    option="--measure",
    help="What is summed: amount of a plot, investment or land_acquired_m2 of a "
    "project; money by default.",
)
FROM = Parameter(
    name="from",
    metavar="FROM",
    option="--from",
    help="The first instant inside: a date, or an instant with offset.",
    required=True,
)
TO = Parameter(
    name="to",
    metavar="TO",
    option="--to",
    help="The first instant outside, later than --from.",
    required=True,
)
KNOWN = Parameter(
    name="known",
    metavar="K1 K2",
    option="--known",
    help="The two knowledge dates, the earlier one first.",
    required=True,
    times=2,
)
X, Y = (
    Parameter(
        name=name,
        metavar="METRES",
        option=f"--{name}",
        help=f"Metres {where}, in the district's CRS.",
    )
    for name, where in (("x", "east"), ("y", "north"))
)
LON, LAT = (
    Parameter(
        name=name,
        metavar="DEGREES",
        option=f"--{name}",
        help=f"{what} in WGS 84, in place of {other}.",
    )
    for name, what, other in (("lon", "Longitude", "--x"), ("lat", "Latitude", "--y"))
)
AS_OF = Parameter(
    name="as_of",
    metavar="V",
    option="--as-of",
    help="As of: a date, or an instant with offset; today by default.",
)
AS_KNOWN = Parameter(
    name="as_known",
    metavar="K",
    option="--as-known",
    help="As known at: a date, an instant with offset, or a journal position.",
)
DATES = frozenset({AS_OF.name, AS_KNOWN.name})
