"""Two things never look alike, and no text turns the order of what stands beside it."""

from __future__ import annotations

import unicodedata

import pytest

from domain.commands import Record, read_command
from domain.deciding.rules import decide
from domain.errors import InvalidMemberError, MalformedCommandError
from domain.members.characters import IN_ID, IN_TEXT, made_visible
from domain.things.registration import require_id

ALIKE = (
    *("A-1\u200b", "A\u2060-1", "\ufeffA-1", "A-1\u00ad", "A-1\ufe0f", "\u3164"),
    *("A\u00a01", "A\u30001", "A\u20031", "\u2800", "e\u0301-1", "A-1\U000e0041"),
    *("\u202eA-1", "A\u2066-1", "A-1\u200d", "1\u1160", ".", ".."),
)
TURNED = (
    "张\u202e三",
    "\u2066x\u2069",
    "x\U000e0020",
    "y\u200b",
    "\ufff9z",
    "a\u00adb",
)
FINE = ("甲-1", "é-1", "LS-0101-1", "片区 甲", "...", ".hidden", "編號①", "𠮷1", "Ω")


@pytest.mark.parametrize("thing", ALIKE, ids=ascii)
def test_an_id_that_could_look_like_another_is_refused(thing: str) -> None:
    with pytest.raises(InvalidMemberError) as refused:
        require_id("plot", thing)

    assert IN_ID.search(str(refused.value)) is None, "what is quoted cannot be seen"


@pytest.mark.parametrize("thing", FINE)
def test_an_id_that_can_be_read_is_taken(thing: str) -> None:
    assert require_id("plot", thing) == thing


@pytest.mark.parametrize("text", TURNED, ids=ascii)
def test_a_text_that_turns_or_hides_is_refused(text: str) -> None:
    body: dict[str, object] = {
        "command_id": "c",
        "record": "ProjectRegistered",
        "project": "P",
        "name": text,
        "effective": "2026-01-01",
    }

    with pytest.raises(InvalidMemberError, match="cannot be seen"):
        read_command(body)
    with pytest.raises(MalformedCommandError, match="cannot be seen"):
        read_command({"command_id": "c", "withdraw": 1, "reason": text})


def test_variants_of_characters_and_joiners_are_writing() -> None:
    for text in ("葛\U000e0100城区", "می\u200cخواهم", "👩\u200d🌾", "全角\u3000空格"):
        body = {"record": "ProjectRegistered", "project": "P", "name": text}
        command = {"command_id": "c", "effective": "2026-01-01", **body}

        read = read_command(command)

        assert isinstance(read, Record)
        assert decide([], "P", read.fact) == read.fact


def test_every_format_character_of_the_language_is_seen_by_an_id() -> None:
    formats = [chr(n) for n in range(0x110000) if unicodedata.category(chr(n)) == "Cf"]
    # Signs before Arabic, Kaithi and Egyptian numbers are drawn, so they can be seen.
    hidden = [c for c in formats if not _is_drawn(c)]

    assert len(hidden) > 100
    assert [hex(ord(c)) for c in hidden if IN_ID.search(c) is None] == []
    assert IN_TEXT.search("\u200d\u200c") is None


def _is_drawn(character: str) -> bool:
    code = ord(character)
    drawn = ((0x600, 0x605), (0x6DD, 0x6DD), (0x70F, 0x70F), (0x890, 0x891))
    more = ((0x8E2, 0x8E2), (0x110BD, 0x110CD), (0x13430, 0x1343F))
    return any(first <= code <= last for first, last in (*drawn, *more))


def test_what_cannot_be_seen_is_written_by_its_number() -> None:
    assert made_visible("A\u200b-\U000e0041") == "A⟨U+200B⟩-⟨U+E0041⟩"
