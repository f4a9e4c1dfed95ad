"""``yiwang catalogue flow``: handling flows from the shell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.commands import catalogue_flow_save
from console.commands.catalogue_flow_text import document_of, is_error, read_file, status_words
from console.commands.frame import framed_group, json_option, pass_context
from console.exits import ExitCode
from console.i18n import N_, _
from models.kernel.oserrors import why

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.commands.context import Column, Context
    from models.catalogue.flows.views import FlowDraft, FlowFinding, FlowLine

_PAGE = 500
_INDENT = 2

_number_option = click.option(
    "--number", type=click.IntRange(1), metavar="NUMBER", help=N_("This version; the newest by default.")
)


@framed_group(
    "flow",
    help=N_("Look up, check, write and compare handling flows."),
    epilog=N_(
        "Examples:\n"
        "  yiwang catalogue flow new --from grid\n"
        "  yiwang catalogue flow show GRID --diagram\n"
        "  yiwang catalogue flow export GRID -o grid.json\n"
        "  yiwang catalogue flow check --file grid.json --limit 5WD\n"
        "  yiwang catalogue flow save grid.json --expect 1"
    ),
)
def command() -> None:
    """Hold the commands of flows."""


@command.command("list", help=N_("List flows and how many matters use each."))
@click.option(
    "--text", default="", metavar="TEXT", help=N_("Words of the name, or the beginning of the code.")
)
@click.option("--all", "retired", is_flag=True, help=N_("With retired flows."))
@json_option
@pass_context
def list_flows(context: Context, *, text: str, retired: bool, as_json: bool) -> None:
    """Show every flow that fits, by code."""
    from console.commands.context import Column

    rows = _every(context, text, retired=retired)
    columns: list[Column[FlowLine]] = [
        Column("code", N_("Code"), lambda row: row.code),
        Column("name", N_("Flow"), lambda row: row.name),
        Column("number", N_("Version"), lambda row: row.number, right=True),
        Column("version", N_("State number"), lambda row: row.version, right=True),
        Column("steps", N_("Steps"), lambda row: row.steps, right=True),
        Column("matters", N_("Matters"), lambda row: row.matters, right=True),
        Column("retired", N_("Status"), lambda row: row.retired, text=status_words),
    ]
    context.listing(rows, columns, as_json=as_json, empty=N_("No flow fits."))


def _every(context: Context, text: str = "", *, retired: bool = False) -> list[FlowLine]:
    """Return every flow that fits, page by page."""
    flows, actor = context.services().flows, context.actor()
    rows: list[FlowLine] = []
    after = None
    while True:
        page = flows.flows(actor, text, after, _PAGE, retired=retired)
        rows += page.rows
        after = page.next_key
        if after is None:
            return rows


@command.command("show", help=N_("Show a flow: its steps, links, or its diagram."))
@click.argument("code", metavar="CODE")
@_number_option
@click.option("--diagram", is_flag=True, help=N_("Draw it."))
@click.option("--ascii", "ascii_only", is_flag=True, help=N_("Draw with signs of ASCII."))
@click.option(
    "--width",
    type=click.IntRange(20, 500),
    default=80,
    show_default=True,
    metavar="NUMBER",
    help=N_("Columns of the drawing."),
)
@json_option
@pass_context
def show(
    context: Context,
    *,
    code: str,
    number: int | None,
    diagram: bool,
    ascii_only: bool,
    width: int,
    as_json: bool,
) -> None:
    """Show one version of a flow."""
    flows, actor = context.services().flows, context.actor()
    view = flows.flow(actor, code, number)
    if as_json:
        context.document(document_of(view))
        return
    units = flows.grounds(actor, code).units
    if diagram:
        from console.flows.diagram import draw

        for line in draw(view.draft, width, units, ascii_only=ascii_only or not _draws_lines()):
            context.echo("".join(text for text, _style in line).rstrip())
        return
    from console.flows.page import flow_lines

    for text in flow_lines(view, units):
        context.echo(text)


def _draws_lines() -> bool:
    import sys

    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "")
    return encoding.startswith(("utf", "gb18030"))


@command.command(
    "check", help=N_("Check a flow, a file, or all flows; ends with code 1 where errors are found.")
)
@click.argument("code", metavar="[CODE]", required=False)
@click.option(
    "--file",
    "path",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=N_("Check a file instead of what is stored."),
)
@click.option(
    "--limit",
    "limits",
    multiple=True,
    metavar="LIMIT",
    help=N_("A limit the steps have to fit into, such as 5WD; instead of those of the matters that use it."),
)
@json_option
@pass_context
def check(
    context: Context, *, code: str | None, path: Path | None, limits: tuple[str, ...], as_json: bool
) -> int:
    """Print what the checker finds."""
    if code and path:
        raise click.UsageError(_("Give a code or a file, not both."))
    flows, actor = context.services().flows, context.actor()
    if path is not None:
        drafts = [read_file(path)]
    elif code:
        drafts = [flows.draft_of(actor, code)]
    else:
        drafts = [flows.draft_of(actor, row.code) for row in _every(context)]
    found = [(draft, finding) for draft in drafts for finding in flows.findings(actor, draft, limits or None)]
    context.listing(found, _finding_columns(), as_json=as_json, empty=N_("Nothing to find fault with."))
    return ExitCode.REFUSED if any(is_error(finding) for _draft, finding in found) else ExitCode.DONE


def _finding_columns() -> Sequence[Column[tuple[FlowDraft, FlowFinding]]]:
    from console.commands.context import Column
    from console.flows.words import finding_words
    from console.labels import label

    columns: list[Column[tuple[FlowDraft, FlowFinding]]] = [
        Column("flow", N_("Flow"), lambda row: row[0].code),
        Column("grade", N_("Grade"), lambda row: row[1].grade.value, text=lambda row: label(row[1].grade)),
        Column("step", N_("Step"), lambda row: row[1].step),
        Column("fault", N_("Fault"), lambda row: row[1].fault.value),
        Column("sentence", N_("What is wrong"), lambda row: finding_words(row[1])),
    ]
    return columns


@command.command("versions", help=N_("List the versions of a flow and what each changed."))
@click.argument("code", metavar="CODE")
@json_option
@pass_context
def versions(context: Context, *, code: str, as_json: bool) -> None:
    """Show the lineage of a flow, newest first."""
    flows, actor = context.services().flows, context.actor()
    history = flows.history(actor, code)
    if as_json:
        context.document(history)
        return
    from console.commands.caselines import times
    from console.flows.page import history_lines

    for text in history_lines(history, flows.grounds(actor).units, times(context)):
        context.echo(text)


@command.command("diff", help=N_("Say what differs between two versions of a flow."))
@click.argument("code", metavar="CODE")
@click.argument("before", metavar="A", type=click.IntRange(1))
@click.argument("after", metavar="B", type=click.IntRange(1))
@json_option
@pass_context
def diff(context: Context, *, code: str, before: int, after: int, as_json: bool) -> None:
    """Compare two versions by their numbers."""
    flows, actor = context.services().flows, context.actor()
    changes = flows.compare(actor, code, before, after)
    if as_json:
        context.document(changes)
        return
    from console.flows.words import change_words

    units = flows.grounds(actor).units
    for change in changes:
        context.echo(change_words(change, units))
    if not changes:
        context.say(_("The two versions say the same."))


@command.command("export", help=N_("Write a flow to a JSON file, to edit and save again."))
@click.argument("code", metavar="CODE")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    type=click.Path(allow_dash=True, dir_okay=False),
    help=N_("Where to write; - is the standard output."),
)
@_number_option
@pass_context
def export(context: Context, *, code: str, output: str, number: int | None) -> None:
    """Write one version in the format that ``save`` reads."""
    from models.catalogue.flows.rules import flow_document

    view = context.services().flows.flow(context.actor(), code, number)
    text = json.dumps(flow_document(view.draft), ensure_ascii=False, indent=_INDENT)
    if output == "-":
        context.echo(text)
        return
    try:
        Path(output).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise click.FileError(output, _(why(error))) from error
    context.say(
        _(
            "Version %(number)s of %(code)s is in %(file)s; save it with --expect %(version)s.",
            number=view.number,
            code=view.code,
            file=output,
            version=view.version,
        )
    )


for _added in catalogue_flow_save.COMMANDS:
    command.add_command(_added)
