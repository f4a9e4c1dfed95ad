"""``yiwang roster set``, ``clear``, ``fill`` and ``copy``: writing in the roster."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from console.commands.frame import framed_command, json_option, pass_context, rehearsal_option
from console.commands.rosterchoosing import (
    day_named,
    for_option,
    lead_option,
    month_named,
    month_option,
    person_named,
    shift_named,
    unit_id_named,
    unit_option,
)
from console.i18n import N_, _
from models.assignment.rosters.views import CellChange, DutyView

if TYPE_CHECKING:
    from datetime import date

    from console.commands.context import Context
    from models.assignment.rosters.views import Written


@framed_command("set", help=N_("Give a person duties on a day, in place of what stood there."))
@click.argument("person", metavar="PERSON")
@click.argument("day", metavar="DAY")
@click.argument("shifts", nargs=-1, required=True, metavar="SHIFT")
@for_option
@lead_option
@rehearsal_option
@json_option
@pass_context
def set_duty(
    context: Context,
    *,
    person: str,
    day: str,
    shifts: tuple[str, ...],
    serves: str | None,
    lead: bool,
    as_json: bool,
) -> None:
    """Write one cell."""
    staff = person_named(context, person)
    on, unit_id = day_named(context, day), unit_id_named(context, serves, "--for")
    chosen = dict.fromkeys(shift_named(context, each).id for each in shifts)
    duties = tuple(DutyView(staff.id, on, shift_id, unit_id, lead) for shift_id in chosen)
    changes = [CellChange(staff.id, on, duties, None)]
    _tell(context, context.services().rosters.write(context.actor(), changes), as_json=as_json)


@framed_command("clear", help=N_("Clear the duties of a person on a day, or from one day to another."))
@click.argument("person", metavar="PERSON")
@click.argument("day", metavar="DAY")
@click.option("--to", "last", metavar="DAY", help=N_("To this day."))
@rehearsal_option
@json_option
@pass_context
def clear(context: Context, *, person: str, day: str, last: str | None, as_json: bool) -> None:
    """Empty cells."""
    from models.assignment.rosters.rules import MOST_DAYS, require_span

    staff = person_named(context, person)
    first = day_named(context, day)
    end = first if last is None else day_named(context, last, "--to")
    require_span(first, end, MOST_DAYS)
    days = [first + timedelta(days=count) for count in range((end - first).days + 1)]
    changes = [CellChange(staff.id, each, (), None) for each in days]
    _tell(context, context.services().rosters.write(context.actor(), changes), as_json=as_json)


@framed_command(
    "fill",
    help=N_(
        "Let people take turns at shifts over a month, or from one day to another.\n\n"
        "Each day every shift that the day is for takes the next person. Who is on leave, has something "
        "else or would have too little rest is passed over and comes next; cells that hold something stay."
    ),
)
@click.option(
    "--shift", "shifts", multiple=True, required=True, metavar="SHIFT", help=N_("A shift; may be repeated.")
)
@click.option(
    "--people", multiple=True, required=True, metavar="PERSON", help=N_("Who takes turns, in their order.")
)
@month_option
@click.option("--from", "first", metavar="DAY", help=N_("From this day on, instead of a month."))
@click.option("--to", "last", metavar="DAY", help=N_("To this day."))
@click.option(
    "--together",
    type=click.IntRange(1, 50),
    default=1,
    show_default=True,
    metavar="NUMBER",
    help=N_("How many have a shift at the same time."),
)
@for_option
@lead_option
@rehearsal_option
@json_option
@pass_context
def fill(
    context: Context,
    *,
    shifts: tuple[str, ...],
    people: tuple[str, ...],
    month: str | None,
    first: str | None,
    last: str | None,
    together: int,
    serves: str | None,
    lead: bool,
    as_json: bool,
) -> None:
    """Fill by a pattern."""
    from models.assignment.rosters.days import month_days
    from models.assignment.rosters.patterns import Pattern

    begin, end = month_days(month_named(context, month))
    begin = begin if first is None else day_named(context, first, "--from")
    end = (month_days(begin)[1] if first else end) if last is None else day_named(context, last, "--to")
    pattern = Pattern(
        tuple(dict.fromkeys(person_named(context, each, "--people").id for each in people)),
        tuple(dict.fromkeys(shift_named(context, each).id for each in shifts)),
        begin,
        end,
        unit_id_named(context, serves, "--for"),
        together,
        lead,
    )
    _tell(context, context.services().rosters.fill(context.actor(), pattern), as_json=as_json)


@framed_command(
    "copy",
    help=N_("Lay the duties of a month over another, weekday by weekday; cells that hold something stay."),
)
@click.argument("source", metavar="MONTH")
@click.argument("target", metavar="MONTH")
@unit_option
@rehearsal_option
@json_option
@pass_context
def copy(context: Context, *, source: str, target: str, unit: str | None, as_json: bool) -> None:
    """Copy a month."""
    months: tuple[date, date] = (month_named(context, source, "MONTH"), month_named(context, target, "MONTH"))
    written = context.services().rosters.copy_month(context.actor(), *months, unit_id_named(context, unit))
    _tell(context, written, as_json=as_json)


def _tell(context: Context, written: Written, *, as_json: bool) -> None:
    """Say what was written, and what is wrong now."""
    if as_json:
        context.document(written)
        return
    from console.rosterwords import day_time, finding_words

    actor, rosters = context.actor(), context.services().rosters
    shifts = {each.id: each.name for each in rosters.shifts(actor, closed=True)}
    names = {each.id: each.name for each in context.services().organisation.staff(actor, closed=True)}
    for cell in written.after:
        held = _(", ").join(shifts[each.shift_id] for each in cell.duties) or _("nothing")
        context.echo(f"{cell.day} {names[cell.staff_id]} {held}")
    if not written.after:
        context.say(_("Nothing changed."))
    for miss in written.missed:
        day, name = day_time(miss.day, None), shifts[miss.shift_id]
        who = _("those who take turns") if miss.staff_id is None else names[miss.staff_id]
        context.say(_("%(day)s %(shift)s: %(who)s could not.", day=day, shift=name, who=who))
    for finding in written.findings:
        context.say(finding_words(finding))
