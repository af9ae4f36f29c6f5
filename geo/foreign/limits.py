"""What reading a foreign file may take, and what is asked of it."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Beyond any of these a file is given up, with a reason."""

    file_bytes: int = 512 * MEGABYTE
    features: int = 1_000_000
    vertices: int = 5_000_000
    memory_bytes: int = 3_000 * MEGABYTE
    """Of addresses, as the system counts them."""
    written_bytes: int = 512 * MEGABYTE
    cpu_s: int = 300
    wall_s: int = 600
    open_files: int = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be read of a foreign file."""

    file: str
    """Its name, for people."""
    crs: str
    """Code of the district's CRS."""
    class_column: str = ""
    label_column: str = ""
    source_layer: str = ""
    """Which layer of a package; blank for the only one."""
    is_kept_form: bool = False
    """A GeoPackage that an earlier version kept: columns may be missing."""

    def columns(self) -> list[str]:
        """Return the columns that are needed."""
        return [name for name in (self.class_column, self.label_column) if name]
