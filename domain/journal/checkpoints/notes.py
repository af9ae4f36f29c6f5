"""Signed notes on the disk: each checkpoint a file, under the size that it tells of."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

from domain.journal.checkpoints.checkpoint import Checkpoint
from domain.journal.tree.merkle import HASH_BYTES, Tree

NOTE, TREE = ".note", ".tree"
SIZED = re.compile(r"(\d{12,})\.note", re.ASCII)


class Notes:
    """A folder of signed notes, which only ever gains files.

    Beside each lies the tree as it grows on from there, so that the next checkpoint
    can be shown to be consistent without reading the journal from its beginning.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, size: int) -> Path:
        """Return the file of the checkpoint at a size."""
        return self.folder / f"{size:012d}{NOTE}"

    def sizes(self) -> list[int]:
        """List the sizes of all checkpoints that are kept, the newest last.

        Raises:
            OSError: The folder cannot be read.
        """
        try:
            names = [path.name for path in self.folder.iterdir()]
        except FileNotFoundError:
            return []
        return sorted(
            int(match.group(1)) for match in map(SIZED.fullmatch, names) if match
        )

    def texts(self) -> Iterator[tuple[Path, str]]:
        """Yield every note with its file, the newest last.

        Raises:
            OSError: One cannot be read.
        """
        for size in self.sizes():
            path = self.file(size)
            yield path, path.read_text(encoding="utf-8", errors="replace")

    def tree(self, checkpoint: Checkpoint) -> Tree | None:
        """Return the tree that a checkpoint was taken of, if it is kept beside it."""
        try:
            content = self.file(checkpoint.size).with_suffix(TREE).read_bytes()
        except OSError:
            return None
        starts = range(0, len(content), HASH_BYTES)
        peaks = tuple(content[start : start + HASH_BYTES] for start in starts)
        tree = Tree(checkpoint.size, peaks)
        return tree if tree.is_whole and tree.root == checkpoint.root else None

    def keep(self, note: str, tree: Tree) -> None:
        """Keep a note for ever; it is there whole, or not at all.

        Raises:
            OSError: It cannot be written.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self.file(tree.size)
        if not file.exists():
            _write_whole(file.with_suffix(TREE), b"".join(tree.peaks))
            _write_whole(file, note.encode())


def _write_whole(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
