"""Frozen dataclasses of arrays, written to one file and read back as they were."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]
Value = TypeVar("Value")
SAME = "same"
"""Under this name stands which names share one array."""
SCALARS = (bool, int, str)
UNREADABLE = (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile)


def write(path: Path, value: object) -> None:
    """Write a dataclass; whoever reads meanwhile finds the file before, or this one.

    Its members are arrays, whole numbers, texts, dataclasses, named tuples, and tuples
    of any length of one of these. An array that occurs twice is written once.
    """
    arrays, first, same = Arrays(), dict[int, str](), list[tuple[str, str]]()
    for name, array in _taken_apart(value, ""):
        if array.ndim and id(array) in first:
            same.append((name, first[id(array)]))
        else:
            first[id(array)] = name
            arrays[name] = array
    arrays[SAME] = np.array(same, dtype=str).reshape(-1, 2)
    partial = path.with_name(f"{path.name}.partial")
    with partial.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)
    # Where two write at once, the first puts in place what both have written; if that
    # is no whole file, its checksums say so.
    with suppress(FileNotFoundError):
        partial.replace(path)


def read(path: Path, kind: type[Value]) -> Value | None:
    """Read a dataclass back; None where there is no file, or it cannot be read.

    Every array has a checksum. Nothing in the file is ever run.
    """
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        arrays |= {name: arrays[first] for name, first in arrays[SAME].tolist()}
        return cast("Value", _put_together(kind, "", arrays))
    except UNREADABLE:
        return None


def _taken_apart(value: object, name: str) -> Iterator[tuple[str, NDArray[Any]]]:
    if isinstance(value, np.ndarray):
        yield name, value
    elif isinstance(value, SCALARS):
        yield name, np.array(value)
    elif members := _members(type(value)):
        for member in members:
            yield from _taken_apart(getattr(value, member), f"{name}.{member}")
    else:
        every = cast("tuple[object, ...]", value)
        yield name, np.array(len(every))
        for place, each in enumerate(every):
            yield from _taken_apart(each, f"{name}.{place}")


def _put_together(kind: Any, name: str, arrays: Mapping[str, NDArray[Any]]) -> object:  # noqa: ANN401  (a type, or an alias of one)
    if kind in SCALARS:
        return kind(arrays[name].item())
    if get_origin(kind) is tuple:
        places, inner = range(int(arrays[name])), get_args(kind)[0]
        return tuple(_put_together(inner, f"{name}.{each}", arrays) for each in places)
    if names := _members(kind):
        hints = get_type_hints(kind)
        parts = {
            each: _put_together(hints[each], f"{name}.{each}", arrays) for each in names
        }
        return kind(**parts)
    return arrays[name]


def _members(kind: Any) -> list[str]:  # noqa: ANN401  (a type, or an alias of one)
    if is_dataclass(kind):
        return [field.name for field in fields(kind)]
    return list(getattr(kind, "_fields", ()))
