"""``yiwang roster leave`` and ``deputy``: who is away, and who stands in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from console.commands.context import Column
from console.commands.frame import framed_group, json_option, pass_context, rehearsal_option
from console.commands.rosterchoosing import (
    code_of,
    day_if,
    day_named,
    person_named,
    unit_id_named,
    unit_option,
)
from console.i18n import N_, _
from console.rosterwords import deputy_words
from models.assignment.rosters.kinds import LeaveKind

if TYPE_CHECKING:
    from console.commands.context import Context
    from models.assignment.rosters.views import DeputyView, LeaveView

_YEAR = timedelta(days=366)
_NONE = "-"
_DAY = 24 * 60
"""Minutes"""


@framed_group("leave", help=N_("Who is away: show leave, note it, change it, take it back."))
def leave() -> None:
    """Hold the commands of leave."""


@leave.command("list", help=N_("List leave, from today on if nothing else is said."))
@click.option("--from", "first", metavar="DAY", help=N_("From this day on."))
@click.option("--to", "last", metavar="DAY", help=N_("To this day."))
@unit_option
@json_option
@pass_context
def list_leave(
    context: Context, *, first: str | None, last: str | None, unit: str | None, as_json: bool
) -> None:
    """List it."""
    from console.labels import label
    from console.rosterwords import leave_words

    rosters = context.services().rosters
    begin = day_if(context, first, "--from") or rosters.today()
    end = day_if(context, last, "--to") or begin + _YEAR
    columns: list[Column[LeaveView]] = [
        Column("id", N_("Number"), lambda row: row.id, right=True),
        Column("name", N_("Name"), lambda row: row.staff_name),
        Column("kind", N_("Leave"), lambda row: row.kind, text=leave_words),
        Column("kind_name", "", lambda row: label(row.kind), json_only=True),
        Column("from_day", "", lambda row: row.from_day, json_only=True),
        Column("to_day", "", lambda row: row.to_day, json_only=True),
        Column("from_minute", "", lambda row: row.from_minute, json_only=True),
        Column("to_minute", "", lambda row: row.to_minute, json_only=True),
        Column("note", N_("Note"), lambda row: row.note),
    ]
    found = rosters.leave(context.actor(), begin, end, unit_id_named(context, unit))
    context.listing(found, columns, as_json=as_json, empty=N_("Nobody is on leave in these days."))


@leave.command("add", help=N_("Note that somebody is away, from one day to another, both included."))
@click.argument("person", metavar="PERSON")
@click.argument("first", metavar="DAY")
@click.option("--to", "last", metavar="DAY", help=N_("The last day; the same day if left out."))
@click.option(
    "--kind",
    type=click.Choice([each.value for each in LeaveKind]),
    default=LeaveKind.ANNUAL.value,
    show_default=True,
    help=N_("Why."),
)
@click.option("--starts", metavar="TIME", help=N_("From this time of the first day on, for half days."))
@click.option("--ends", metavar="TIME", help=N_("To this time of the last day, for half days."))
@click.option("--note", default="", metavar="TEXT", help=N_("A remark."))
@rehearsal_option
@json_option
@pass_context
def add_leave(
    context: Context,
    *,
    person: str,
    first: str,
    last: str | None,
    kind: str,
    starts: str | None,
    ends: str | None,
    note: str,
    as_json: bool,
) -> None:
    """Note leave."""
    from console.rosterwords import leave_words
    from models.assignment.rosters.rules import MINUTES, entered_minute
    from models.assignment.rosters.service import LeaveEntries

    begin = day_named(context, first)
    entries = LeaveEntries(
        person_named(context, person).id,
        begin,
        day_if(context, last, "--to") or begin,
        LeaveKind(kind),
        note,
        0 if starts is None else entered_minute(N_("start"), starts),
        MINUTES if ends is None else entered_minute(N_("end"), ends),
    )
    made = context.services().rosters.add_leave(context.actor(), entries)
    if as_json:
        context.document(made)
        return
    context.echo(str(made.id))
    context.say(f"{made.staff_name} {leave_words(made)}")
    if not context.rehearsing:
        context.say(_("“yiwang roster leave drop %(number)s” takes it back.", number=made.id))


@leave.command("change", help=N_("Change leave: other days when somebody comes back earlier, another kind."))
@click.argument("number", type=int, metavar="NUMBER")
@click.option("--from", "first", metavar="DAY", help=N_("The first day."))
@click.option("--to", "last", metavar="DAY", help=N_("The last day."))
@click.option("--kind", type=click.Choice([each.value for each in LeaveKind]), help=N_("Why."))
@click.option("--starts", metavar="TIME", help=N_("From this time of the first day on, for half days."))
@click.option("--ends", metavar="TIME", help=N_("To this time of the last day, for half days."))
@click.option("--note", metavar="TEXT", help=N_("A remark."))
@rehearsal_option
@json_option
@pass_context
def change_leave(
    context: Context,
    *,
    number: int,
    first: str | None,
    last: str | None,
    kind: str | None,
    starts: str | None,
    ends: str | None,
    note: str | None,
    as_json: bool,
) -> None:
    """Change what is named; the rest stays as it is."""
    from console.rosterwords import leave_words
    from models.assignment.rosters.rules import entered_minute
    from models.assignment.rosters.service import LeaveEntries

    rosters, actor = context.services().rosters, context.actor()
    standing = rosters.one_leave(actor, number)
    entries = LeaveEntries(
        standing.staff_id,
        day_if(context, first, "--from") or standing.from_day,
        day_if(context, last, "--to") or standing.to_day,
        standing.kind if kind is None else LeaveKind(kind),
        standing.note if note is None else note,
        standing.from_minute if starts is None else entered_minute(N_("start"), starts),
        standing.to_minute if ends is None else entered_minute(N_("end"), ends),
    )
    made = rosters.change_leave(actor, number, entries, standing.version)
    if as_json:
        context.document(made)
    else:
        before = leave_words(standing)
        context.say(f"{made.staff_name} {before} → {leave_words(made)}")


@leave.command("drop", help=N_("Take leave back that was never taken."))
@click.argument("number", type=int, metavar="NUMBER")
@rehearsal_option
@json_option
@pass_context
def drop_leave(context: Context, *, number: int, as_json: bool) -> None:
    """Drop it."""
    from console.rosterwords import leave_words

    gone = context.services().rosters.drop_leave(context.actor(), number)
    if as_json:
        context.document(gone)
    else:
        context.say(_("Taken back: %(leave)s", leave=f"{gone.staff_name} {leave_words(gone)}"))
        if not context.rehearsing:
            entry = f"{code_of(context, gone.staff_id)} {_days_of(gone)}"
            context.say(_("Again: yiwang roster leave add %(entry)s", entry=entry))


def _days_of(leave: LeaveView) -> str:
    """Return when and why somebody is away, as the command that enters it takes it."""
    words = f"{leave.from_day} --to {leave.to_day} --kind {leave.kind}"
    for option, minute, whole in (("starts", leave.from_minute, 0), ("ends", leave.to_minute, _DAY)):
        if minute != whole:
            words += f" --{option} {minute // 60:02}:{minute % 60:02}"
    return words


@framed_group("deputy", help=N_("Who stands in for whom: show it, set it with its days, change it, end it."))
def deputy() -> None:
    """Hold the commands of deputies."""


@deputy.command("list", help=N_("List who stands in for whom."))
@click.option("--all", "past", is_flag=True, help=N_("What is over as well."))
@unit_option
@json_option
@pass_context
def list_deputies(context: Context, *, past: bool, unit: str | None, as_json: bool) -> None:
    """List them."""
    columns: list[Column[DeputyView]] = [
        Column("id", N_("Number"), lambda row: row.id, right=True),
        Column("name", N_("Name"), lambda row: row.staff_name),
        Column("rank", N_("Order"), lambda row: row.rank, right=True),
        Column("deputy", N_("Deputy"), lambda row: row.deputy_name),
        Column("from_day", N_("First day"), lambda row: row.from_day),
        Column("to_day", N_("Last day"), lambda row: row.to_day),
    ]
    found = context.services().rosters.deputies(context.actor(), unit_id_named(context, unit), past=past)
    context.listing(found, columns, as_json=as_json, empty=N_("Nobody stands in for anybody."))


@deputy.command("set", help=N_("Let one person stand in for another while that one is away."))
@click.argument("person", metavar="PERSON")
@click.argument("stand_in", metavar="DEPUTY")
@click.option("--from", "first", metavar="DAY", help=N_("From this day on; today if left out."))
@click.option("--to", "last", metavar="DAY", help=N_("To this day; until further notice if left out."))
@click.option(
    "--order",
    type=click.IntRange(1, 9),
    metavar="NUMBER",
    help=N_("1 is asked first; last if left out."),
)
@rehearsal_option
@json_option
@pass_context
def set_deputy(
    context: Context,
    *,
    person: str,
    stand_in: str,
    first: str | None,
    last: str | None,
    order: int | None,
    as_json: bool,
) -> None:
    """Set one."""
    rosters = context.services().rosters
    made = rosters.add_deputy(
        context.actor(),
        person_named(context, person).id,
        person_named(context, stand_in, "DEPUTY").id,
        day_if(context, first, "--from") or rosters.today(),
        day_if(context, last, "--to"),
        order,
    )
    if as_json:
        context.document(made)
        return
    context.echo(str(made.id))
    context.say(_("%(deputy)s stands in for %(name)s.", deputy=made.deputy_name, name=made.staff_name))
    if not context.rehearsing:
        context.say(_("“yiwang roster deputy end %(number)s” takes it back.", number=made.id))


@deputy.command("change", help=N_("Change from when to when somebody stands in, or who is asked first."))
@click.argument("number", type=int, metavar="NUMBER")
@click.option("--from", "first", metavar="DAY", help=N_("From this day on."))
@click.option("--to", "last", metavar="DAY", help=N_("To this day; “-” is until further notice."))
@click.option("--order", type=click.IntRange(1, 9), metavar="NUMBER", help=N_("1 is asked first."))
@rehearsal_option
@json_option
@pass_context
def change_deputy(
    context: Context, *, number: int, first: str | None, last: str | None, order: int | None, as_json: bool
) -> None:
    """Change what is named; the rest stays as it is."""
    rosters, actor = context.services().rosters, context.actor()
    standing = rosters.one_deputy(actor, number)
    until = standing.to_day
    if last is not None:
        until = None if last == _NONE else day_named(context, last, "--to")
    made = rosters.change_deputy(
        actor,
        number,
        day_if(context, first, "--from") or standing.from_day,
        until,
        order or standing.rank,
        standing.version,
    )
    if as_json:
        context.document(made)
    else:
        context.say(f"{deputy_words(standing)} → {deputy_words(made)}")


@deputy.command("end", help=N_("End it: after a last day, or as if it had never been said."))
@click.argument("number", type=int, metavar="NUMBER")
@click.option("--to", "last", metavar="DAY", help=N_("The last day it holds."))
@rehearsal_option
@json_option
@pass_context
def end_deputy(context: Context, *, number: int, last: str | None, as_json: bool) -> None:
    """End one."""
    ended = context.services().rosters.end_deputy(context.actor(), number, day_if(context, last, "--to"))
    if as_json:
        context.document(ended)
    else:
        names = {"deputy": ended.deputy_name, "name": ended.staff_name}
        context.say(_("%(deputy)s no longer stands in for %(name)s.", **names))
        if last is None and not context.rehearsing:
            until = f" --to {ended.to_day}" if ended.to_day else ""
            days = f"--from {ended.from_day}{until} --order {ended.rank}"
            people = f"{code_of(context, ended.staff_id)} {code_of(context, ended.deputy_id)}"
            entry = f"{people} {days}"
            context.say(_("Again: yiwang roster deputy set %(entry)s", entry=entry))
