"""What is refused of files: of a district, and those that people keep elsewhere."""

from __future__ import annotations

from web.words.refusals import EdgeError


class FilesError(EdgeError):
    """Files cannot be read or written now, as where a disk is full."""


class FileError(EdgeError):
    """A file that people keep elsewhere cannot be read."""


class MissingFileError(FileError):
    """The file is not there or cannot be opened."""

    template = "{file} cannot be opened: {why}."


class NotPlainFileError(FileError):
    """A pipe or a device has no end, and a folder no content."""

    template = "{file} is not an ordinary file; name one that is kept on a disk."


class UnwritableFileError(FileError):
    """A file cannot be written where it was asked for."""

    template = "{file} cannot be written: {why}."


class LostLayerError(EdgeError):
    """The journal remembers a layer whose file cannot be used.

    Everything else is served; ``guatu import layer`` of the same file heals it.
    """
