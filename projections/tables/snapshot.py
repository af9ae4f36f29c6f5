"""An open read transaction: what every question about the rows is asked of."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Select
from sqlalchemy.engine.interfaces import DBAPICursor

from projections.tables.layout import Generation

Row = tuple[Any, ...]
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One connection, one generation, one position."""

    connection: Connection
    tables: Generation
    position: int
    _found: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, name: Hashable, find: Callable[[], Found]) -> Found:
        """Find something in this snapshot, and know it when it is asked for again."""
        if name not in self._found:
            self._found[name] = find()
        return cast("Found", self._found[name])

    def tuples(self, query: Select[*tuple[Any, ...]]) -> list[Row]:
        """Fetch rows as plain tuples: for hundreds of thousands of them."""
        with self._cursor(query) as cursor:
            return cast("list[Row]", cursor.fetchall())

    def mapping(self, query: Select[Any, Any]) -> dict[Any, Any]:
        """Fetch rows of two columns as a mapping; of equal keys the last row stays."""
        with self._cursor(query) as cursor:
            # Row by row, so that no list of all rows is ever there.
            return dict(cast("Iterable[Row]", cursor))

    def portions(
        self, query: Select[*tuple[Any, ...]], size: int
    ) -> Iterator[list[Row]]:
        """Fetch rows as plain tuples, some at a time."""
        with self._cursor(query) as cursor:
            while rows := cursor.fetchmany(size):
                yield cast("list[Row]", rows)

    @contextmanager
    def _cursor(self, query: Select[*tuple[Any, ...]]) -> Iterator[DBAPICursor]:
        # The library keeps what it has compiled; its rows would cost more than theirs.
        result = self.connection.execute(query)
        try:
            yield result.cursor
        finally:
            result.close()
