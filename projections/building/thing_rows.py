"""From the journal's lines of a family to its rows, through the kernel: pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

from domain.facts import THINGS
from domain.journal.mapper import meant
from domain.kernel.live_facts import Entry
from domain.kernel.relation import relation
from domain.kernel.resolved import Relation, Version
from domain.members.types import SHAPE
from domain.misplaced import placed
from domain.things.registration import thing_of
from projections.building.batch import Batch, RawLine, Row
from projections.building.fact_rows import add_facts
from projections.building.families import kin_of
from projections.tables.codes import is_long, text_of, whole
from projections.tables.shape_cells import cells_of

VALUE = 7
"""The place of the value in a row of versions."""


Streams = Mapping[str, Sequence[RawLine]]
Places = Mapping[str, tuple[str, int]]
"""Stream → kind and number of its thing."""


def entries_of(lines: Iterable[RawLine]) -> list[Entry]:
    """Decode lines for the kernel."""
    return [
        Entry(line.position, line.recorded, line.stream, meant(line.name, line.state))
        for line in lines
    ]


def add_family(
    batch: Batch,
    streams: Streams,
    *,
    decoded_already: Sequence[Entry] | None = None,
    behind: int = 0,
) -> None:
    """Add every row of the streams of one family.

    The district and its registers are no things, but their facts are in the journal
    too: they have rows under the kind of their stream, and no attributes.

    Args:
        batch: What the rows are added to.
        streams: Stream → all its lines, in order.
        decoded_already: The entries of the only stream, where it is one without kin.
        behind: Facts up to this position have their rows already.
    """
    raw = decoded_already or _by_position(streams)
    read = placed(raw)
    own = _in_streams(read)
    places: dict[str, tuple[str, int]] = {}
    for stream, lines in streams.items():
        number = lines[0].position
        kind, thing = thing_of(stream)
        places[stream] = kind, number
        batch.things.append((number, kind, thing))
        add_facts(batch, number, kind, lines, own[stream], behind)
    if decoded_already is None:
        batch.kin |= kin_of(raw)
    if family := [each for each in read if places[each.thing][0] in THINGS.kinds]:
        _add_relation(batch, relation(family), places)


def _by_position(streams: Streams) -> list[Entry]:
    entries = [entry for lines in streams.values() for entry in entries_of(lines)]
    return sorted(entries, key=lambda entry: entry.position)


def _in_streams(entries: Sequence[Entry]) -> Mapping[str, Sequence[Entry]]:
    """Part entries by their streams, each in order."""
    first = entries[0].thing
    if entries[-1].thing == first and all(each.thing == first for each in entries):
        return {first: entries}
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.thing, []).append(entry)
    return found


def _add_relation(batch: Batch, found: Relation, places: Places) -> None:
    _add_versions(batch, found.versions, places)
    for each in found.contributions:
        kind, number = places[each.thing]
        key = batch.code(kind, each.measure), number, each.position, each.known_from
        quantity = whole(each.quantity)
        batch.contributions.append((*key, each.known_to, each.effective, quantity))
    for one in found.descents:
        both = places[one.thing][1], places[one.parent][1]
        known = one.known_from, one.known_to
        batch.descents.append((*both, one.position, *known, one.effective))
    for stranded in found.conflicts:
        known = stranded.known_from, stranded.known_to
        number = places[stranded.thing][1]
        batch.conflicts.append((number, stranded.position, *known))


def _add_versions(batch: Batch, versions: Iterable[Version], places: Places) -> None:
    """Add the versions of each attribute of each thing, ranked.

    An attribute that never had a value at any date has no rows.
    """
    by_attribute: dict[tuple[str, str], list[Version]] = {}
    for version in versions:
        key = version.thing, version.attribute
        if (rows := by_attribute.get(key)) is None:
            by_attribute[key] = [version]
        else:
            rows.append(version)
    for (thing, attribute), rows in by_attribute.items():
        is_period = rows[0].is_period
        if len(rows) > 1:
            rows.sort(key=AMONG_PERIODS if is_period else AMONG_CHANGES)
        if rows[0].value is None and all(row.value is None for row in rows):
            continue
        kind, number = places[thing]
        code = batch.code(kind, attribute, is_period=is_period)
        if is_long(kind, attribute):
            batch.shapes += (ranked := _ranked(code, number, rows))
            if THINGS.attributes(kind)[attribute].type is SHAPE:
                _add_cells(batch, number, ranked)
        else:
            batch.versions += _ranked(code, number, rows)


AMONG_CHANGES = attrgetter("start", "position", "known_from")
"""R5's order; versions of one fact follow one another in knowledge."""
AMONG_PERIODS = attrgetter("position", "known_from")
"""R10's; an attribute has change points only, or periods only."""


def _ranked(code: int, number: int, rows: Iterable[Version]) -> list[Row]:
    return [
        (
            code,
            number,
            rank,
            row.start,
            row.end,
            row.known_from,
            row.known_to,
            value if type(value := row.value) is str else text_of(value),
            row.position,
        )
        for rank, row in enumerate(rows)
    ]


def _add_cells(batch: Batch, number: int, ranked: Sequence[Row]) -> None:
    shapes = {str(row[VALUE]) for row in ranked if row[VALUE]}
    batch.cells.update((cell, number) for each in shapes for cell in cells_of(each))
