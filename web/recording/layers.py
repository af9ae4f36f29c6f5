"""Importing a base layer: read apart, kept whole, then remembered."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from domain.commands import Envelope
from domain.deciding.context import Decision
from domain.journal.lines import Receipt
from domain.things.land.layers import LayerImported, LayerKind, stream_of
from domain.things.registration import require_id
from geo.foreign.limits import Limits, Wanted
from geo.foreign.reading import ReadLayer, read_foreign
from web.district.files.plain import opened_plain
from web.district.opening import District
from web.words.file_refusals import LostLayerError


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerFile:
    """A file to import as a base layer."""

    path: Path
    name: str
    kind: LayerKind
    class_column: str | None = None
    label_column: str | None = None
    source_layer: str | None = None
    """Which layer of a package; None for the only one."""


@dataclass(frozen=True, slots=True)
class ImportedLayer:
    """What came of an import."""

    receipt: Receipt | None
    """None: the newest edition is this one, and its file is whole again."""
    is_confined: bool
    """Whether what read the file could not reach any network."""


def import_layer(
    into: District, file: LayerFile, *, actor: str, limits: Limits | None = None
) -> ImportedLayer:
    """Import a base layer, in place of an earlier one of its name.

    The file is first kept whole, then remembered: a fact never names a layer that
    is not there. What is there already is only made whole.

    Raises:
        MissingFileError, NotPlainFileError: The file cannot be opened.
        GeoError: It cannot be read as a layer, or lies elsewhere.
        UnwritableFileError: It cannot be kept.
    """
    require_id("layer", file.name)
    name = file.path.name.encode("utf-8", "replace").decode()
    wanted = Wanted(
        file=name,
        crs=into.about.crs,
        class_column=file.class_column or "",
        label_column=file.label_column or "",
        source_layer=file.source_layer or "",
    )
    with opened_plain(file.path) as content:
        read = read_foreign(content, wanted, limits)
    into.layers.keep(read.digest, read.content)
    _heal(into, file.name, read)
    return ImportedLayer(_remembered(into, file, wanted, read, actor), read.is_confined)


def _heal(into: District, layer: str, read: ReadLayer) -> None:
    """Put the file back under the editions of the first version that came from it.

    They do not say which columns were read: whoever imports it again does.
    """
    for edition in into.layers.all():
        fact = edition.fact
        if fact.content or (fact.layer, fact.sha256) != (layer, read.source_sha256):
            continue
        try:
            into.layers.read(edition)
        except LostLayerError:
            into.layers.keep(fact.edition, read.content)


def _remembered(
    into: District, file: LayerFile, wanted: Wanted, read: ReadLayer, actor: str
) -> Receipt | None:
    stream = stream_of(file.name)
    entries = into.app.entries(stream)
    newest = entries[-1].fact if entries else None
    if isinstance(newest, LayerImported) and (newest.content, newest.shows) == (
        read.digest,
        file.kind,
    ):
        return None
    fact = LayerImported(
        layer=file.name,
        shows=file.kind,
        file=wanted.file,
        sha256=read.source_sha256,
        features=read.features,
        effective=into.app.journal.clock(),
        content=read.digest,
        class_column=wanted.class_column,
        label_column=wanted.label_column,
        source_layer=wanted.source_layer,
    )
    command_id = f"layer:{file.name}:{len(entries) + 1}:{read.digest[:16]}"
    envelope = Envelope(
        command_id=command_id, actor=actor, digest=bytes.fromhex(read.digest)
    )
    return into.app.append(Decision([(stream, fact)], {stream: len(entries)}), envelope)
