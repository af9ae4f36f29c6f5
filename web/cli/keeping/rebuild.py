"""``guatu rebuild``: compute the tables anew from the journal."""

from __future__ import annotations

import click

from web.cli.context import Session, pass_session, progress


@click.command()
@pass_session
def rebuild(session: Session) -> None:
    """Fill fresh tables from the whole journal, then put them in place of the old."""
    with session.district() as district:
        district.app.journal.require_writable()
        with progress(session.translate("Rebuilding")) as report:
            facts = district.read_model.rebuild(district.app.journal, report)
        text = session.translate("Rebuilt from {facts} facts.")
        click.echo(text.format(facts=f"{facts:,}"))
