"""Arrays come back from a file as they were, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from projections.memory.files import read, write

Ints = NDArray[np.integer]


class Pair(NamedTuple):
    """Members of two kinds."""

    one: int
    other: Ints


@dataclass(frozen=True, slots=True)
class Inner:
    """An array, and what is none."""

    numbers: Ints
    is_true: bool
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outer:
    """Everything that can be written."""

    inner: Inner
    numbers: Ints
    pairs: tuple[Pair, ...]
    words: NDArray[np.str_]


def made() -> Outer:
    numbers = np.arange(5, dtype=np.int16)
    pairs = (Pair(7, np.array([], np.int8)), Pair(-(2**62), np.array([2**62])))
    inner = Inner(numbers, is_true=True, texts=("", "一号片区"))
    return Outer(inner, numbers, pairs, np.array(["征收", ""]))


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    write(tmp_path / "file", made())

    found = read(tmp_path / "file", Outer)

    assert found is not None
    assert found.inner.texts == ("", "一号片区")
    assert found.inner.is_true is True
    assert found.numbers.dtype == np.int16
    assert found.numbers.tolist() == [0, 1, 2, 3, 4]
    assert [pair.one for pair in found.pairs] == [7, -(2**62)]
    assert [pair.other.tolist() for pair in found.pairs] == [[], [2**62]]
    assert found.words.tolist() == ["征收", ""]
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]


def test_an_array_that_two_share_is_shared_again(tmp_path: Path) -> None:
    write(tmp_path / "file", made())

    found = read(tmp_path / "file", Outer)

    assert found is not None
    assert found.inner.numbers is found.numbers


@pytest.mark.parametrize("part", [0, 3, 0.5, 0.9])
def test_a_file_cut_short_is_no_file(tmp_path: Path, part: float) -> None:
    path = tmp_path / "file"
    write(path, made())
    content = path.read_bytes()

    path.write_bytes(content[: int(part * len(content)) if part < 1 else int(part)])

    assert read(path, Outer) is None


def test_a_changed_byte_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write(path, made())
    content = bytearray(path.read_bytes())
    at = content.index(np.arange(5, dtype=np.int16).tobytes())

    content[at + 2] ^= 4
    path.write_bytes(bytes(content))

    assert read(path, Outer) is None


def test_a_missing_file_and_one_of_another_kind_are_none(tmp_path: Path) -> None:
    write(tmp_path / "file", made().inner)

    assert read(tmp_path / "other", Outer) is None
    assert read(tmp_path / "file", Outer) is None
