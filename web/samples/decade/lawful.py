"""Lawful: what the deciders would come to, known from the story without reading it.

A test sends a small decade through the deciders one by one and wants the same journal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from domain.commands import (
    Correct,
    Envelope,
    Record,
    Verb,
    envelope_of,
    read_command,
)
from domain.deciding.context import Decision
from domain.deciding.revisions import changes_of
from domain.facts import THINGS
from domain.kernel.facts import Fact, FactCorrected, FactWithdrawn
from domain.kernel.instants import Instant
from domain.things.land.plots import PlotStage, PlotStageRecorded
from domain.things.redrawing import concerned
from web.samples.decade.commands import Command

STEP = PlotStageRecorded(effective=Instant(0), stage=PlotStage.SURVEYED)
"""Has every member that the decade corrects."""


def as_sent(command: Command) -> Mapping[str, object]:
    """Return the whole body, under its id."""
    if len(command.bodies) == 1:
        return {"command_id": command.command_id, **command.bodies[0]}
    return {"command_id": command.command_id, "group": command.bodies}


class Deciders:
    """Remembers the version of every stream, and decides commands in order."""

    def __init__(self) -> None:
        self._versions: dict[str, int] = {}

    def decided(self, command: Command) -> tuple[Decision, Envelope]:
        """Return what a command appends, and under which envelope."""
        facts: list[tuple[str, Fact]] = []
        relied_on: set[str] = set()
        for stream, body in zip(command.streams, command.bodies, strict=True):
            verb = read_command(body)
            facts += _facts(stream, verb)
            relied_on |= _relied_on(verb)
        written = self._moved(facts)
        read = {s: self._versions[s] for s in relied_on - written.keys()}
        envelope = envelope_of(as_sent(command), actor=command.actor)
        return Decision(facts, written, read), envelope

    def _moved(self, facts: list[tuple[str, Fact]]) -> dict[str, int]:
        """Move the streams that are written to; return where they were before."""
        versions, before = self._versions, dict[str, int]()
        for stream, _ in facts:
            version = versions.get(stream, 0)
            before.setdefault(stream, version)
            versions[stream] = version + 1
        return before


def _facts(stream: str, verb: Verb) -> Iterator[tuple[str, Fact]]:
    if isinstance(verb, Record):
        yield from concerned(stream, verb.fact)
        yield stream, verb.fact
    elif isinstance(verb, Correct):
        changes = changes_of(STEP, verb.members)
        target, reason = verb.target, verb.reason
        yield stream, FactCorrected(target=target, reason=reason, changes=changes)
    else:
        yield stream, FactWithdrawn(target=verb.target, reason=verb.reason)


def _relied_on(verb: Verb) -> set[str]:
    return set(THINGS.referred(verb.fact)) if isinstance(verb, Record) else set()
