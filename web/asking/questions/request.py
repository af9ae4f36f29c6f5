"""What was asked, read: things, attributes, values, stretches of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from domain.errors import UnknownThingError
from domain.facts import THINGS
from domain.kernel.facts import Answer, Value
from domain.kernel.instants import At, Instant
from domain.kernel.questions.over_time import Holding
from domain.members.types import MemberType
from domain.things.registration import stream_of, thing_of
from projections.tables.snapshot import Snapshot
from web.asking.questions.attributes import (
    PLOT,
    require_attribute,
    require_measure,
)
from web.asking.questions.parameters import Arguments
from web.asking.questions.readers import kind_of
from web.asking.questions.refusals import NoStretchError, NotAThingError
from web.asking.questions.values import read_answer, read_value
from web.district.dates import Dates, stretch_of
from web.district.opening import District
from web.words.things import THING_WORDS


class Thing(NamedTuple):
    """A thing by its kind and its id."""

    kind: str
    id: str

    @property
    def stream(self) -> str:
        """The thing as it is asked about, and as the journal names it."""
        return stream_of(self.kind, self.id)


@dataclass(frozen=True, slots=True)
class Request:
    """A question's parameters, with its dates and an open read model that knows K."""

    district: District
    now: Snapshot
    dates: Dates
    arguments: Arguments

    @property
    def at(self) -> At:
        """V and K."""
        return self.dates.at

    @property
    def as_of(self) -> Instant:
        """V."""
        return self.dates.as_of

    @property
    def as_known(self) -> Instant:
        """K."""
        return self.dates.as_known

    def text(self, name: str) -> str:
        """Return the text of a parameter; blank where it was not given."""
        return next(iter(self.arguments.get(name, ())), "")

    def thing(
        self, name: str = "thing", *, kinds: tuple[str, ...] = THINGS.kinds
    ) -> Thing:
        """Read a thing that the journal has had a fact of, whether known at K or not.

        Raises:
            NotAThingError: It is not named by its kind and its id.
            UnknownThingError: The journal never had it.
        """
        text = self.text(name)
        kind, thing = thing_of(text)
        if kind not in kinds or not thing:
            raise NotAThingError(
                text=text, like=stream_of(kinds[0], THING_WORDS[kinds[0]].like)
            )
        if not self.district.app.journal.has(text):
            raise UnknownThingError(kind=kind, thing=thing)
        return Thing(kind, thing)

    def plot(self) -> Thing:
        """Read a thing that must be a plot."""
        return self.thing(kinds=(PLOT,))

    def kind(self) -> str:
        """Read which kind of things is asked about; see ``kind_of``."""
        return kind_of(self.text("kind"), self.text("attribute"))

    def attribute(self, kind: str) -> str:
        """Read an attribute that things of the kind have.

        Raises:
            UnknownAttributeError: They have no such attribute.
        """
        require_attribute(kind, self.text("attribute"))
        return self.text("attribute")

    def type_of(self, kind: str) -> MemberType:
        """Return the type of the attribute that is asked about."""
        return require_attribute(kind, self.text("attribute"))

    def value(self, kind: str) -> Value:
        """Read the value that the attribute is asked about; see ``read_value``."""
        return read_value(kind, self.text("attribute"), self.text("value"))

    def answer(self, kind: str) -> Answer:
        """Read the answer that is looked for, which may be absent."""
        return read_answer(kind, self.text("attribute"), self.text("value"))

    def holding(self, suffix: str = "") -> Holding:
        """Read that an attribute of a thing has a value."""
        thing = self.thing(f"thing{suffix}")
        attribute = self.text(f"attribute{suffix}")
        value = read_value(thing.kind, attribute, self.text(f"value{suffix}"))
        return Holding(thing.stream, attribute, value)

    def measure(self, kind: str) -> str:
        """Read what is summed; money where nothing is named."""
        return require_measure(kind, self.text("measure"))

    def interval(self) -> tuple[Instant, Instant]:
        """Read from when to when, closed and open (R1).

        Raises:
            InvalidInstantError: A bound that cannot be meant.
            NoStretchError: It does not end after it begins.
        """
        start, end = stretch_of(self.text("from"), self.text("to"))
        if start >= end:
            raise NoStretchError(start=self.text("from"), end=self.text("to"))
        return start, end
