"""Bodies: acts as the commands that a client would send."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from web.samples.decade.acts import Kind
from web.samples.decade.land import Land, drawn_as
from web.samples.decade.names import Body, Names, yuan
from web.samples.decade.ordering import RecordedActs
from web.samples.decade.redrawing_bodies import redrawn_body
from web.samples.decade.redrawings import Redrawings
from web.samples.decade.scale import STAGES

LAND_USES = ("住宅", "工业", "商业", "耕地")
REASON = "按原始凭证更正"
NEVER_HAPPENED = "记到邻宗名下，撤回"


class CommandWriter:
    """Turns rows into the bodies of commands."""

    def __init__(
        self, names: Names, land: Land, redrawings: Redrawings, recorded: RecordedActs
    ) -> None:
        self._names, self._land, self._recorded = names, land, recorded
        self._redrawings = redrawings
        self._writers: Mapping[int, Callable[[int, int, int, int], Body]] = {
            Kind.PROJECT: self._project,
            Kind.PLOT: self._plot,
            Kind.ASSIGNED: self._assigned,
            Kind.STAGE: self._stage,
            Kind.AMOUNT: self._amount,
            Kind.FREEZE: self._freeze,
            Kind.REDRAWN: self._redrawn,
            Kind.CORRECTED: self._corrected,
            Kind.WITHDRAWN: self._withdrawn,
        }

    def body(self, kind: int, thing: int, day: int, first: int, second: int) -> Body:
        """Write one row."""
        return self._writers[kind](thing, day, first, second)

    def _of_plot(self, record: str, thing: int, day: int) -> Body:
        names = self._names
        effective = names.day(day)
        return {"record": record, "plot": names.plots[thing], "effective": effective}

    def _project(self, thing: int, day: int, _first: int, _second: int) -> Body:
        code = self._names.projects[thing]
        body: Body = {"record": "ProjectRegistered", "project": code}
        return {**body, "effective": self._names.day(day), "name": f"项目{thing + 1}"}

    def _plot(self, thing: int, day: int, _first: int, _second: int) -> Body:
        return {
            **self._of_plot("PlotRegistered", thing, day),
            "zone": f"{int(self._land.zone[thing]) + 1}片区",
            "land_use": LAND_USES[thing % len(LAND_USES)],
            **drawn_as(*self._land.sides(thing)),
        }

    def _assigned(self, thing: int, day: int, first: int, _second: int) -> Body:
        body = self._of_plot("PlotAssigned", thing, day)
        body["project"] = self._names.projects[first]
        return body

    def _stage(self, thing: int, day: int, first: int, second: int) -> Body:
        body = self._of_plot("PlotStageRecorded", thing, day)
        body["stage"] = STAGES[first].value
        if second:
            body["amount"] = yuan(second)
        return body

    def _amount(self, thing: int, day: int, first: int, _second: int) -> Body:
        body = self._of_plot("PlotAmountRecorded", thing, day)
        return {**body, "amount": yuan(first), "purpose": "临时安置费"}

    def _freeze(self, thing: int, day: int, first: int, _second: int) -> Body:
        body = self._of_plot("PlotFrozen", thing, day)
        end = "through" if first % 2 else "until"
        return {**body, end: self._names.day(day + first), "freeze": "征收冻结通告"}

    def _corrected(self, _thing: int, day: int, first: int, second: int) -> Body:
        target = int(self._recorded.position[first])
        body: Body = {"correct": target, "reason": REASON}
        if day:
            return {**body, "effective": self._names.day(day)}
        if self._recorded.unordered.kind[first] == Kind.STAGE:
            return {**body, "stage": STAGES[second].value}
        return {**body, "amount": yuan(second)}

    def _withdrawn(self, _thing: int, _day: int, first: int, _second: int) -> Body:
        target = int(self._recorded.position[first])
        return {"withdraw": target, "reason": NEVER_HAPPENED}

    def _redrawn(self, thing: int, day: int, first: int, _second: int) -> Body:
        names, land, redrawings = self._names, self._land, self._redrawings
        return redrawn_body(names, land, redrawings, number=first, day=day, own=thing)
