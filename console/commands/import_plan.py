"""``yiwang import plan`` and ``apply``: what an import would do, in a file, and doing exactly that."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.commands.frame import Command, json_option, pass_context, yes_option
from console.commands.import_ import options_of, rejected_rows, source_of, table_options
from console.commands.importrejects import save_rejects, see_where
from console.commands.importtext import (
    COUNTS,
    answer,
    ask_to_overwrite,
    document,
    may_be_asked,
    said,
    words,
)
from console.commands.progress import progress_bar
from console.exits import ExitCode
from console.i18n import N_, _
from models.exchange.names import NAMES

if TYPE_CHECKING:
    from console.commands.context import Context
    from models.exchange.views import ImportSummary


@click.command(
    "plan",
    cls=Command,
    help=N_("Write into a file what an import would do, row by row, and change nothing."),
    epilog=N_("Examples:\n  yiwang import plan divisions townships.csv -o townships.plan"),
)
@click.argument("kind", metavar="KIND", type=click.Choice(NAMES))
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="PLAN",
    type=click.Path(dir_okay=False),
    help=N_("Where to write it."),
)
@table_options
@json_option
@pass_context
def plan(
    context: Context,
    /,
    *,
    kind: str,
    files: tuple[str, ...],
    output: str,
    mapping: tuple[str, ...],
    rejects: str | None,
    as_json: bool,
    **how: Any,
) -> None:
    """Plan each file; say what it comes to."""
    from models.exchange.kinds import kind_named

    see_where(rejects, files, output)
    options = options_of(**how)
    service, actor = context.services().plans, context.actor()
    sources = [source_of(file) for file in files]
    with progress_bar() as progress:
        found = service.make(actor, kind, sources, Path(output), mapping, options, said, progress)
    if rejects is not None and any(each.rejected for each in found):
        wanted = list(zip(sources, found, strict=False))
        save_rejects(context, Path(rejects), kind, wanted, mapping, options)
    if as_json:
        context.document(document(found[0]) if len(files) == 1 else [document(each) for each in found])
    else:
        for summary in found:
            words(context, summary)
            context.echo(_plan_line(summary, output))
        chosen = kind_named(kind)
        if not chosen.undoable:
            context.say(_("What a table of this kind brings in cannot be taken back with “import undo”."))
        if chosen.wide is None:
            context.say(_("It will be written in one transaction: its rows depend on each other."))
    if any(each.rejected for each in found):
        raise click.exceptions.Exit(ExitCode.SOME_REJECTED)


def _plan_line(summary: ImportSummary, output: str) -> str:
    return _(
        "Plan %(plan)s: to create %(created)s, to change %(changed)s, same %(same)s, "
        "skipped %(skipped)s, rejected %(rejected)s. Nothing was written yet.",
        plan=output,
        **{name: getattr(summary, name) for name in COUNTS},
    )


@click.command(
    "apply",
    cls=Command,
    help=N_("Carry a plan out, or go on with one that was stopped."),
    epilog=N_("Examples:\n  yiwang import apply townships.plan\n  yiwang import apply townships.plan --yes"),
)
@click.argument("plan_file", metavar="PLAN", type=click.Path(dir_okay=False))
@click.option("--atomic", is_flag=True, help=N_("Write everything in one transaction."))
@yes_option
@json_option
@pass_context
def apply(context: Context, *, plan_file: str, atomic: bool, as_json: bool) -> None:
    """Carry it out; ask before what stands is overwritten."""
    found = _applied(context, Path(plan_file), atomic=atomic, as_json=as_json)
    if as_json:
        context.document(document(found[0]) if len(found) == 1 else [document(each) for each in found])
    else:
        for summary in found:
            answer(context, summary, as_json=False)
    if any(each.rejected for each in found):
        raise click.exceptions.Exit(ExitCode.SOME_REJECTED)


def _applied(context: Context, plan: Path, *, atomic: bool, as_json: bool) -> list[ImportSummary]:
    from models.exchange.planrefusals import WouldOverwrite

    service, actor = context.services().plans, context.actor()
    with rejected_rows(context, as_json=as_json):
        try:
            with progress_bar() as progress:
                return service.apply(
                    actor, plan, atomic=atomic, overwrite=context.assume_yes, on_progress=progress
                )
        except WouldOverwrite as refusal:
            if not may_be_asked(context):
                raise
            ask_to_overwrite(context, refusal.summary)
        with progress_bar() as progress:
            return service.apply(actor, plan, atomic=atomic, on_progress=progress)
