"""The formats of foreign layers: told apart by content, each read by its own reader.

A new one is a reader beside ``geojson`` that returns a ``RawLayer``, and a branch here;
``refusals.UnknownFormatError`` names all of them to people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.foreign.geojson import read_geojson
from geo.foreign.geopackage import read_geopackage

if TYPE_CHECKING:
    from pathlib import Path

    from geo.foreign.limits import Limits, Wanted
    from geo.foreign.raw import RawLayer

GEOPACKAGE_MAGIC = b"SQLite format 3\x00"


def read_raw(source: Path, wanted: Wanted, limits: Limits) -> RawLayer:
    """Read a layer as it stands in a file; its name tells nothing of its format.

    Raises:
        LayerFileError: It is of no format that is known here, damaged or too large.
        UnknownColumnError, LinkedCrsError: As they say.
    """
    with source.open("rb") as file:
        is_package = file.read(len(GEOPACKAGE_MAGIC)) == GEOPACKAGE_MAGIC
    if is_package:
        return read_geopackage(source.resolve(), wanted, limits)
    return read_geojson(source.read_bytes(), wanted)
