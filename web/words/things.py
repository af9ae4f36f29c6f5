"""What things are called, and where people meet them: said once for every door."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.kernel.facts import WorldFact
from domain.members.members import member_types
from domain.members.types import type_of
from domain.things.declared import DeclarationError
from domain.things.registry import Registry
from web.words.catalogue import marked
from web.words.labels import (
    ATTRIBUTE_LABELS,
    CHOICES,
    FACT_LABELS,
    KEYED_LABELS,
    MEMBER_LABELS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingWords:
    """What a kind of things is called, and where it is shown."""

    name: str
    plural: str
    """In addresses, and on the command line."""
    numbered: str
    """What a form calls its id."""
    like: str
    """An id, for an example."""
    shown: Sequence[str]
    """The attributes on its sheet, in order."""
    first: str
    """The fact that is recorded most often of it."""
    sheet: str
    """The endpoint of its sheet, which takes the id under the name of the kind."""


THING_WORDS: Mapping[str, ThingWords] = {
    "plot": ThingWords(
        name=marked("Plot"),
        plural="plots",
        numbered=marked("Number of the plot"),
        like="A-17",
        shown=("stage", "zone", "land_use", "project", "freeze", "paper_area_m2"),
        first="PlotStageRecorded",
        sheet="things.plot_page",
    ),
    "project": ThingWords(
        name=marked("Project"),
        plural="projects",
        numbered=marked("Number of the project"),
        like="P1",
        shown=("name",),
        first="InvestmentRecorded",
        sheet="things.project_page",
    ),
}
"""By kind."""
KINDS = {each.plural: kind for kind, each in THING_WORDS.items()}
"""What addresses and the command line call the things of a kind → the kind."""


class MissingWordError(DeclarationError):
    """Something that is declared has no word for people, so that nothing starts."""


def require_words(
    things: Registry, named: Mapping[str, ThingWords] = THING_WORDS
) -> None:
    """Refuse to show things of which something has no word.

    Raises:
        MissingWordError: Which.
    """
    for kind in things.kinds:
        if kind not in named:
            msg = f"“{kind}” has no words in web/words/things.py."
            raise MissingWordError(msg)
    for name in _wordless(things):
        msg = f"“{name}” has no label in web/words/labels.py."
        raise MissingWordError(msg)


def _wordless(things: Registry) -> Iterator[str]:
    labelled = MEMBER_LABELS.keys() | ATTRIBUTE_LABELS.keys()
    for kind in things.kinds:
        named = {*things.attributes(kind), *things.measures(kind)} - labelled
        yield from sorted(name for name in named if not name.endswith(":"))
    for name, fact in things.facts.items():
        if name not in FACT_LABELS:
            yield name
        yield from _wordless_members(fact)


def _wordless_members(fact: type[WorldFact]) -> Iterator[str]:
    for name, hint in member_types(fact).items():
        if name not in MEMBER_LABELS:
            yield name
        of = type_of(hint)
        named = CHOICES.get(of.name, {})
        yield from (f"{of.name}.{each}" for each in of.choices if each not in named)
    yield from (f"{name}:" for name in fact.keyed if name not in KEYED_LABELS)
