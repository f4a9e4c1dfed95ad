"""What the commands of the roster name: people, units, shifts, days and months."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import click

from console.days import NotADay, read_day
from console.i18n import N_, _
from models.kernel.text import fold, half_width, initials

if TYPE_CHECKING:
    from console.commands.context import Context
    from models.assignment.rosters.views import ShiftView
    from models.organisation.views import StaffView, UnitView

_MONTH = re.compile(r"(\d{4})[-/.年]?(\d{1,2})月?")
_MONTHS = 12

unit_option = click.option("--unit", metavar="UNIT", help=N_("Only people of this unit, by name or code."))
month_option = click.option(
    "--month", metavar="MONTH", help=N_("The month, such as 2026-03; this one if left out.")
)
for_option = click.option(
    "--for", "serves", metavar="UNIT", help=N_("The unit the duty serves; the whole office if left out.")
)
lead_option = click.option("--lead", is_flag=True, help=N_("They lead the shift."))


def person_named(context: Context, text: str, option: str = "PERSON") -> StaffView:
    """Return the person of the office a text means, by code, name or initials."""
    from console.commands.choosing import the_one

    wanted = fold(text)
    found = [
        each
        for each in context.services().organisation.staff(context.actor())
        if wanted == fold(each.code)
        or wanted in fold(each.name)
        or (wanted.isascii() and wanted == initials(each.name))
    ]
    nothing = _("Nobody on the list of staff answers to “%(text)s”.", text=text)
    return the_one(found, text, option=option, nothing=nothing)


def code_of(context: Context, staff_id: int) -> str:
    """Return the code of a person of the office: names can be those of several."""
    return next(
        each.code for each in context.services().organisation.staff(context.actor()) if each.id == staff_id
    )


def unit_named(context: Context, text: str | None, option: str = "--unit") -> UnitView | None:
    """Return the unit a text means; ``None`` for no text."""
    if text is None:
        return None
    from console.commands.choosing import the_one

    found = context.services().organisation.units(context.actor(), text)
    nothing = _("No unit answers to “%(text)s”.", text=text)
    return the_one(found, text, option=option, nothing=nothing)


def unit_id_named(context: Context, text: str | None, option: str = "--unit") -> int | None:
    """Return the id of the unit a text means; ``None`` for no text."""
    unit = unit_named(context, text, option)
    return None if unit is None else unit.id


def shift_named(context: Context, text: str) -> ShiftView:
    """Return the shift a text means: by code, mark or name."""
    from console.commands.choosing import the_one

    shifts = context.services().rosters.shifts(context.actor())
    wanted = fold(text)
    exact = [each for each in shifts if wanted in {fold(each.code), fold(each.mark), fold(each.name)}]
    found = exact or [each for each in shifts if wanted in fold(each.name)]
    nothing = _("There is no shift “%(text)s”.", text=text)
    return the_one(found, text, option="SHIFT", nothing=nothing)


def day_named(context: Context, text: str, option: str = "DAY") -> date:
    """Return the day a text means."""
    found = read_day(text, context.services().rosters.today())
    if found is None or isinstance(found, NotADay):
        reason = _("A day is missing.") if found is None else _(found.reason)
        raise click.BadParameter(reason, param_hint=option)
    return found


def day_if(context: Context, text: str | None, option: str) -> date | None:
    """Return the day a text means; ``None`` for no text."""
    return None if text is None else day_named(context, text, option)


def month_named(context: Context, text: str | None, option: str = "--month") -> date:
    """Return the first day of the month a text means; of this month for no text."""
    if text is None:
        return context.services().rosters.today().replace(day=1)
    found = _MONTH.fullmatch(half_width(text))
    if found is None or not (1 <= int(found[2]) <= _MONTHS and int(found[1])):
        raise click.BadParameter(_("This is no month; write for example 2026-03."), param_hint=option)
    return date(int(found[1]), int(found[2]), 1)
