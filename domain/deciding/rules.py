"""The rules that hold for a fact, found by its class: one entrance for all things."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from domain.kernel.facts import PeriodFact, Redrawing, WorldFact
from domain.kernel.live_facts import Entry
from domain.things import redrawing
from domain.things.land import plots
from domain.things.project import projects
from domain.things.registration import require_period, stream_of

DECIDE: Mapping[str, Callable[[Sequence[Entry], str, WorldFact], WorldFact]] = {
    plots.KIND: plots.decide,
    projects.KIND: projects.decide,
}
CHECKS: Mapping[str, Callable[[str, WorldFact], None]] = {
    plots.KIND: plots.check,
    projects.KIND: projects.check,
}


def decide(entries: Sequence[Entry], thing: str, fact: WorldFact) -> WorldFact:
    """Decide whether ``fact`` may be recorded of a thing.

    Args:
        entries: Those of the families of every thing that it names, by position.
        thing: The thing's id.
        fact: What to record.

    Raises:
        Refusal: It may not; see the module of the kind.
    """
    if isinstance(fact, Redrawing):
        return redrawing.decide(entries, thing, fact)
    if isinstance(fact, PeriodFact):
        require_period(fact)
    return DECIDE[fact.kind](entries, thing, fact)


def check(thing: str, fact: WorldFact) -> None:
    """Refuse a fact that cannot be meant, whatever is known of its thing."""
    if isinstance(fact, Redrawing):
        redrawing.check(thing, fact)
        return
    if isinstance(fact, PeriodFact):
        require_period(fact)
    CHECKS[fact.kind](thing, fact)


def project_of(fact: WorldFact) -> str | None:
    """Return the project that a fact refers to, if it does."""
    return fact.project if isinstance(fact, plots.PlotAssigned) else None


def named_by(own: str, fact: WorldFact) -> list[str]:
    """Return the streams of every thing that a fact names, its own first."""
    if isinstance(fact, Redrawing):
        return list(dict.fromkeys((own, *fact.redrawn(own).things)))
    if (project := project_of(fact)) is not None:
        return [own, stream_of(projects.KIND, project)]
    return [own]
