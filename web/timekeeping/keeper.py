"""The time of an open district: simulated or checked, with the mark of its journal."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import msgspec

from domain.kernel.instants import Instant
from web.timekeeping.clock import SystemClock
from web.timekeeping.doubt import SECOND_US, Verdict, judged
from web.timekeeping.mark_file import MarkFile
from web.timekeeping.notices import ClockNotice
from web.timekeeping.readings import ClockReading, Mark, vouched

MARK = "clock.mark"
NOTED_EVERY_US = 60 * SECOND_US
"""How much of the time that the machine has run a power failure may make uncertain."""

log = logging.getLogger("guatu.clock")


class FinalityPromises:
    """The mark beside the journal: up to when answers are final."""

    def __init__(self, home: Path) -> None:
        self.file = MarkFile(home / MARK)

    def bound(self) -> Instant:
        """Return the newest promise, whoever made it."""
        return Instant(self.file.read().promised_us)

    def covers(self, known: Instant) -> bool:
        """Tell whether a promise covers ``known`` that a power failure will leave."""
        is_kept = known <= self.file.read().promised_us
        return is_kept and known <= self.file.sync().promised_us

    def keep(self, known: Instant) -> None:
        """Keep a promise; called under the journal's write lock."""
        mark = self.file.read()
        if known > mark.promised_us:
            self.file.write(msgspec.structs.replace(mark, promised_us=known))

    def note(self) -> None:
        """A simulated clock is not checked, so that nothing of it is kept."""

    def close(self) -> None:
        """Close the mark."""
        self.file.close()


class SimulatedTime(FinalityPromises):
    """The time of a demonstration, which is given it."""

    def __init__(self, home: Path, clock: Callable[[], Instant]) -> None:
        super().__init__(home)
        self.trusted = self.present = self.shown = clock

    def notices(self) -> list[ClockNotice]:
        """Say nothing: everybody knows that the time is simulated."""
        return []

    def is_due(self) -> bool:
        """Nothing is ever kept."""
        return False


class CheckedTime(FinalityPromises):
    """The system's time, trusted as far as what was seen of it before allows.

    Args:
        home: The district's folder, where the mark is kept.
        system: The machine's clocks.
        began: The time that is certain where no mark says more; None where the clock
            is taken as right by whoever founds the district.
    """

    def __init__(
        self, home: Path, system: SystemClock, began: Instant | None = None
    ) -> None:
        super().__init__(home)
        self._system = system
        self._own = self.file.read()
        """What is judged by where no mark of this run of the machine is kept."""
        if not self._own.boot_id:
            self._own = _first(self._own, system.reading(), began)
        self._said: tuple[type, type] = (type(None), type(None))
        # The first look begins the watch, even where nothing is kept of it yet.
        self.verdict()

    def trusted(self) -> Instant:
        """Return the present, to record by.

        Raises:
            ClockError: The clock cannot be trusted.
        """
        verdict = self.verdict()
        if verdict.stop is not None:
            raise verdict.stop
        return verdict.present

    def shown(self) -> Instant:
        """Return what the wall clock shows, right or wrong."""
        return self._system()

    def present(self) -> Instant:
        """Return the present as far as it can be trusted, to ask questions by."""
        return self.verdict().present

    def notices(self) -> list[ClockNotice]:
        """Say what people should know of the clock although recording goes on."""
        notice = self.verdict().notice
        return [] if notice is None else [notice]

    def verdict(self) -> Verdict:
        """Look at the clocks, and judge what they show."""
        reading = self._system.reading()
        verdict = judged(reading, self._mark(reading))
        if not self._own.watches(reading) or self._own.wall_us is None:
            self._own = verdict.mark
        self._log_change(verdict)
        return verdict

    def is_due(self) -> bool:
        """Tell whether what is watched should be kept again."""
        reading, kept = self._system.reading(), self.file.read()
        if not kept.watches(reading):
            return True
        if kept.wall_us is None and self.verdict().mark.wall_us is not None:
            return True
        return reading.boot_us - kept.seen_boot_us >= NOTED_EVERY_US

    def note(self) -> None:
        """Keep how far the machine has run, at most once a minute; under the lock.

        That is told by the clock that nobody can set; what the wall clock shows is
        kept once, when it is first believed.
        """
        if self.is_due():
            reading = self._system.reading()
            mark = judged(reading, self._mark(reading)).mark
            self._write(msgspec.structs.replace(mark, seen_boot_us=reading.boot_us))

    def confirm(self) -> None:
        """Anchor the clock anew by a person's word; under the journal's write lock."""
        reading = self._system.reading()
        mark = vouched(self._mark(reading), reading)
        self._own = mark
        self._write(mark)

    def _mark(self, reading: ClockReading) -> Mark:
        """Choose what to judge by: what is kept of this run of the machine, if any."""
        kept = self.file.read()
        if kept.watches(reading) and kept.wall_us is not None:
            return kept
        own = msgspec.structs.replace(self._own, promised_us=kept.promised_us)
        if kept.watches(reading):
            return own if own.watches(reading) else kept
        return own if own.watches(reading) or not kept.boot_id else kept

    def _write(self, mark: Mark) -> None:
        self.file.write(mark)
        self.file.sync()

    def _log_change(self, verdict: Verdict) -> None:
        """Write to the log what begins or ends, once."""
        said = (type(verdict.stop), type(verdict.notice))
        if said == self._said:
            return
        self._said = said
        if message := verdict.stop or verdict.notice:
            log.warning("%s", message)
        else:
            log.info("The clock agrees with what was seen of it before.")


def _first(blank: Mark, reading: ClockReading, began: Instant | None) -> Mark:
    """Begin where nothing is kept: by what is certain, or by a person's word."""
    if began is None:
        return vouched(blank, reading)
    return msgspec.structs.replace(blank, certain_us=began)
