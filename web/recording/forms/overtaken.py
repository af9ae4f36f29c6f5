"""What has moved while a form was open, and what holds now, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors.moved import StaleStream
from domain.things.registration import thing_of
from web.district.dates import resolve
from web.district.opening import District
from web.history.entries import fact_lines
from web.history.families import family_of
from web.history.things import (
    AttributeShown,
    attributes_shown,
    thing_known,
)
from web.history.words import FactShown, facts_shown
from web.words.things import THING_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleShown:
    """What was recorded meanwhile, ready to print."""

    facts: Sequence[FactShown]
    """The newest first."""
    now: Sequence[AttributeShown]
    """What holds of the form's thing today, as known now."""


def stale_shown(
    district: District, stream: str, moved: Sequence[StaleStream]
) -> StaleShown:
    """Put into words what moved, and what has become of the form's thing.

    Args:
        district: The open district.
        stream: The thing that the form is about.
        moved: The streams that have moved, with what was recorded in each.
    """
    dates = resolve(district)
    streams = [stream, *(each.thing for each in moved)]
    family = family_of(district.app.journal, streams, up_to=dates.position)
    positions = [position for each in moved for position in each.positions]
    facts = fact_lines(family, positions, dates)[::-1]
    known = thing_known(family, stream, dates)
    now = attributes_shown(known, THING_WORDS[thing_of(stream)[0]].shown)
    return StaleShown(
        facts=facts_shown(facts),
        now=[each for each in now if not each.blank or each.name == "stage"],
    )
