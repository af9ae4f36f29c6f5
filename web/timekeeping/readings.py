"""What the machine's clocks show, and the mark that is kept of it beside a journal."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec


@dataclass(frozen=True, slots=True)
class ClockReading:
    """One look at the clocks."""

    wall_us: int
    """Microseconds since 1970, by the clock that people can set."""
    boot_us: int
    """Microseconds since the machine was started, suspended or not."""
    boot_id: str
    """Which start that was."""


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """The watch over the clocks in one run of the machine, and what is promised.

    Only differences of ``boot_us`` within one ``boot_id`` mean anything.
    """

    number: int = 0
    """Which writing of the mark this is."""
    boot_id: str = ""
    """Of the machine's run that is watched; blank where none ever was."""
    boot_us: int = 0
    """When the watch began, since the machine's start."""
    wall_us: int | None = None
    """What the wall clock showed then; None until it is believed in this run."""
    certain_us: int = 0
    """What the time was then at the least: no wall clock is believed below this."""
    seen_boot_us: int = 0
    """When the clocks were last looked at and kept, since the machine's start."""
    promised_us: int = 0
    """The newest knowledge date that was answered as final: R2."""

    @property
    def seen_us(self) -> int:
        """Return what the time was at the least when the clocks were last kept."""
        return self.certain_us + self.seen_boot_us - self.boot_us

    def watches(self, reading: ClockReading) -> bool:
        """Tell whether a reading is of the run of the machine that is watched."""
        return self.boot_id == reading.boot_id and self.boot_us <= reading.boot_us


def watched(mark: Mark, reading: ClockReading, certain_us: int) -> Mark:
    """Begin to watch the present run of the machine; its wall clock must wait.

    Args:
        mark: What was kept so far; its promise goes on.
        reading: What the clocks show.
        certain_us: What the time is at the least.
    """
    return msgspec.structs.replace(
        mark,
        boot_id=reading.boot_id,
        boot_us=reading.boot_us,
        wall_us=None,
        certain_us=certain_us,
        seen_boot_us=reading.boot_us,
    )


def vouched(mark: Mark, reading: ClockReading) -> Mark:
    """Begin to watch where a person says that the wall clock is right."""
    begun = watched(mark, reading, reading.wall_us)
    return msgspec.structs.replace(begun, wall_us=reading.wall_us)
