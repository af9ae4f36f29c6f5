"""``guatu``: the commands, and the one place that turns refusals into exit codes."""

from __future__ import annotations

import sys
from typing import cast

import click

from web.cli import asking, founding, importing, keeping, recording, serving
from web.cli.context import Session
from web.errors import OURS, exit_code_of
from web.words import LANGUAGES, told, words


class GuatuGroup(click.Group):
    """A group whose commands may raise what any layer of ours raises."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a refusal goes to stderr in the reader's language."""
        try:
            return super().invoke(ctx)
        except OURS as error:
            session = cast("Session", ctx.obj)
            click.echo(told(error, words(session.language)), err=True)
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
@click.version_option(package_name="guatu")
@click.pass_context
def main(ctx: click.Context, home: str, lang: str) -> None:
    """Keep the project map and the memory of a district."""
    ctx.obj = Session(home=home, language=lang)


main.add_command(founding.init)
main.add_command(serving.serve)
main.add_command(recording.record)
main.add_command(importing.import_group, "import")
main.add_command(asking.state)
main.add_command(asking.history)
main.add_command(asking.diff)
main.add_command(keeping.rebuild)

if __name__ == "__main__":
    sys.exit(main())
