"""What a command would record, and what it would change, before it is recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.application import KeyProjects
from domain.commands import envelope_of, read_command
from domain.deciding import decided
from domain.journal.lines import Receipt
from domain.kernel.facts import ABSENT, EXISTS, Answer, Fact, Quantity
from domain.kernel.instants import FOREVER, Instant
from domain.kernel.questions import folded, total
from domain.kernel.standing import Entry, standing
from web.recording import Body, settled
from web.wiring import District

SUM = "sum:"
"""Before the name of a measure, to tell its sum from an attribute."""


@dataclass(frozen=True, slots=True)
class Effect:
    """An answer about one date that the command would change."""

    attribute: str
    before: Answer | Quantity
    after: Answer | Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A command that may be recorded as it is."""

    body: Body
    stream: str
    fact: Fact
    effects: Sequence[Effect]
    receipt: Receipt | None
    """Where the command was recorded already."""


def proposed(district: District, body: Body, *, actor: str, as_of: Instant) -> Proposal:
    """Decide a command without recording it.

    Args:
        district: The open district.
        body: The command as it would be sent.
        actor: Who would send it.
        as_of: The date about which effects are told.

    Raises:
        Refusal: It would be refused.
        GeoError: Its geometry cannot go on record.
    """
    app = district.app
    if (receipt := app.journal.receipt(envelope_of(body, actor=actor))) is not None:
        return _recorded(app, body, receipt)
    verb = read_command(settled(body, district.about.crs))
    [(stream, fact)] = decided(app.journal, [verb]).facts
    return Proposal(
        body=body,
        stream=stream,
        fact=fact,
        effects=_effects(app.entries(stream), stream, fact, as_of),
        receipt=None,
    )


def _recorded(app: KeyProjects, body: Body, receipt: Receipt) -> Proposal:
    line = app.journal.line(receipt.last)
    fact = line.entry().fact
    return Proposal(
        body=body, stream=line.stream, fact=fact, effects=(), receipt=receipt
    )


def _effects(
    entries: Sequence[Entry], stream: str, fact: Fact, as_of: Instant
) -> list[Effect]:
    last = entries[-1].position if entries else 0
    after = [*entries, Entry(last + 1, FOREVER, stream, fact)]
    then, now = _answers(entries, as_of), _answers(after, as_of)
    names = dict.fromkeys([*now, *then])
    found = [
        Effect(n, then.get(n, _blank(n, then)), now.get(n, _blank(n, now)))
        for n in names
    ]
    return [each for each in found if each.before != each.after]


def _blank(name: str, answers: Mapping[str, object]) -> Answer:
    """Answer an attribute without value (R3), or a sum of nothing (R16)."""
    if name.startswith(SUM):
        return 0
    return None if EXISTS in answers else ABSENT


def _answers(entries: Sequence[Entry], as_of: Instant) -> dict[str, Answer | Quantity]:
    answers: dict[str, Answer | Quantity] = {}
    answers.update(folded(entries, as_of=as_of, as_known=FOREVER) or {})
    for measure in _measures(entries):
        quantity = total(entries, measure, as_of=as_of, as_known=FOREVER)
        answers[f"{SUM}{measure}"] = quantity
    return answers


def _measures(entries: Sequence[Entry]) -> set[str]:
    facts = [each.fact for each in standing(entries, FOREVER)]
    return {measure for fact in facts for measure, _ in fact.quantities()}
