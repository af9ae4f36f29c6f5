"""Recording commands from outside: read strictly, and their geometry brought in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import msgspec

from domain.deciding.groups import COMMANDS, GroupMemberError, commands_in
from domain.journal.lines import Receipt
from domain.members.readers import quoted
from domain.members.scalars import UNPRINTABLE
from geo.record.errors import GeoError
from geo.record.shapes import (
    boundaries_of_record,
    boundary_from_geojson,
    point_from_geojson,
    positions_of_record,
)
from web.district.log import log
from web.district.opening import District
from web.words.refusals import (
    EdgeError,
    NotGeometryError,
    NotJsonError,
    OthersPlaceError,
    RepeatedMemberError,
)

Body = Mapping[str, object]

SHAPES = {
    "boundary": (boundary_from_geojson, boundaries_of_record),
    "point": (point_from_geojson, positions_of_record),
}
"""Members that are geometry: how GeoJSON and how text of record is read."""
LISTS = frozenset({"children", "neighbours"})
"""Members that list other plots, with geometry of their own."""


def execute(district: District, body: Body, *, actor: str) -> Receipt:
    """Carry out a command or a group; its geometry is GeoJSON, or text of record.

    Raises:
        Refusal: The domain refuses it.
        GeoError: Its geometry cannot go on record.
        GroupMemberError: One command of a group is refused, for whatever reason.
    """
    receipt = _executed(district, body, actor=actor)
    positions = {
        "first": receipt.first,
        "last": receipt.last,
        "repeated": receipt.repeated,
    }
    command = str(body.get("command_id"))
    log.info("recorded", extra={"actor": actor, "command": command, **positions})
    return receipt


def _executed(district: District, body: Body, *, actor: str) -> Receipt:
    if COMMANDS in body:
        return _execute_group(district, body, actor=actor)
    of_record = with_geometry_of_record(body, district.about.crs)
    return district.app.execute(of_record, actor=actor, as_sent=body)


def _execute_group(district: District, body: Body, *, actor: str) -> Receipt:
    bodies = []
    for number, each in enumerate(commands_in(body), 1):
        try:
            bodies.append(with_geometry_of_record(each, district.about.crs))
        except (EdgeError, GeoError) as error:
            raise GroupMemberError(number, error) from error
    # Whatever is no text, the envelope refuses: it reads the group as it was sent.
    command_id = str(body.get("command_id"))
    return district.app.execute_group(
        bodies, command_id=command_id, actor=actor, as_sent=body
    )


def with_geometry_of_record(body: Body, crs: str) -> Body:
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
    of_record = {}
    for name, value in plot.items():
        try:
            of_record[name] = _member_of_record(name, value, crs)
        except (EdgeError, GeoError) as error:
            raise OthersPlaceError(name=f"{path}.{name}", why=error) from error
    return of_record


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


def read_body(number: int, line: bytes) -> Body:
    """Read one line as a command, in which nothing is said twice.

    Raises:
        NotJsonError: It is not one JSON object.
        RepeatedMemberError: An object in it has a member twice: one would be lost.
    """
    try:
        body = msgspec.json.decode(line, type=dict[str, object])
        json.loads(line, object_pairs_hook=_require_once)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotJsonError(line=number, why=error) from error
    return body


def _require_once(pairs: Sequence[tuple[str, object]]) -> None:
    """Look at the members of one object; msgspec keeps the last of two in silence."""
    seen: set[str] = set()
    for name, _ in pairs:
        if name in seen:
            raise RepeatedMemberError(name=quoted(UNPRINTABLE.sub("?", name)))
        seen.add(name)
