"""Every flipped bit and every cut of a journal's file is named, where it is."""

from __future__ import annotations

import random
import shutil
import sqlite3
from bisect import bisect_left
from contextlib import closing
from pathlib import Path

import pytest

from tests.integration.journal_builders import registration, spending
from tests.integration.verification.sqlite_pages import Bytes, Owner
from web.district.founding import found_district
from web.district.opening import JOURNAL, open_district
from web.verification.checkpoints import take_checkpoint
from web.verification.district import VerifyOptions, verify

PLOTS = 150
CORNERS = [f"{500_000 + 9 * n}.123 {3_400_000 + 7 * n * n}.456" for n in range(300)]
LONG = f"POLYGON (({', '.join(CORNERS)}, 500000 3500000, {CORNERS[0]}))"
"""Longer than a page: SQLite lays it out over several."""
FEW_FLIPS, FEW_CUTS, FLIPS, CUTS = 40, 5, 200, 20


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Record plots, amounts, groups and long names; take a checkpoint; close."""
    home = tmp_path_factory.mktemp("whole") / "district"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(home.parent / "state"))
        found_district(home, name="区", crs="EPSG:4547", currency="CNY")
        district = open_district(home)
        for number in range(PLOTS):
            plot = f"P{number}"
            body = registration(f"r{number}", plot)
            if number % 40 == 0:
                body["boundary"] = LONG
            district.app.execute(body, actor="li")
            amounts = [spending("", plot, f"{amount}.00") for amount in range(1, 4)]
            for each in amounts:
                del each["command_id"]
            district.app.execute_group(amounts, command_id=f"g{number}", actor="li")
        district.refresh()
        take_checkpoint(district)
        district.close()
    return home


@pytest.fixture
def copy(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(whole, tmp_path / "district")
    monkeypatch.setenv("XDG_STATE_HOME", str(whole.parent / "state"))
    return tmp_path / "district"


def groups(home: Path) -> list[tuple[int, int]]:
    with closing(sqlite3.connect(f"file:{home / JOURNAL}?immutable=1", uri=True)) as f:
        return f.execute("SELECT first, last FROM commands ORDER BY last").fetchall()


class Expected:
    """The positions that bytes of the file belong to."""

    def __init__(self, home: Path) -> None:
        self.bytes = Bytes.of(home / JOURNAL)
        self._groups = groups(home)
        self._lasts = [last for _, last in self._groups]

    def on(self, pages: range) -> set[int]:
        """Return the positions whose rows, or part of them, lie on some pages."""
        return {
            position
            for page in pages
            for tree, keys in self.bytes.rows.get(page, {}).items()
            if "autoindex" not in tree
            for position in self.positions(tree, frozenset(keys))
        }

    def positions(self, tree: str, keys: frozenset[int]) -> set[int]:
        """Return the positions that rows of a tree belong to."""
        if "stored_events" in tree:
            return set(keys)
        if "commands" in tree:
            return {
                position
                for key in keys
                for first, last in [self._groups[bisect_left(self._lasts, key)]]
                for position in range(first, last + 1)
            }
        return set()

    def of(self, offset: int) -> tuple[Owner | None, set[int]]:
        """Return what a byte is for, and the positions that it concerns."""
        owner = self.bytes.owners.get(offset)
        if owner is None:
            return None, set()
        return owner, self.positions(owner.tree, owner.keys)


def flip(home: Path, offset: int, bit: int) -> None:
    with (home / JOURNAL).open("r+b") as file:
        file.seek(offset)
        [byte] = file.read(1)
        file.seek(offset)
        file.write(bytes([byte ^ (1 << bit)]))


def require_flips_named(home: Path, number: int, seed: int) -> None:
    expected = Expected(home)
    drawn = random.Random(seed)  # noqa: S311
    size = (home / JOURNAL).stat().st_size
    for _ in range(number):
        offset, bit = drawn.randrange(size), drawn.randrange(8)
        owner, positions = expected.of(offset)
        flip(home, offset, bit)

        found = verify(home, VerifyOptions())

        where = f"byte {offset}, bit {bit}, {owner and (owner.tree, owner.is_row)}"
        told = [str(fault) for fault in found.faults]
        assert told, where
        named = {fault.first for fault in found.faults if fault.first is not None}
        if owner is not None and "autoindex" in owner.tree:
            # Looking for a neighbour may pass by the damaged entry, and fail too.
            assert named & positions, (where, sorted(positions)[:5], told[:5])
        elif owner is not None and owner.is_row and positions:
            assert named, (where, told)
            assert min(named) in positions, (where, sorted(positions)[:5], told[:5])
        elif owner is not None and positions and named:
            assert named & positions, (where, told[:5])
        elif owner is None:
            assert not named, (where, told)
        flip(home, offset, bit)
    assert verify(home, VerifyOptions()).faults == []


def require_cuts_named(home: Path, number: int, seed: int) -> None:
    expected = Expected(home)
    drawn = random.Random(seed)  # noqa: S311
    content = (home / JOURNAL).read_bytes()
    pages = len(content) // expected.bytes.page_bytes
    for _ in range(number):
        size = drawn.randrange(1, len(content))
        kept = size // expected.bytes.page_bytes
        lost = range(kept + 1, pages + 1)
        (home / JOURNAL).write_bytes(content[:size])

        found = verify(home, VerifyOptions())

        assert found.faults, size
        named = {fault.first for fault in found.faults if fault.first is not None}
        first = min(expected.on(lost), default=None)
        assert first is None or min(named) == first, (size, first, min(named))
    (home / JOURNAL).write_bytes(content)
    assert verify(home, VerifyOptions()).faults == []


def test_every_flipped_bit_is_named_where_it_is(copy: Path) -> None:
    require_flips_named(copy, FEW_FLIPS, seed=8)


def test_every_cut_is_named(copy: Path) -> None:
    require_cuts_named(copy, FEW_CUTS, seed=8)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_two_hundred_flipped_bits_are_named_where_they_are(
    copy: Path, seed: int
) -> None:
    require_flips_named(copy, FLIPS, seed=seed)


@pytest.mark.slow
def test_twenty_cuts_are_named(copy: Path) -> None:
    require_cuts_named(copy, CUTS, seed=3)
