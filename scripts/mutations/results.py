"""What was tried is written down, so that a run that was ended can go on."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from scripts.mutations.mutants import Mutant
    from scripts.mutations.trying import Verdict


class Result(msgspec.Struct):
    """A line of the file: a mutant, the digest of its file, and its verdict."""

    mutant: str
    path: str
    digest: str
    killed: bool
    words: str


class Results:
    """The verdicts so far, in a file of one line each."""

    def __init__(self, file: Path, *, resume: bool) -> None:
        """Begin the file anew, or go on from it.

        Args:
            file: Where the verdicts stand.
            resume: Whether what was noticed before needs no other try.
        """
        self._file = file
        self._killed: dict[tuple[str, str], str] = {}
        if resume and file.exists():
            lines = file.read_bytes().splitlines()
            found = (msgspec.json.decode(line, type=Result) for line in lines)
            self._killed = {(e.path, e.digest): e.words for e in found if e.killed}
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"")

    def killed(self, path: str, content: bytes) -> str:
        """Return by what a mutant was noticed before; blank if it was not."""
        return self._killed.get((path, _digest(content)), "")

    def add(self, mutant: Mutant, content: bytes, verdict: Verdict) -> None:
        """Write a verdict down."""
        said = Result(str(mutant), mutant.path, _digest(content), *verdict)
        with self._file.open("ab") as file:
            file.write(msgspec.json.encode(said) + b"\n")


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
