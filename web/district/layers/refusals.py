"""What is said of base layers that cannot be imported, or cannot be shown any more.

* EdgeError
  + UnknownLayerError
  + UnknownEditionError
  + LostLayerError
    - MissingLayerError
    - AlteredLayerError
"""

from __future__ import annotations

from web.words.file_refusals import LostLayerError
from web.words.refusals import UnknownLayerError


class UnknownEditionError(UnknownLayerError):
    """The layer never had this edition."""

    template = "The base layer “{layer}” has no edition {edition}."


class MissingLayerError(LostLayerError):
    """The file is not there, or cannot be opened."""

    template = (
        "The base layer “{layer}” (position {position}) is left out: {path} cannot be "
        "opened ({why}). Import {file} again: {command}"
    )


class AlteredLayerError(LostLayerError):
    """The file is not what was imported."""

    template = (
        "The base layer “{layer}” (position {position}) is left out: {path} is damaged "
        "or not what was imported. Import {file} again: {command}"
    )
