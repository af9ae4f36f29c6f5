"""``guatu import``: preview and apply editions of registers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click
import msgspec

from domain.journal.lines import Receipt
from domain.kernel.instants import print_instant
from domain.things.land.layers import LayerKind
from web.cli.context import Session, actor, pass_session, progress
from web.recording.layers import LayerFile, import_layer
from web.recording.registers.imports import Prepared, apply, prepare, summary
from web.words.catalogue import Translate, marked, message_of
from web.words.statuses import REFUSED

LABELS = {
    "rows": marked("rows"),
    "refused": marked("rows refused"),
    "new": marked("new rows"),
    "new_within_earlier_edition": marked("of these dated before the last edition ends"),
    "earlier_edition_ends": marked("the last edition ends"),
    "corrected": marked("corrected rows"),
    "corrected_members": marked("corrected members"),
    "withdrawn": marked("withdrawn rows"),
    "reappeared": marked("rows that are back"),
    "unchanged": marked("unchanged rows"),
    "facts": marked("facts to append"),
}

SAME_LAYER = marked(
    "This is the newest edition of the layer already; nothing recorded, its file is "
    "whole."
)
UNCONFINED = marked(
    "Note: this system does not let a program be parted from the network; the file was "
    "read in a process of its own with all other limits."
)


@click.group()
def import_group() -> None:
    """Import what people keep elsewhere."""


@import_group.command("plots")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--register", required=True, help="The register's name, for all editions."
)
@click.option(
    "--mapping",
    "mapping_path",
    required=True,
    type=click.Path(path_type=Path),
    help="A TOML file that says what the columns mean.",
)
@click.option(
    "--preview",
    "mode",
    flag_value="preview",
    default="preview",
    help="Show what would happen; record nothing (the default).",
)
@click.option("--apply", "mode", flag_value="apply", help="Record it, all or nothing.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    help="How to write the totals.",
)
@pass_session
def plots(  # noqa: PLR0913, PLR0917  (a command line has that many options)
    session: Session,
    file: Path,
    register: str,
    mapping_path: Path,
    mode: str,
    form: str,
) -> None:
    """Import an edition of a register of plots; --preview shows, --apply records."""
    opened = session.recording if mode == "apply" else session.district
    with opened() as district:
        with progress(session.translate("Comparing with the journal")):
            prepared = prepare(
                district, file, register=register, mapping_path=mapping_path
            )
        click.echo(_summary_text(prepared, form, session.translate))
        _tell_refused(prepared, session.translate)
        if mode == "apply":
            with progress(session.translate("Recording")) as report:
                receipt = apply(district, prepared, actor=actor(), progress=report)
            click.echo(_outcome(receipt, session.translate), err=form == "json")
        elif prepared.refused:
            raise click.exceptions.Exit(REFUSED)


@import_group.command("layer")
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--kind",
    type=click.Choice([each.value for each in LayerKind]),
    default=LayerKind.OTHER.value,
    show_default=True,
    help="What the layer shows; decides how quietly it is drawn.",
)
@click.option("--class-column", help="Column of what a feature is.")
@click.option("--label-column", help="Column of what is written beside it.")
@click.option("--source-layer", help="Which layer of a package that has several.")
@pass_session
def layer(  # noqa: PLR0913, PLR0917  (a command line has that many options)
    session: Session,
    name: str,
    file: Path,
    kind: str,
    class_column: str | None,
    label_column: str | None,
    source_layer: str | None,
) -> None:
    """Import a base layer: GeoPackage or GeoJSON, in any CRS that it declares.

    A layer that is there already is only made whole again.
    """
    wanted = LayerFile(
        path=file,
        name=name,
        kind=LayerKind(kind),
        class_column=class_column,
        label_column=label_column,
        source_layer=source_layer,
    )
    with session.recording() as district:
        imported = import_layer(district, wanted, actor=actor())
        if not imported.is_confined:
            click.echo(session.translate(UNCONFINED), err=True)
        if imported.receipt is None:
            click.echo(session.translate(SAME_LAYER))
        else:
            click.echo(_outcome(imported.receipt, session.translate))


def _summary_text(prepared: Prepared, form: str, translate: Translate) -> str:
    totals = summary(prepared)
    if form == "json":
        return msgspec.json.format(msgspec.json.encode(totals), indent=2).decode()
    head = translate("Edition {edition} of “{register}”, from {file}").format(**totals)
    lines = [
        f"  {_number(totals[key]):>12}  {translate(label)}"
        for key, label in LABELS.items()
        if totals[key] not in (None, {})
    ]
    return "\n".join([head, *lines])


def _number(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {number:,}" for name, number in value.items())
    return f"{value:,}" if isinstance(value, int) else str(value)


def _tell_refused(prepared: Prepared, translate: Translate) -> None:
    """Name every refused row with its line, on stderr."""
    file = prepared.plan.edition.file
    for line, error in prepared.refused.items():
        where = translate("{file}, line {line}: ").format(file=file, line=line)
        text = message_of(error, translate)
        click.echo(text if text.startswith(file) else where + text, err=True)


def _outcome(receipt: Receipt | None, translate: Translate) -> str:
    if receipt is None:
        return translate(
            "Nothing has changed since the last edition; nothing recorded."
        )
    text = translate("Recorded as positions {first} to {last}, at {recorded}.")
    recorded = print_instant(receipt.recorded)
    return text.format(first=receipt.first, last=receipt.last, recorded=recorded)
