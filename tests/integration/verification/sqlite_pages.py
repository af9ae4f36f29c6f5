"""What each byte of an SQLite file is for, by the file format alone.

Source: https://www.sqlite.org/fileformat2.html, sections 1.6 and 2.1.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

INDEX_INTERIOR, TABLE_INTERIOR, INDEX_LEAF, TABLE_LEAF = 2, 5, 10, 13
INTEGER_BYTES = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)
FILE_HEADER = 100


@dataclass(frozen=True, slots=True)
class Owner:
    """A tree, and the keys of its rows that a byte concerns; none for all of it."""

    tree: str
    keys: frozenset[int]
    is_row: bool


@dataclass(slots=True)
class Bytes:
    """The owners of all bytes that mean something."""

    content: bytes
    page_bytes: int = 0
    owners: dict[int, Owner] = field(default_factory=dict)
    rows: dict[int, dict[str, set[int]]] = field(default_factory=dict)
    """The keys of rows that lie on each page, or have a part there."""

    @classmethod
    def of(cls, path: Path) -> Bytes:
        """Walk through a file that is whole."""
        content = path.read_bytes()
        [size] = struct.unpack_from(">H", content, 16)
        found = cls(content, size)
        found._own(0, FILE_HEADER, Owner("header", frozenset(), is_row=False))
        roots = {"sqlite_schema": 1, **dict(found._roots())}
        for name, root in roots.items():
            found._walk(name, root)
        return found

    def _roots(self) -> Iterator[tuple[str, int]]:
        for _, payload in self._rows(1):
            _, name, _, root = self._record(payload)[:4]
            assert isinstance(name, bytes)
            assert isinstance(root, int)
            yield name.decode(), root

    def _rows(self, page: int) -> Iterator[tuple[int, bytes]]:
        kind, _, cells, right = self._page(page)
        for cell in cells:
            if kind == TABLE_INTERIOR:
                yield from self._rows(struct.unpack_from(">I", self.content, cell)[0])
            else:
                size, at = self._varint(cell)
                key, at = self._varint(at)
                yield key, self._payload(at, size, is_table=True)[0]
        if kind == TABLE_INTERIOR:
            yield from self._rows(right)

    def _page(self, page: int) -> tuple[int, int, list[int], int]:
        start = (page - 1) * self.page_bytes
        head = start + (FILE_HEADER if page == 1 else 0)
        kind = self.content[head]
        [count] = struct.unpack_from(">H", self.content, head + 3)
        size = 12 if kind in {INDEX_INTERIOR, TABLE_INTERIOR} else 8
        right = struct.unpack_from(">I", self.content, head + 8)[0] if size == 12 else 0
        offsets = struct.unpack_from(f">{count}H", self.content, head + size)
        return kind, head, [start + each for each in offsets], right

    def _walk(self, tree: str, page: int) -> frozenset[int]:
        """Give the bytes of a page their owners; return the keys below it."""
        kind, head, cells, right = self._page(page)
        is_interior = kind in {INDEX_INTERIOR, TABLE_INTERIOR}
        keys: set[int] = set()
        for cell in cells:
            keys |= self._cell(tree, kind, cell)
        if is_interior:
            keys |= self._walk(tree, right)
        below = Owner(tree, frozenset(keys), is_row=False)
        self._own(head, head + (12 if is_interior else 8) + 2 * len(cells), below)
        return below.keys

    def _cell(self, tree: str, kind: int, start: int) -> frozenset[int]:
        at, below = start, frozenset[int]()
        if kind in {INDEX_INTERIOR, TABLE_INTERIOR}:
            [child] = struct.unpack_from(">I", self.content, at)
            below, at = self._walk(tree, child), at + 4
            self._own(start, at, Owner(tree, below, is_row=False))
        if kind == TABLE_INTERIOR:
            _, end = self._varint(at)
            self._own(at, end, Owner(tree, below, is_row=False))
            return below
        size, body = self._varint(at)
        key = 0
        if kind == TABLE_LEAF:
            key, body = self._varint(body)
        payload, spans, pages = self._payload(body, size, is_table=kind == TABLE_LEAF)
        if kind != TABLE_LEAF:
            last = self._record(payload)[-1]
            assert isinstance(last, int)
            key = last
        row = Owner(tree, frozenset({key}), is_row=True)
        self._own(at, body, row)
        for first, end in spans:
            self._own(first, end, row)
        for page in [start // self.page_bytes + 1, *pages]:
            self.rows.setdefault(page, {}).setdefault(tree, set()).add(key)
        return below | {key}

    def _payload(
        self, start: int, size: int, *, is_table: bool
    ) -> tuple[bytes, list[tuple[int, int]], list[int]]:
        """Follow a payload into its overflow pages: bytes, spans in the file, pages."""
        usable = self.page_bytes
        most = usable - 35 if is_table else (usable - 12) * 64 // 255 - 23
        if size <= most:
            return self.content[start : start + size], [(start, start + size)], []
        least = (usable - 12) * 32 // 255 - 23
        local = least + (size - least) % (usable - 4)
        local = local if local <= most else least
        content = self.content[start : start + local]
        spans, pages = [(start, start + local + 4)], []
        [page] = struct.unpack_from(">I", self.content, start + local)
        while page:
            pages.append(page)
            at = (page - 1) * usable
            part = min(size - len(content), usable - 4)
            content += self.content[at + 4 : at + 4 + part]
            [page] = struct.unpack_from(">I", self.content, at)
            # The pointer of the last page is nothing: the payload has ended by then.
            spans.append((at if page else at + 4, at + 4 + part))
        return content, spans, pages

    def _record(self, payload: bytes) -> list[int | bytes]:
        size, at = _varint(payload, 0)
        kinds, body, values = [], size, list[int | bytes]()
        while at < size:
            kind, at = _varint(payload, at)
            kinds.append(kind)
        for kind in kinds:
            if kind < len(INTEGER_BYTES):
                length = INTEGER_BYTES[kind]
                part = payload[body : body + length]
                value = int.from_bytes(part, "big", signed=True)
                values.append(value if kind < 8 else kind - 8)
            else:
                length = (kind - 12) // 2
                values.append(payload[body : body + length])
            body += length
        return values

    def _varint(self, at: int) -> tuple[int, int]:
        return _varint(self.content, at)

    def _own(self, start: int, end: int, owner: Owner) -> None:
        for at in range(start, end):
            self.owners[at] = owner


def _varint(content: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(9):
        byte = content[at + place]
        if place == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + place + 1
    raise AssertionError
