"""What geometry refuses, in sentences that a clerk can act on.

* GeoError
  + UnknownCrsError
  + NotMetricCrsError
    - DistortingCrsError
  + BallparkTransformError
  + UnreadableShapeError
  + WrongShapeError
    - CurvedShapeError
  + EmptyShapeError
  + InvalidBoundaryError
  + OutOfCrsError
  + LayerFileError
  + UndeclaredCrsError
  + UnknownColumnError
  + MissingFontError
  + TileOutOfRangeError
  + ExternalReferenceError
"""

from __future__ import annotations

from typing import ClassVar


class GeoError(Exception):
    """A geometric input that has no safe reading.

    Attributes:
        template: English sentence with ``{fields}``; the msgid for gettext.
        fields: What the template needs; ``web`` formats the translation with them.
    """

    template: ClassVar[str] = "This geometry cannot be used."

    def __init__(self, **fields: object) -> None:
        self.fields = fields
        super().__init__(self.template.format(**fields))


class UnknownCrsError(GeoError):
    """Nobody knows this coordinate reference system."""

    template = (
        "The coordinate reference system {crs} is not known; "
        "give an EPSG code such as EPSG:4526."
    )


class NotMetricCrsError(GeoError):
    """A district lies in a CRS in which metres cannot be measured."""

    template = (
        "The coordinate reference system {crs} is not projected in metres; "
        "choose the Gauss-Krüger zone of the district, such as EPSG:4526."
    )


class DistortingCrsError(NotMetricCrsError):
    """The CRS counts in metres that are not metres on the ground."""

    template = (
        "Areas in {crs} are far too large away from the equator; "
        "choose the Gauss-Krüger zone of the district, such as EPSG:4526."
    )


class BallparkTransformError(GeoError):
    """Only a guess leads from one CRS to the other, 100 m off or more."""

    template = (
        "No exact transformation from {source} to {target} is known; convert the "
        "coordinates with the local parameters of the surveying office first."
    )


class UnreadableShapeError(GeoError):
    """Text that is neither WKT nor GeoJSON."""

    template = "The shape cannot be read: {text}"


class WrongShapeError(GeoError):
    """A shape of another kind than the attribute wants."""

    template = "A {wanted} is needed here, but the shape is a {found}."


class CurvedShapeError(WrongShapeError):
    """A shape with arcs, of which no record can be kept to the millimetre."""

    template = (
        "A {wanted} is needed here, but the shape is a {found}; export it again with "
        "straight lines in place of curves."
    )


class EmptyShapeError(GeoError):
    """A shape without a single coordinate."""

    template = "The shape has no coordinates; leave the field blank instead."


class InvalidBoundaryError(GeoError):
    """A boundary that encloses no well-defined area."""

    template = (
        "The boundary is not valid: {reason} near {where}; "
        "correct it in the survey drawing and send it again."
    )


class OutOfCrsError(GeoError):
    """Coordinates that cannot lie where their CRS is used."""

    template = (
        "The coordinates {coordinates} do not fit {crs}; check the reference "
        "system, its zone and the order of the two axes."
    )


class TileOutOfRangeError(GeoError):
    """A tile address outside the pyramid."""

    template = "There is no tile {z}/{x}/{y}."


class ExternalReferenceError(GeoError):
    """A map that would load something from another server."""

    template = "The map refers to {url}, but only files served here are allowed."


class MissingFontError(GeoError):
    """A text that no font of this machine can draw."""

    template = (
        "No font of this machine can draw {signs}; install one with Chinese, such as "
        "Noto Sans CJK SC (on Debian: apt-get install fonts-noto-cjk)."
    )


class LayerFileError(GeoError):
    """A file that is no base layer."""

    template = "{file} cannot be read as a layer: {why}."


class UndeclaredCrsError(GeoError):
    """A file that does not say where it is."""

    template = (
        "{file} declares no coordinate reference system; declare it in the program "
        "that made the file, and export it again."
    )


class UnknownColumnError(GeoError):
    """A column of a layer that is not there."""

    template = "{file} has no column “{column}”; there are: {columns}."
