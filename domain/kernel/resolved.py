"""What a relation is made of: versions, contributions, descents, conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from domain.kernel.facts import Quantity, Value
from domain.kernel.instants import Instant


class Version(msgspec.Struct, frozen=True, gc=False):
    """A fact's part in an attribute, from one knowledge date until another.

    At (V, K) the attribute has the value of the topmost version that covers both; no
    version is none where an ``exists`` version covers them, else absent.
    """

    thing: str
    attribute: str
    start: Instant
    end: Instant
    known_from: Instant
    known_to: Instant
    value: Value
    position: int
    is_period: bool


class Contribution(msgspec.Struct, frozen=True, gc=False):
    """From one knowledge date until another, a fact added to a measure."""

    thing: str
    measure: str
    effective: Instant
    known_from: Instant
    known_to: Instant
    quantity: Quantity
    position: int


class Descent(msgspec.Struct, frozen=True, gc=False):
    """From one knowledge date until another, a thing came from a former one."""

    thing: str
    parent: str
    effective: Instant
    known_from: Instant
    known_to: Instant
    position: int


class Conflict(msgspec.Struct, frozen=True, gc=False):
    """From one knowledge date until another, a fact was stranded (R15)."""

    position: int
    thing: str
    known_from: Instant
    known_to: Instant


class Relation(NamedTuple):
    """Everything that is ever answered about the things of one family."""

    versions: Sequence[Version]
    contributions: Sequence[Contribution]
    descents: Sequence[Descent]
    conflicts: Sequence[Conflict]
