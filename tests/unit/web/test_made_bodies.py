"""A page kept in packed parts reads as the whole that it was made from."""

from __future__ import annotations

import gzip

from hypothesis import given
from hypothesis import strategies as st

from web.district.dates import Heading
from web.frame.made.bodies import MARKED, NONCE, Body, words_of

HEADING = Heading(
    known_day="2026-03-01", known_time="09:30", position="12,345", place="12345"
)
GAPS = {
    MARKED.known_day: "2026-03-01",
    MARKED.known_time: "09:30",
    MARKED.position: "12,345",
    MARKED.place: "12345",
    NONCE: "drawn",
}
pieces = st.lists(st.text(max_size=2000) | st.sampled_from(list(GAPS)), max_size=12)


@given(pieces)
def test_a_body_reads_as_its_text_with_every_gap_filled(texts: list[str]) -> None:
    # The expected text is put together piece by piece, not by searching it.
    expected = "".join(GAPS.get(each, each) for each in texts).encode()

    body = Body.of("".join(texts))

    words = words_of(HEADING, "drawn")
    assert body.plain(words) == expected
    assert gzip.decompress(body.gzipped(words)) == expected


def test_two_texts_that_differ_have_other_digests() -> None:
    one, other = (Body.of(f"{text} {MARKED.position}") for text in ("a", "b"))

    assert one.digest != other.digest
