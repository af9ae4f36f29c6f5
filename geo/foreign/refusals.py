"""Why a file that others made cannot become a base layer.

* LayerFileError
  + UnknownFormatError
  + DamagedFileError
  + FileTooLargeError
  + TooManyFeaturesError
  + TooManyVerticesError
  + SeveralLayersError
  + NoSuchLayerError
  + BadFeatureError
  + HalfCharacterError
  + ReadingTooLongError
  + ReadingTooMuchError
  + ReadingBrokenOffError
* UndeclaredCrsError
* LinkedCrsError
* UnknownColumnError
"""

from __future__ import annotations

from geo.record.errors import GeoError, LayerFileError


class UnknownFormatError(LayerFileError):
    """The content is of neither kind; the name does not matter."""

    template = (
        "{file} cannot be read as a layer: it is neither a GeoPackage nor GeoJSON "
        "with features; export it as one of them."
    )


class DamagedFileError(LayerFileError):
    """It begins as a GeoPackage, but what follows does not hold together."""

    template = (
        "{file} cannot be read as a layer: it is damaged or was not copied whole "
        "({said}); copy or export it again."
    )


class FileTooLargeError(LayerFileError):
    """More bytes than a layer needs."""

    template = (
        "{file} has more than {most_mb} MB, which is too much for a layer; simplify "
        "it, or cut it into several."
    )


class TooManyFeaturesError(LayerFileError):
    """More features than a map can draw."""

    template = (
        "{file} has {found} features, where a layer has at most {most}; cut it into "
        "several layers."
    )


class TooManyVerticesError(LayerFileError):
    """More vertices than a map can draw."""

    template = (
        "{file} has {found} vertices, where a layer has at most {most}; simplify it, "
        "or cut it into several layers."
    )


class SeveralLayersError(LayerFileError):
    """A package of several layers, or of none."""

    template = (
        "{file} has {count} layers with geometry ({names}), where one is needed; "
        "choose it with --source-layer, or export it alone."
    )


class NoSuchLayerError(LayerFileError):
    """The package has no layer of this name."""

    template = "{file} has no layer “{layer}” with geometry; there are: {names}."


class BadFeatureError(LayerFileError):
    """One feature has a shape that cannot be drawn."""

    template = (
        "{file} cannot be read as a layer: feature {number} has a shape that is none; "
        "correct it in the program that made the file, and export it again."
    )


class HalfCharacterError(LayerFileError):
    """A text that no encoding can write."""

    template = (
        "{file} cannot be read as a layer: “{column}” of feature {number} holds half a "
        "character; correct the text, and export the file again."
    )


class ReadingTooLongError(LayerFileError):
    """The process was ended because of its time."""

    template = (
        "{file} was given up: reading it takes more than {limit_s} seconds; simplify "
        "it, or cut it into several layers."
    )


class ReadingTooMuchError(LayerFileError):
    """The process was ended because of its memory."""

    template = (
        "{file} was given up: reading it takes more than {limit_mb} MB of memory; "
        "simplify it, or cut it into several layers."
    )


class ReadingBrokenOffError(LayerFileError):
    """The process ended before it had said anything."""

    template = (
        "{file} was given up: the program that reads it broke off ({code}); the file "
        "is damaged or needs too much memory; export it again, in parts if it is large."
    )


class LinkedCrsError(GeoError):
    """A CRS that would have to be fetched from somewhere."""

    template = (
        "{file} says its reference system in a way that is not followed ({said}); "
        "name it by an EPSG code, such as urn:ogc:def:crs:EPSG::4490."
    )
