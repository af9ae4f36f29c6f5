"""The district: whose memory this is, and what was decided about that memory."""

from __future__ import annotations

from domain.kernel.facts import Fact
from domain.kernel.instants import Instant

STREAM = "district"


class DistrictEstablished(Fact, frozen=True, kw_only=True):
    """The journal was founded for a district, with what never changes afterwards."""

    name: str
    crs: str
    """The EPSG code of the projected CRS, in metres, of every geometry of record."""
    currency: str
    journal_id: str
    demonstration: bool
    """Whether another clock than the system's gave the recorded times."""
    effective: Instant


class ClockConfirmed(Fact, frozen=True, kw_only=True):
    """A person looked at the clock and said that it is right; recording goes on."""

    reason: str
    certain: Instant
    """The last time that had been certain before."""
    effective: Instant
    """What the clock showed."""


class JournalResumed(Fact, frozen=True, kw_only=True):
    """A person let recording go on though positions that were given once are lost.

    They are given again, from this fact's own position on.
    """

    reason: str
    first_lost: int
    last_lost: int
    """The last one that is known to have been given; there may have been more."""
    marked_leaf: str
    """Of that position, in hexadecimal, as it was marked outside of the journal."""
    marked_root: str
    """Of the tree of all leaves up to that position, likewise (RFC 6962)."""
