"""``yiwang import``: tables into the database, and the list of what was imported."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.commands.frame import Command, Group, json_option, pass_context, yes_option
from console.commands.importfields import field_line, separator_mark, write_fields, write_rules
from console.commands.importrejects import save_rejects
from console.commands.importtext import (
    answer,
    ask_to_overwrite,
    document,
    may_be_asked,
    problem_line,
    words,
)
from console.commands.progress import progress_bar
from console.exits import ExitCode
from console.i18n import N_, _
from models.exchange.names import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.commands.context import Context
    from models.exchange.readers import Source
    from models.exchange.views import ImportOptions, ImportSummary

__all__ = ["answer", "command", "document", "imported", "problem_line", "rejected_rows", "source_of"]

_FURTHER = {
    "plan": ("import_plan", "plan"),
    "apply": ("import_plan", "apply"),
    "list": ("import_batches", "batches"),
    "show": ("import_batches", "show"),
    "undo": ("import_batches", "undo"),
}
"""Commands beside the kinds, by module and name: loaded when asked for"""
_TEMPLATE = "template"
_LOG = "log"
"""Loaded as a stream, and so no kind of table"""
_HISTORY = "history"
_MAPPING = "mapping"

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
    "rosters": N_("Duties: a row for each, or people by the days of a month."),
    "leave": N_("Leave: who is away from when to when."),
    "deputies": N_("Deputies: who stands in for whom, from which day."),
    "routing": N_("Rules of dispatching: they become the draft."),
    "skills": N_("What people can do, by which permit and until when."),
    "capacities": N_("How many cases people take on in a day, and have open."),
    "settings": N_("The office's own settings for its cases."),
    "queues": N_("Queues and searches people saved and share."),
    "cases": N_("Cases, such as work orders of the hotline."),
    "history": N_("Timelines of cases."),
    "scenarios": N_("Scenarios of drills: files, tables of injects, or a table of both."),
}
"""What each kind is, in a line; known without loading the kind."""


def _of_another_system(words: list[str]) -> bool:
    return any(
        word.partition("=")[0] == "--system" or word.lower().endswith((".xes", ".xes.gz")) for word in words
    )


class ImportGroup(Group):
    """``yiwang import KIND FILE``: one command per kind, made when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the kinds, then the other commands."""
        return [*NAMES, _LOG, _TEMPLATE, _MAPPING, *super().list_commands(ctx), *_FURTHER]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take a history that comes from another system for what it is: a log."""
        if args[0] == _HISTORY and _of_another_system(args[1:]):
            args = [_LOG, *args[1:]]
        return super().resolve_command(ctx, args)

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
        if cmd_name in _FURTHER:
            module, name = _FURTHER[cmd_name]
            found: click.Command = getattr(import_module(f"console.commands.{module}"), name)
            return found
        if cmd_name == _MAPPING:
            from console.commands.import_mapping import command as saved

            return saved
        return super().get_command(ctx, cmd_name)


@click.group(
    "import",
    cls=ImportGroup,
    help=N_("Take in tables: divisions, matters and others."),
    epilog=N_(
        "Examples:\n"
        "  yiwang import divisions townships.csv\n"
        "  yiwang import matters matters.csv --map 小类名称=name --map 时限=limits\n"
        "  yiwang import plan divisions townships.csv -o townships.plan\n"
        "  yiwang import apply townships.plan\n"
        "  yiwang import list\n"
        "  yiwang import undo 1"
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
    @click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(allow_dash=True))
    @table_options
    @click.option("--atomic", is_flag=True, help=N_("Write everything in one transaction."))
    @yes_option
    @json_option
    @pass_context
    def run(context: Context, /, *, as_json: bool, **entries: Any) -> None:
        _import(context, kind, as_json=as_json, **entries)

    return click.command(kind, cls=KindCommand, help=KIND_HELP.get(kind, kind))(run)


def table_options(function: Any) -> Any:
    """Add the options that say how a table is read, and what becomes of rows that cannot be used."""
    options = (
        click.option(
            "--map",
            "mapping",
            multiple=True,
            metavar="HEADING=FIELD",
            help=N_("Say which column is meant; may be repeated, or several separated by commas."),
        ),
        click.option(
            "--set",
            "constants",
            multiple=True,
            metavar="FIELD=VALUE",
            help=N_("Give every row the same value of a field the file has no column for."),
        ),
        click.option(
            "--create",
            type=click.Choice(["units"]),
            help=N_("Create what rows name and nobody has entered yet, where the kind can."),
        ),
        click.option("--strict", is_flag=True, help=N_("Load nothing if any row is rejected.")),
        click.option(
            "--partial", is_flag=True, help=N_("Load the good rows even if others are rejected: the default.")
        ),
        click.option(
            "--rejects",
            metavar="FILE",
            type=click.Path(dir_okay=False),
            help=N_(
                "Write the rejected rows there as they came, with the reason, to be corrected "
                "and loaded again."
            ),
        ),
        click.option(
            "--sheet", metavar="SHEET", help=N_("Of a workbook: the sheet's name, or its number from 1.")
        ),
        click.option(
            "--encoding", metavar="NAME", help=N_("The encoding of the file: utf-8, gb18030, utf-16.")
        ),
        click.option(
            "--separator", metavar="CHARACTER", help=N_("What separates the columns of a CSV file.")
        ),
        click.option(
            "--saved/--no-saved",
            default=True,
            help=N_("Use a saved mapping where its headings are found (without --map)."),
        ),
    )
    for option in reversed(options):
        function = option(function)
    return function


def options_of(
    *,
    constants: tuple[str, ...],
    create: str | None,
    strict: bool,
    partial: bool,
    encoding: str | None,
    separator: str | None,
    sheet: str | None,
    saved: bool,
) -> ImportOptions:
    """Return how a table is to be read, from what was said.

    Raises:
        click.UsageError: both ways of dealing with rejected rows were asked for.
    """
    from models.exchange.views import ImportOptions

    if strict and partial:
        raise click.UsageError(_("--strict and --partial cannot both be meant."))
    values = dict(_constants(constants)) | ({} if create is None else {"create": create})
    return ImportOptions(not strict, encoding, separator_mark(separator), values, sheet, saved=saved)


def _import(
    context: Context,
    kind: str,
    *,
    files: tuple[str, ...],
    mapping: tuple[str, ...],
    rejects: str | None,
    atomic: bool,
    as_json: bool,
    **how: Any,
) -> None:
    options = replace(options_of(**how), atomic=atomic, overwrite=context.assume_yes)
    context.services()
    found: list[ImportSummary] = []
    sources: list[Source | Path] = []
    try:
        for file in files:
            sources.append(source_of(file))
            with rejected_rows(context, found, as_json=as_json):
                found.append(imported(context, kind, sources[-1], mapping, options))
            if not as_json:
                answer(context, found[-1], as_json=False)
    finally:
        if rejects is not None and any(each.rejected for each in found):
            wanted = list(zip(sources, found, strict=False))
            save_rejects(context, Path(rejects), kind, wanted, mapping, options)
    if as_json:
        context.document(document(found[0]) if len(files) == 1 else [document(each) for each in found])
    if any(each.rejected for each in found):
        raise click.exceptions.Exit(ExitCode.SOME_REJECTED)


def imported(
    context: Context, kind: str, source: Source | Path, mapping: tuple[str, ...], options: ImportOptions
) -> ImportSummary:
    """Import one file; ask before what stands is overwritten, or more moves than its rows say."""
    from models.exchange.planrefusals import WouldOverwrite

    exchange, actor = context.services().exchange, context.actor()
    try:
        with progress_bar() as progress:
            return exchange.import_file(actor, kind, source, mapping, options, progress)
    except WouldOverwrite as refusal:
        if not may_be_asked(context):
            raise
        words(context, refusal.summary)
        ask_to_overwrite(context, refusal.summary)
        options = replace(options, overwrite=True)
        if kind == "calendar":
            # What was agreed to rests on the edition then in force.
            laid_over = str(refusal.summary.details.edition.number - 1)
            options = replace(options, constants={"standing": laid_over, **options.constants})
    with progress_bar() as progress:
        return exchange.import_file(actor, kind, source, mapping, options, progress)


def source_of(file: str) -> Source | Path:
    """Return the file somebody named; ``-`` is the standard input."""
    if file != "-":
        return Path(file)
    from models.exchange.readers import MOST_BYTES, Source

    return Source("-", sys.stdin.buffer.read(MOST_BYTES + 1))


@contextmanager
def rejected_rows(
    context: Context, found: list[ImportSummary] | None = None, *, as_json: bool
) -> Iterator[None]:
    """Show every rejected row before the refusal itself is shown; what was refused joins ``found``."""
    from models.exchange.refusals import RowsRejected

    try:
        yield
    except RowsRejected as refusal:
        answer(context, refusal.summary, as_json=as_json)
        if found is not None:
            found.append(refusal.summary)
        raise


def _constants(pairs: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.BadParameter(_("Write it as FIELD=VALUE."), param_hint="--set")
        yield name.strip(), value.strip()
