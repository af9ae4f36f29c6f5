"""The journal as people read it: a stream of facts, and each fact by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Flask, render_template, request
from flask.typing import ResponseReturnValue

from domain.errors import UnknownPositionError
from domain.facts import FACTS
from domain.journal.mapper import printed
from domain.kernel.facts import (
    NAMELESS,
    FactCorrected,
    FactWithdrawn,
    UnreadableFact,
    WorldFact,
)
from domain.things.registration import stream_of, thing_of
from projections.tables.facts import (
    FactPlace,
    FactsWanted,
    facts_counted,
    facts_page,
    ids_of_kind,
    values_in,
)
from web.district.dates import Dates, days_of, positions_of, shown
from web.district.reading import snapshot_at
from web.frame.asked import dates_asked, district
from web.frame.language import translate
from web.frame.made.once import rests_on
from web.frame.made.pages import made_once
from web.history.entries import FactLine, fact_lines
from web.history.families import Family, family_of
from web.history.words import LATE_FROM_DAYS, FactShown, fact_shown
from web.words.labels import FACT_LABELS

bp = Blueprint("history", __name__, url_prefix="/history")

PAGE = 50
REVISIONS = ("FactCorrected", "FactWithdrawn")


def init_app(app: Flask) -> None:
    """Serve the journal."""
    app.register_blueprint(bp)


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamLine:
    """One fact of the stream, with the thing that it leads to."""

    fact: FactShown
    kind: str
    thing: str
    register: str | None
    stranded: bool


@bp.get("")
def stream() -> ResponseReturnValue:
    """Show the journal as known at K, newest first, fifty facts a page."""
    return made_once(_stream_page)


def _stream_page() -> str:
    dates = dates_asked()
    wanted = _wanted(dates)
    before = request.args.get("before", type=int)
    with snapshot_at(district(), dates) as now:
        places = facts_page(now, wanted, before=before, limit=PAGE + 1)
        found = facts_counted(now, wanted)
        actors = values_in(now, "actor", up_to=dates.position)
        kinds = values_in(now, "kind", up_to=dates.position)
        registers = ids_of_kind(now, "register", up_to=dates.position)
    shown_places = places[:PAGE]
    return render_template(
        "history/history.html",
        dates=shown(dates),
        lines=_lines(shown_places, dates),
        found=found,
        older=shown_places[-1].position if len(places) > PAGE else None,
        before=before,
        kinds=kinds,
        names={name: translate()(FACT_LABELS[name]) for name in sorted(FACTS)},
        actors=actors,
        registers=registers,
        late_from_days=LATE_FROM_DAYS,
    )


def _wanted(dates: Dates) -> FactsWanted:
    """Read the filters."""
    recorded = _given("recorded_from"), _given("recorded_to")
    before, up_to = positions_of(district(), *recorded)
    happened = days_of(_given("happened_from"), _given("happened_to"))
    names = {"revisions": REVISIONS}.get(_given("fact"), (_given("fact"),))
    return FactsWanted(
        names=[name for name in names if name],
        kind=_given("kind"),
        thing=_given("thing"),
        actor=_given("actor"),
        register=_given("register"),
        after=before or 0,
        up_to=dates.position if up_to is None else min(dates.position, up_to),
        effective_from=happened[0],
        effective_until=happened[1],
        late_days=request.args.get("late", type=int),
    )


def _given(name: str) -> str:
    return request.args.get(name, "").strip()


def _lines(places: Sequence[FactPlace], dates: Dates) -> list[StreamLine]:
    """Put the facts of one page into words, from all that is known of their things."""
    family = _family({_stream(each) for each in places}, dates)
    facts = fact_lines(family, [each.position for each in places], dates)
    by_position = {each.position: each for each in facts}
    return [_line(by_position[each.position], each) for each in places]


def _stream(place: FactPlace) -> str:
    return stream_of(place.kind, place.thing) if place.thing else place.kind


def _family(streams: set[str], dates: Dates) -> Family:
    return family_of(district().app.journal, streams, up_to=dates.position)


def _line(fact: FactLine, place: FactPlace) -> StreamLine:
    return StreamLine(
        fact=fact_shown(fact),
        kind=place.kind,
        thing=place.thing,
        register=None if fact.source is None else fact.source.register,
        stranded=fact.stranded,
    )


@bp.get("/<int:position>")
def entry(position: int) -> ResponseReturnValue:
    """Show one entry: what it says, its leaf, its command, what revised it since."""
    return made_once(lambda: _entry_page(position))


def _entry_page(position: int) -> str:
    dates = dates_asked()
    if position > dates.position:
        raise UnknownPositionError(position=position, last=dates.position)
    line = district().app.journal.line(position)
    family = _family({line.stream}, dates)
    if position < dates.position:  # The last one has no link to the next yet.
        rests_on(*family.streams)
    positions = [each.position for each in family.lines]
    by_position = {each.position: each for each in fact_lines(family, positions, dates)}
    kind, thing = thing_of(line.stream)
    return render_template(
        "history/entry.html",
        dates=shown(dates),
        entry=_line(by_position[position], FactPlace(position, kind, thing)),
        line=line,
        leaf=_in_fours(line.leaf.hex()),
        stored=printed(line.state),
        group=district().app.journal.group(position),
        chain=[fact_shown(by_position[each]) for each in _chain(family, position)],
        target=_shown_target(by_position, position),
        revisable=_revisable(family, position),
    )


def _in_fours(text: str) -> list[str]:
    return [text[start : start + 4] for start in range(0, len(text), 4)]


def _chain(family: Family, position: int) -> list[int]:
    """List what corrected or withdrew an entry since, and what revised that in turn."""
    revised = {position}
    found = []
    for each in family.entries:
        fact = each.fact
        if isinstance(fact, FactCorrected | FactWithdrawn) and fact.target in revised:
            revised.add(each.position)
            found.append(each.position)
    return found


def _shown_target(by_position: dict[int, FactLine], position: int) -> FactShown | None:
    target = by_position[position].target
    return None if target is None else fact_shown(by_position[target])


def _revisable(family: Family, position: int) -> tuple[bool, bool]:
    """Tell whether an entry can be corrected, and whether it can be withdrawn."""
    entry = next(each for each in family.entries if each.position == position)
    fact = entry.fact
    is_revision = isinstance(fact, FactCorrected | FactWithdrawn)
    is_world = isinstance(fact, WorldFact)
    is_named = thing_of(entry.thing)[0] != NAMELESS
    is_damaged = isinstance(fact, UnreadableFact) and not fact.is_newer and is_named
    may_withdraw = is_world or is_revision or is_damaged
    return is_world or isinstance(fact, FactCorrected), may_withdraw
