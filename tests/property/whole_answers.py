"""Everything that the kernel can be asked at one K, to compare two journals by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.kernel.instants import FOREVER, Instant
from domain.kernel.live_facts import Entry
from domain.kernel.questions import states as questions
from domain.kernel.relation import relation
from tests.property import kernel_answers
from tests.property.journals import VALID
from tests.property.random_steps import ATTRIBUTES, PLOTS

NOW = Instant(FOREVER - 1)


def histories(entries: Sequence[Entry], k: Instant = NOW) -> dict[str, Any]:
    """Return the history of every attribute of every plot, and its ancestors."""
    found: dict[str, Any] = {}
    for plot in PLOTS:
        own = questions.histories(entries, plot, as_known=k)
        found |= {f"{plot} {name}": own.get(name, []) for name in ATTRIBUTES}
        found[f"{plot} from"] = questions.ancestors(entries, plot, as_known=k)
    return found


def sums(entries: Sequence[Entry], k: Instant = NOW) -> list[Any]:
    """Return the sums of every plot up to every V."""
    return [
        kernel_answers.total(entries, plot, "amount", as_of=v, as_known=k)
        for plot in PLOTS
        for v in VALID[1::3]
    ]


def answers(entries: Sequence[Entry], k: Instant = NOW) -> list[Any]:
    """Return everything, positions in conflict included."""
    stranded = questions.conflicts(entries, as_known=k)
    return [histories(entries, k), sums(entries, k), stranded]


def rows(entries: Sequence[Entry]) -> list[list[str]]:
    """Return everything for all K, each kind of row in order."""
    return [sorted(map(str, each)) for each in relation(entries)]
