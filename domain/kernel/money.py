"""Money: exact, in the currency's smallest unit inside, two decimals outside (R16)."""

from __future__ import annotations

import re
from typing import NewType

from domain.errors import InvalidMoneyError

Money = NewType("Money", int)
"""An amount in the smallest unit of the district's currency (fen, cent)."""

AMOUNT = re.compile(r"(-?)(\d{1,15})(?:\.(\d{1,2}))?", re.ASCII)


def parse_money(text: str) -> Money:
    """Read ``12.50`` as 1250, exactly.

    Raises:
        InvalidMoneyError: Not digits with at most two decimals.
    """
    match = AMOUNT.fullmatch(text)
    if match is None:
        raise InvalidMoneyError(text=text)
    sign, whole, fraction = match.groups()
    amount = int(whole) * 100 + int((fraction or "0").ljust(2, "0"))
    return Money(-amount if sign else amount)


def print_money(amount: int, thousands: str = "") -> str:
    """Print 1250 as ``12.50``, with a comma between thousands if one is given."""
    whole, fraction = divmod(abs(amount), 100)
    return f"{'-' if amount < 0 else ''}{whole:{thousands}}.{fraction:02d}"
