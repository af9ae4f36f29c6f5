"""``guatu decade``: found a district with ten years of history, for measuring."""

from __future__ import annotations

import click

from web.cli.context import Session, pass_session, progress
from web.samples.decade.filling import found_decade
from web.samples.decade.scale import CITY, Scale
from web.timekeeping.clock import MICROSECONDS_A_SECOND, SystemClock


@click.command(hidden=True)
@click.option(
    "--plots",
    type=click.IntRange(min=20),
    default=CITY.plots,
    show_default=True,
    help="How many plots the district begins with.",
)
@click.option(
    "--facts",
    type=click.IntRange(min=100),
    default=CITY.facts,
    show_default=True,
    help="About how many facts are recorded.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=CITY.seed,
    show_default=True,
    help="The same seed makes the same journal, byte for byte.",
)
@pass_session
def decade(session: Session, plots: int, facts: int, seed: int) -> None:
    """Found a district of plain rectangles with ten years of facts."""
    scale, clock = Scale(plots=plots, facts=facts, seed=seed), SystemClock()
    begun = clock()
    with progress(session.translate("Making a decade of facts")) as report:
        made = found_decade(session.folder, scale, report)
    text = session.translate(
        "A demo district is in {home}: {plots} plots, {projects} projects, "
        "{facts} facts, made in {seconds} s."
    )
    click.echo(
        text.format(
            home=session.folder,
            plots=f"{plots:,}",
            projects=scale.projects,
            facts=f"{made:,}",
            seconds=(clock() - begun) // MICROSECONDS_A_SECOND,
        )
    )
