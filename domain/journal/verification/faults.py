"""What can be wrong with a journal: where, and why.

A fault names a file, a table and positions as far as they can be known; its reason is
a text of its own.
"""

from __future__ import annotations

from pathlib import Path

from domain.errors import Refusal


def printable(said: object) -> object:
    """Escape bytes that are no text, which a terminal could not show."""
    if not isinstance(said, str):
        return said
    return said.encode(errors="surrogateescape").decode(errors="backslashreplace")


class Reason(Refusal):
    """Why something is wrong: said within a fault."""

    def __init__(self, **fields: object) -> None:
        super().__init__(**{name: printable(said) for name, said in fields.items()})


class Unreadable(Reason):
    """The database cannot read it."""

    template = "it cannot be read ({said})"


class Missing(Reason):
    """It is not there."""

    template = "it is missing"


class Altered(Reason):
    """The leaf was made of something else."""

    template = "it is not what its leaf was made of: it, or the leaf, was changed"


class Resealed(Reason):
    """The leaf, or a digest, is not the one that was marked."""

    template = (
        "its leaf, or the digest of its command's body, is not the one that {other} "
        "remembers: it was changed and sealed anew"
    )


class Ungrouped(Reason):
    """The commands do not tile the journal."""

    template = (
        "positions or recorded times of its command do not go on from the one before"
    )


class OutOfTurn(Reason):
    """Versions count in each stream."""

    template = "it is not the next one of its stream {stream}"


class Unreachable(Reason):
    """The index leads elsewhere."""

    template = "the index {index} does not lead to it"


class SaidBySqlite(Reason):
    """The database found it by itself."""

    template = "the database says: {said}"


class OtherSchema(Reason):
    """The tables are declared otherwise."""

    template = "it is not declared as Guatu declares it"


class OtherCount(Reason):
    """The highest position that was ever given is another."""

    template = "it remembers position {said}, but the journal ends at {found}"


class OtherIdentity(Reason):
    """The identity in the file is not the one that the journal was founded with."""

    template = "the journal calls itself {said}, but was founded as {founded}"


class CutShort(Reason):
    """Something outside tells of more."""

    template = "{other} tells of position {size}: what was there is missing"


class OtherTree(Reason):
    """The leaves do not have the root that was marked or signed."""

    template = "the tree over the first {size} positions is not the one of {other}"


class OtherTrail(Reason):
    """The trail is wrong, not the journal: its tree is the one that was marked."""

    template = "what it remembers of position {position} is not of this journal"


class NoNote(Reason):
    """A file among the checkpoints is none."""

    template = "it is no checkpoint of this journal ({said})"


class OtherBytes(Reason):
    """Bytes that belong to no row have changed."""

    template = "page {page} is not as it was when the file was last closed"


class OtherRows(Reason):
    """The tables are not what a rebuild makes of the journal."""

    template = "{count} of its rows are not those of a rebuild; the first is {row}"


class OtherLayer(Reason):
    """The file of a layer is not what was imported."""

    template = "its bytes are not those that position {position} recorded"


class Fault(Refusal):
    """One thing that is wrong; ``first`` is the first position that it concerns."""

    template = "{file}: {why}."

    def __init__(
        self,
        file: Path,
        why: Reason,
        *,
        table: str = "",
        first: int | None = None,
        last: int | None = None,
    ) -> None:
        self.file, self.why, self.table = file, why, table
        self.first, self.last = first, first if last is None else last
        if first is not None:
            kind: type[Fault] = _AtPosition
        else:
            kind = _InTable if table else Fault
        self.template = kind.template  # type: ignore[misc]
        is_one = self.last == self.first
        span = str(first) if is_one else f"{self.first}–{self.last}"
        named = printable(table)
        super().__init__(file=file, table=named, positions=span, why=why)


class _InTable(Fault):
    template = "{file}, {table}: {why}."


class _AtPosition(Fault):
    template = "{file}, {table}, position {positions}: {why}."
