"""Scripts and styles put into a page itself, with a policy that allows nothing else."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path

from web.paper.colours import STATIC

URL = re.compile(r"url\([^)]*\)")


class BundleError(Exception):
    """A style of ours that cannot be put into a page; a mistake of ours."""


def script_text(*texts: str) -> str:
    """Join scripts so that none of them can end the element that holds them."""
    joined = "\n".join(texts).replace("\r\n", "\n")
    return re.sub(r"<(/script|!--|script)", r"\\x3C\1", joined, flags=re.IGNORECASE)


def style_text(*texts: str) -> str:
    """Join styles; pictures that they name are left out.

    Raises:
        BundleError: A style could end the element that holds it.
    """
    joined = URL.sub("none", "\n".join(texts).replace("\r\n", "\n"))
    if "</" in joined or "@import" in joined:
        raise BundleError(joined[:80])
    return joined


def data_text(value: bytes) -> str:
    """Write JSON so that it cannot end the element that holds it."""
    text = value.decode()
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028")


def policy(*, scripts: Sequence[str], styles: Sequence[str]) -> str:
    """Write the content security policy of a page that holds these texts only."""
    return (
        f"default-src 'none'; script-src {_hashes(scripts)}; "
        f"style-src {_hashes(styles)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hashes(texts: Sequence[str]) -> str:
    digests = (hashlib.sha256(text.encode()).digest() for text in texts)
    return " ".join(f"'sha256-{b64encode(each).decode()}'" for each in digests)


def static_text(path: str) -> str:
    """Read a file that is served as it is."""
    return (STATIC / Path(path)).read_text(encoding="utf-8")
