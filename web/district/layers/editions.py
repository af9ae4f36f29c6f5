"""The editions of base layers that the journal remembers, decoded once."""

from __future__ import annotations

import shlex
import threading
from dataclasses import dataclass

from domain.journal.interface import JournalReader
from domain.things.land.layers import KIND, LayerImported, LayerKind


@dataclass(frozen=True, slots=True)
class Edition:
    """A base layer as it was imported once."""

    position: int
    fact: LayerImported

    def command(self) -> str:
        """Return the command that imports it again."""
        fact = self.fact
        options = (
            ("--class-column", fact.class_column),
            ("--label-column", fact.label_column),
            ("--source-layer", fact.source_layer),
        )
        words = ["guatu", "import", "layer", fact.layer, fact.file]
        words += ["--kind", fact.shows.value]
        words += [word for name, value in options if value for word in (name, value)]
        return shlex.join(words)


class LayerEditions:
    """All editions, read anew only when there is another; safe to share."""

    def __init__(self) -> None:
        self._upto = 0
        self._found: tuple[Edition, ...] = ()
        self._lock = threading.Lock()

    def all(self, journal: JournalReader) -> tuple[Edition, ...]:
        """Return every edition of every layer, in the order of their positions."""
        last = journal.last_of_kind(KIND)
        with self._lock:
            if last != self._upto:
                self._found = _read(journal)
                self._upto = last
            return self._found

    def known(
        self, journal: JournalReader, *, up_to: int | None = None
    ) -> dict[str, Edition]:
        """Return the newest edition of each layer, in drawing order.

        Args:
            journal: Where they are remembered.
            up_to: The last position that counts; None for all there is.
        """
        newest = {
            each.fact.layer: each
            for each in self.all(journal)
            if up_to is None or each.position <= up_to
        }
        order = list(LayerKind)
        found = sorted(
            newest.values(),
            key=lambda one: (order.index(one.fact.shows), one.fact.layer),
        )
        return {each.fact.layer: each for each in found}


def _read(journal: JournalReader) -> tuple[Edition, ...]:
    read = [(line.position, line.entry().fact) for line in journal.lines_of_kind(KIND)]
    found = [
        Edition(position, fact)
        for position, fact in read
        if isinstance(fact, LayerImported)
    ]
    return tuple(sorted(found, key=lambda each: each.position))
