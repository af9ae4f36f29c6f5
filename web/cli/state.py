"""``guatu state``, ``history`` and ``diff``: any date, as known at any date."""

from __future__ import annotations

from collections.abc import Mapping

import click

from web.asking.differences import compare, diff_sheet, of_kind, paged_diff
from web.asking.paging import asks_for_page
from web.asking.paging import paged as page_of
from web.cli.context import Session, dated, formatted, paged, pass_session
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
@paged
@formatted
@pass_session
def state(  # noqa: PLR0913  (a command line has that many options)
    session: Session,
    things: str,
    as_of: str,
    as_known: str,
    form: str,
    *,
    page: Mapping[str, str],
    summary: bool,
) -> None:
    """Show all plots or projects at a date, as known at a date."""
    with session.district() as district:
        dates = resolve(district, as_of=as_of, as_known=as_known)
        if things == "projects":
            sheet = projects_sheet(district, dates)
        else:
            sheet = (stages_sheet if summary else plots_sheet)(district, dates)
        click.echo(write(page_of(sheet, page), Format(form)), nl=False)


@click.command()
@click.argument("kind", type=click.Choice(list(KINDS.values())))
@click.argument("thing")
@dated
@paged
@formatted
@pass_session
def history(  # noqa: PLR0913, PLR0917  (a command line has that many options)
    session: Session,
    kind: str,
    thing: str,
    as_of: str,
    as_known: str,
    form: str,
    *,
    page: Mapping[str, str],
) -> None:
    """Show every fact of one plot or project, and what they amount to."""
    with session.district() as district:
        dates = resolve(district, as_of=as_of, as_known=as_known)
        sheet = history_sheet(district, kind, thing, dates)
        click.echo(write(page_of(sheet, page), Format(form)), nl=False)


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
@paged
@formatted
@pass_session
def diff(  # noqa: PLR0913, PLR0917  (a command line has that many options)
    session: Session,
    things: str,
    as_of: str,
    known: tuple[str, str],
    attribute: str,
    form: str,
    *,
    page: Mapping[str, str],
) -> None:
    """Show what is answered otherwise at K2 than at K1, and which facts caused it."""
    with session.district() as district:
        before, after = (
            resolve(district, as_of=as_of, as_known=each) for each in known
        )
        kind = KINDS[things]
        found = compare(district, kind, attribute, before=before, after=after)
        if asks_for_page(page):
            click.echo(write(paged_diff(found, page), Format(form)), nl=False)
            return
        if Format(form) is Format.TABLE:
            sheet = diff_sheet(found, found.each())
            click.echo(write(sheet, Format.TABLE), nl=False)
            return
        rows = (of_kind(kind, row) for row in found.each())
        for text in streamed(diff_sheet(found, ()), rows, Format(form)):
            click.echo(text, nl=False)
