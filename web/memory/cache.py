"""What was computed once and is kept: one budget of memory, one lock for each key."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar, cast

import cachetools

MOST_BYTES = 96_000_000
ENTRY_BYTES = 500
"""What an entry takes beside its value: its key, and its place among the others."""

Key = tuple[str, Hashable]
Name = TypeVar("Name", bound=Hashable)
Value = TypeVar("Value")


class MemoryBudget:
    """The memory that everything kept may take together; safe to share by threads.

    What was not asked for longest goes first, whatever it is. What alone takes more
    than there is, is computed each time.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._entries = _SharedLru(most_bytes)
        self._making: dict[Key, _Turn] = {}
        self._lock = threading.Lock()

    @classmethod
    def of_entries(cls, most: int) -> MemoryBudget:
        """Return a budget for so many values, whose bytes nobody can tell."""
        return cls(most * ENTRY_BYTES)

    @property
    def nbytes(self) -> int:
        """How much memory is taken."""
        return int(self._entries.currsize)

    def widen(self, most_bytes: int) -> None:
        """Let everything together take this much, if that is more than before."""
        with self._lock:
            if most_bytes > self._entries.maxsize:
                before, self._entries = self._entries, _SharedLru(most_bytes)
                self._entries.update(before)

    def find(self, key: Key) -> object | None:
        """Return what is kept under a key; None where nothing is."""
        with self._lock:
            found = self._entries.get(key)
        return None if found is None else found[0]

    def keep(self, key: Key, value: object, nbytes: int) -> None:
        """Keep a value, in place of another under its key."""
        with self._lock:
            self._entries.pop(key, None)
            if nbytes + ENTRY_BYTES <= self._entries.maxsize:
                self._entries[key] = (value, nbytes + ENTRY_BYTES)

    def drop(self, key: Key) -> None:
        """Keep nothing under a key any more."""
        with self._lock:
            self._entries.pop(key, None)

    def named(self, shelf: str) -> list[tuple[Hashable, object]]:
        """Return all that is kept on a shelf."""
        with self._lock:
            return [
                (name, self._entries.peek((shelf, name)))
                for name in self._entries.on(shelf)
            ]

    @contextmanager
    def alone(self, key: Key) -> Iterator[None]:
        """Wait until nobody else makes what belongs under a key; others go on."""
        with self._lock:
            turn = self._making.setdefault(key, _Turn())
            turn.waiting += 1
        try:
            with turn.lock:
                yield
        finally:
            with self._lock:
                turn.waiting -= 1
                if not turn.waiting:
                    del self._making[key]


class _Turn:
    """Whose turn it is to make one thing, and how many wait for it."""

    def __init__(self) -> None:
        self.lock, self.waiting = threading.Lock(), 0


class _SharedLru(cachetools.LRUCache[Key, tuple[object, int]]):
    """The library's cache, which also knows what lies on each shelf."""

    def __init__(self, most_bytes: int) -> None:
        self._names: dict[str, dict[Hashable, None]] = {}
        super().__init__(most_bytes, getsizeof=lambda entry: entry[1])

    def __setitem__(self, key: Key, entry: tuple[object, int]) -> None:
        super().__setitem__(key, entry)
        self._names.setdefault(key[0], {})[key[1]] = None

    def __delitem__(self, key: Key) -> None:
        super().__delitem__(key)
        self._names[key[0]].pop(key[1], None)

    def on(self, shelf: str) -> list[Hashable]:
        """Return the names on a shelf, the oldest first."""
        return list(self._names.get(shelf, ()))

    def peek(self, key: Key) -> object:
        """Return a value as if nobody had asked for it."""
        return cachetools.Cache.__getitem__(self, key)[0]


class Cache(Generic[Name, Value]):
    """One kind of thing that is kept, out of the budget that all kinds share."""

    def __init__(
        self, budget: MemoryBudget, shelf: str, nbytes: Callable[[Value], int]
    ) -> None:
        """Keep values of one kind.

        Args:
            budget: What all kinds may take together.
            shelf: What this kind is called; no other has its name.
            nbytes: Tells how much memory a value takes.
        """
        self._budget, self._shelf, self._nbytes = budget, shelf, nbytes

    def get(
        self,
        name: Name,
        make: Callable[[], Value],
        *,
        holds: Callable[[Value], bool] = lambda _: True,
    ) -> Value:
        """Return what is kept under a name, and make it first where nothing is.

        Only one thread makes what belongs under a name, the others wait for it; who
        asks for another name waits for nobody.

        Args:
            name: Everything that the value depends on.
            make: Makes the value.
            holds: Tells whether a value that was kept is still the right one.
        """
        if (found := self.find(name)) is not None and holds(found):
            return found
        with self._budget.alone((self._shelf, name)):
            if (found := self.find(name)) is not None and holds(found):
                return found
            made = make()
            self.put(name, made)
        return made

    def find(self, name: Name) -> Value | None:
        """Return what is kept under a name; None where nothing is."""
        return cast("Value | None", self._budget.find((self._shelf, name)))

    def put(self, name: Name, value: Value) -> None:
        """Keep a value, in place of another under its name."""
        self._budget.keep((self._shelf, name), value, self._nbytes(value))

    def drop(self, name: Name) -> None:
        """Keep nothing under a name any more."""
        self._budget.drop((self._shelf, name))

    def all(self) -> list[tuple[Name, Value]]:
        """Return all that is kept of this kind."""
        return cast("list[tuple[Name, Value]]", self._budget.named(self._shelf))
