"""``guatu init``: found a district."""

from __future__ import annotations

import click

from web.cli.context import Session, pass_session
from web.district.founding import found_district


@click.command()
@click.option(
    "--name", default="示例区", show_default=True, help="The district's name."
)
@click.option(
    "--crs",
    default="EPSG:4547",
    show_default=True,
    help="EPSG code of a projected CRS in metres, for geometry of record.",
)
@click.option("--currency", default="CNY", show_default=True, help="Three letters.")
@pass_session
def init(session: Session, name: str, crs: str, currency: str) -> None:
    """Found a district in the folder given by --home."""
    found_district(session.folder, name=name, crs=crs, currency=currency)
    text = session.translate("A district is founded in {home}.")
    click.echo(text.format(home=session.folder))
