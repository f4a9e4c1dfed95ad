"""``yiwang export``: tables out of the database, and the list of what was taken out."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.commands.catalogue_editions import day
from console.commands.exportasked import REQUEST_COMMANDS
from console.commands.exportlines import local_time, masking_title
from console.commands.frame import Command, Group, json_option, pass_context
from console.commands.import_ import KIND_HELP
from console.commands.progress import progress_bar
from console.files import write_whole
from console.i18n import N_, _, render
from models.exchange.exporting.views import Format
from models.exchange.names import EXPORTABLE
from models.kernel.oserrors import why

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from typing import IO

    from console.commands.context import Context
    from models.exchange.exporting.views import ExportSummary, How, Wanted

_ENCODINGS = {"utf-8-bom": "utf-8-sig", "utf-8": "utf-8", "gb18030": "gb18030", "gbk": "gbk"}


class ExportGroup(Group):
    """``yiwang export KIND``: one command per kind, made when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the kinds, then the other commands."""
        return [*EXPORTABLE, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a kind."""
        if cmd_name in EXPORTABLE:
            return _kind_command(cmd_name)
        return super().get_command(ctx, cmd_name)


@click.group(
    "export",
    cls=ExportGroup,
    help=N_("Write tables to files."),
    epilog=N_(
        "Examples:\n"
        "  yiwang export matters -o matters.xlsx\n"
        "  yiwang export matters -o - --as-of 2026-01-01\n"
        "  yiwang export grids --json -o - | head\n"
        "  yiwang export cases -o cases.xes.gz --filter 状态:处置\n"
        "  yiwang export list"
    ),
)
def command() -> None:
    """Hold one command per kind of table."""


for _each in REQUEST_COMMANDS:
    command.add_command(_each)


def selecting_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which rows and columns."""
    for option in (
        click.option(
            "--set",
            "constants",
            multiple=True,
            metavar="FIELD=VALUE",
            help=N_("What the table has to know: book=CODE for source items."),
        ),
        click.option(
            "--as-of", "on", metavar="DATE", callback=day, help=N_("As it was, or will be, on this day.")
        ),
        click.option(
            "--columns",
            metavar="NAME",
            default="",
            help=N_("Only these columns, separated by commas; of cases also due_at, receipt, assistance."),
        ),
        click.option(
            "--queue",
            metavar="QUEUE",
            default="",
            help=N_(
                "Of cases and history: only those in this queue, built in or saved; open is all open ones."
            ),
        ),
        click.option(
            "--filter",
            "text",
            metavar="TEXT",
            default="",
            help=N_("Of cases and history: only those a queue would show so narrowed."),
        ),
    ):
        function = option(function)
    return function


def _constants(pairs: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.BadParameter(_("Write it as FIELD=VALUE."), param_hint="--set")
        found[name.strip()] = value.strip()
    return found


def wanted_of(
    kind: str, text: str, columns: str, queue: str, on: date | None = None, constants: tuple[str, ...] = ()
) -> Wanted:
    """Return what was asked for."""
    from models.exchange.exporting.views import Wanted

    names = tuple(each.strip() for each in columns.replace("，", ",").split(",") if each.strip())
    return Wanted(kind, text.strip(), queue, names, on, _constants(constants))


def _kind_command(kind: str) -> click.Command:
    @click.option(
        "-o",
        "--output",
        required=True,
        metavar="FILE",
        type=click.Path(allow_dash=True, dir_okay=False),
        help=N_("Where to write; - is the standard output. The ending says the format; .gz packs it."),
    )
    @click.option(
        "--format",
        "chosen",
        type=click.Choice([each.value for each in Format]),
        default=None,
        help=N_("The format, if the ending does not say it; csv on the standard output."),
    )
    @click.option("--json", "json_lines", is_flag=True, help=N_("JSON Lines, as --format jsonl."))
    @click.option(
        "--encoding",
        type=click.Choice(list(_ENCODINGS)),
        default="utf-8-bom",
        show_default=True,
        help=N_("Of CSV files; the first opens rightly in every spreadsheet."),
    )
    @click.option(
        "--escape", is_flag=True, help=N_("Write characters the encoding cannot carry by their names.")
    )
    @click.option(
        "--headings",
        type=click.Choice(["names", "office"]),
        default=None,
        help=N_("Headings: the names of the fields, or Chinese as offices write them (workbooks)."),
    )
    @selecting_options
    @click.option("--reveal", is_flag=True, help=N_("Personal data in clear; goes into the ledger."))
    @click.option(
        "--reason", metavar="TEXT", default="", help=N_("What personal data in clear is needed for.")
    )
    @click.option("--request", type=int, metavar="NO", help=N_("The request a second person agreed to."))
    @pass_context
    def run(context: Context, /, **entries: Any) -> None:
        _export(context, kind, **entries)

    return click.command(kind, cls=Command, help=KIND_HELP.get(kind, kind))(run)


def _export(
    context: Context,
    kind: str,
    *,
    output: str,
    text: str,
    columns: str,
    queue: str,
    on: date | None,
    constants: tuple[str, ...],
    **entries: Any,
) -> None:
    how = _how(kind, output, **entries)
    wanted = wanted_of(kind, text, columns, queue, on, constants)
    exports, actor = context.services().exports, context.actor()
    if wanted.columns:
        from console.commands.caselines import times
        from console.former_words import receipt_texts

        how = replace(how, explain=partial(receipt_texts, times=times(context)))
    with progress_bar() as progress:

        def write(stream: IO[bytes]) -> ExportSummary:
            return exports.export(actor, wanted, how, stream, on_progress=progress)

        if output == "-":
            summary = write(sys.stdout.buffer)
        else:
            try:
                private = how.reveal or how.request is not None
                summary = write_whole(Path(output), write, private=private)
            except OSError as error:
                raise click.FileError(output, _(why(error))) from error
    if output != "-":
        context.say(_("%(count)s rows written to %(file)s.", count=summary.rows, file=output))
    for note in summary.notes:
        context.say(str(render(note)))
    if summary.masking != "none":
        context.say(masking_title(summary.masking))


def _how(
    kind: str,
    output: str,
    *,
    chosen: str | None,
    json_lines: bool,
    encoding: str,
    headings: str | None,
    **entries: Any,
) -> How:
    from console.i18n import current_language
    from models.exchange.exporting.rules import format_of
    from models.exchange.exporting.views import How

    said = chosen or (Format.JSON_LINES if json_lines else "")
    format_, packed = format_of(output, said, kind)
    office = headings == "office" or (
        headings is None and format_ is Format.XLSX and current_language().startswith("zh")
    )
    return How(format_, _ENCODINGS[encoding], packed, office, **entries)


@command.command("list", help=N_("List what was exported: by whom, which rows, masked or not; newest first."))
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help=N_("How many."))
@json_option
@pass_context
def exports(context: Context, *, limit: int, as_json: bool) -> None:
    """Show number, time, person, table, filter, rows, masking and digest."""
    from console.commands.context import Column
    from console.commands.import_batches import kind_title

    found = context.services().exports.exports(context.actor(), limit)
    shown = local_time(context)
    columns: list[Column[Any]] = [
        Column("number", N_("Number"), lambda row: row.number, right=True),
        Column("at", N_("Time"), lambda row: row.at.isoformat(), text=lambda row: shown(row.at)),
        Column("person", N_("Exported by"), lambda row: row.by_name),
        Column("kind", N_("Kind"), lambda row: row.kind, text=kind_title),
        Column("format", N_("Format"), lambda row: row.format),
        Column("rows", N_("Rows"), lambda row: row.rows, right=True),
        Column(
            "masking",
            N_("Personal data"),
            lambda row: row.masking.value,
            text=lambda row: masking_title(row.masking),
        ),
        Column("queue", N_("Queue"), lambda row: row.queue),
        Column("filter", N_("Filter"), lambda row: row.filter),
        Column("columns", N_("Columns"), lambda row: row.columns),
        Column("as_of", N_("As of"), lambda row: row.as_of and row.as_of.isoformat()),
        Column("reason", N_("Reason"), lambda row: row.reason),
        Column("request", N_("Request number"), lambda row: row.request),
        Column("sha256", "SHA-256", lambda row: row.digest, text=lambda row: row.digest[:12]),
    ]
    context.listing(found, columns, as_json=as_json, empty=N_("Nothing was exported yet."))
