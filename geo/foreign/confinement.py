"""How a process gives up what reading a file does not need, before it reads."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

from geo.foreign.limits import Limits

CLONE_NEWUSER, CLONE_NEWNET = 0x1000_0000, 0x4000_0000
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38


def confine(limits: Limits) -> bool:
    """Set limits to this process, and part it from the network.

    It must have no second thread yet.

    Returns:
        Whether there is no network any more: only Linux can, and not everywhere.
    """
    if sys.platform == "win32":
        return False
    _limit(limits)
    return sys.platform == "linux" and _parted()


def _limit(limits: Limits) -> None:
    import resource  # noqa: PLC0415  (Windows has none)

    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_s),
        (resource.RLIMIT_FSIZE, limits.written_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))


def _parted() -> bool:
    """Move to a network of this process alone, in which nothing is connected."""
    system = ctypes.CDLL(None, use_errno=True)
    system.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    system.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    alone = CLONE_NEWNET if os.geteuid() == 0 else CLONE_NEWUSER | CLONE_NEWNET
    return bool(system.unshare(alone) == 0)
