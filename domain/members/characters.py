"""Characters that nobody sees, or that turn the order of others: refused, and shown."""

from __future__ import annotations

import re
import unicodedata

TURNS_OR_TAGS = (
    r"\u200e\u200f\u202a-\u202e\u2066-\u2069"  # the direction of writing
    r"\u200b\u2060-\u2064\ufeff\u00ad\u180e"  # no width at all
    r"\ufff9-\ufffb\U000e0000-\U000e007f"  # annotations and tags
)
DEFAULT_IGNORABLE = (
    r"\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c\u200d\u206a-\u206f"
    r"\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    r"\U0001d173-\U0001d17a\U000e0080-\U000e0fff"
)
LOOKS_BLANK = r"\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000"
IN_TEXT = re.compile(f"[{TURNS_OR_TAGS}]")
"""What no line of text holds; joiners and variants of Han characters are writing."""
IN_ID = re.compile(f"[{TURNS_OR_TAGS}{DEFAULT_IGNORABLE}{LOOKS_BLANK}]")
"""What no id holds: two ids that look alike would be two things.

Source: Unicode 15.1, Default_Ignorable_Code_Point, Bidi_Control and White_Space; UTS
39, section 3.1.
"""


def is_plain_id(text: str) -> bool:
    """Tell whether an id is written in one way only, and can be seen."""
    is_composed = unicodedata.is_normalized("NFC", text)
    return is_composed and IN_ID.search(text) is None and text not in {".", ".."}


def made_visible(text: str) -> str:
    """Write what cannot be seen by its number: ``A-1⟨U+200B⟩``."""
    return IN_ID.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)
