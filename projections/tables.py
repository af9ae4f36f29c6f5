"""The tables of one generation of the read model, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

VERSION = 2
"""Raised when the tables change: a read model of another version is rebuilt."""

standing_metadata = MetaData()
standing = Table(
    "standing",
    standing_metadata,
    Column("version", Integer, primary_key=True),
    Column("generation", Integer, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("journal_id", Text, nullable=False),
    Column("leaf", LargeBinary, nullable=False),
)
"""Per version: the generation that is served, and how far it has read which journal.

The leaf at that position tells a journal from another, and from its own old backup.
"""


@dataclass(frozen=True, slots=True)
class Generation:
    """The tables of one generation; a rebuild fills a new one and swaps."""

    metadata: MetaData
    things: Table
    attributes: Table
    shapes: Table
    contributions: Table
    register_rows: Table
    facts: Table

    @property
    def by_thing(self) -> tuple[Table, ...]:
        """The tables whose rows hang on ``thing``."""
        rectangles = self.attributes, self.shapes
        return *rectangles, self.contributions, self.register_rows, self.facts


@cache
def generation(number: int) -> Generation:
    """Name the tables of a generation; indexes carry its number too."""
    metadata = MetaData()
    suffix = f"{VERSION}_{number}"
    return Generation(
        metadata=metadata,
        things=_things(metadata, suffix),
        attributes=_rectangles("attribute_row", metadata, suffix, covered=True),
        shapes=_rectangles("shape_row", metadata, suffix, covered=False),
        contributions=_contributions(metadata, suffix),
        register_rows=_register_rows(metadata, suffix),
        facts=_facts(metadata, suffix),
    )


def _things(metadata: MetaData, suffix: str) -> Table:
    return Table(
        f"thing_{suffix}",
        metadata,
        Column("number", BigInteger, primary_key=True, autoincrement=False),
        Column("kind", Text, nullable=False),
        Column("id", Text, nullable=False),
        UniqueConstraint("kind", "id"),
    )


def _rectangles(name: str, metadata: MetaData, suffix: str, *, covered: bool) -> Table:
    """Rows that hold on [valid_from, valid_to) as known on [known_from, known_to).

    The index begins with ``valid_to``, the fastest order for recent dates; it covers
    the whole query except for geometry, which would only bloat it.
    """
    table = Table(
        f"{name}_{suffix}",
        metadata,
        Column("attribute", Text, nullable=False),
        Column("thing", BigInteger, nullable=False),
        Column("valid_from", BigInteger, nullable=False),
        Column("valid_to", BigInteger, nullable=False),
        Column("known_from", BigInteger, nullable=False),
        Column("known_to", BigInteger, nullable=False),
        Column("value", Text, nullable=False),
    )
    bounds = ("valid_to", "valid_from", "known_from", "known_to", "thing")
    names = ("attribute", *bounds, *(("value",) if covered else ()))
    Index(f"{name}_{suffix}_at", *(table.c[each] for each in names))
    Index(f"{name}_{suffix}_of", table.c.thing, table.c.attribute)
    return table


def _contributions(metadata: MetaData, suffix: str) -> Table:
    table = Table(
        f"contribution_{suffix}",
        metadata,
        Column("measure", Text, nullable=False),
        Column("thing", BigInteger, nullable=False),
        Column("effective", BigInteger, nullable=False),
        Column("known_from", BigInteger, nullable=False),
        Column("known_to", BigInteger, nullable=False),
        Column("quantity", BigInteger, nullable=False),
    )
    names = ("measure", "thing", "effective", "known_from", "known_to", "quantity")
    Index(f"contribution_{suffix}_at", *(table.c[each] for each in names))
    Index(f"contribution_{suffix}_of", table.c.thing)
    return table


def _register_rows(metadata: MetaData, suffix: str) -> Table:
    return Table(
        f"register_row_{suffix}",
        metadata,
        Column("register", Text, primary_key=True),
        Column("thing", BigInteger, primary_key=True, autoincrement=False),
        Index(f"register_row_{suffix}_of", "thing"),
    )


def _facts(metadata: MetaData, suffix: str) -> Table:
    """A row for each entry of the journal, with all that it is searched by.

    Every index goes on by position, so that any one filter can be paged by position.
    """
    # In SQLite only INTEGER is the row's own place; BIGINT would need an index more.
    position = BigInteger().with_variant(Integer, "sqlite")
    table = Table(
        f"fact_row_{suffix}",
        metadata,
        Column("position", position, primary_key=True, autoincrement=False),
        Column("thing", BigInteger, nullable=False),
        Column("kind", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("actor", Text, nullable=False),
        Column("register", Text),
        Column("effective", BigInteger),
        Column("late_days", Integer),
    )
    for name in ("thing", "kind", "name", "actor", "register"):
        Index(f"fact_row_{suffix}_{name}", table.c[name], table.c.position)
    return table
