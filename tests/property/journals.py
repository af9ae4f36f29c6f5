"""Random journals of a few plots, and the boundaries to ask them at.

They need not be lawful: the fold never checks, so what no command would append must
be answered as defined as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from hypothesis import strategies as st

from domain.kernel.facts import (
    Concerned,
    Fact,
    FactCorrected,
    FactWithdrawn,
    Redrawing,
    WorldFact,
)
from domain.kernel.instants import ALWAYS, FOREVER, Instant
from domain.kernel.live_facts import Entry
from domain.things.land.plots import (
    PlotRegistered,
    PlotsMerged,
    PlotSplit,
)
from tests.property import naive, naive_land
from tests.property.random_steps import (
    EFFECTIVES,
    ENDS,
    KINDS,
    NAMES,
    Step,
    lists_of,
    openings,
    steps,
    steps_about_land,
    steps_about_periods,
)

Journals = st.SearchStrategy[list[Entry]]


def named(step: Step, journal: Sequence[Entry]) -> tuple[str, list[str]]:
    """Choose the plot that a fact is of, and those that it names besides.

    An apt step is of a plot that exists, or begins one that does not.
    """
    drawn = [NAMES[number] for number in step.plots]
    if not step.is_apt:
        return drawn[0], drawn[1 : 1 + step.back % 3]
    now = naive_land.world(journal, Instant(FOREVER - 1))
    v = step.members["effective"]
    here = [e for e in drawn if naive_land.life_at(now, f"plot:{e}", v)]
    free = [each for each in drawn if f"plot:{each}" not in now.lives]
    if step.kind is PlotsMerged:
        return (free or drawn)[0], here[:2]
    if step.kind is PlotRegistered:
        return (free or drawn)[0], []
    return (here or drawn)[0], free[:2] if step.kind is PlotSplit else here[1:]


def members_of(step: Step, others: Sequence[str]) -> dict[str, Any]:
    """Return the members of a new fact, as the journal writes them."""
    values = step.members["values"]
    others_drawn = [
        {"plot": plot, **each} for plot, each in zip(others, values, strict=False)
    ]
    reshaped = [
        {"plot": each["plot"], "boundary": each["boundary"]} for each in others_drawn
    ]
    end = step.members["until"]
    if step.is_apt and end is not None:
        after = [each for each in ENDS if each > step.members["effective"]]
        end = max(end, after[0])
    there = {
        **step.members,
        "until": end,
        "children": others_drawn,
        "parents": list(others),
        "neighbours": reshaped,
    }
    return {name: there[name] for name in KINDS[step.kind]}


def recorded_fact(step: Step, journal: Sequence[Entry]) -> tuple[str, Fact]:
    """Turn a step into a new fact, and the stream that keeps it."""
    plot, others = named(step, journal)
    return f"plot:{plot}", msgspec.convert(members_of(step, others), step.kind)


def correction(step: Step, journal: Sequence[Entry]) -> tuple[str, Fact]:
    """Correct some members of an entry, or of the one that it corrects itself."""
    revisable = [e for e in journal if isinstance(e.fact, WorldFact | FactCorrected)]
    entry = revisable[-1 - step.back % len(revisable)]
    root = naive.corrected_in_the_end(journal, entry.position)
    [fact] = [each.fact for each in journal if each.position == root]
    alike = step._replace(kind=type(fact))  # type: ignore[arg-type]  # of the world
    others = named(alike, journal)[1]
    if step.is_apt and isinstance(fact, Redrawing):
        things = fact.redrawn(entry.thing).things
        others = [each.partition(":")[2] for each in things if each != entry.thing]
    members = list(members_of(alike, others).items())
    # Some of the members, so that several corrections of one fact have to merge.
    changes = dict(members[step.back % 2 :: 1 + step.is_apt])
    why = FactCorrected(target=entry.position, reason="录错", changes=changes)
    return entry.thing, why


def withdrawal(step: Step, journal: Sequence[Entry]) -> tuple[str, Fact]:
    """Withdraw an entry, which may be withdrawn already."""
    revisable = [each for each in journal if not isinstance(each.fact, Concerned)]
    entry = revisable[-1 - step.back % len(revisable)]
    return entry.thing, FactWithdrawn(target=entry.position, reason="没有这回事")


VERBS = {"record": recorded_fact, "correct": correction, "withdraw": withdrawal}


def told(step: Step, journal: Sequence[Entry]) -> tuple[str, Fact]:
    """Turn a step into a fact and its stream; the first can only be a new one."""
    return VERBS[step.verb if journal else "record"](step, journal)


def things_named(stream: str, fact: Fact, journal: Sequence[Entry]) -> tuple[str, ...]:
    """Return what a fact or its correction redraws."""
    if isinstance(fact, FactCorrected):
        root = naive.corrected_in_the_end(journal, fact.target)
        [original] = [each.fact for each in journal if each.position == root]
        if isinstance(original, Redrawing):
            written = msgspec.to_builtins(original) | fact.changes
            fact = msgspec.convert(written, type(original))
    return fact.redrawn(stream).things if isinstance(fact, Redrawing) else ()


def journal_of(drawn: Sequence[Step]) -> list[Entry]:
    """Lay steps out as a journal; a group shares one recorded instant.

    As a command would, a redrawing tells every other plot that it names.
    """
    journal: list[Entry] = []
    recorded = 300
    for step in drawn:
        recorded += 700 * step.opens_group
        stream, fact = told(step, journal)
        others = [e for e in things_named(stream, fact, journal) if e != stream]
        group = [*((other, Concerned(by=stream)) for other in others), (stream, fact)]
        for thing, each in group:
            position = len(journal) + 1
            journal.append(Entry(position, Instant(recorded), thing, each))
    return journal


def journals(some: st.SearchStrategy[Step], size: int) -> Journals:
    """Draw journals of up to ``size`` steps, with registrations near the beginning."""
    return st.builds(
        lambda before, head, tail: journal_of([*before, *head, *tail]),
        st.lists(steps, max_size=1),
        st.lists(openings, min_size=1, max_size=2),
        lists_of(some, size),
    )


districts = (
    journals(steps, size=12)
    | journals(steps_about_periods, size=9)
    | journals(steps_about_land, size=9)
)


def family(journal: Sequence[Entry], thing: str) -> list[Entry]:
    """Return the entries of everything that redrawings connect with ``thing``."""
    links = list(_links(journal))
    streams = {thing}
    while more := {each for link in links if link & streams for each in link} - streams:
        streams |= more
    return [entry for entry in journal if entry.thing in streams]


def _links(journal: Sequence[Entry]) -> Iterator[set[str]]:
    for entry in journal:
        yield {entry.thing, *things_named(entry.thing, entry.fact, journal)}


def around(points: Sequence[int]) -> list[Instant]:
    """Return each boundary with one microsecond either side, and both ends of time."""
    near = {point + step for point in points for step in (-1, 0, 1)}
    return [Instant(point) for point in sorted({*near, ALWAYS, FOREVER - 1})]


VALID = around([*EFFECTIVES, *ENDS])
"""Every V to ask at."""


def knowledge(journal: Sequence[Entry]) -> list[Instant]:
    """Return every K to ask at."""
    return around([entry.recorded for entry in journal])
