"""``yiwang import``: tables into the database, and the list of what was imported."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.commands.frame import Command, Group, json_option, pass_context
from console.commands.importfields import field_line, write_fields, write_rules
from console.commands.importnotices import notice_documents, notice_lines
from console.commands.progress import progress_bar
from console.exits import ExitCode
from console.i18n import N_, _, render, sentences
from models.exchange.names import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from console.commands.context import Context
    from models.catalogue.sources.views import RowProblem
    from models.exchange.readers import Source
    from models.exchange.views import ImportSummary, Problem

_SHOWN_PROBLEMS = 20
_TEMPLATE = "template"
_LOG = "log"
"""Loaded as a stream, and so no kind of table"""
_COUNTS = ("created", "changed", "same", "skipped", "rejected")

KIND_HELP = {
    "divisions": N_("Provinces, cities, counties, townships, villages by their codes."),
    "units": N_("Offices, stations, villages and departments that can be given work."),
    "grids": N_("Grids of the villages."),
    "staff": N_("People of the office, with the grids they look after and their logins."),
    "duties": N_("The three duty lists: basic, cooperative, recalled."),
    "sources": N_("Items of a source book, as collected; also: yiwang catalogue sources import."),
    "matters": N_("Matters with their classes, filing conditions and time limits."),
    "classes": N_("Classes of matters, as a tree."),
    "flows": N_("Handling flows, a row per step."),
    "conditions": N_("Filing conditions of matters, a row for each."),
    "calendar": N_("Holiday notices: days off and make-up working days."),
    "limits": N_("How long each stage may take."),
    "wordings": N_("The office's own templates of wording."),
    "cases": N_("Cases, such as work orders of the hotline."),
    "history": N_("Timelines of cases."),
}
"""What each kind is, in a line; known without loading the kind."""


class ImportGroup(Group):
    """``yiwang import KIND FILE``: one command per kind, made when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the kinds, then the other commands."""
        return [*NAMES, _LOG, _TEMPLATE, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a kind."""
        if cmd_name in NAMES:
            return _kind_command(cmd_name)
        if cmd_name == _LOG:
            from console.commands.import_log import command as log

            return log
        if cmd_name == _TEMPLATE:
            from console.commands.import_template import command as template

            return template
        return super().get_command(ctx, cmd_name)


@click.group(
    "import",
    cls=ImportGroup,
    help=N_("Take in tables: divisions, matters and others."),
    epilog=N_(
        "Examples:\n"
        "  yiwang import divisions townships.csv\n"
        "  yiwang import matters matters.csv --map 小类名称=name --map 时限=limits\n"
        "  yiwang import list"
    ),
)
def command() -> None:
    """Hold one command per kind of table."""


class KindCommand(Command):
    """The command of one kind: its help lists the fields and the headings understood."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write an example, then the fields of the kind."""
        super().format_epilog(ctx, formatter)
        from models.exchange.kinds import kind_named

        write_fields(formatter, [(each, each.headings) for each in kind_named(self.name or "").view().fields])
        settings = kind_named(self.name or "").view().settings
        if settings:
            with formatter.section(_("Said once (--set NAME=VALUE)")):
                formatter.write_dl([field_line(each, each.headings) for each in settings])
        write_rules(formatter, self.name or "")


def _kind_command(kind: str) -> click.Command:
    @click.argument("file", metavar="FILE", type=click.Path(allow_dash=True))
    @click.option(
        "--map",
        "mapping",
        multiple=True,
        metavar="HEADING=FIELD",
        help=N_("Say which column is meant; may be repeated, or several separated by commas."),
    )
    @click.option(
        "--set",
        "constants",
        multiple=True,
        metavar="FIELD=VALUE",
        help=N_("Give every row the same value of a field the file has no column for."),
    )
    @click.option(
        "--create",
        type=click.Choice(["units"]),
        help=N_("Create what rows name and nobody has entered yet, where the kind can."),
    )
    @click.option("--partial", is_flag=True, help=N_("Load the good rows even if others are rejected."))
    @click.option(
        "--sheet", metavar="SHEET", help=N_("Of a workbook: the sheet's name, or its number from 1.")
    )
    @click.option("--encoding", metavar="NAME", help=N_("The encoding of the file: utf-8, gb18030, utf-16."))
    @click.option("--separator", metavar="CHARACTER", help=N_("What separates the columns of a CSV file."))
    @json_option
    @pass_context
    def run(context: Context, /, *, as_json: bool, **entries: Any) -> None:
        _import(context, kind, as_json=as_json, **entries)

    return click.command(kind, cls=KindCommand, help=KIND_HELP.get(kind, kind))(run)


def _import(
    context: Context,
    kind: str,
    *,
    file: str,
    mapping: tuple[str, ...],
    constants: tuple[str, ...],
    create: str | None,
    partial: bool,
    encoding: str | None,
    separator: str | None,
    sheet: str | None,
    as_json: bool,
) -> None:
    from models.exchange.views import ImportOptions

    mark = separator_mark(separator)
    said = dict(_constants(constants)) | ({} if create is None else {"create": create})
    options = ImportOptions(partial, encoding, mark, said, sheet)
    exchange, actor = context.services().exchange, context.actor()
    source = source_of(file)
    with rejected_rows(context, as_json=as_json), progress_bar() as progress:
        summary = exchange.import_file(actor, kind, source, mapping, options, progress)
    answer(context, summary, as_json=as_json)
    if summary.rejected:
        raise click.exceptions.Exit(ExitCode.SOME_REJECTED)


def source_of(file: str) -> Source | Path:
    """Return the file somebody named; ``-`` is the standard input."""
    if file != "-":
        return Path(file)
    from models.exchange.readers import MOST_BYTES, Source

    return Source("-", sys.stdin.buffer.read(MOST_BYTES + 1))


@contextmanager
def rejected_rows(context: Context, *, as_json: bool) -> Iterator[None]:
    """Show every rejected row before the refusal itself is shown."""
    from models.exchange.refusals import RowsRejected

    try:
        yield
    except RowsRejected as refusal:
        answer(context, refusal.summary, as_json=as_json)
        raise


def separator_mark(text: str | None) -> str | None:
    """Return the separator somebody named.

    Raises:
        click.BadParameter: it is more than one character.
    """
    if text is None:
        return None
    mark = {"tab": "\t", "\\t": "\t"}.get(text.lower(), text)
    if len(mark) != 1:
        raise click.BadParameter(_("It is one character, or “tab”."), param_hint="--separator")
    return mark


def _constants(pairs: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.BadParameter(_("Write it as FIELD=VALUE."), param_hint="--set")
        yield name.strip(), value.strip()


def answer(context: Context, summary: ImportSummary, *, as_json: bool) -> None:
    """Print what came of an import."""
    if as_json:
        context.document(document(summary))
        return
    for assumption in summary.assumptions:
        context.say(str(render(assumption)))
    if summary.unknown_columns:
        context.say(_("Columns not used: %(columns)s", columns=", ".join(summary.unknown_columns)))
    for problem in summary.problems[:_SHOWN_PROBLEMS]:
        context.say(problem_line(problem))
    if len(summary.problems) > _SHOWN_PROBLEMS:
        more = len(summary.problems) - _SHOWN_PROBLEMS
        context.say(_("… and %(count)s more; --json lists all.", count=more))
    for notice in notice_lines(summary.details):
        context.say(notice)
    if summary.number is not None:
        context.echo(_summary_line(summary))


def document(summary: ImportSummary) -> dict[str, Any]:
    """Return a summary as ``--json`` gives it."""
    counts = {name: getattr(summary, name) for name in (*_COUNTS, "completed")}
    return {
        "number": summary.number,
        "kind": summary.kind,
        **counts,
        "totals": dict(summary.totals),
        "problems": [
            {
                "row": problem.row,
                "column": problem.column,
                "value": problem.value,
                "reason": _reason(problem),
            }
            for problem in summary.problems
        ],
        "assumptions": [str(render(each)) for each in summary.assumptions],
        "unknown_columns": list(summary.unknown_columns),
        **notice_documents(summary.details),
    }


def _reason(problem: Problem | RowProblem) -> str:
    return str(render(problem.reason))


def problem_line(problem: Problem | RowProblem) -> str:
    """Return a problem as one line: row, column, value, reason."""
    if not problem.column:
        return _(
            "Row %(row)s: “%(value)s”: %(reason)s",
            row=problem.row,
            value=problem.value,
            reason=_reason(problem),
        )
    return _(
        "Row %(row)s, column %(column)s, “%(value)s”: %(reason)s",
        row=problem.row,
        column=problem.column,
        value=problem.value,
        reason=_reason(problem),
    )


def _summary_line(summary: ImportSummary) -> str:
    line = _(
        "Import %(number)s: created %(created)s, changed %(changed)s, same %(same)s, "
        "skipped %(skipped)s, rejected %(rejected)s.",
        number=summary.number,
        **{name: getattr(summary, name) for name in _COUNTS},
    )
    if summary.completed:
        line = sentences(line, _("Completed from the codes: %(count)s.", count=summary.completed))
    if "conditions" in summary.totals:
        totals = summary.totals
        more = _(
            "Classes %(classes)s, conditions %(conditions)s.",
            classes=totals["classes"],
            conditions=totals["conditions"],
        )
        line = sentences(line, more)
    return line


@command.command("list", help=N_("List the imports that were carried out, newest first."))
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help=N_("How many."))
@json_option
@pass_context
def batches(context: Context, *, limit: int, as_json: bool) -> None:
    """Show number, time, kind, source and counts."""
    from console.commands.context import Column

    found = context.services().exchange.batches(context.actor(), limit)
    zone = _local_time(context)
    columns: list[Column[Any]] = [
        Column("number", N_("Number"), lambda row: row.number, right=True),
        Column("at", N_("Time"), lambda row: row.at.isoformat(), text=lambda row: zone(row.at)),
        Column("kind", N_("Kind"), lambda row: row.kind, text=_kind_title),
        *(
            Column(name, title, attrgetter(name), right=True)
            for name, title in (
                ("created", N_("Created")),
                ("changed", N_("Changed")),
                ("same", N_("Same")),
                ("skipped", N_("Skipped")),
                ("rejected", N_("Rejected")),
            )
        ),
        Column("source", N_("Source"), lambda row: row.source_name),
        Column("sha256", "SHA-256", lambda row: row.source_hash, text=lambda row: row.source_hash[:12]),
    ]
    context.listing(found, columns, as_json=as_json, empty=N_("Nothing was imported yet."))


def _kind_title(row: Any) -> str:
    from models.exchange.kinds import kind_named

    if row.kind == _LOG:
        return _("log of a former system")
    # A batch of another version of the program may be of a kind this one does not know.
    return _(kind_named(row.kind).title) if row.kind in NAMES else row.kind


def _local_time(context: Context) -> Callable[[Any], str]:
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(context.services().organisation.office().zone)
    return lambda moment: moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")
