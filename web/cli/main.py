"""``guatu``: the commands, and the one place that turns refusals into exit codes."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import cast

import click

from web.cli.context import Session
from web.district.files.marks import MARK_VARIABLE
from web.words.catalogue import LANGUAGES, message_of, words
from web.words.statuses import OURS, exit_code_of

COMMANDS: Mapping[str, str] = {
    "ask": "web.cli.questions:ask",
    "backup": "web.cli.keeping.backing_up:backup",
    "checkpoint": "web.cli.keeping.checkpointing:checkpoint",
    "clock": "web.cli.keeping.clock:clock",
    "decade": "web.cli.founding.decade:decade",
    "demo": "web.cli.founding.demo:demo",
    "diff": "web.cli.state:diff",
    "history": "web.cli.state:history",
    "import": "web.cli.importing:import_group",
    "init": "web.cli.founding.district:init",
    "map": "web.cli.maps:evidence",
    "rebuild": "web.cli.keeping.rebuild:rebuild",
    "record": "web.cli.recording:record",
    "restore": "web.cli.keeping.backing_up:restore",
    "resume": "web.cli.keeping.resuming:resume",
    "serve": "web.cli.serving:serve",
    "state": "web.cli.state:state",
    "verify": "web.cli.keeping.verifying:verify",
    "wallmap": "web.cli.maps:wallmap",
}
"""Loaded when they are called: maps and web servers take a second to import."""


class GuatuGroup(click.Group):
    """A group whose commands may raise what any layer of ours raises."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """List the commands by name."""
        return sorted(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> click.Command | None:
        """Load a command; None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        return cast("click.Command", getattr(import_module(module), name))

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a refusal goes to stderr in the reader's language."""
        try:
            return super().invoke(ctx)
        except OURS as error:
            session = cast("Session", ctx.obj)
            click.echo(message_of(error, words(session.language)), err=True)
            ctx.exit(exit_code_of(error))


@click.group(cls=GuatuGroup, context_settings={"auto_envvar_prefix": "GUATU"})
@click.option(
    "--home",
    default="var/district",
    show_default=True,
    help="The folder of the district; GUATU_HOME says the same.",
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="The language of messages; GUATU_LANG says the same.",
)
@click.option(
    "--mark",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder apart from the district's, where it is marked how far journals have "
    "come; the user's state folder by default. GUATU_MARK says the same.",
)
@click.version_option(package_name="guatu")
@click.pass_context
def main(ctx: click.Context, home: str, lang: str, mark: Path | None) -> None:
    """Keep the project map and the memory of a district."""
    # Commands say by themselves what the log of a server says; ``serve`` keeps a log.
    logging.getLogger("guatu").addHandler(logging.NullHandler())
    if mark is not None:
        # Processes that a command starts look there too.
        os.environ[MARK_VARIABLE] = os.fspath(mark)
    ctx.obj = Session(home=home, language=lang)


if __name__ == "__main__":
    sys.exit(main())
