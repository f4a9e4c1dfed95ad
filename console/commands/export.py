"""``yiwang export``: tables out of the database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.commands.frame import framed_command, pass_context
from console.files import write_whole
from console.i18n import N_, _
from models.exchange.names import EXPORTABLE
from models.kernel.oserrors import why

if TYPE_CHECKING:
    from console.commands.context import Context

_ENCODINGS = {"utf-8-bom": "utf-8-sig", "utf-8": "utf-8", "gb18030": "gb18030"}


@framed_command(
    "export",
    help=N_("Write tables to files."),
    epilog=N_("Examples:\n  yiwang export matters -o matters.csv\n  yiwang export grids --json -o - | head"),
)
@click.argument("kind", type=click.Choice(EXPORTABLE))
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    type=click.Path(allow_dash=True, dir_okay=False),
    help=N_("Where to write; - is the standard output."),
)
@click.option("--json", "json_lines", is_flag=True, help=N_("JSON Lines instead of CSV."))
@click.option(
    "--encoding",
    type=click.Choice(list(_ENCODINGS)),
    default="utf-8-bom",
    show_default=True,
    help=N_("Of CSV files; the first opens rightly in every spreadsheet."),
)
@pass_context
def command(context: Context, *, kind: str, output: str, json_lines: bool, encoding: str) -> None:
    """Write all rows in a stable order; the file appears whole or not at all."""
    exchange, actor = context.services().exchange, context.actor()
    codec = _ENCODINGS[encoding]
    if output == "-":
        exchange.export(actor, kind, sys.stdout.buffer, json_lines=json_lines, encoding=codec)
        return
    try:
        count = write_whole(
            Path(output),
            lambda stream: exchange.export(actor, kind, stream, json_lines=json_lines, encoding=codec),
        )
    except OSError as error:
        raise click.FileError(output, _(why(error))) from error
    context.say(_("%(count)s rows written to %(file)s.", count=count, file=output))
