"""Base layers: imported as files of our own, remembered as facts, served as tiles."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely

from domain.commands import Envelope
from domain.deciding import Decided
from domain.journal.lines import Receipt
from domain.layers import KIND, LayerImported, LayerKind, stream_of
from domain.things import require_id
from geo.record.layers import CLASS, LABEL, read_layer
from geo.tiles.ground import TileGround
from geo.tiles.layer import TileLayer
from web.refusals import UnknownLayerError
from web.registers.refusals import MissingFileError
from web.wiring import District

if TYPE_CHECKING:
    import geopandas as gpd

FOLDER = "layers"


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerFile:
    """A file to import as a base layer."""

    path: Path
    name: str
    kind: LayerKind
    class_column: str | None = None
    label_column: str | None = None


def import_layer(into: District, file: LayerFile, *, actor: str) -> Receipt:
    """Import a base layer, in place of an earlier one of its name.

    The file is first written whole, then remembered: a fact never names a layer that
    is not there.

    Raises:
        MissingFileError: The file cannot be opened.
        GeoError: It cannot be read as a layer, or lies elsewhere.
    """
    require_id("layer", file.name)
    try:
        content = file.path.read_bytes()
    except OSError as error:
        raise MissingFileError(file=file.path, why=error.strerror) from error
    frame = read_layer(
        file.path,
        crs=into.about.crs,
        class_column=file.class_column,
        label_column=file.label_column,
    )
    digest = hashlib.sha256(content).hexdigest()
    _store(into.home, digest, frame)
    stream = stream_of(file.name)
    entries = into.app.entries(stream)
    fact = LayerImported(
        layer=file.name,
        shows=file.kind,
        file=file.path.name,
        sha256=digest,
        features=len(frame),
        effective=into.app.journal.clock(),
    )
    command_id = f"layer:{file.name}:{len(entries) + 1}:{digest[:16]}"
    envelope = Envelope(
        command_id=command_id, actor=actor, digest=bytes.fromhex(digest)
    )
    return into.app.append(Decided([(stream, fact)], {stream: len(entries)}), envelope)


def _store(home: Path, digest: str, frame: gpd.GeoDataFrame) -> None:
    """Keep a layer, in the district's CRS, under the digest of its source."""
    folder = home / FOLDER
    folder.mkdir(exist_ok=True)
    partial = folder / f"{digest}.partial.gpkg"
    partial.unlink(missing_ok=True)
    frame.to_file(partial, driver="GPKG", engine="pyogrio")
    partial.replace(folder / f"{digest}.gpkg")


def layers_of(of: District, *, up_to: int | None = None) -> dict[str, LayerImported]:
    """Return the newest edition of each base layer, in drawing order.

    Args:
        of: The district.
        up_to: The last position that counts; None for all there is.
    """
    newest = {
        line.stream: line.entry().fact
        for line in of.app.journal.lines_of_kind(KIND)
        if up_to is None or line.position <= up_to
    }
    found = [fact for fact in newest.values() if isinstance(fact, LayerImported)]
    order = list(LayerKind)
    found.sort(key=lambda fact: (order.index(fact.shows), fact.layer))
    return {fact.layer: fact for fact in found}


def path_of(fact: LayerImported) -> str:
    """Return the file of an edition, by its name in the district's folder."""
    return f"{FOLDER}/{fact.sha256}.gpkg"


class BaseLayers:
    """The base layers of a served district; each is read once an edition."""

    def __init__(self, district: District) -> None:
        self._district = district
        self._kept: dict[str, TileLayer] = {}
        self._lock = threading.Lock()

    def layer(self, name: str) -> TileLayer:
        """Return a layer ready for tiles.

        Raises:
            UnknownLayerError: No layer of this name was imported.
        """
        fact = layers_of(self._district).get(name)
        if fact is None:
            raise UnknownLayerError(layer=name)
        with self._lock:
            if fact.sha256 not in self._kept:
                self._kept[fact.sha256] = _tiles(self._district, fact)
            return self._kept[fact.sha256]


def frame_of(
    of: District,
    fact: LayerImported,
    *,
    bounds_m: tuple[float, float, float, float] | None = None,
) -> gpd.GeoDataFrame:
    """Read a layer: ``class``, ``label`` and geometry in the district's CRS.

    Args:
        of: The district.
        fact: The edition of the layer.
        bounds_m: West, south, east, north; what lies wholly outside is left out.
    """
    import geopandas as gpd  # noqa: PLC0415  (70 MB that few servers need)

    path = of.home / path_of(fact)
    frame = gpd.read_file(path, engine="pyogrio", bbox=bounds_m)
    return frame.fillna({CLASS: "", LABEL: ""})


def _tiles(of: District, fact: LayerImported) -> TileLayer:
    frame = frame_of(of, fact)
    texts = {name: frame[name].to_numpy(dtype=str) for name in (CLASS, LABEL)}
    return TileLayer(
        fact.layer,
        ground=TileGround.of(
            shapely.to_wkt(frame.geometry.to_numpy(), rounding_precision=3).tolist(),
            crs=of.about.crs,
        ),
        numbers=np.arange(len(frame)),
        properties=texts,
    )
