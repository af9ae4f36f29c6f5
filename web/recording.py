"""Recording commands from outside: geometry brought in, each answered in one object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from domain.journal.lines import Receipt
from domain.kernel.instants import print_instant
from geo.shapes import (
    boundaries_of_record,
    boundary_from_geojson,
    point_from_geojson,
    positions_of_record,
)
from web.errors import OURS, rule_of
from web.refusals import NotGeometryError, NotJsonError
from web.wiring import District
from web.words import Translate, told

Body = Mapping[str, object]

SHAPES = {
    "boundary": (boundary_from_geojson, boundaries_of_record),
    "point": (point_from_geojson, positions_of_record),
}
"""Members that are geometry: how GeoJSON and how text of record is read."""


def execute(district: District, body: Body, *, actor: str) -> Receipt:
    """Carry out one command whose geometry is GeoJSON in WGS 84, or a text of record.

    Raises:
        Refusal: The domain refuses it.
        GeoError: Its geometry cannot go on record.
    """
    here = settled(body, district.about.crs)
    return district.app.execute(here, actor=actor, as_sent=body)


def settled(body: Body, crs: str) -> Body:
    """Bring the geometry of a command into the district's CRS."""
    return {
        name: _of_record(name, value, crs) if name in SHAPES else value
        for name, value in body.items()
    }


def _of_record(name: str, value: object, crs: str) -> str | None:
    """Bring one geometry in; null is none.

    Raises:
        NotGeometryError: It is neither text nor GeoJSON.
        GeoError: It cannot go on record.
    """
    from_geojson, from_text = SHAPES[name]
    if value is None:
        return None
    if isinstance(value, Mapping):
        return from_geojson(value, district_crs=crs)
    if not isinstance(value, str) or not value.strip():
        raise NotGeometryError(name=name)
    column = from_text([value], source_crs=crs, district_crs=crs)
    if column.problems:
        raise column.problems[0]
    return column.wkt[0]


def receipt_answer(body: Body, receipt: Receipt) -> dict[str, object]:
    """Answer a command that is recorded."""
    return {
        "command_id": body["command_id"],
        "position": receipt.last,
        "first": receipt.first,
        "recorded": print_instant(receipt.recorded),
        "repeated": receipt.repeated,
    }


def refusal_answer(
    command_id: object, error: Exception, translate: Translate
) -> dict[str, object]:
    """Answer a command that is refused: the rule, and what to do."""
    answer: dict[str, object] = {
        "error": type(error).__name__,
        "rule": rule_of(error),
        "detail": told(error, translate),
    }
    return {"command_id": command_id, **answer} if command_id is not None else answer


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one line of commands: its answer, and its refusal if any."""

    answer: Mapping[str, object]
    error: Exception | None = None


def carried_out(
    district: District, number: int, line: bytes, *, actor: str, translate: Translate
) -> Outcome:
    """Carry out one line; a refusal is an answer too, and the next line goes on."""
    command_id: object = None
    try:
        body = read_body(number, line)
        command_id = body.get("command_id")
        return Outcome(receipt_answer(body, execute(district, body, actor=actor)))
    except OURS as error:
        answer = refusal_answer(command_id, error, translate)
        return Outcome({"line": number, **answer}, error)


def read_body(number: int, line: bytes) -> Body:
    """Read one line as a command.

    Raises:
        NotJsonError: It is not one JSON object.
    """
    try:
        return msgspec.json.decode(line, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotJsonError(line=number, why=error) from error
