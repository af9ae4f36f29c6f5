"""The district: whose memory this is, and who vouched for its clock."""

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
