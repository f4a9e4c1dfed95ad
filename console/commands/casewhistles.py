"""``yiwang case whistle``: call units to a case, report in, say how they turned out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from console.commands.caselines import times
from console.commands.casetasks import print_tasks
from console.commands.casetext import outcome_line
from console.commands.frame import framed_group, json_option, pass_context, rehearsal_option
from console.commands.rosterchoosing import unit_named
from console.i18n import N_, _
from models.cases.task_kinds import Turnout

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from console.commands.context import Column, Context
    from models.cases.views import CaseView
    from models.cases.whistle_views import Called, UnitTurnout


@framed_group(
    "whistle",
    help=N_("Call units to a case: each reports in on the spot by a time; who does not come is noted."),
    epilog=N_(
        "Examples:\n"
        "  yiwang case whistle call 0302-0001 --unit 应急办 --by 16:00 --note 请到场\n"
        "  yiwang case whistle report 0302-0001 --came 孙处置\n"
        "  yiwang case whistle judge 0302-0001 --unit 应急办 --turnout late\n"
        "  yiwang case whistle list --days 30"
    ),
)
def whistle() -> None:
    """Hold the commands of calls."""


@whistle.command("call", help=N_("Call one unit or several to the spot, all of them or none."))
@click.argument("number", metavar="NO")
@click.option(
    "--unit",
    "units",
    multiple=True,
    required=True,
    metavar="UNIT",
    help=N_("The unit; several times for several."),
)
@click.option(
    "--by", required=True, metavar="TIME", help=N_("By when they have to report in, such as 16:00.")
)
@click.option("--note", required=True, metavar="TEXT", help=N_("What they are called for."))
@click.option("--place", metavar="TEXT", help=N_("Where; the place of the case if left out."))
@click.option("--limit", metavar="LIMIT", default="", help=N_("How long each has to answer, such as 2WD."))
@rehearsal_option
@json_option
@pass_context
def call(
    context: Context,
    *,
    number: str,
    units: Sequence[str],
    by: str,
    note: str,
    place: str | None,
    limit: str,
    as_json: bool,
) -> None:
    """Call the units."""
    from models.cases.whistle_views import WhistleEntries

    services, actor = context.services(), context.actor()
    case = services.cases.case(actor, number)
    named = [unit_named(context, each) for each in units]
    ids = tuple(each.id for each in named if each is not None)
    entries = WhistleEntries(ids, note, _coming(context, by), case.place if place is None else place, limit)
    _tell(context, services.whistles.call(actor, case.id, entries, case.version), as_json=as_json)


@whistle.command("report", help=N_("Report in for your unit: who came, and when if that is not now."))
@click.argument("number", metavar="NO")
@click.option("--came", required=True, metavar="TEXT", help=N_("Who came."))
@click.option("--at", metavar="TIME", help=N_("When they came; now if left out."))
@rehearsal_option
@json_option
@pass_context
def report(context: Context, *, number: str, came: str, at: str | None, as_json: bool) -> None:
    """Note who came."""
    services, actor = context.services(), context.actor()
    case = services.cases.case(actor, number)
    when = None if at is None else _past(context, at)
    _tell(context, services.whistles.report(actor, case.id, came, case.version, when), as_json=as_json)


@whistle.command("judge", help=N_("Say how a unit that was called turned out."))
@click.argument("number", metavar="NO")
@click.option("--unit", required=True, metavar="UNIT", help=N_("The unit."))
@click.option(
    "--turnout",
    required=True,
    type=click.Choice([each.value for each in Turnout]),
    help=N_("Attended, late or absent."),
)
@click.option("--note", default="", metavar="TEXT", help=N_("A remark."))
@rehearsal_option
@json_option
@pass_context
def judge(context: Context, *, number: str, unit: str, turnout: str, note: str, as_json: bool) -> None:
    """Note the turnout."""
    services, actor = context.services(), context.actor()
    case = services.cases.case(actor, number)
    named: Any = unit_named(context, unit)
    done = services.whistles.judge(actor, case.id, named.id, Turnout(turnout), case.version, note)
    _tell(context, done, as_json=as_json)


@whistle.command("list", help=N_("List how units turned out to the calls of the last days, with the calls."))
@click.option(
    "--days",
    type=click.IntRange(1, 730),
    default=90,
    show_default=True,
    metavar="NUMBER",
    help=N_("Only calls of the last days."),
)
@click.option("--calls", is_flag=True, help=N_("List each call, not the sums by unit."))
@json_option
@pass_context
def listing(context: Context, *, days: int, calls: bool, as_json: bool) -> None:
    """List sums by unit, or the calls behind them."""
    from console.commands.context import Column

    found = context.services().whistles.register(context.actor(), days)
    empty = N_("No unit was called in this time.")
    if calls:
        columns = _call_columns(context)
        context.listing(
            [each for unit in found for each in unit.calls], columns, as_json=as_json, empty=empty
        )
        return
    sums: list[Column[UnitTurnout]] = [
        Column("unit", N_("Unit"), lambda row: row.unit_name),
        Column("called", N_("Calls"), lambda row: row.called, right=True),
        Column("in_time", N_("In time"), lambda row: row.in_time, right=True),
        Column("late", N_("Came late"), lambda row: row.late, right=True),
        Column("absent", N_("Absent"), lambda row: row.absent, right=True),
        Column(
            "absent_from",
            N_("Absent from"),
            lambda row: [each.number for each in row.calls if each.absent],
            text=lambda row: " ".join(each.number for each in row.calls if each.absent),
        ),
    ]
    context.listing(found, sums, as_json=as_json, empty=empty)


def _call_columns(context: Context) -> list[Column[Called]]:
    from console.assist_words import came_words, turnout_words
    from console.commands.context import Column

    words, now = times(context), context.services().clock.now()
    return [
        Column("unit", N_("Unit"), lambda row: row.unit_name),
        Column("number", N_("Number"), lambda row: row.number),
        Column(
            "report_by",
            N_("To report by"),
            lambda row: row.report_by,
            text=lambda row: words.moment(row.report_by, now),
        ),
        Column(
            "reported_at",
            N_("Reported in"),
            lambda row: row.reported_at,
            text=lambda row: came_words(row, words, now),
        ),
        Column("came", "", lambda row: row.came, json_only=True),
        Column("absent", "", lambda row: row.absent, json_only=True),
        Column(
            "turnout",
            N_("Turnout"),
            lambda row: row.turnout,
            text=lambda row: turnout_words(row.turnout, row.turnout_note),
        ),
        Column("title", N_("Title"), lambda row: row.title),
    ]


def _tell(context: Context, done: CaseView, *, as_json: bool) -> None:
    if as_json:
        context.document(done)
        return
    context.echo(outcome_line(context, done))
    print_tasks(context, done, as_json=False)


def _coming(context: Context, text: str) -> datetime:
    from console.moments import NotAMoment, read_coming

    return _moment(read_coming(text, times(context), context.services().clock.now()), NotAMoment, "--by")


def _past(context: Context, text: str) -> datetime:
    from console.moments import NotAMoment, read_moment

    return _moment(read_moment(text, times(context), context.services().clock.now()), NotAMoment, "--at")


def _moment(found: Any, refused: type[Any], option: str) -> datetime:
    if found is None or isinstance(found, refused):
        words = _("This cannot be read as a time.") if found is None else _(found.reason)
        raise click.BadParameter(words, param_hint=option)
    moment: datetime = found
    return moment
