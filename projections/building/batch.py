"""Rows on their way into the tables: lists that many families are added to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from domain.journal.texts import printed_text
from domain.kernel.instants import Instant
from projections.tables.codes import code_of

Row = tuple[object, ...]


class RawLine(Protocol):
    """What rows are made of: an entry of the journal, not decoded yet."""

    @property
    def position(self) -> int:
        """Its place in the journal."""

    @property
    def stream(self) -> str:
        """The stream that it stands in."""

    @property
    def name(self) -> str:
        """The name of its fact."""

    @property
    def state(self) -> bytes:
        """The fact as it is stored."""

    @property
    def recorded(self) -> Instant:
        """Its recorded time."""

    @property
    def actor(self) -> str:
        """Who recorded it."""


@dataclass(slots=True)
class Batch:
    """The rows of some families, by table; each as the table's columns stand."""

    things: list[Row] = field(default_factory=list)
    attributes: dict[tuple[str, str], Row] = field(default_factory=dict)
    """By kind and name."""
    versions: list[Row] = field(default_factory=list)
    shapes: list[Row] = field(default_factory=list)
    cells: set[Row] = field(default_factory=set)
    contributions: list[Row] = field(default_factory=list)
    descents: list[Row] = field(default_factory=list)
    conflicts: list[Row] = field(default_factory=list)
    kin: set[tuple[str, str]] = field(default_factory=set)
    classes: dict[Row, Row] = field(default_factory=dict)
    """By kind, name, actor and register."""
    facts: list[Row] = field(default_factory=list)
    register_rows: set[Row] = field(default_factory=set)
    codes: dict[Row, int] = field(default_factory=dict)
    """Of attributes and classes; what is looked up a million times."""

    def code(self, kind: str, name: str, *, is_period: bool = False) -> int:
        """Return the code of an attribute or measure, and remember to write it."""
        words = kind, name
        code = self.codes.get(words)
        if code is None:
            code = self.codes[words] = code_of(kind, name)
            self.attributes[words] = (code, kind, name, is_period)
        return code

    def class_code(self, kind: str, name: str, actor: str, register: str | None) -> int:
        """Return the code of a class of facts, and remember to write it."""
        words = kind, name, actor, register
        code = self.codes.get(words)
        if code is None:
            written = kind, name, printed_text(actor), register
            code = self.codes[words] = code_of(*written)
            self.classes[words] = (code, *written)
        return code

    def added(self) -> Iterator[tuple[str, list[Row]]]:
        """Yield the rows of the tables that only gain: some may be there already."""
        yield "things", self.things
        yield "attributes", list(self.attributes.values())
        yield "cells", sorted(self.cells)
        yield "kin", sorted(self.kin)
        yield "classes", list(self.classes.values())
        yield "register_rows", sorted(self.register_rows)

    def written(self) -> Iterator[tuple[str, list[Row]]]:
        """Yield the rows that are new, in the order of their tables' keys."""
        for name in WRITTEN:
            rows: list[Row] = getattr(self, name)
            rows.sort()
            yield name, rows


WRITTEN = (
    "versions",
    "shapes",
    "contributions",
    "descents",
    "conflicts",
    "facts",
)
