"""Disks that can be filled and freed under a running server."""

from __future__ import annotations

import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from tests.crash.serving import Server, serving

MOUNT = (
    'mount -t tmpfs -o size=3m guatu "$0" && cp -a "$1/." "$0" && shift && exec "$@"'
)
BLOCK = 4096


class Disk(Protocol):
    """A disk with a server on it."""

    @property
    def server(self) -> Server:
        """The server."""

    def fill(self, spare: int) -> None:
        """Leave so many bytes at most that can still be written."""

    def free(self) -> None:
        """Let there be space again."""

    def copy(self, folder: Path) -> Path:
        """Copy the district as it lies there, while nobody writes."""


@dataclass(frozen=True, slots=True)
class LimitedFiles:
    """Every file of the process may only grow to a limit: this needs no privilege."""

    server: Server
    home: Path

    def fill(self, spare: int) -> None:
        """Limit files to the longest one, and what is spared; 0 forbids every write."""
        longest = max(file.stat().st_size for file in self.home.iterdir())
        self._limit(longest + spare if spare else 0)

    def free(self) -> None:
        """Lift the limit."""
        self._limit(resource.RLIM_INFINITY)

    def copy(self, folder: Path) -> Path:
        """Copy the district."""
        return Path(shutil.copytree(self.home, folder))

    def _limit(self, size: int) -> None:
        process = self.server.process.pid
        _, hard = resource.prlimit(process, resource.RLIMIT_FSIZE)
        resource.prlimit(process, resource.RLIMIT_FSIZE, (size, hard))


@dataclass(frozen=True, slots=True)
class SmallMount:
    """A file system of three megabytes that only the server and its filler see."""

    server: Server
    mounted: Path
    """The mount as it is seen from outside, through the server's process."""

    def fill(self, spare: int) -> None:
        """Write until nothing more fits, then give back whole blocks."""
        filler = self.mounted / "filler"
        with filler.open("wb", buffering=0) as file:
            try:
                while file.write(bytes(BLOCK)):
                    pass
            except OSError:
                file.truncate(file.tell() // BLOCK * BLOCK - spare)

    def free(self) -> None:
        """Remove the filler."""
        (self.mounted / "filler").unlink()

    def copy(self, folder: Path) -> Path:
        """Copy the district out of the mount, which ends with its server."""
        return Path(shutil.copytree(self.mounted, folder))


@contextmanager
def limited_files(home: Path) -> Iterator[Disk]:
    with serving(home) as server:
        yield LimitedFiles(server, home)


@contextmanager
def small_mount(home: Path) -> Iterator[Disk]:
    """Mount over a folder, in a name space in which anybody is root."""
    folder = home.with_name("mounted")
    folder.mkdir()
    mounting = ("unshare", "-rm", "sh", "-c", MOUNT, str(folder), str(home))
    with serving(folder, *mounting) as server:
        root = Path(f"/proc/{server.process.pid}/root")
        yield SmallMount(server, root / folder.relative_to("/"))


def can_mount() -> bool:
    """Tell whether this machine lets us mount; many containers do not."""
    if shutil.which("unshare") is None:
        return False
    with TemporaryDirectory() as folder:
        trying = ("unshare", "-rm", "mount", "-t", "tmpfs", "guatu", folder)
        return subprocess.run(trying, capture_output=True, check=False).returncode == 0


DISKS = [limited_files, small_mount] if can_mount() else [limited_files]
"""Where nothing can be mounted, limited files alone fill up: no test is skipped."""
