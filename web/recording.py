"""Recording commands from outside: geometry brought in, each answered in one object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from domain.journal.lines import Receipt
from domain.kernel.instants import print_instant
from geo.shapes import (
    ShapeColumn,
    boundaries_of_record,
    boundary_from_geojson,
    point_from_geojson,
    positions_of_record,
)
from web.errors import OURS, rule_of
from web.refusals import NotJsonError
from web.wiring import District
from web.words import Translate, told

Body = Mapping[str, object]


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
    settled_body = dict(body)
    if isinstance(boundary := body.get("boundary"), Mapping):
        settled_body["boundary"] = boundary_from_geojson(boundary, district_crs=crs)
    elif isinstance(boundary, str):
        column = boundaries_of_record([boundary], source_crs=crs, district_crs=crs)
        settled_body["boundary"] = _only(column)
    if isinstance(point := body.get("point"), Mapping):
        settled_body["point"] = point_from_geojson(point, district_crs=crs)
    elif isinstance(point, str):
        column = positions_of_record([point], source_crs=crs, district_crs=crs)
        settled_body["point"] = _only(column)
    return settled_body


def _only(column: ShapeColumn) -> str | None:
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
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotJsonError(line=number, why=error) from error
