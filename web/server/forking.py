"""Processes beside the server, forked before anything is opened, joined by pipes.

They share what was imported, and end with the server, however that ends: then nobody is
at the other end of their pipes.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import NoReturn

from web.server.calls import Answer, Wsgi, body_members, called

GONE = (EOFError, OSError)
"""What is raised where nobody is at the other end."""
HERE = "wsgi."
"""Begins the names of what only this process has: files and flags."""
FLAGS = {
    "wsgi.version": (1, 0),
    "wsgi.url_scheme": "http",
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}
Call = tuple[dict[str, str], bytes]
"""A request as it goes through a pipe: what it says, and its body."""
Reply = tuple[int, list[tuple[bytes, bytes]], bytes]
"""An answer, likewise: status, headers, body."""


def forked(
    work: Callable[..., None], pipes: int, *, inherited: Iterable[Connection] = ()
) -> tuple[int, Sequence[Connection]] | None:
    """Fork a process; call this before any file or thread is opened.

    Args:
        work: What it does, with its ends of the pipes; then it ends.
        pipes: How many join the two.
        inherited: Ends of pipes to other processes, which it lets go of.

    Returns:
        Its number and our ends; None where the system has no safe way to fork.
    """
    if sys.platform != "linux":
        return None
    ours, theirs = zip(*(Pipe() for _ in range(pipes)), strict=True)
    if not (pid := os.fork()):
        hang_up((*ours, *inherited))
        _do(work, theirs)
    hang_up(theirs)
    return pid, ours


def hang_up(ends: Iterable[Connection]) -> None:
    """Let go of ends of pipes."""
    for each in ends:
        each.close()


def _do(work: Callable[..., None], ends: Sequence[Connection]) -> NoReturn:
    """Work, and never return into what was forked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server says when it is over
    try:
        work(*ends)
    finally:
        sys.stderr.flush()
        os._exit(0)


def call_of(environ: dict[str, object], body: bytes) -> Call:
    """Make a request ready for a pipe."""
    members = {n: str(v) for n, v in environ.items() if not n.startswith(HERE)}
    return members, body


def answer_of(reply: Reply) -> Answer:
    """Return an answer that came through a pipe."""
    status, headers, ready = reply
    return Answer(status, headers, ready, is_whole=True)


def reply_to(app: Wsgi, call: Call) -> Reply:
    """Let an application answer a request that came through a pipe, as a whole."""
    members, body = call
    answer = called(app, {**members, **body_members(body), **FLAGS})
    parts = [answer.ready]
    while not answer.is_whole:
        answer.more()
        parts.append(answer.ready)
    return answer.status, list(answer.headers), b"".join(parts)
