"""The body of a page, packed once, with gaps for the few words that move by themselves.

A page says up to which position of the journal it is true, and that moves whenever
anybody records anything. So it is kept in parts, each packed by itself, and what stands
between them is put in as it is sent: in the packed body as a stored block.

Source: RFC 1951 (DEFLATE, 3.2.4 for stored blocks), RFC 1952 (gzip).
"""

from __future__ import annotations

import re
import secrets
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from web.district.dates import Heading

LEVEL = 5
RAW = -zlib.MAX_WBITS
GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
LAST_BLOCK = b"\x03\x00"
"""An empty one, which ends a DEFLATE stream."""
DIGEST_BYTES = 12

_SECRET = secrets.token_hex(12)
MARKED = Heading(
    known_day=f"{_SECRET}d",
    known_time=f"{_SECRET}t",
    position=f"{_SECRET}p",
    place=f"{_SECRET}q",
)
"""What a page is headed with while it is made: nobody can write such words himself."""
NONCE = f"{_SECRET}n"
GAPS = re.compile(f"{_SECRET}([dtpqn])")


@dataclass(frozen=True, slots=True)
class Body:
    """A text in parts, with the name of what comes behind each but the last."""

    parts: Sequence[bytes]
    """Packed by raw DEFLATE, each ending at a whole byte."""
    gaps: Sequence[str]
    digest: str
    """Of all but what is put in."""

    @classmethod
    def of(cls, text: str) -> Body:
        """Part and pack a text that was made with ``MARKED`` and ``NONCE``."""
        parts = GAPS.split(text)
        packed = [_packed(each.encode()) for each in parts[::2]]
        digest = blake2b(text.replace(_SECRET, "\0").encode(), digest_size=DIGEST_BYTES)
        return cls(packed, parts[1::2], digest.hexdigest())

    @property
    def nbytes(self) -> int:
        """How much memory it takes."""
        return sum(len(each) for each in self.parts) + 100 * len(self.parts)

    def plain(self, words: Mapping[str, bytes]) -> bytes:
        """Return the text with what belongs into its gaps, by their names."""
        return b"".join(plain for plain, _ in self._pieces(words))

    def gzipped(self, words: Mapping[str, bytes]) -> bytes:
        """Return the same as one gzip member, without packing anything again."""
        crc = size = 0
        blocks = [GZIP_HEAD]
        for plain, packed in self._pieces(words):
            crc, size = zlib.crc32(plain, crc), size + len(plain)
            blocks.append(packed)
        return b"".join((*blocks, LAST_BLOCK, struct.pack("<II", crc, size)))

    def _pieces(self, words: Mapping[str, bytes]) -> list[tuple[bytes, bytes]]:
        """List plain and packed pieces, those from the gaps among them."""
        pieces = []
        for place, packed in enumerate(self.parts):
            pieces.append((zlib.decompressobj(RAW).decompress(packed), packed))
            if place < len(self.gaps):
                word = words[self.gaps[place]]
                pieces.append((word, _stored(word)))
        return pieces


def words_of(heading: Heading, nonce: str) -> dict[str, bytes]:
    """Name what is put into gaps as it is sent."""
    return {
        "d": heading.known_day.encode(),
        "t": heading.known_time.encode(),
        "p": heading.position.encode(),
        "q": heading.place.encode(),
        "n": nonce.encode(),
    }


def _packed(text: bytes) -> bytes:
    packing = zlib.compressobj(LEVEL, zlib.DEFLATED, RAW)
    return packing.compress(text) + packing.flush(zlib.Z_FULL_FLUSH)


def _stored(word: bytes) -> bytes:
    """Write a short text as a block of its own, not packed."""
    return b"\x00" + struct.pack("<HH", len(word), len(word) ^ 0xFFFF) + word
