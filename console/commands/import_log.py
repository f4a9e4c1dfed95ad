"""``yiwang import log``: cases of another system, open and closed, as its log has them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.commands.frame import Command, json_option, pass_context
from console.commands.import_ import (
    answer,
    document,
    rejected_rows,
    separator_mark,
    source_of,
)
from console.commands.importfields import write_fields
from console.commands.progress import progress_bar
from console.exits import ExitCode
from console.i18n import N_, _
from models.cases.kinds import Channel

if TYPE_CHECKING:
    from console.commands.context import Context
    from models.exchange.logs.views import ActivityUse, LogReport
    from models.exchange.views import ImportSummary

_SHOWN_ACTIVITIES = 60
HELP = N_("Cases of another system with their histories, from its event log (CSV or XES).")


class LogCommand(Command):
    """The command: its help lists the fields and the headings understood."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write an example, then the fields of a log."""
        super().format_epilog(ctx, formatter)
        from models.exchange.logs.fields import FIELDS

        write_fields(formatter, [(each, each.headings()) for each in FIELDS])


@click.command("log", cls=LogCommand, help=HELP)
@click.argument("words", nargs=-1, required=True, metavar="FILE [HEADING=FIELD]...")
@click.option(
    "--system",
    required=True,
    metavar="NAME",
    help=N_("Where the log comes from; with the same name, cases loaded before are found again."),
)
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="HEADING=FIELD",
    help=N_("Say which column is meant, in either order; further pairs may simply follow."),
)
@click.option(
    "--activities",
    metavar="FILE",
    type=click.Path(),
    help=N_("A table of what their activities are here: theirs, ours, state."),
)
@click.option("--grid", default="", metavar="GRID", help=N_("Where cases lie whose log names no known grid."))
@click.option(
    "--channel",
    type=click.Choice([channel.value for channel in Channel]),
    default=Channel.HOTLINE.value,
    show_default=True,
    help=N_("Where cases came from whose log does not say."),
)
@click.option(
    "--zone",
    default="",
    metavar="NAME",
    help=N_("The time zone of times without one; else the office's."),
)
@click.option(
    "--classifier",
    default="",
    metavar="NAME",
    help=N_("Of an XES log: the classifier that makes activities."),
)
@click.option("--dry-run", is_flag=True, help=N_("Only say what would be done; write nothing."))
@click.option("--partial", is_flag=True, help=N_("Load the good rows even if others are rejected."))
@click.option("--sheet", metavar="SHEET", help=N_("Of a workbook: the sheet's name, or its number from 1."))
@click.option("--encoding", metavar="NAME", help=N_("The encoding of the file: utf-8, gb18030, utf-16."))
@click.option("--separator", metavar="CHARACTER", help=N_("What separates the columns of a CSV file."))
@json_option
@pass_context
def command(
    context: Context,
    /,
    *,
    words: tuple[str, ...],
    mapping: tuple[str, ...],
    activities: str | None,
    channel: str,
    dry_run: bool,
    separator: str | None,
    as_json: bool,
    **entries: Any,
) -> None:
    """Load a log, or say what loading it would do."""
    from models.exchange.logs.views import LogOptions

    file, pairs = _parted(words)
    options = LogOptions(
        mapping=(*mapping, *pairs),
        activities=None if activities is None else Path(activities),
        channel=Channel(channel),
        separator=separator_mark(separator),
        **entries,
    )
    logs, actor = context.services().logs, context.actor()
    source = source_of(file)
    run = logs.plan_log if dry_run else logs.import_log
    with rejected_rows(context, as_json=as_json), progress_bar() as progress:
        summary = run(actor, source, options, progress)
    if as_json:
        context.document(document(summary) | _report_document(summary.details))
    else:
        _tell(context, summary, dry_run=dry_run)
    if summary.rejected:
        raise click.exceptions.Exit(ExitCode.SOME_REJECTED)


def _parted(words: tuple[str, ...]) -> tuple[str, list[str]]:
    """Return the file and the pairs of a mapping, which may stand in any order."""
    files = [word for word in words if "=" not in word or Path(word).exists()]
    if len(files) != 1:
        raise click.BadParameter(_("Name one file; everything else is HEADING=FIELD."), param_hint="FILE")
    return files[0], [word for word in words if word != files[0]]


def _tell(context: Context, summary: ImportSummary, *, dry_run: bool) -> None:
    answer(context, summary, as_json=False)
    report: LogReport = summary.details
    for use in report.activities[:_SHOWN_ACTIVITIES]:
        context.say(_activity_line(use))
    if len(report.activities) > _SHOWN_ACTIVITIES:
        more = len(report.activities) - _SHOWN_ACTIVITIES
        context.say(_("… and %(count)s more; --json lists all.", count=more))
    if report.kept:
        context.say(_("Kept with cases and entries: %(columns)s", columns=", ".join(report.kept)))
    totals = summary.totals
    line = _(
        "Cases %(cases)s: new %(new_cases)s, added to %(changed_cases)s; "
        "of the new ones open %(open_cases)s, late %(late_cases)s.",
        **totals,
    )
    context.echo(line)
    if dry_run:
        context.echo(
            _(
                "Nothing was written. Rows: new %(created)s, added %(changed)s, same %(same)s, "
                "rejected %(rejected)s.",
                created=summary.created,
                changed=summary.changed,
                same=summary.same,
                rejected=summary.rejected,
            )
        )


def _activity_line(use: ActivityUse) -> str:
    from console.labels import label
    from models.cases.kinds import Action
    from models.exchange.logs.views import Known

    facts = {"theirs": use.activity, "count": use.entries}
    if use.action is Action.FORMER and use.state is None:
        return _("“%(theirs)s” × %(count)s: kept as noted, moves nothing", **facts)
    ours = label(use.action) if use.state is None else f"{label(use.action)} > {label(use.state)}"
    if use.known is Known.TOLD:
        return _("“%(theirs)s” × %(count)s: %(ours)s, as told", ours=ours, **facts)
    return _("“%(theirs)s” × %(count)s: %(ours)s, by its name", ours=ours, **facts)


def _report_document(report: LogReport) -> dict[str, Any]:
    return {
        "activities": [
            {
                "activity": use.activity,
                "action": use.action.value,
                "state": use.state.value if use.state else None,
                "known": use.known.value,
                "entries": use.entries,
            }
            for use in report.activities
        ],
        "columns": {name: heading for heading, name in report.columns},
        "kept": list(report.kept),
    }
