"""Commands of the decade, in the order of recorded time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from domain.kernel.instants import Instant
from domain.things.land import plots
from domain.things.project import projects
from domain.things.registration import stream_of
from web.samples.decade.acts import Acts, Kind, joined
from web.samples.decade.bodies import CommandWriter
from web.samples.decade.land import Land, drawn_land
from web.samples.decade.names import Body, Names
from web.samples.decade.ordering import RecordedActs, in_order
from web.samples.decade.redrawings import (
    CONCERNED,
    Redrawings,
    continued,
    drawn_redrawings,
)
from web.samples.decade.scale import Ints, Scale
from web.samples.decade.slips import with_slips
from web.samples.decade.steps import books, steps


@dataclass(frozen=True, slots=True)
class Command:
    """What one office records at one instant: one act, or a group of them."""

    command_id: str
    actor: str
    instant: Instant
    bodies: list[Body]
    streams: list[str]
    """Where each fact is kept."""


@dataclass(frozen=True, slots=True)
class Decade:
    """Everything that is recorded, before it is written out as commands."""

    names: Names
    land: Land
    redrawings: Redrawings
    recorded: RecordedActs

    def commands(self) -> Iterator[Command]:
        """Write it out."""
        writer = CommandWriter(self.names, self.land, self.redrawings, self.recorded)
        bounds = self.recorded.starts.tolist()
        for number, instant in enumerate(self.recorded.instants.tolist()):
            rows = self.recorded.acts.only(
                np.arange(bounds[number], bounds[number + 1])
            )
            yield self._command(number, Instant(instant), rows, writer)

    def _command(
        self, number: int, instant: Instant, rows: Acts, writer: CommandWriter
    ) -> Command:
        columns = rows.kind, rows.thing, rows.day, rows.first, rows.second
        listed = list(zip(*(each.tolist() for each in columns), strict=True))
        return Command(
            command_id=f"decade-{number + 1}",
            actor=f"{rows.office[0] + 1}号征收办",
            instant=instant,
            bodies=[writer.body(*row) for row in listed],
            streams=[self._stream(kind, thing) for kind, thing, *_ in listed],
        )

    def _stream(self, kind: int, thing: int) -> str:
        if kind == Kind.PROJECT:
            return stream_of(projects.KIND, self.names.projects[thing])
        return stream_of(plots.KIND, self.names.plots[thing])


def drawn_decade(scale: Scale) -> Decade:
    """Draw a decade from its seed."""
    rng = np.random.default_rng(scale.seed)
    land = drawn_land(rng, scale.plots)
    redrawings = drawn_redrawings(rng, scale)
    taken = steps(rng, scale, land)
    acts = joined(
        [
            books(rng, scale, land),
            redrawings.acts(land, scale.plots),
            continued(rng, taken, redrawings, scale.plots),
        ]
    )
    whole = with_slips(rng, acts)
    ordered = in_order(rng, whole, _widths(whole, redrawings))
    return Decade(Names(scale, redrawings), land, redrawings, ordered)


def _widths(acts: Acts, redrawings: Redrawings) -> Ints:
    """Count the facts of each act: a redrawing moves other streams as well."""
    widths = np.ones(len(acts), dtype=np.int64)
    redrawn = acts.kind == Kind.REDRAWN
    widths[redrawn] += CONCERNED[redrawings.way[acts.first[redrawn]]]
    return widths
