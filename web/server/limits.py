"""Limits: how much a client may send and hold, and how long anybody may wait."""

from __future__ import annotations

from dataclasses import dataclass

KIB, MIB = 1024, 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one server gives its clients; who needs more is refused, not waited for."""

    connections: int = 4_000
    """Beyond them the one goes that has been silent for longest."""
    header_bytes: int = 32 * KIB
    header_s: float = 10.0
    """From the first byte, or from the beginning of a connection, to the whole head."""
    idle_s: float = 30.0
    """Between two requests."""
    body_bytes: int = 16 * MIB
    bodies_bytes: int = 64 * MIB
    """Of all requests together that are being read."""
    body_pause_s: float = 10.0
    body_s: float = 60.0
    """For the whole body: a phone in a tunnel, not one that sends a byte a second."""
    answer_pause_s: float = 30.0
    """How long a client may take nothing of its answer."""
    linger_s: float = 2.0
    """How long more is still taken of a body that was refused: a client that is cut off
    while it sends does not read why."""
    threads: int = 6
    turns: int = 2
    """Pages that begin at once; see ``Desks``."""
    recording_threads: int = 3
    """For those who record: no page is before them."""
    waiting: int = 400
    """Requests that wait for a thread."""
    wait_s: float = 20.0
    large_waiting: int = 4
    """Orders of sheets and evidence pages that wait for the one that is being made."""
    large_s: float = 60.0
    """How long such an order waits."""
    sheet_cpu_s: int = 300
    """Of processor time, for one sheet."""
    sheet_bytes: int = 3 * 1024 * MIB
    """Of memory, for whoever draws one."""
    stop_s: float = 10.0
    """For what is under way when the server is told to stop."""
