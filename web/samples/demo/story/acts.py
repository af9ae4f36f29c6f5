"""Acts: what happened and when it was said; revisions: what was put right later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from web.samples.demo.calendar import iso

Member = str | int | None


@dataclass(slots=True, kw_only=True)
class Act:
    """A fact as its unit tells it."""

    record: str
    thing: str
    members: dict[str, Member]
    day: int
    """When it became true, as it is told."""
    unit: str
    said: int
    """The day on which it is recorded."""

    def body(self) -> dict[str, object]:
        """Write the act as the body of a command."""
        kind = "plot" if self.record.startswith("Plot") else "project"
        head = {"record": self.record, kind: self.thing, "effective": iso(self.day)}
        return {**head, **self.members}


@dataclass(slots=True, kw_only=True)
class Revision:
    """What puts an act right: a correction of members, or a withdrawal."""

    target: Act
    reason: str
    unit: str
    said: int
    members: Mapping[str, Member] | None = None
    """None withdraws."""


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that is told, in no order yet."""

    acts: list[Act]
    revisions: list[Revision]


def said(record: str, thing: str, day: int, **members: Member) -> Act:
    """Tell an act on its own day; which unit tells it is settled later."""
    return Act(record=record, thing=thing, members=members, day=day, unit="", said=day)
