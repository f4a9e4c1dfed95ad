"""``yiwang roster skill`` and ``capacity``: what people can do and take on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from console.commands.context import Column
from console.commands.frame import framed_group, json_option, pass_context, rehearsal_option
from console.commands.rosterchoosing import (
    day_if,
    person_named,
    unit_id_named,
    unit_option,
)
from console.i18n import N_, _

if TYPE_CHECKING:
    from console.commands.context import Context
    from models.assignment.rosters.views import CapacityView, SkillView

_NONE = "-"


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
