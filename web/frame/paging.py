"""Pages that people turn: which rows of a list stand on one."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

PAGE = 50
"""Rows on a page."""


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a page lies among all rows, as people turn pages."""

    total: int
    number: int

    @classmethod
    def asked(cls, total: int) -> Pager:
        """Read ``page`` from the address; what lies beyond is the nearest page."""
        page = request.args.get("page", 1, type=int)
        return cls(total, min(max(1, page), cls(total, 1).pages))

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.total // PAGE))

    @property
    def offset(self) -> int:
        """How many rows lie before the page."""
        return (self.number - 1) * PAGE

    @property
    def last(self) -> int:
        """The last row of the page, counted from one."""
        return min(self.total, self.offset + PAGE)
