"""Ways in which a folder can only be read, by a process that is started so."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.crash.full_disks import can_mount

MOUNT = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'
POWERS = "-dac_override,-dac_read_search"
"""By these an administrator may write what nobody may."""
WITHOUT_POWERS = (f"--bounding-set={POWERS}", f"--inh-caps={POWERS}", "--")


@contextmanager
def mounted_to_read(folder: Path) -> Iterator[tuple[str, ...]]:
    """Yield the words that let a process see a folder on a medium to be read only."""
    yield ("unshare", "-rm", "sh", "-c", MOUNT, str(folder))


@contextmanager
def without_permission(folder: Path) -> Iterator[tuple[str, ...]]:
    """Take the right to write from all that a folder holds, for a process."""
    set_modes(folder, file=0o444, inner=0o555)
    try:
        yield ("setpriv", *WITHOUT_POWERS) if os.geteuid() == 0 else ()
    finally:
        set_modes(folder, file=0o644, inner=0o755)


def set_modes(folder: Path, *, file: int, inner: int) -> None:
    for each in (folder, *folder.rglob("*")):
        each.chmod(inner if each.is_dir() else file)


def _can_bind() -> bool:
    if not can_mount():
        return False
    trying = ("unshare", "-rm", "sh", "-c", MOUNT, str(Path(__file__).parent), "true")
    return subprocess.run(trying, capture_output=True, check=False).returncode == 0


def _can_do_without_powers() -> bool:
    return os.geteuid() != 0 or shutil.which("setpriv") is not None


DENIALS = [
    *([mounted_to_read] if _can_bind() else []),
    *([without_permission] if _can_do_without_powers() else []),
]
"""Every machine has one at least: no test is skipped."""
