"""What the crash tests send: numbered commands, every fourth a group of three facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.application import KeyProjects
from domain.journal.lines import Receipt

Body = dict[str, object]
Span = tuple[int, int]
"""The first and the last position of a command."""
Sent = dict[str, Sequence[Body]]
"""Command ids with the facts that each of them asks for."""

PLOTS = 5
FACTS_A_GROUP = 3
ACTOR = "crash"


def command_id(life: int, number: int) -> str:
    return f"{life}-{number}"


def facts_of(life: int, number: int) -> list[Body]:
    """Return what one command asks for: an amount, or amounts on three plots at once.

    A command that stood half in the journal would show it only if it had two facts.
    """
    count = FACTS_A_GROUP if number % 4 == 3 else 1
    return [
        amount(number + each, f"{life}.{number % 100:02d}") for each in range(count)
    ]


def amount(number: int, text: str) -> Body:
    return {
        "record": "PlotAmountRecorded",
        "plot": f"地块{number % PLOTS}",
        "effective": "2026-02-01",
        "amount": text,
        "purpose": "看护费",
    }


def registration(number: int) -> Body:
    return {
        "record": "PlotRegistered",
        "plot": f"地块{number}",
        "effective": "2026-01-01",
        "point": "POINT (500100 3900200)",
    }


def registrations() -> Sent:
    """Return the commands that everything else builds on."""
    return {f"r{number}": [registration(number)] for number in range(PLOTS)}


def orders(life: int, numbers: Iterable[int]) -> Sent:
    return {command_id(life, number): facts_of(life, number) for number in numbers}


def single_orders(life: int, numbers: Iterable[int]) -> Sent:
    """Return commands of one fact, which is what comes in over HTTP."""
    return {key: facts[:1] for key, facts in orders(life, numbers).items()}


def send(app: KeyProjects, name: str, facts: Sequence[Body]) -> Span:
    receipt = _sent(app, name, facts)
    return receipt.first, receipt.last


def send_all(app: KeyProjects, sent: Sent) -> dict[str, Span]:
    return {name: send(app, name, facts) for name, facts in sent.items()}


def _sent(app: KeyProjects, name: str, facts: Sequence[Body]) -> Receipt:
    if len(facts) > 1:
        return app.execute_group(facts, command_id=name, actor=ACTOR)
    return app.execute({"command_id": name, **facts[0]}, actor=ACTOR)
