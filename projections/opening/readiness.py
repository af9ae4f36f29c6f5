"""Whether a file of tables serves something, and letting it: the first generation."""

from __future__ import annotations

import re
from collections.abc import Collection

from sqlalchemy import Connection, Engine, MetaData, Table, inspect

from domain.deciding.context import DecisionContext
from domain.journal.interface import JournalReader
from domain.kernel.live_facts import Entry
from domain.unreadable import unreadable as lost_of
from projections.building.rebuild_plan import forget
from projections.opening.unreadable import unreadable
from projections.tables.engine import writing
from projections.tables.layout import VERSION, generation
from projections.tables.marks import (
    NOTHING_READ,
    Mark,
    current_generation,
    mark_at,
    marked,
    plan,
    point,
    served,
    standing_metadata,
)
from projections.tables.own_number import draw_number, own_number
from projections.tables.snapshot import Snapshot

TABLE = re.compile(r"_(\d+)_\d+$")
"""Tables of rows end in the version of the layout and in their generation."""


def get_ready(engine: Engine) -> None:
    """Let a file serve something; one that does is not written to."""
    with engine.begin() as connection:
        if is_ready(connection):
            return
    with writing(engine) as connection:
        draw_number(connection)
        standing_metadata.create_all(connection)
        _drop_other_versions(connection)
        if connection.execute(served()).first() is None:
            start(connection, number=1)


def is_ready(connection: Connection) -> bool:
    """Tell whether a file serves something, and holds nothing of another Guatu."""
    names = set(inspect(connection).get_table_names())
    if not own_number(connection) or not standing_metadata.tables.keys() <= names:
        return False
    found = connection.execute(served()).first()
    return found is not None and not any(map(_is_of_another_version, names))


def _drop_other_versions(connection: Connection) -> None:
    """Drop the tables that an older or newer Guatu has left."""
    for name in inspect(connection).get_table_names():
        if _is_of_another_version(name):
            Table(name, MetaData()).drop(connection)
    for table in (current_generation, plan):
        connection.execute(table.delete().where(table.c.version != VERSION))


def _is_of_another_version(table: str) -> bool:
    match = TABLE.search(table)
    return match is not None and int(match.group(1)) != VERSION


def start(connection: Connection, *, number: int) -> None:
    """Serve a generation that has read nothing."""
    generation(number).metadata.drop_all(connection)
    generation(number).metadata.create_all(connection)
    point(connection, current_generation, number, NOTHING_READ)
    forget(connection)


def agrees(connection: Connection, journal: JournalReader) -> bool:
    """Tell whether rows were read from this journal, and nothing can be read anew."""
    number, read = served_mark(connection)
    if read.position and mark_at(journal, read.position) != read:
        return False
    now = Snapshot(connection, generation(number), read.position)
    lost = {each.position for each in unreadable(now, up_to=read.position)}
    # A backup may have brought them back, or a newer Guatu may know them.
    return lost <= {each.position for each in _lost_among(journal, lost)}


def _lost_among(journal: JournalReader, lost: Collection[int]) -> list[Entry]:
    """Read the families of entries anew, and list those that cannot be read."""
    reading = DecisionContext(journal)
    reading.load({each.thing for each in journal.entries_at(lost)})
    families = reading.known().values()
    return lost_of(entry for family in families for entry in family)


def served_mark(connection: Connection) -> tuple[int, Mark]:
    """Return the generation that is served, and how far it has read."""
    found = marked(connection, current_generation)
    assert found is not None, "a read model always serves something"  # noqa: S101
    return found
