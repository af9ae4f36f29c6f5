"""The page of conflicts: every stranded fact as known at K, to be resolved (R15)."""

from __future__ import annotations

from flask import Blueprint, Flask, render_template
from flask.typing import ResponseReturnValue

from domain.kernel.assertions import timeline
from projections.opening.unreadable import unreadable
from projections.questions.all_things import conflicts
from web.district.dates import shown
from web.district.reading import snapshot_at
from web.frame.asked import dates_asked, district
from web.frame.language import translate
from web.frame.made.pages import made_once
from web.frame.paging import PAGE, Pager
from web.history.families import family_of
from web.history.stranded import StrandedShown, stranded_shown

bp = Blueprint("conflicts", __name__)


def init_app(app: Flask) -> None:
    """Serve the conflicts."""
    app.register_blueprint(bp)


@bp.get("/conflicts")
def conflicts_page() -> ResponseReturnValue:
    """List the facts that are not applied anywhere, the newest first."""
    return made_once(_conflicts)


def _conflicts() -> str:
    dates = dates_asked()
    with snapshot_at(district(), dates) as now:
        positions = conflicts(now, as_known=dates.as_known)[::-1]
        lost = unreadable(now, up_to=dates.position)
    pager = Pager.asked(len(positions))
    on_page = positions[pager.offset : pager.offset + PAGE]
    return render_template(
        "history/conflicts.html",
        dates=shown(dates),
        conflicts=_shown_conflicts(on_page)[::-1],
        pager=pager,
        lost=lost,
    )


def _shown_conflicts(positions: list[int]) -> list[StrandedShown]:
    """Put stranded facts into words, from all that is known of their families."""
    dates, journal = dates_asked(), district().app.journal
    streams = {entry.thing for entry in journal.entries_at(positions)}
    family = family_of(journal, streams, up_to=dates.position)
    now = timeline(family.entries, dates.as_known)
    return stranded_shown(now, positions, translate())
