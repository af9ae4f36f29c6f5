"""What keeps a district from being verified at all."""

from __future__ import annotations

from typing import Final

from web.refusals import EdgeError
from web.words import marked

NO_DISTRICT: Final = marked("there is no district")
NO_KEY: Final = marked("the district has no key to verify it by; give one with --key")


class UnverifiableError(EdgeError):
    """Nothing can be said: neither that it is right nor that it is wrong."""

    template = "{file} cannot be verified: {why}."
