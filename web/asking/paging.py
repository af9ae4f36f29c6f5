"""Pages of an answer: which of many rows an address or a command asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from web.district.dates import POSITION
from web.words.refusals import PageError
from web.words.tables import Sheet

ROWS_A_PAGE = 100
MOST_ROWS = 1_000
NAMES = ("page", "per_page")
"""What a page is asked for by, in addresses and on the command line."""


def asks_for_page(given: Mapping[str, str]) -> bool:
    """Tell whether a page is asked for, and not all rows."""
    return any(name in given for name in NAMES)


def paged(sheet: Sheet, given: Mapping[str, str]) -> Sheet:
    """Return the page of a sheet that is asked for, or all of it where none is.

    Raises:
        PageError: There is no such page, or it would be too long.
    """
    if not asks_for_page(given):
        return sheet
    paging = Paging.of(given, len(sheet.rows))
    place = slice(paging.start, paging.stop)
    return replace(
        sheet,
        about={**sheet.about, **paging.about},
        rows=sheet.rows[place],
        ids=sheet.ids[place],
        shapes=None if sheet.shapes is None else sheet.shapes[place],
    )


@dataclass(frozen=True, slots=True)
class Paging:
    """A page of rows, counted from one."""

    page: int
    per_page: int
    pages: int
    """How many there are, one at least."""

    @classmethod
    def of(cls, given: Mapping[str, str], rows: int) -> Paging:
        """Read ``page``, the first where it is left out, and ``per_page``.

        Raises:
            PageError: There is no such page, or it would be too long.
        """
        per_page = _number(given, "per_page", ROWS_A_PAGE, MOST_ROWS)
        pages = max(1, -(-rows // per_page))
        return cls(_number(given, "page", 1, pages), per_page, pages)

    @property
    def start(self) -> int:
        """The place of the first row, counted from zero."""
        return (self.page - 1) * self.per_page

    @property
    def stop(self) -> int:
        """The place behind the last row."""
        return self.start + self.per_page

    @property
    def about(self) -> dict[str, int]:
        """Say which page it is, and of how many."""
        return {"page": self.page, "per_page": self.per_page, "pages": self.pages}


def _number(given: Mapping[str, str], name: str, without: int, most: int) -> int:
    text = given.get(name, "").strip()
    if not text:
        return without
    if not POSITION.fullmatch(text) or not 0 < int(text) <= most:
        raise PageError(name=name, text=text, most=most)
    return int(text)
