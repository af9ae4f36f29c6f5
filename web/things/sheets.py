"""The sheets of one plot and of one project: every answer with the facts behind it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from flask import Blueprint, Flask, render_template, request
from flask.typing import ResponseReturnValue

from domain.kernel.instants import SHANGHAI, Instant, moment_of
from domain.things.land.plots import STAGES
from domain.things.registration import stream_of
from geo.record.shapes import areas_m2
from projections.lists.listing import Listing
from web.district.dates import shown
from web.district.reading import snapshot_at
from web.frame.asked import dates_asked, district
from web.frame.language import translate
from web.frame.links import to
from web.frame.made.once import rests_on
from web.frame.made.pages import made_once
from web.history.boundaries import boundaries_shown
from web.history.entries import FactLine, fact_lines
from web.history.existence import existence_shown, former_shown, later_shown
from web.history.histories import family_known
from web.history.stranded import stranded_shown
from web.history.sums import shares_shown, sum_of
from web.history.things import (
    ThingKnown,
    attributes_shown,
    thing_known,
)
from web.history.words import facts_shown
from web.things.list_figures import list_figures
from web.things.places import centres_deg
from web.words.labels import stage_label
from web.words.things import THING_WORDS
from web.words.values import area_text, decimal_text, money_text, mu_text, printed_stage

bp = Blueprint("things", __name__)

SHAPES = ("boundary", "point")


def init_app(app: Flask) -> None:
    """Serve the sheets."""
    app.register_blueprint(bp)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a thing lies, and how large it is as measured."""

    area_m2: str
    mu: str
    map_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What was added to a sum in one month; ``share`` of the largest, 0 to 100."""

    month: str
    amount: str
    running: str
    share: float
    facts_url: str


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many plots of a project are in a stage."""

    code: str
    label: str
    plots: int


@bp.get("/plots/<plot>")
def plot_page(plot: str) -> ResponseReturnValue:
    """Show one plot: every attribute, its periods, its money, its facts."""
    return made_once(lambda: _plot_sheet(plot))


def _plot_sheet(plot: str) -> str:
    known = _known("plot", plot)
    shares = shares_shown(known, "amount")
    return render_template(
        "things/plot.html",
        **_common(known),
        sheet=plot,
        attributes=attributes_shown(known, (*THING_WORDS["plot"].shown, *SHAPES)),
        amount=_amount(known) if known.exists or shares else None,
        shares=shares,
        existence=existence_shown(known),
        former=former_shown(known),
        later=later_shown(known),
        boundaries=boundaries_shown(known),
        project_id=_text(known.value("project")),
    )


@bp.get("/projects/<project>")
def project_page(project: str) -> ResponseReturnValue:
    """Show one project: site, permits, money by month, land, plots by stage."""
    return made_once(lambda: _project_sheet(project))


def _project_sheet(project: str) -> str:
    rests_on("plot:")
    known = _known("project", project)
    permits = sorted(name for name in known.periods if ":" in name)
    land_m2 = Decimal(sum_of(known, "land_acquired_m2"))
    stages = _stages(project)
    return render_template(
        "things/project.html",
        **_common(known),
        sheet=project,
        name=_text(known.value("name")),
        attributes=attributes_shown(known, (*THING_WORDS["project"].shown, "boundary")),
        permits=attributes_shown(known, permits),
        investment=money_text(int(sum_of(known, "investment"))),
        months=_months(known, project),
        land_m2=decimal_text(land_m2),
        land_mu=mu_text(float(land_m2)),
        land=shares_shown(known, "land_acquired_m2"),
        stages=stages,
        plots=sum(each.plots for each in stages),
    )


def _known(kind: str, thing: str) -> ThingKnown:
    dates = dates_asked()
    family = family_known(district(), kind, thing, dates)
    rests_on(*family.streams)
    return thing_known(family, stream_of(kind, thing), dates)


def _common(known: ThingKnown) -> dict[str, object]:
    positions = known.family.naming(known.stream)
    facts = fact_lines(known.family, positions, known.dates)[::-1]
    return {
        "dates": shown(known.dates),
        "exists": known.exists,
        "number": next(iter(known.family.own(known.stream)), None),
        "place": _place(known),
        "facts": facts_shown(facts),
        "stranded": stranded_shown(known.now, positions, translate()),
        "not_applied": [each.position for each in facts if each.stranded],
        "recorded": _just_recorded(facts),
    }


def _just_recorded(facts: Sequence[FactLine]) -> FactLine | None:
    """Find the fact that a form has just recorded, by its position in the address."""
    position = request.args.get("recorded", type=int)
    return next((each for each in facts if each.position == position), None)


def _place(known: ThingKnown) -> Place | None:
    boundary = _text(known.value("boundary"))
    point = _text(known.value("point"))
    if boundary is None and point is None:
        return None
    [area] = areas_m2([boundary])
    [centre] = centres_deg([boundary or point], crs=district().about.crs)
    lat_deg, lon_deg = centre or (0.0, 0.0)
    measured = None if boundary is None else float(area)
    return Place(
        area_m2=area_text(measured),
        mu=mu_text(measured),
        map_url=f"{to('pages.map_page')}#map=18/{lat_deg:.5f}/{lon_deg:.5f}",
    )


def _amount(known: ThingKnown) -> str:
    return money_text(int(sum_of(known, "amount")))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _months(known: ThingKnown, project: str) -> list[Month]:
    """Sum investment by the month in which the work was done, up to V."""
    amounts = [
        (_month(each.fact.effective), quantity)
        for each in known.own_facts
        if each.fact.effective <= known.dates.as_of
        for measure, quantity in each.fact.quantities()
        if measure == "investment"
    ]
    sums = [
        (month, int(sum(q for _, q in each)))
        for month, each in groupby(amounts, key=lambda pair: pair[0])
    ]
    largest = max((abs(amount) for _, amount in sums), default=0) or 1
    return [
        Month(
            month=month,
            amount=money_text(amount),
            running=money_text(sum(a for _, a in sums[: place + 1])),
            share=max(0.0, 100 * amount / largest),
            facts_url=_facts_url(project, month),
        )
        for place, (month, amount) in enumerate(sums)
    ]


def _month(effective: Instant) -> str:
    return moment_of(effective).astimezone(SHANGHAI).strftime("%Y-%m")


def _facts_url(project: str, month: str) -> str:
    """Lead to the facts of one month."""
    year, number = map(int, month.split("-"))
    return to(
        "history.stream",
        kind="project",
        thing=project,
        fact="InvestmentRecorded",
        happened_from=f"{month}-01",
        happened_to=f"{month}-{monthrange(year, number)[1]}",
    )


def _stages(project: str) -> list[StageCount]:
    dates, words = dates_asked(), translate()
    asked = Listing(
        kind="plot",
        at=dates.at,
        values={"project": project},
    )
    with snapshot_at(district(), dates) as now:
        plots = list_figures().by_stage(now, asked, dates.position)
    return [
        StageCount(printed_stage(each), stage_label(each, words), plots.get(each, 0))
        for each in STAGES
    ]
