"""Signed notes: a published one opens, and nothing that differs by a character does."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from hashlib import sha256

import pytest

from domain.journal.checkpoints.checkpoint import (
    Checkpoint,
    NoteError,
    SigningKey,
    VerifyingKey,
    opened,
    origin_of,
)

SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
SIGNATURE = (
    "\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
)
"""Keys, text and signature of the documentation of Go's package sumdb/note."""
KEY = SigningKey(origin_of("j-1"), bytes(range(32)))
SAID = Checkpoint(origin_of("j-1"), 30_669, sha256(b"root").digest())
OTHER = SigningKey(origin_of("j-1"), bytes(32))


def test_a_published_signature_is_ours_byte_for_byte() -> None:
    key = SigningKey.read(SKEY)
    signature = b64decode(SIGNATURE.split(" ")[2])

    assert str(key) == SKEY
    assert str(key.verifying) == VKEY
    assert VerifyingKey.read(VKEY).has_signed(TEXT, signature[4:])
    assert signature[:4] == key.verifying.id
    assert not VerifyingKey.read(VKEY).has_signed(TEXT + " ", signature[4:])


def test_a_note_is_written_as_documented() -> None:
    origin, size, root, blank, signature, end = KEY.sign(SAID).split("\n")

    assert (origin, size, blank, end) == ("guatu/j-1", "30669", "", "")
    assert root == b64encode(SAID.root).decode()
    assert signature.startswith("\u2014 guatu/j-1 ")


def test_a_note_says_what_was_signed() -> None:
    assert opened(KEY.sign(SAID), KEY.verifying) == SAID


def test_signatures_of_others_are_ignored() -> None:
    note = KEY.sign(SAID)
    _, _, theirs = OTHER.sign(SAID).partition("\n\n")

    assert opened(note + theirs, KEY.verifying) == SAID
    assert opened(note + SIGNATURE + "\n", KEY.verifying) == SAID


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda _: "",
        lambda note: note.partition("\n\n")[0] + "\n",
        lambda note: note.partition("\n\n")[0] + "\n\n",
        lambda note: note[:-1],
        lambda note: note + "\n",
        lambda note: note + "more\n",
        lambda note: note + "\u2014 x not-base64\n",
        lambda note: note.replace("30669", "30670"),
        lambda note: note.replace("30669", "030669"),
        lambda note: "\n" + note,
        lambda note: note.replace("\n", "\r\n"),
        lambda _: OTHER.sign(SAID),
        lambda note: note[:-4] + "AAA\n",
    ],
)
def test_a_note_that_is_not_signed_as_it_stands_is_refused(
    spoilt: Callable[[str], str],
) -> None:
    note = spoilt(KEY.sign(SAID))

    with pytest.raises(NoteError):
        opened(note, KEY.verifying)


@pytest.mark.parametrize(
    "said",
    [
        Checkpoint("", 3, SAID.root),
        Checkpoint(SAID.origin, -3, SAID.root),
        Checkpoint(SAID.origin, 3, SAID.root[:-1]),
        Checkpoint(SAID.origin, 3, SAID.root + bytes(1)),
    ],
)
def test_a_signature_makes_no_checkpoint_of_what_is_none(said: Checkpoint) -> None:
    with pytest.raises(NoteError):
        opened(KEY.sign(said), KEY.verifying)


def test_every_bit_of_a_note_counts() -> None:
    note = KEY.sign(SAID).encode()
    for place in range(len(note)):
        changed = bytearray(note)
        changed[place] ^= 1
        try:
            text = changed.decode()
        except UnicodeDecodeError:
            continue

        with pytest.raises(NoteError):
            opened(text, KEY.verifying)


def test_a_public_key_is_no_private_one_and_back() -> None:
    with pytest.raises(NoteError, match="no private key"):
        SigningKey.read(VKEY)
    with pytest.raises(NoteError):
        VerifyingKey.read(str(KEY))


@pytest.mark.parametrize(
    "text",
    ["", "a+b", "x+00000000+AAAA", VKEY[:-1], VKEY + "A", VKEY.replace("c7", "c8")],
)
def test_a_key_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        VerifyingKey.read(text)
    with pytest.raises(NoteError):
        SigningKey.read("PRIVATE+KEY+" + text)
