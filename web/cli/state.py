"""``guatu state``, ``history`` and ``diff``: any date, as known at any date."""

from __future__ import annotations

import click

from web.asking.differences import compare, diff_sheet, of_kind
from web.cli.context import Session, dated, formatted, pass_session
from web.district.dates import resolve
from web.district.reading import plots_sheet, projects_sheet, stages_sheet
from web.history.histories import history_sheet
from web.words.rows import streamed
from web.words.tables import Format, write
from web.words.things import KINDS


@click.command()
@click.argument("things", type=click.Choice(list(KINDS)))
@click.option("--summary", is_flag=True, help="Count the plots in each stage instead.")
@dated
@formatted
@pass_session
def state(  # noqa: PLR0913  (a command line has that many options)
    session: Session,
    things: str,
    as_of: str,
    as_known: str,
    form: str,
    *,
    summary: bool,
) -> None:
    """Show all plots or projects at a date, as known at a date."""
    with session.district() as district:
        dates = resolve(district, as_of=as_of, as_known=as_known)
        if things == "projects":
            sheet = projects_sheet(district, dates)
        else:
            sheet = (stages_sheet if summary else plots_sheet)(district, dates)
        click.echo(write(sheet, Format(form)), nl=False)


@click.command()
@click.argument("kind", type=click.Choice(list(KINDS.values())))
@click.argument("thing")
@dated
@formatted
@pass_session
def history(  # noqa: PLR0913, PLR0917  (a command line has that many options)
    session: Session, kind: str, thing: str, as_of: str, as_known: str, form: str
) -> None:
    """Show every fact of one plot or project, and what they amount to."""
    with session.district() as district:
        dates = resolve(district, as_of=as_of, as_known=as_known)
        click.echo(
            write(history_sheet(district, kind, thing, dates), Format(form)), nl=False
        )


@click.command()
@click.argument("things", type=click.Choice(list(KINDS)), default="plots")
@click.option("--as-of", default="", metavar="V", help="As of: today by default.")
@click.option(
    "--known", nargs=2, required=True, metavar="K1 K2", help="Known at, twice."
)
@click.option(
    "--attribute",
    default="stage",
    show_default=True,
    help="What is compared; “amount” and “investment” are compared as sums.",
)
@formatted
@pass_session
def diff(  # noqa: PLR0913, PLR0917  (a command line has that many options)
    session: Session,
    things: str,
    as_of: str,
    known: tuple[str, str],
    attribute: str,
    form: str,
) -> None:
    """Show what is answered otherwise at K2 than at K1, and which facts caused it."""
    with session.district() as district:
        before, after = (
            resolve(district, as_of=as_of, as_known=each) for each in known
        )
        kind = KINDS[things]
        found = compare(district, kind, attribute, before=before, after=after)
        if Format(form) is Format.TABLE:
            sheet = diff_sheet(found, found.each())
            click.echo(write(sheet, Format.TABLE), nl=False)
            return
        rows = (of_kind(kind, row) for row in found.each())
        for text in streamed(diff_sheet(found, ()), rows, Format(form)):
            click.echo(text, nl=False)
