"""What every refusal is: a template with named fields, and the rule that it cites."""

from __future__ import annotations

from typing import ClassVar


class Refusal(Exception):  # noqa: N818  (the base of all refusals, never raised itself)
    """The domain said no; the message is fit to show to a user."""

    template: ClassVar[str] = ""
    rule: ClassVar[str] = "R13"

    def __init__(self, **fields: object) -> None:
        self.fields = fields
        super().__init__(self.template.format(**fields))


class MalformedError(Refusal):
    """The input cannot be read as what it claims to be."""


class NotFoundError(Refusal):
    """What is asked for is not in the journal."""


class ConflictError(Refusal):
    """The request is well formed, but what is recorded already stands against it."""


class StoppedError(Refusal):
    """Nothing may be recorded now; reading goes on."""
