"""The tables of one generation of the read model: what is kept, and by which keys."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

VERSION = 3
"""Raised when the tables change: a read model of another version is rebuilt."""


@dataclass(frozen=True, slots=True)
class Generation:
    """The tables of one generation; a rebuild fills a new one and swaps."""

    metadata: MetaData
    things: Table
    attributes: Table
    versions: Table
    shapes: Table
    cells: Table
    contributions: Table
    descents: Table
    conflicts: Table
    kin: Table
    classes: Table
    facts: Table
    register_rows: Table

    @property
    def replaced(self) -> tuple[Table, ...]:
        """The tables whose rows of a thing are written anew when it gains a fact.

        All others only ever gain rows.
        """
        by_attribute = self.versions, self.shapes, self.contributions
        return *by_attribute, self.descents, self.conflicts

    @property
    def indexes(self) -> list[Index]:
        """What a rebuild makes last, by name."""
        found = [i for table in self.metadata.sorted_tables for i in table.indexes]
        return sorted(found, key=lambda index: str(index.name))


@cache
def generation(number: int) -> Generation:
    """Name the tables of a generation; indexes carry its number too."""
    metadata = MetaData()
    suffix = f"{VERSION}_{number}"
    return Generation(
        metadata=metadata,
        things=_things(metadata, suffix),
        attributes=_attributes(metadata, suffix),
        versions=_versions("version", metadata, suffix),
        shapes=_versions("shape", metadata, suffix),
        cells=_keyed("shape_cell", metadata, suffix, _whole("cell"), _whole("thing")),
        contributions=_contributions(metadata, suffix),
        descents=_descents(metadata, suffix),
        conflicts=_conflicts(metadata, suffix),
        kin=_keyed("kin", metadata, suffix, _text("stream"), _text("other")),
        classes=_classes(metadata, suffix),
        facts=_facts(metadata, suffix),
        register_rows=_keyed(
            "register_row", metadata, suffix, _text("register"), _whole("thing")
        ),
    )


def _whole(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _keyed(
    name: str,
    metadata: MetaData,
    suffix: str,
    *columns: Column[int] | Column[str],
    key: int | None = None,
) -> Table:
    """Make a table that is sorted by its first ``key`` columns, or by all.

    SQLite then keeps the rows in the key's own tree: what is read together lies
    together, nothing is stored twice, and rows that come in order are just appended.
    """
    for column in columns[:key]:
        column.primary_key, column.autoincrement = True, False
    return Table(f"{name}_{suffix}", metadata, *columns, sqlite_with_rowid=False)


def _things(metadata: MetaData, suffix: str) -> Table:
    return Table(
        f"thing_{suffix}",
        metadata,
        # In SQLite only INTEGER is the row's own place; BIGINT would need an index.
        Column(
            "number",
            BigInteger().with_variant(Integer, "sqlite"),
            primary_key=True,
            autoincrement=False,
        ),
        _text("kind"),
        _text("id"),
        UniqueConstraint("kind", "id"),
    )


def _attributes(metadata: MetaData, suffix: str) -> Table:
    """The codes of attributes and measures; see ``projections.tables.codes``."""
    return _keyed(
        "attribute",
        metadata,
        suffix,
        _whole("code"),
        _text("kind"),
        _text("name"),
        Column("is_period", Boolean(create_constraint=False), nullable=False),
        key=1,
    )


def _versions(name: str, metadata: MetaData, suffix: str) -> Table:
    """The kernel's versions: of an attribute of a thing, in the order of their rank.

    At (V, K) that one answers which has the highest rank of those that cover both.
    """
    return _keyed(
        name,
        metadata,
        suffix,
        _whole("attribute"),
        _whole("thing"),
        Column("rank", Integer, nullable=False),
        _whole("start"),
        _whole("end"),
        _whole("known_from"),
        _whole("known_to"),
        Column("value", Text),
        _whole("position"),
        key=3,
    )


def _contributions(metadata: MetaData, suffix: str) -> Table:
    names = "measure", "thing", "position", "known_from", "known_to"
    columns = map(_whole, (*names, "effective", "quantity"))
    return _keyed("contribution", metadata, suffix, *columns, key=4)


def _descents(metadata: MetaData, suffix: str) -> Table:
    """Who came from whom; by the numbers of both."""
    names = "thing", "parent", "position", "known_from", "known_to", "effective"
    return _keyed("descent", metadata, suffix, *map(_whole, names), key=4)


def _conflicts(metadata: MetaData, suffix: str) -> Table:
    names = "thing", "position", "known_from", "known_to"
    return _keyed("conflict", metadata, suffix, *map(_whole, names), key=3)


def _classes(metadata: MetaData, suffix: str) -> Table:
    """What facts have in common that they are searched by: few among millions."""
    return _keyed(
        "fact_class",
        metadata,
        suffix,
        _whole("code"),
        _text("kind"),
        _text("name"),
        _text("actor"),
        Column("register", Text),
        key=1,
    )


def _facts(metadata: MetaData, suffix: str) -> Table:
    """A row for each entry of the journal, with all that it is searched by.

    Each index goes on by position, so that any one filter can be paged by position.
    """
    table = _keyed(
        "fact",
        metadata,
        suffix,
        _whole("thing"),
        _whole("position"),
        _whole("class"),
        Column("effective", BigInteger),
        Column("late_days", SmallInteger().with_variant(Integer, "sqlite")),
        key=2,
    )
    Index(f"fact_{suffix}_position", table.c.position)
    Index(f"fact_{suffix}_class", table.c["class"], table.c.position)
    return table
