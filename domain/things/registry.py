"""The registry: all things that are declared, held against one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from domain.kernel.facts import Fact, WorldFact
from domain.things.declared import (
    Attribute,
    Attributes,
    DeclarationError,
    Thing,
    attributes_of,
    measures_of,
    references_of,
    require_kind,
    require_one_sort,
)
from domain.things.registration import stream_of


class Registry:
    """What kinds of things there are, with everything that can be asked of each."""

    def __init__(self, things: Iterable[Thing]) -> None:
        """Take up declarations.

        Raises:
            DeclarationError: One of them cannot be kept, alone or beside the others.
        """
        self._things: dict[str, Thing] = {}
        self._attributes: dict[str, Attributes] = {}
        self._measures: dict[str, Attributes] = {}
        self._references: dict[type[Fact], Sequence[tuple[str, str]]] = {}
        for thing in things:
            self._take(thing)
        self.kinds = tuple(self._things)
        require_one_sort(self.facts.values())
        self._require_known()

    def _take(self, thing: Thing) -> None:
        require_kind(thing)
        if thing.kind in self._things:
            msg = f"“{thing.kind}” is declared twice."
            raise DeclarationError(msg)
        self._things[thing.kind] = thing
        self._attributes[thing.kind] = attributes_of(thing)
        self._measures[thing.kind] = measures_of(thing)
        self._references |= {fact: references_of(fact) for fact in thing.facts}

    def _require_known(self) -> None:
        for kind, measures in self._measures.items():
            for name in measures.keys() & self._attributes[kind].keys():
                msg = f"“{name}” of a {kind} is an attribute and a measure."
                raise DeclarationError(msg)
            self._require_declared(kind)

    def _require_declared(self, kind: str) -> None:
        """Refuse references to things, and redrawn attributes, that nobody declares."""
        for fact in self._things[kind].facts:
            for name, target in self._references[fact]:
                if target not in self._things:
                    msg = f"“{name}” of {fact.__name__} refers to an unknown {target}."
                    raise DeclarationError(msg)
            for name in getattr(fact, "declares", ()):
                if name not in self._attributes[kind]:
                    msg = f"“{name}” of {fact.__name__} is set by no other fact."
                    raise DeclarationError(msg)

    @property
    def facts(self) -> dict[str, type[WorldFact]]:
        """Every fact of things, by its name in the journal."""
        return {
            fact.__name__: fact
            for thing in self._things.values()
            for fact in thing.facts
        }

    def __getitem__(self, kind: str) -> Thing:
        """Return the declaration of a kind."""
        return self._things[kind]

    def attributes(self, kind: str) -> Attributes:
        """Return what things of a kind have; see ``Attributes``."""
        return self._attributes.get(kind, {})

    def measures(self, kind: str) -> Attributes:
        """Return what is summed of things of a kind."""
        return self._measures.get(kind, {})

    def attribute(self, kind: str, name: str) -> Attribute | None:
        """Return an attribute of a kind; None where it has none so called."""
        attributes = self.attributes(kind)
        before, colon, key = name.partition(":")
        if colon:
            return attributes.get(f"{before}:") if key else None
        return attributes.get(name)

    def referred(self, fact: WorldFact) -> list[str]:
        """Return the streams of the things that a fact refers to."""
        return self.referred_in(
            type(fact), {name: getattr(fact, name) for name in fact.__struct_fields__}
        )

    def referred_in(self, fact: type[Fact], members: Mapping[str, Any]) -> list[str]:
        """Return the streams of the things that some members of a fact refer to."""
        return [
            stream_of(kind, thing)
            for name, kind in self._references.get(fact, ())
            if (thing := members.get(name)) is not None
        ]
