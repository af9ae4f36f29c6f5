"""The mapping of a register: which column means which member of which fact."""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from domain.commands import RECORDABLE
from domain.facts import THINGS
from domain.kernel.facts import Redrawing, WorldFact
from domain.members.members import member_types
from domain.things.land import plots
from web.district.files.plain import opened_plain
from web.recording.registers.refusals import MappingError
from web.words.catalogue import marked

MOST_BYTES = 1_000_000
UNUSABLE = frozenset("\0\r\n\ufeff")
OF_OTHER_THINGS = frozenset(
    {"idna", "punycode", "unicode-escape", "raw-unicode-escape"}
)
"""Encodings of names and of programs."""
ONE_MARK = marked("“delimiter” and “quote” are one mark; set both in [file]")
NOT_UTF8 = marked("it is not text in UTF-8; save it as UTF-8")
TOO_DEEP = marked("its lists and tables are nested too deep")
TOO_LONG = marked("it is longer than a megabyte; this is probably no mapping")
PLACES = frozenset({"boundary", "point"})
ENDS = frozenset({"until", "through"})
MANY_DOTS = re.compile(r"(?:\.[^.\n]{1,400}){20}")
"""``a.b.c…``: reading a key takes as long as the square of its parts."""
DIRECTIVE = re.compile(r"%(.)")
TIMES = frozenset("HIMSfpcXzT")
"""Directives of ``strptime`` that read a time of day, or the offset of one."""


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the mapping; a misspelt key is an error, not a silent default."""


class FileFormat(_Strict, frozen=True, kw_only=True):
    """How the text is stored."""

    encoding: str | None = None
    """None: by its mark, else UTF-8, else GB18030."""
    delimiter: str = ","
    quote: str = '"'


class Position(_Strict, frozen=True, kw_only=True):
    """Columns of coordinates, x being longitude or east."""

    crs: str
    x: str
    y: str


class Boundary(_Strict, frozen=True, kw_only=True):
    """The column of boundaries as WKT."""

    crs: str
    wkt: str


class Formats(_Strict, frozen=True, kw_only=True):
    """How dates and numbers are written in the cells."""

    dates: tuple[str, ...] = ("%Y-%m-%d",)
    """As for ``strptime``; a time of day without ``%z`` is one in Shanghai."""
    decimal: str = "."
    thousands: str = ","
    symbols: tuple[str, ...] = ()


class Member(_Strict, frozen=True, kw_only=True):
    """Where a member comes from: a column, or a value that holds for every row."""

    column: str | None = None
    value: str | None = None
    values: Mapping[str, str] | None = None
    """What the cells mean, where they are not written as Guatu writes them."""


class FactRule(_Strict, frozen=True, kw_only=True):
    """A fact that every row states, unless the cell of its effective date is blank."""

    record: str
    members: Mapping[str, Member]
    slot: str | None = None
    """Tells two facts of one row apart; by default the record and its fixed stage."""

    @property
    def name(self) -> str:
        """The slot, given or by default."""
        stage = self.members.get("stage")
        fixed = stage.value if stage is not None else None
        return self.slot or (f"{self.record}/{fixed}" if fixed else self.record)

    @property
    def kind(self) -> type[WorldFact]:
        """The fact that is recorded."""
        return RECORDABLE[self.record]


class RegisterMapping(_Strict, frozen=True, kw_only=True):
    """What the columns of a register mean."""

    thing: str = plots.KIND
    id: str
    facts: tuple[FactRule, ...]
    currency: str | None = None
    """When given, it must be the district's own."""
    file: FileFormat = FileFormat()
    position: Position | None = None
    boundary: Boundary | None = None
    formats: Formats = Formats()

    def columns(self) -> set[str]:
        """Return every column that the mapping names."""
        named = {self.id}
        named |= {m.column for f in self.facts for m in f.members.values() if m.column}
        if self.position is not None:
            named |= {self.position.x, self.position.y}
        if self.boundary is not None:
            named.add(self.boundary.wkt)
        return named


def read_mapping(path: Path) -> RegisterMapping:
    """Read a mapping from a TOML file.

    Raises:
        MissingFileError, NotPlainFileError: The file cannot be opened.
        MappingError: It is not TOML, or does not say what it should.
    """
    with opened_plain(path) as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise MappingError(file=path.name, why=TOO_LONG)
    try:
        table = _table(content.decode("utf-8-sig"))
        mapping = msgspec.convert(table, RegisterMapping)
    except UnicodeDecodeError as error:
        raise MappingError(file=path.name, why=NOT_UTF8) from error
    except RecursionError as error:
        raise MappingError(file=path.name, why=TOO_DEEP) from error
    except (ValueError, msgspec.ValidationError) as error:
        raise MappingError(file=path.name, why=str(error)) from error
    _require_sense(path, mapping)
    return mapping


def _table(text: str) -> dict[str, object]:
    """Read TOML; a key of very many parts is as deep as so many tables."""
    if MANY_DOTS.search(text):
        raise RecursionError
    return tomllib.loads(text)


def _require_sense(path: Path, mapping: RegisterMapping) -> None:
    """Refuse what a row could never satisfy."""
    if mapping.thing not in THINGS.kinds:
        raise MappingError(file=path.name, why=f"“{mapping.thing}” is no kind of thing")
    _require_marks(path, mapping)
    for rule in mapping.facts:
        kind = RECORDABLE.get(rule.record)
        if kind is None or kind.kind != mapping.thing or issubclass(kind, Redrawing):
            why = f"“{rule.record}” is no fact of a {mapping.thing}"
            raise MappingError(file=path.name, why=why)
        _require_members(path, rule)
    slots = [rule.name for rule in mapping.facts]
    if len(set(slots)) < len(slots):
        why = "two facts have one slot; give each its own “slot”"
        raise MappingError(file=path.name, why=why)


def _require_marks(path: Path, mapping: RegisterMapping) -> None:
    """Refuse marks that cannot tell cells or numbers apart."""
    for name in ("delimiter", "quote"):
        if len(getattr(mapping.file, name)) != 1:
            raise MappingError(file=path.name, why=f"“{name}” is one character")
        if getattr(mapping.file, name) in UNUSABLE:
            raise MappingError(file=path.name, why=f"“{name}” cannot be that character")
    if mapping.file.delimiter == mapping.file.quote:
        raise MappingError(file=path.name, why=ONE_MARK)
    _require_encoding(path, mapping.file.encoding)
    for form in mapping.formats.dates:
        _require_clear(path, form)
    if mapping.formats.decimal == mapping.formats.thousands:
        why = "“decimal” and “thousands” are one mark; set both in [formats]"
        raise MappingError(file=path.name, why=why)


def _require_encoding(path: Path, name: str | None) -> None:
    """Refuse what is no encoding of tables, before a file is opened with it."""
    if name is None:
        return
    try:
        is_usable = "1,\n".encode(name).decode(name) == "1,\n"
        is_usable &= codecs.lookup(name).name not in OF_OTHER_THINGS
    except LookupError:
        return  # whoever opens the file says that nobody knows it
    except ValueError:
        is_usable = False
    if not is_usable:
        quoted = name.encode("unicode_escape").decode()
        raise MappingError(file=path.name, why=f"“{quoted}” is no encoding")


def _require_clear(path: Path, form: str) -> None:
    """Refuse a form of dates that would leave a time open."""
    given = set(DIRECTIVE.findall(form))
    if "Z" in given:
        why = f"“{form}” names a zone, which is no offset; use %z"
        raise MappingError(file=path.name, why=why)
    if "I" in given and "p" not in given:
        why = f"“{form}” does not tell morning from evening; use %H, or add %p"
        raise MappingError(file=path.name, why=why)


def has_time(form: str) -> bool:
    """Tell whether a form of dates holds a time of day."""
    return not TIMES.isdisjoint(DIRECTIVE.findall(form))


def _require_members(path: Path, rule: FactRule) -> None:
    for name, member in rule.members.items():
        if name not in member_types(rule.kind):
            why = f"{rule.record} has no member “{name}”"
            raise MappingError(file=path.name, why=why)
        if name in PLACES:
            why = f"“{name}” comes from [position] or [boundary], with a CRS"
            raise MappingError(file=path.name, why=why)
        if (member.column is None) == (member.value is None):
            why = f"“{name}” of {rule.record} needs either a column or a value"
            raise MappingError(file=path.name, why=why)
    if "effective" not in rule.members:
        why = f"{rule.record} needs “effective”: a column of dates, or a value"
        raise MappingError(file=path.name, why=why)
    if rule.members.keys() >= ENDS:
        why = f"{rule.record} has one end, either “until” or “through”"
        raise MappingError(file=path.name, why=why)
