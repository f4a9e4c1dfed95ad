"""``yiwang roster leave``, ``deputy``, ``skill`` and ``capacity``: what is known of people."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from console.commands.context import Column
from console.commands.frame import framed_group, json_option, pass_context, rehearsal_option
from console.commands.rosterchoosing import (
    day_if,
    day_named,
    person_named,
    unit_id_named,
    unit_option,
)
from console.i18n import N_, _
from models.assignment.rosters.kinds import LeaveKind

if TYPE_CHECKING:
    from console.commands.context import Context
    from models.assignment.rosters.views import CapacityView, DeputyView, LeaveView, SkillView

_YEAR = timedelta(days=366)
_NONE = "-"


@framed_group("leave", help=N_("Who is away: show leave, note it, take it back."))
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


@framed_group("deputy", help=N_("Who stands in for whom: show it, set it with its days, end it."))
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
        Column("from_day", N_("From"), lambda row: row.from_day),
        Column("to_day", N_("To"), lambda row: row.to_day),
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


@framed_group("skill", help=N_("What people can do, and by which permit: show it, set it, drop it."))
def skill() -> None:
    """Hold the commands of skills."""


@skill.command("list", help=N_("List skills and permits."))
@unit_option
@json_option
@pass_context
def list_skills(context: Context, *, unit: str | None, as_json: bool) -> None:
    """List them."""
    columns: list[Column[SkillView]] = [
        Column("name", N_("Name"), lambda row: row.staff_name),
        Column("skill", N_("Skill"), lambda row: row.skill),
        Column("permit", N_("Permit number"), lambda row: row.permit),
        Column("valid_until", N_("Valid until"), lambda row: row.valid_until),
    ]
    found = context.services().rosters.skills(context.actor(), unit_id_named(context, unit))
    context.listing(found, columns, as_json=as_json, empty=N_("Nobody has a skill on record."))


@skill.command("set", help=N_("Say what somebody can do, in place of what was said of it."))
@click.argument("person", metavar="PERSON")
@click.argument("name", metavar="TEXT")
@click.option("--permit", default="", metavar="NUMBER", help=N_("The number of the permit."))
@click.option("--until", metavar="DAY", help=N_("The last day it is valid."))
@rehearsal_option
@json_option
@pass_context
def set_skill(
    context: Context, *, person: str, name: str, permit: str, until: str | None, as_json: bool
) -> None:
    """Set one."""
    staff = person_named(context, person).id
    day = day_if(context, until, "--until")
    made = context.services().rosters.set_skill(context.actor(), staff, name, permit, day)
    if as_json:
        context.document(made)
    else:
        context.say(_("Noted: %(name)s can do %(skill)s.", name=made.staff_name, skill=made.skill))


@skill.command("drop", help=N_("Say that somebody cannot do something any more."))
@click.argument("person", metavar="PERSON")
@click.argument("name", metavar="TEXT")
@rehearsal_option
@json_option
@pass_context
def drop_skill(context: Context, *, person: str, name: str, as_json: bool) -> None:
    """Drop one."""
    gone = context.services().rosters.drop_skill(context.actor(), person_named(context, person).id, name)
    if as_json:
        context.document(gone)
    else:
        context.say(_("Dropped: %(name)s, %(skill)s.", name=gone.staff_name, skill=gone.skill))


@framed_group("capacity", help=N_("How many cases people take on: show it, set it."))
def capacity() -> None:
    """Hold the commands of capacities."""


@capacity.command("list", help=N_("List what people take on, where something limits it."))
@unit_option
@json_option
@pass_context
def list_capacities(context: Context, *, unit: str | None, as_json: bool) -> None:
    """List them."""
    columns: list[Column[CapacityView]] = [
        Column("name", N_("Name"), lambda row: row.staff_name),
        Column("per_day", N_("Cases a day"), lambda row: row.per_day, right=True),
        Column("open_most", N_("Open at most"), lambda row: row.open_most, right=True),
    ]
    found = context.services().rosters.capacities(context.actor(), unit_id_named(context, unit))
    context.listing(found, columns, as_json=as_json, empty=N_("Nothing limits what people take on."))


@capacity.command("set", help=N_("Say how many cases somebody takes on; what is left out is without limit."))
@click.argument("person", metavar="PERSON")
@click.option("--per-day", type=int, metavar="NUMBER", help=N_("Cases taken on in a day, at most."))
@click.option("--open", "open_most", type=int, metavar="NUMBER", help=N_("Cases open at once, at most."))
@rehearsal_option
@json_option
@pass_context
def set_capacity(
    context: Context, *, person: str, per_day: int | None, open_most: int | None, as_json: bool
) -> None:
    """Set one."""
    staff = person_named(context, person).id
    made = context.services().rosters.set_capacity(context.actor(), staff, per_day, open_most)
    if as_json:
        context.document(made)
        return
    shown = {"day": _NONE if made.per_day is None else made.per_day}
    shown["open"] = _NONE if made.open_most is None else made.open_most
    context.say(_("%(name)s: %(day)s cases a day, %(open)s open.", name=made.staff_name, **shown))
