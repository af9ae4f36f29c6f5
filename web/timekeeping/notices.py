"""What people should know of the clock although recording goes on."""

from __future__ import annotations

from typing import ClassVar


class ClockNotice:
    """A sentence with named fields, like a refusal that refuses nothing."""

    template: ClassVar[str] = ""

    def __init__(self, **fields: object) -> None:
        self.fields = fields

    def __str__(self) -> str:
        return self.template.format(**self.fields)


class ClockUnknownNotice(ClockNotice):
    """The machine was started anew, and nobody watched the clock meanwhile."""

    template = (
        "Whether the clock of this machine is right cannot be known: the last time "
        "that is certain is {seen}; when the machine had started anew, its clock "
        "showed {began}. Look at the clock, and confirm it with “guatu clock confirm”."
    )


class ClockMovedNotice(ClockNotice):
    """The wall clock is leaving the time that has passed since the machine started."""

    template = (
        "The clock of this machine has moved by {seconds} s while the machine was "
        "running; beyond {limit} s recording stops. Look at the clock, and confirm it "
        "with “guatu clock confirm”."
    )
