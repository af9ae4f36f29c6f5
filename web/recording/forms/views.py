"""The three verbs as forms: record a change, correct an error, withdraw.

A form comes back twice: first to be checked, then to be recorded. What was typed is
kept until it is recorded, whatever stands against it.
"""

from __future__ import annotations

from functools import partial
from http import HTTPStatus

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from domain.journal.lines import Receipt
from domain.things.registration import stream_of
from web.district.commands import execute
from web.district.dates import shown
from web.frame.asked import ACTOR, dates_asked, district
from web.frame.form_token import is_own, token_for
from web.frame.language import translate
from web.recording.forms.attempts import Refused, attempted
from web.recording.forms.form import VerbForm, record_form, revision_form
from web.recording.forms.overtaken import StaleShown, stale_shown
from web.recording.forms.preview import Proposal, proposed
from web.recording.forms.preview_words import proposal_shown
from web.recording.forms.words import form_refused, form_shown
from web.words.things import THING_WORDS

bp = Blueprint("verbs", __name__)

TAKEN = "CommandIdTakenError"


def init_app(app: Flask) -> None:
    """Serve the forms."""
    app.register_blueprint(bp)


@bp.route("/record/<record>", methods=["GET", "POST"])
def record_fact(record: str) -> ResponseReturnValue:
    """Record a change: the world changed."""
    return _answer(record_form(district(), record, request.values.get("thing", "")))


@bp.route("/correct/<int:target>", methods=["GET", "POST"])
def correct(target: int) -> ResponseReturnValue:
    """Correct an error: our record was wrong."""
    return _answer(revision_form(district(), "correct", target))


@bp.route("/withdraw/<int:target>", methods=["GET", "POST"])
def withdraw(target: int) -> ResponseReturnValue:
    """Withdraw: it never happened."""
    return _answer(revision_form(district(), "withdraw", target))


def _answer(fresh: VerbForm) -> ResponseReturnValue:
    """Answer a form: as it would be made now, or as it came back.

    Args:
        fresh: The form on the ground of all that is known now.
    """
    if request.method == "GET":
        return _page(fresh)
    typed = fresh.filled(request.form)
    if not is_own(request.form.get("token", ""), typed.command_id):
        return _page(typed.renewed(), form_refused(translate()))
    steps = {"confirm": _confirm, "edit": _edit}
    return steps.get(request.args.get("step", ""), _preview)(typed, fresh)


def _edit(form: VerbForm, _: VerbForm) -> ResponseReturnValue:
    """Show the form again, to go on typing."""
    return _page(form)


def _preview(form: VerbForm, fresh: VerbForm) -> ResponseReturnValue:
    """Show what would be recorded, and what it would change."""
    outcome = attempted(partial(_proposal, form), translate())
    if outcome.value is None:
        return _refused(form, fresh, outcome.refused)
    if outcome.value.receipt is not None:
        return _recorded(form, outcome.value.receipt)
    return render_template(
        "recording/preview.html",
        **_common(form),
        proposal=proposal_shown(form, outcome.value, translate()),
    )


def _proposal(form: VerbForm) -> Proposal:
    as_of = dates_asked().as_of
    return proposed(district(), form.body(), actor=ACTOR, as_of=as_of)


def _confirm(form: VerbForm, fresh: VerbForm) -> ResponseReturnValue:
    """Record it, and go to the sheet as it is known now."""
    outcome = attempted(lambda: _execute(form), translate())
    if outcome.value is None:
        return _refused(form, fresh, outcome.refused)
    return _recorded(form, outcome.value)


def _execute(form: VerbForm) -> Receipt:
    return execute(district(), form.body(), actor=ACTOR)


def _recorded(form: VerbForm, receipt: Receipt) -> ResponseReturnValue:
    lang = request.args.get("lang") or None
    thing = {form.kind: form.thing}
    sheet = url_for(
        THING_WORDS[form.kind].sheet,
        **thing,  # type: ignore[arg-type]
        lang=lang,
        recorded=receipt.last,
        _anchor="recorded",
    )
    return redirect(sheet, HTTPStatus.SEE_OTHER)


def _refused(
    form: VerbForm, fresh: VerbForm, refused: Refused | None
) -> ResponseReturnValue:
    """Show the form so that it can be sent again, and why it was refused.

    What was decided on stale ground stands on the new one from here on.
    """
    if refused is not None and refused.name == TAKEN:
        form = form.renewed().reread(fresh)
    elif refused is not None and refused.moved:
        form = form.reread(fresh)
    return _page(form, refused)


def _page(form: VerbForm, refused: Refused | None = None) -> ResponseReturnValue:
    """Show the form with what was typed, and beside it why it was refused."""
    status = 200 if refused is None else int(refused.status)
    page = render_template(
        "recording/verb.html",
        **_common(form),
        refused=refused,
        moved=_moved(form, refused),
    )
    return page, status


def _moved(form: VerbForm, refused: Refused | None) -> StaleShown | None:
    if refused is None or not refused.moved:
        return None
    stream = stream_of(form.kind, form.thing)
    return stale_shown(district(), stream, refused.moved)


def _common(form: VerbForm) -> dict[str, object]:
    return {
        "dates": shown(dates_asked()),
        "form": form_shown(form, translate(), district().about.crs),
        "token": token_for(form.command_id),
    }
