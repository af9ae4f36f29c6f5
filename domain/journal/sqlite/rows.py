"""Rows of the journal's tables, and the lines and entries that they are read as."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eventsourcing.persistence import Notification

from domain.journal.lines import Line
from domain.journal.mapper import meant
from domain.journal.texts import printed_text, stream_at
from domain.kernel.live_facts import Entry

SELECT_LINES = """
    SELECT e.position, e.originator_id, e.originator_version, e.topic, e.state,
        c.recorded, c.actor, c.command_id, e.leaf
    FROM stored_events AS e JOIN commands AS c ON c.last = e.command
"""
SELECT_ENTRIES = """
    SELECT e.position, c.recorded, e.originator_id, e.topic, e.state
    FROM stored_events AS e JOIN commands AS c ON c.last = e.command
"""


def line_of(row: Sequence[Any]) -> Line:
    """Read a row of ``SELECT_LINES``."""
    position, stored, version, name, state, recorded, actor, command_id, leaf = row
    return Line(
        position,
        stream_at(position, stored),
        version,
        printed_text(name),
        state,
        recorded,
        printed_text(actor),
        printed_text(command_id),
        leaf,
    )


def entry_of(row: Sequence[Any]) -> Entry:
    """Read a row of ``SELECT_ENTRIES``: decoded."""
    position, recorded, stored, name, state = row
    fact = meant(printed_text(name), state)
    return Entry(position, recorded, stream_at(position, stored), fact)


def notification_of(line: Line) -> Notification:
    """Say a line as the library's notification log does."""
    return Notification(
        originator_id=line.stream,
        originator_version=line.version,
        topic=line.name,
        state=line.state,
        id=line.position,
    )
