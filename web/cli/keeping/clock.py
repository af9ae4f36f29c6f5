"""``guatu clock``: whether the clock is trusted, and the way out where it is not."""

from __future__ import annotations

import click

from domain.kernel.instants import print_instant
from web.cli.context import Session, actor, pass_session
from web.district.confirming import confirm
from web.district.opening import District
from web.words.catalogue import message_of
from web.words.refusals import NoReasonError
from web.words.statuses import STOPPED

UNKNOWN = 4
"""Exit code: recording goes on, but whether the clock is right cannot be known."""


@click.group(invoke_without_command=True)
@click.pass_context
def clock(ctx: click.Context) -> None:
    """Tell whether the clock of this machine is trusted to record by."""
    if ctx.invoked_subcommand is None:
        session: Session = ctx.obj
        with session.district() as district:
            code = _tell(district, session)
        ctx.exit(code)


@clock.command("confirm")
@click.option("--reason", default="", help="How the clock was found to be right.")
@pass_session
def confirm_command(session: Session, reason: str) -> None:
    """Confirm that the clock is right now, and let recording go on by it."""
    if not reason.strip():
        raise NoReasonError
    with session.district() as district:
        receipt = confirm(district, reason=reason.strip(), actor=actor())
        text = session.translate("The clock is confirmed, recorded at {recorded}.")
        click.echo(text.format(recorded=print_instant(receipt.recorded)))


def _tell(district: District, session: Session) -> int:
    words = session.translate
    stops, notices = district.stops(), district.notices()
    shown = words("The clock of this machine shows {now}.")
    click.echo(shown.format(now=print_instant(district.time.shown())))
    for stop in stops:
        click.echo(message_of(stop, words))
    for notice in notices:
        click.echo(message_of(notice, words))
    if not stops and not notices:
        click.echo(words("It agrees with what was seen of it before."))
    return STOPPED if stops else UNKNOWN if notices else 0
