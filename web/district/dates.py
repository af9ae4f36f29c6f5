"""The two dates of every question, resolved against the journal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain.errors import FutureKnowledgeError, GroupInsideError
from domain.journal.interface import JournalReader
from domain.journal.lines import Head
from domain.kernel.instants import (
    DATE,
    SHANGHAI,
    At,
    Instant,
    effective_from,
    moment_of,
    print_instant,
    queried_at,
)
from web.district.opening import District
from web.words.values import moment_text

POSITION = re.compile(r"\d{1,18}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What a page says of K: the words that move by themselves as time goes on."""

    known_day: str
    known_time: str
    position: str
    """With commas, as people read it."""
    place: str
    """The same as programs read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """V and K of one question, and the journal position that K resolves to."""

    as_of: Instant
    as_known: Instant
    position: int
    provisional: bool
    """Whether the answer may still change: K is not past, or not yet settled."""
    as_of_text: str
    """As it was asked, or today."""
    as_known_text: str
    """As it was asked, or the present instant."""
    asked: Mapping[str, str]
    """What was asked, without what was filled in."""
    today: str
    """The civil day of the present, in Shanghai."""
    recorded: int
    """The position up to which something was recorded at K: behind ``position`` where
    the tables have not come so far."""
    heading: Heading | None = None
    """What pages are headed with instead; None for what these dates are."""

    @property
    def at(self) -> At:
        """V and K."""
        return At(self.as_of, self.as_known)

    @property
    def is_behind(self) -> bool:
        """Whether this is about what the tables have reached, for want of the rest."""
        return self.position < self.recorded


def resolve(district: District, *, as_of: str = "", as_known: str = "") -> Dates:
    """Resolve both dates; an empty one means now.

    Args:
        district: The open district.
        as_of: A date (its last microsecond) or an instant with offset.
        as_known: The same, or a bare integer: a journal position.

    Raises:
        InvalidInstantError: A date that cannot be meant (R12).
        FutureKnowledgeError: K lies in the future (R2).
        GroupInsideError: K is a position inside a command's group (R8).
        UnknownPositionError: The journal has no such position.
    """
    now = district.now()
    today = day_of(now)
    day = as_of or today
    known = _known(district.app.journal, as_known, now)
    provisional = known >= now or not district.app.journal.promise(known)
    head = district.app.journal.head_at(known)
    found = _read_so_far(district, head) if known >= now else head
    is_behind = found.position < head.position
    return Dates(
        as_of=queried_at(day),
        as_known=found.recorded if is_behind else known,
        position=found.position,
        provisional=provisional,
        as_of_text=day,
        as_known_text=as_known or print_instant(found.recorded if is_behind else now),
        asked={"as_of": as_of, "as_known": as_known},
        today=today,
        recorded=head.position,
    )


def today_of(district: District) -> str:
    """Return the civil day of the present, in Shanghai."""
    return day_of(district.now())


def day_of(instant: Instant) -> str:
    """Return the civil day in Shanghai in which an instant lies."""
    return moment_of(instant).astimezone(SHANGHAI).date().isoformat()


def stretch_of(start: str, end: str) -> tuple[Instant, Instant]:
    """Resolve a stretch of time from one text until another, closed and open (R1).

    Raises:
        InvalidInstantError: A bound that cannot be meant (R12).
    """
    return effective_from(start), effective_from(end)


def days_of(first: str, last: str) -> tuple[Instant | None, Instant | None]:
    """Resolve two days, both inside, to their first and last instant; blank is open.

    Raises:
        InvalidInstantError: A day that cannot be meant (R12).
    """
    return (
        effective_from(first) if first else None,
        queried_at(last) if last else None,
    )


def positions_of(
    district: District, first: str, last: str
) -> tuple[int | None, int | None]:
    """Return the last position before a day, and that at the end of another.

    What is recorded grows with position, so that these bound what was recorded on the
    days between; blank is open.

    Raises:
        InvalidInstantError: A day that cannot be meant (R12).
    """
    begin, end = days_of(first, last)
    journal = district.app.journal
    return (
        None if begin is None else journal.head_at(Instant(begin - 1)).position,
        None if end is None else journal.head_at(end).position,
    )


def _read_so_far(district: District, head: Head) -> Head:
    """Return where the journal ends, or how far the tables have come if not so far."""
    read = district.read_up_to(head.position)
    if not 0 < read < head.position:
        return head
    return Head(read, district.app.journal.group(read).recorded)


def _known(journal: JournalReader, text: str, now: Instant) -> Instant:
    if not text:
        return now
    if POSITION.fullmatch(text):
        return _known_at(journal, int(text))
    asked = queried_at(text)
    if asked <= now:
        return asked
    if _is_today(text, now):
        return now
    raise FutureKnowledgeError(text=text, now=print_instant(now))


def _known_at(journal: JournalReader, position: int) -> Instant:
    if not position:
        # Before the journal began; a date before then means the same.
        return Instant(journal.group(1).recorded - 1)
    group = journal.group(position)
    if position != group.last:
        raise GroupInsideError(position=position, first=group.first, last=group.last)
    return group.recorded


def _is_today(text: str, now: Instant) -> bool:
    """Tell whether a date is today's, which is answered as far as it has gone."""
    return DATE.fullmatch(text) is not None and effective_from(text) <= now


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesShown:
    """Both dates as a page heads itself with them."""

    as_of_text: str
    """As it was typed; blank is today."""
    as_known_text: str
    """As it was typed; blank is now."""
    as_of_label: str
    heading: Heading
    position: int
    provisional: bool
    today: str
    recorded: int
    """Behind ``position`` where the tables have not come so far."""

    @property
    def as_known_label(self) -> str:
        """K as a page shows it, to the minute."""
        return f"{self.heading.known_day} {self.heading.known_time}"

    @property
    def query(self) -> dict[str, str]:
        """What an address carries on: the dates that were asked for, not defaults."""
        asked = {"as_of": self.as_of_text, "as_known": self.as_known_text}
        return {name: text for name, text in asked.items() if text}


MINUTES = len("09:12")


def heading_of(dates: Dates) -> Heading:
    """Put K and the position that it resolves to into the words of a page."""
    day, time = moment_text(dates.as_known).split()
    return Heading(
        known_day=day,
        known_time=time[:MINUTES],
        position=f"{dates.position:,}",
        place=str(dates.position),
    )


def shown(dates: Dates) -> DatesShown:
    """Put both dates into the words of a page."""
    return DatesShown(
        as_of_text=dates.asked["as_of"],
        as_known_text=dates.asked["as_known"],
        as_of_label=dates.as_of_text,
        heading=dates.heading or heading_of(dates),
        position=dates.position,
        provisional=dates.provisional,
        today=dates.today,
        recorded=dates.recorded,
    )
