"""``yiwang import template``: an empty table of a kind, ready to be filled in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.commands.frame import Command, pass_context
from console.files import write_whole
from console.i18n import LANGUAGES, N_, _, current_language
from models.exchange.names import NAMES
from models.kernel.oserrors import why

if TYPE_CHECKING:
    from typing import IO

    from console.commands.context import Context

HELP = N_("An empty table of a kind with drop-downs, notes and an example row, as a workbook.")


@click.command("template", cls=Command, help=HELP)
@click.argument("kind", type=click.Choice(NAMES))
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    type=click.Path(allow_dash=True, dir_okay=False),
    help=N_("Where to write; - is the standard output."),
)
@pass_context
def command(context: Context, *, kind: str, output: str) -> None:
    """Write the template; the file appears whole or not at all."""
    if output == "-":
        _write(kind, sys.stdout.buffer)
        return
    try:
        write_whole(Path(output), lambda stream: _write(kind, stream))
    except OSError as error:
        raise click.FileError(output, _(why(error))) from error
    context.say(_("%(file)s was written. The grey row is an example and is skipped.", file=output))


def _write(kind: str, stream: IO[bytes]) -> None:
    from models.exchange.kinds import kind_named
    from models.exchange.templates import write_template

    write_template(kind_named(kind), stream, _, chinese=current_language() == LANGUAGES[0])
