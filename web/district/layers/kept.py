"""The base layers of a district: one file an edition, under the digest of its content.

The content names all that it depends on, so a digest never comes to mean another layer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from domain.journal.interface import JournalReader
from domain.things.land.layers import LayerImported
from geo.foreign.base_layer import BaseLayer, BrokenLayerError, decoded
from geo.foreign.limits import Wanted
from geo.foreign.reading import read_foreign
from geo.record.errors import GeoError
from web.district.files.whole import sweep, written_whole
from web.district.layers.editions import Edition, LayerEditions
from web.district.layers.refusals import AlteredLayerError, MissingLayerError
from web.words.file_refusals import LostLayerError, UnwritableFileError

FOLDER = "layers"
ENDING, FIRST_ENDING = ".layer", ".gpkg"

Signature = tuple[int, ...]


def path_of(fact: LayerImported) -> str:
    """Return the file of an edition, by its name in the district's folder."""
    ending = ENDING if fact.content else FIRST_ENDING
    return f"{FOLDER}/{fact.edition}{ending}"


@dataclass(frozen=True, slots=True)
class LayerFault:
    """An edition whose file cannot be used, and why."""

    edition: Edition
    path: Path
    refusal: LostLayerError


@dataclass(frozen=True, slots=True)
class KeptLayers:
    """The base layers in the folder of a district."""

    home: Path
    crs: str
    """Code of the district's CRS."""
    journal: JournalReader
    editions: LayerEditions = field(default_factory=LayerEditions)

    def all(self) -> tuple[Edition, ...]:
        """Return every edition that the journal remembers, in order."""
        return self.editions.all(self.journal)

    def known(self, *, up_to: int | None = None) -> dict[str, Edition]:
        """Return the newest edition of each layer, in drawing order; see ``known``."""
        return self.editions.known(self.journal, up_to=up_to)

    def path(self, edition: Edition) -> Path:
        """Return where an edition is kept."""
        return self.home / FOLDER / f"{edition.fact.edition}{ENDING}"

    def keep(self, name: str, content: bytes) -> None:
        """Keep a layer under a digest: whole or not at all, in any number at once.

        Raises:
            UnwritableFileError: It cannot be written.
        """
        folder = self.home / FOLDER
        with suppress(OSError):  # what is wrong with the folder, writing will say
            folder.mkdir(exist_ok=True)
        sweep(folder)
        with written_whole(folder / f"{name}{ENDING}") as file:
            file.write(content)

    def read(self, edition: Edition) -> BaseLayer:
        """Read an edition.

        Raises:
            LostLayerError: Its file is missing, or not what was imported.
        """
        path = self.path(edition)
        if not edition.fact.content:
            return self._of_first_version(edition, path)
        try:
            content = path.read_bytes()
        except OSError as error:
            raise _missing(edition, path, error) from error
        if hashlib.sha256(content).hexdigest() != edition.fact.content:
            raise _altered(edition, path)
        try:
            return decoded(content)
        except BrokenLayerError as error:
            raise _altered(edition, path) from error

    def faults(self, editions: Iterable[Edition]) -> list[LayerFault]:
        """Find the editions whose files cannot be used; every byte is read."""
        found = []
        for edition in editions:
            try:
                self.read(edition)
            except LostLayerError as refusal:
                found.append(LayerFault(edition, self.path(edition), refusal))
        return found

    def signature(self, edition: Edition) -> Signature:
        """Return what changes when the file of an edition does; empty without one."""
        paths = [self.path(edition)]
        if not edition.fact.content:
            paths.append(paths[0].with_suffix(FIRST_ENDING))
        found: list[int] = []
        for path in paths:
            with suppress(OSError):
                about = path.stat()
                found += (about.st_ino, about.st_size, about.st_mtime_ns)
        return tuple(found)

    def _of_first_version(self, edition: Edition, path: Path) -> BaseLayer:
        """Read a GeoPackage of the first version, once; afterwards its new form."""
        with suppress(OSError, BrokenLayerError):
            return decoded(path.read_bytes())
        first = path.with_suffix(FIRST_ENDING)
        wanted = Wanted(
            file=first.name,
            crs=self.crs,
            class_column="class",
            label_column="label",
            is_kept_form=True,
        )
        try:
            with first.open("rb") as file:
                read = read_foreign(file, wanted)
        except OSError as error:
            raise _missing(edition, first, error) from error
        except GeoError as error:
            raise _altered(edition, first) from error
        with suppress(UnwritableFileError):  # it can be read all the same
            self.keep(edition.fact.edition, read.content)
        return decoded(read.content)


def _missing(edition: Edition, path: Path, error: OSError) -> MissingLayerError:
    return MissingLayerError(why=error.strerror or str(error), **_about(edition, path))


def _altered(edition: Edition, path: Path) -> AlteredLayerError:
    return AlteredLayerError(**_about(edition, path))


def _about(edition: Edition, path: Path) -> dict[str, object]:
    return {
        "layer": edition.fact.layer,
        "position": edition.position,
        "path": path,
        "file": edition.fact.file,
        "command": edition.command(),
    }
