"""What is kept beside a journal: up to which knowledge date answers are final."""

from __future__ import annotations

from typing import Protocol

from domain.kernel.instants import Instant


class Finality(Protocol):
    """A mark outside the journal's file, which reading may move and recording heeds."""

    def bound(self) -> Instant:
        """Return the instant at or before which nothing is recorded any more."""

    def covers(self, known: Instant) -> bool:
        """Tell whether it is kept, durably, that ``known`` was answered as final."""

    def keep(self, known: Instant) -> None:
        """Keep that; called under the write lock. It may fail, and then covers not."""

    def note(self) -> None:
        """Keep what the clock shows, from time to time; called under the write lock."""


class NoFinality:
    """Nothing stands beside this journal: only what is recorded makes answers final."""

    def bound(self) -> Instant:
        """Return the beginning of time."""
        return Instant(0)

    def covers(self, known: Instant) -> bool:  # noqa: ARG002  (as the protocol has it)
        """Nothing is covered."""
        return False

    def keep(self, known: Instant) -> None:
        """Keep nothing."""

    def note(self) -> None:
        """Note nothing."""
