"""``yiwang roster``: who is on duty and who is away; see it, write it, fill it, swap."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.commands.context import Column
from console.commands.frame import framed_group, json_option, pass_context
from console.commands.rosterabsence import deputy, leave
from console.commands.rosterchoosing import (
    day_named,
    month_named,
    month_option,
    unit_id_named,
    unit_option,
)
from console.commands.rosterpeople import capacity, skill
from console.commands.rostershifts import shift
from console.commands.rosterswaps import swap
from console.commands.rosterwriting import clear, copy, fill, set_duty
from console.files import write_whole
from console.i18n import N_, _
from models.kernel.oserrors import why

if TYPE_CHECKING:
    from datetime import date

    from console.commands.context import Context
    from models.assignment.rosters.facts import OnDuty
    from models.assignment.rosters.views import MonthView, RosterFinding


@framed_group(
    "roster",
    help=N_("Duty rosters: who is on duty, who is away, who stands in; write, fill and swap duties."),
    epilog=N_(
        "Examples:\n"
        "  yiwang roster who\n"
        "  yiwang roster show --month 2026-03 --unit 综合执法办\n"
        "  yiwang roster set 李敏 2026-03-07 夜班 --lead\n"
        "  yiwang roster fill --shift 夜班 --people 李敏 --people 王强 --dry-run\n"
        "  yiwang roster gaps --month 2026-03"
    ),
)
def command() -> None:
    """Hold the commands of rosters."""


@command.command("show", help=N_("Show a month: people by days."))
@month_option
@unit_option
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=N_("Write it into an .xlsx instead, people by days; “import rosters” takes it in again."),
)
@json_option
@pass_context
def show(
    context: Context, *, month: str | None, unit: str | None, output: Path | None, as_json: bool
) -> None:
    """Print the month, or write it into a workbook."""
    first = month_named(context, month)
    found = context.services().rosters.month(context.actor(), first, unit_id_named(context, unit))
    if output is not None:
        _write(context, found, output)
        return
    if as_json:
        context.document(_document(found))
        return
    from console.rosterwords import month_lines, span_words

    if not any(cell.duties for cell in found.cells.values()) and not found.leave:
        context.say(_("Nobody has a duty in this month."))
        context.say(_where_to_begin(context))
        return
    for line in month_lines(found):
        context.echo(line)
    used = {duty.shift_id for cell in found.cells.values() for duty in cell.duties}
    for each in found.shifts:
        if each.id in used:
            context.echo(f"{each.mark} {each.name} {span_words(each)}")
    context.say(_("Findings: %(count)s (yiwang roster gaps).", count=len(found.findings)))


def _where_to_begin(context: Context) -> str:
    """Return what to do where a roster is empty: people first, then their duties."""
    if context.services().organisation.staff(context.actor()):
        return _(
            "“yiwang roster fill” lets people take turns, “yiwang roster set” writes one duty; "
            "“yiwang roster show -o FILE” gives a workbook to fill in, and “yiwang import rosters” takes it."
        )
    return _("There are no people yet: take in units, then people: “yiwang import units”, “import staff”.")


def _write(context: Context, month: MonthView, output: Path) -> None:
    from models.exchange.papers.forms import form_of
    from models.exchange.papers.names import PaperForm
    from models.exchange.rosterbook import write_month

    form_of(output.name, (PaperForm.XLSX,))
    try:
        write_whole(output, lambda stream: write_month(month, stream, _))
    except OSError as error:
        raise click.FileError(str(output), _(why(error))) from error
    context.say(_("Written to %(file)s.", file=str(output)))
    again = {"file": str(output), "month": f"{month.first:%Y-%m}"}
    context.say(_("It is taken in again with: yiwang import rosters %(file)s --set month=%(month)s", **again))


def _document(month: MonthView) -> dict[str, object]:
    codes = {each.id: each.code for each in month.shifts}
    return {
        "month": f"{month.first:%Y-%m}",
        "days": [{"day": each.day, "working": each.working, "holiday": each.holiday} for each in month.days],
        "people": [
            {
                "code": each.code,
                "name": each.name,
                "unit": each.unit_name,
                "duties": [
                    {"day": duty.day, "shift": codes[duty.shift_id], "unit": duty.unit_id, "lead": duty.lead}
                    for day in month.days
                    for duty in month.cell(each.staff_id, day.day).duties
                ],
                "leave": [one for one in month.leave if one.staff_id == each.staff_id],
            }
            for each in month.people
        ],
    }


@command.command("who", help=N_("Say who is on duty, now or at another time."))
@click.option("--at", "moment", metavar="TIME", help=N_("When (“2026-03-07 22:00”); now if left out."))
@click.option("--unit", metavar="UNIT", help=N_("For this unit; for the whole office if left out."))
@json_option
@pass_context
def who(context: Context, *, moment: str | None, unit: str | None, as_json: bool) -> None:
    """List who is on duty."""
    from console.commands.caseactions import moment_of
    from console.commands.caselines import times

    services = context.services()
    unit_id = unit_id_named(context, unit)
    here = services.rosters.presence(context.actor(), None if moment is None else moment_of(context, moment))
    names = {each.id: each.name for each in services.organisation.units(context.actor())}
    wording = times(context)
    columns: list[Column[OnDuty]] = [
        Column("staff_id", "", lambda row: row.person.staff_id, json_only=True),
        Column("name", N_("Name"), lambda row: row.person.name),
        Column("unit", N_("Unit"), lambda row: names.get(row.person.unit_id, "")),
        Column("shift", N_("Shift"), lambda row: row.shift, text=lambda row: row.shift or _("office hours")),
        Column("lead", N_("Leads"), lambda row: row.lead, text=lambda row: _("yes") if row.lead else ""),
        Column("until", N_("Until"), lambda row: row.until, text=lambda row: wording.full(row.until)),
    ]
    found = here.on_duty(unit_id)
    context.listing(found, columns, as_json=as_json, empty=N_("Nobody is on duty at that time."))
    if not found:
        context.say(_where_to_begin(context))


@command.command("gaps", help=N_("Name what a roster is wrong in: gaps, double bookings, duty during leave."))
@month_option
@click.option("--from", "first", metavar="DAY", help=N_("From this day on, instead of a month."))
@click.option("--to", "last", metavar="DAY", help=N_("To this day."))
@unit_option
@json_option
@pass_context
def gaps(
    context: Context,
    *,
    month: str | None,
    first: str | None,
    last: str | None,
    unit: str | None,
    as_json: bool,
) -> None:
    """List the findings."""
    from console.rosterwords import finding_words

    begin, end = _span(context, month, first, last)
    found = context.services().rosters.findings(context.actor(), begin, end, unit_id_named(context, unit))
    columns: list[Column[RosterFinding]] = [
        Column("day", N_("Day"), lambda row: row.day),
        Column("trouble", "", lambda row: row.trouble, json_only=True),
        Column("staff_id", "", lambda row: row.staff_id, json_only=True),
        Column("finding", N_("Finding"), finding_words),
    ]
    context.listing(found, columns, as_json=as_json, empty=N_("Nothing is wrong in these days."))


def _span(context: Context, month: str | None, first: str | None, last: str | None) -> tuple[date, date]:
    from models.assignment.rosters.days import month_days

    if first is None:
        return month_days(month_named(context, month))
    begin = day_named(context, first, "--from")
    return begin, month_days(begin)[1] if last is None else day_named(context, last, "--to")


for each in (set_duty, clear, fill, copy, shift, leave, deputy, skill, capacity, swap):
    command.add_command(each)
