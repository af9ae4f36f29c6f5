"""``guatu demo``: found a demonstration district with three years of history."""

from __future__ import annotations

import click

from web.cli.context import Session, pass_session, progress
from web.samples.demo.filling import found_demo
from web.timekeeping.clock import MICROSECONDS_A_SECOND, SystemClock

OFFERED = ("small", "city")


@click.command()
@click.option(
    "--size",
    type=click.Choice(OFFERED),
    default="small",
    show_default=True,
    help="About 5,000 plots, or about 300,000.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=7,
    show_default=True,
    help="The same seed makes the same district.",
)
@pass_session
def demo(session: Session, size: str, seed: int) -> None:
    """Found an invented district with three years of facts, to try things out."""
    clock = SystemClock()
    begun = clock()
    with progress(session.translate("Making the demo district")) as report:
        made = found_demo(session.folder, size=size, seed=seed, progress=report)
    text = session.translate(
        "A demo district is in {home}: {plots} plots, {projects} projects, "
        "{facts} facts, made in {seconds} s."
    )
    click.echo(
        text.format(
            home=session.folder,
            plots=f"{made.plots:,}",
            projects=made.projects,
            facts=f"{made.facts:,}",
            seconds=(clock() - begun) // MICROSECONDS_A_SECOND,
        )
    )
