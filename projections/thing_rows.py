"""From the journal's lines of one thing to its rows, through the kernel: pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from domain import plots, projects
from domain.journal.lines import Line
from domain.kernel.facts import Quantity, Value
from domain.kernel.rectangles import relation
from domain.things import thing_of
from projections.fact_rows import fact_records

KINDS = (plots.KIND, projects.KIND)
SHAPES = ("boundary", "point")
AREA_SCALE = 10_000
"""Areas have at most four decimals: so scaled they are whole, and sum exactly."""

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ThingRows:
    """Every row of the read model that belongs to one thing, or to another stream."""

    thing: Record
    facts: list[Record]
    attributes: list[Record] = field(default_factory=list)
    shapes: list[Record] = field(default_factory=list)
    contributions: list[Record] = field(default_factory=list)
    register_rows: list[Record] = field(default_factory=list)


def things_in(lines: Iterable[Line]) -> Iterator[ThingRows]:
    """Turn lines, sorted stream by stream and complete from the first, into rows.

    The district and its registers are no things, but their facts are in the journal
    too: they have a row under the kind of their stream, and no attributes.
    """
    for stream, each in groupby(lines, key=lambda line: line.stream):
        kind, thing = thing_of(stream)
        found = rows_of if kind in KINDS else facts_only
        yield found(kind, thing, list(each))


def facts_only(kind: str, thing: str, lines: Sequence[Line]) -> ThingRows:
    """Compute the rows of a stream that is not a thing's."""
    number = lines[0].position
    entries = [line.entry() for line in lines]
    return ThingRows(
        thing={"number": number, "kind": kind, "id": thing},
        facts=fact_records(number, kind, lines, entries),
    )


def rows_of(kind: str, thing: str, lines: Sequence[Line]) -> ThingRows:
    """Compute the rows of one thing from all its lines."""
    number = lines[0].position
    entries = [line.entry() for line in lines]
    known = relation(entries)
    rectangles = [
        {
            "attribute": f"{kind}.{row.attribute}",
            "thing": number,
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "known_from": row.known_from,
            "known_to": row.known_to,
            "value": _text(row.value),
        }
        for row in known.rectangles
    ]
    shapes = {f"{kind}.{name}" for name in SHAPES}
    registers = {e.fact.source.register for e in entries if e.fact.source is not None}
    return ThingRows(
        thing={"number": number, "kind": kind, "id": thing},
        facts=fact_records(number, kind, lines, entries),
        attributes=[row for row in rectangles if row["attribute"] not in shapes],
        shapes=[row for row in rectangles if row["attribute"] in shapes],
        contributions=[
            {
                "measure": f"{kind}.{row.measure}",
                "thing": number,
                "effective": row.effective,
                "known_from": row.known_from,
                "known_to": row.known_to,
                "quantity": _whole(row.quantity),
            }
            for row in known.contributions
        ],
        register_rows=[{"register": r, "thing": number} for r in sorted(registers)],
    )


def _text(value: Value) -> str:
    return "1" if value is True else str(value)


def _whole(quantity: Quantity) -> int:
    if isinstance(quantity, Decimal):
        return int(quantity * AREA_SCALE)
    return quantity
