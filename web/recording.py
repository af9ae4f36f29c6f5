"""Recording commands from outside: geometry brought in, each answered in one object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import msgspec

from domain.errors import MovedError
from domain.journal.lines import Receipt
from domain.kernel.instants import print_instant
from domain.readers import quoted
from geo.record.errors import GeoError
from geo.record.shapes import (
    boundaries_of_record,
    boundary_from_geojson,
    point_from_geojson,
    positions_of_record,
)
from web.errors import OURS, rule_of
from web.refusals import EdgeError, NotGeometryError, NotJsonError, OthersPlaceError
from web.wiring import District
from web.words import Translate, told

Body = Mapping[str, object]

SHAPES = {
    "boundary": (boundary_from_geojson, boundaries_of_record),
    "point": (point_from_geojson, positions_of_record),
}
"""Members that are geometry: how GeoJSON and how text of record is read."""
LISTS = frozenset({"children", "neighbours"})
"""Members that list other plots, with geometry of their own."""


def execute(district: District, body: Body, *, actor: str) -> Receipt:
    """Carry out one command whose geometry is GeoJSON in WGS 84, or a text of record.

    Raises:
        Refusal: The domain refuses it.
        GeoError: Its geometry cannot go on record.
    """
    here = settled(body, district.about.crs)
    return district.app.execute(here, actor=actor, as_sent=body)


def settled(body: Body, crs: str) -> Body:
    """Bring the geometry of a command into the district's CRS, that of others too.

    Raises:
        NotGeometryError: A place is neither text nor GeoJSON.
        GeoError: A place cannot go on record.
        OthersPlaceError: A place of a plot that the command lists cannot.
    """
    return {
        name: _all_of_record(name, value, crs)
        if name in LISTS
        else _member_of_record(name, value, crs)
        for name, value in body.items()
    }


def _all_of_record(name: str, value: object, crs: str) -> object:
    """Bring in the geometry of every plot in a list; what is none is left as it is."""
    if not isinstance(value, list):
        return value
    return [
        _one_of_record(f"{name}[{_id_of(each, number)}]", each, crs)
        if isinstance(each, dict)
        else each
        for number, each in enumerate(value, 1)
    ]


def _one_of_record(path: str, plot: Body, crs: str) -> Body:
    told = {}
    for name, value in plot.items():
        try:
            told[name] = _member_of_record(name, value, crs)
        except (EdgeError, GeoError) as error:
            raise OthersPlaceError(name=f"{path}.{name}", why=error) from error
    return told


def _id_of(plot: Body, number: int) -> str:
    """Tell one plot of a list by its id, or else by its number, as the domain does."""
    name = plot.get("plot")
    return str(quoted(name)) if isinstance(name, str) and name else f"#{number}"


def _member_of_record(name: str, value: object, crs: str) -> object:
    return _of_record(name, value, crs) if name in SHAPES else value


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
    """Answer a command that is refused: the rule, what to do, and what has moved."""
    answer: dict[str, object] = {
        "error": type(error).__name__,
        "rule": rule_of(error),
        "detail": told(error, translate),
    }
    if isinstance(error, MovedError):
        answer["moved"] = [asdict(each) for each in error.moved]
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
