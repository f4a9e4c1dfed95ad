"""Rosters in words: kinds of shifts and leave, what a cell holds, what is wrong.

The same words stand on the screen and in the shell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import _, pgettext
from console.text import cell_len, fit
from models.assignment.rosters.kinds import LeaveKind, ShiftKind, SwapState
from models.calendar.rules import clock_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from enum import StrEnum

    from models.assignment.rosters.views import (
        CellView,
        DayView,
        DeputyView,
        LeaveView,
        MonthView,
        RosterFinding,
        RosterPerson,
        ShiftView,
        SwapView,
    )

MARK_CELLS = 2
DAY_CELLS = 3
"""Columns of a day in the roster: the shift's mark and a sign"""
_WHOLE_DAY = 24 * 60


def roster_tables() -> tuple[dict[StrEnum, str], ...]:
    """Return the names of everything a shift, leave or a swap can be."""
    shifts: dict[StrEnum, str] = {
        ShiftKind.DAY: pgettext("shift", "Day"),
        ShiftKind.NIGHT: pgettext("shift", "Night"),
        ShiftKind.WEEKEND: pgettext("shift", "Weekend"),
        ShiftKind.HOLIDAY: pgettext("shift", "Holiday"),
    }
    leave: dict[StrEnum, str] = {
        LeaveKind.ANNUAL: pgettext("leave", "Annual leave"),
        LeaveKind.SICK: pgettext("leave", "Sick leave"),
        LeaveKind.PERSONAL: pgettext("leave", "Personal leave"),
        LeaveKind.FAMILY: pgettext("leave", "Family leave"),
        LeaveKind.TRIP: pgettext("leave", "Business trip"),
        LeaveKind.TRAINING: pgettext("leave", "Training"),
        LeaveKind.REST: pgettext("leave", "Rest in return"),
        LeaveKind.OTHER: pgettext("leave", "Other leave"),
    }
    swaps: dict[StrEnum, str] = {
        SwapState.ASKED: pgettext("swap", "Asked"),
        SwapState.AGREED: pgettext("swap", "Agreed, to approve"),
        SwapState.DONE: pgettext("swap", "Swapped"),
        SwapState.DECLINED: pgettext("swap", "Declined"),
        SwapState.REFUSED: pgettext("swap", "Not approved"),
        SwapState.WITHDRAWN: pgettext("swap", "Withdrawn"),
        SwapState.EXPIRED: pgettext("swap", "Expired"),
    }
    return shifts, leave, swaps


def span_words(shift: ShiftView) -> str:
    """Return when a shift begins and ends."""
    ends = clock_text(shift.ends)
    if not shift.past_midnight:
        return f"{clock_text(shift.starts)}-{ends}"
    return _("%(start)s to %(end)s the next day", start=clock_text(shift.starts), end=ends)


def deputy_words(deputy: DeputyView) -> str:
    """Return who stands in for whom, in which order and when, as one reads it in a line."""
    facts = {"name": deputy.staff_name, "deputy": deputy.deputy_name, "rank": deputy.rank}
    first = deputy.from_day.isoformat()
    if deputy.to_day is None:
        return _("%(deputy)s stands in for %(name)s (order %(rank)s) from %(first)s on", **facts, first=first)
    last = deputy.to_day.isoformat()
    return _(
        "%(deputy)s stands in for %(name)s (order %(rank)s) from %(first)s to %(last)s",
        **facts,
        first=first,
        last=last,
    )


def leave_words(leave: LeaveView) -> str:
    """Return leave as one reads it in a line: its kind, its days, and its hours where these are not whole."""
    from console.labels import label

    kind = label(leave.kind)
    first = day_time(leave.from_day, leave.from_minute or None)
    last = day_time(leave.to_day, leave.to_minute if leave.to_minute != _WHOLE_DAY else None)
    if first == last:
        return f"{kind} {first}"
    return _("%(kind)s %(first)s to %(last)s", kind=kind, first=first, last=last)


def day_time(day: date, minute: int | None) -> str:
    """Return a day of the month, with a time of it if there is one."""
    shown = f"{day.month:02d}-{day.day:02d}"
    return shown if minute is None else f"{shown} {clock_text(minute)}"


def weekday(day: date) -> str:
    """Return a weekday in one or two columns."""
    names = (
        pgettext("weekday", "Mo"),
        pgettext("weekday", "Tu"),
        pgettext("weekday", "We"),
        pgettext("weekday", "Th"),
        pgettext("weekday", "Fr"),
        pgettext("weekday", "Sa"),
        pgettext("weekday", "Su"),
    )
    return names[day.weekday()]


def day_words(day: DayView) -> str:
    """Return what kind of day it is, where it is no ordinary one."""
    if day.holiday:
        return _("holiday (%(name)s)", name=day.holiday)
    if day.make_up:
        return _("working day in exchange")
    return "" if day.working else _("day off")


def marks(month: MonthView) -> dict[int, str]:
    """Return what each shift shows in a cell, by its id."""
    return {each.id: each.mark for each in month.shifts}


def cell_text(cell: CellView, marked: dict[int, str], away: LeaveView | None) -> str:
    """Return a cell in two columns and a sign: ``*`` leads, ``+`` has several duties, ``!`` is on leave."""
    if not cell.duties:
        return pgettext("roster", "lv") + " " if away is not None else ""
    mark = fit(marked.get(cell.duties[0].shift_id, "?"), MARK_CELLS)
    if away is not None:
        return f"{mark}!"
    if len(cell.duties) > 1:
        return f"{mark}+"
    return f"{mark}*" if cell.duties[0].lead else f"{mark} "


def cell_words(
    month: MonthView,
    person: RosterPerson,
    day: DayView,
    cell: CellView,
    unit_name: Callable[[int], str],
) -> str:
    """Return what a cell holds, in one line."""
    shifts = {each.id: each for each in month.shifts}
    parts = []
    for duty in cell.duties:
        shift = shifts[duty.shift_id]
        said = f"{shift.name} {span_words(shift)}"
        if duty.unit_id is not None:
            said = _("%(duty)s for %(unit)s", duty=said, unit=unit_name(duty.unit_id))
        parts.append(_("%(duty)s, leading", duty=said) if duty.lead else said)
    parts += [leave_words(each) for each in leave_of(month, person.staff_id, day.day)]
    where = f"{day.day.month:02d}-{day.day.day:02d} {weekday(day.day)}"
    kind = day_words(day)
    if kind:
        where = f"{where} {kind}"
    return f"{person.name} {where}: {_('; ').join(parts) if parts else _('nothing')}"


def leave_of(month: MonthView, staff_id: int, day: date) -> list[LeaveView]:
    """Return the leave of a person on a day."""
    return [each for each in month.leave if each.staff_id == staff_id and each.covers(day)]


def finding_words(finding: RosterFinding) -> str:
    """Return what is wrong, in a sentence."""
    return _(finding.sentence, **finding.params)


def swap_words(swap: SwapView) -> str:
    """Return what is exchanged for what."""
    return _(
        "%(one)s %(one_day)s %(one_shift)s for %(other)s %(other_day)s %(other_shift)s",
        one=swap.from_name,
        one_day=day_time(swap.from_day, None),
        one_shift=swap.from_shift,
        other=swap.to_name,
        other_day=day_time(swap.to_day, None),
        other_shift=swap.to_shift,
    )


def month_lines(month: MonthView) -> list[str]:
    """Return a month as lines of text: a row of days, and one for each person who has duties or leave."""
    marked = marks(month)
    width = max((cell_len(each.name) for each in month.people), default=4)
    head = "".join(fit(str(each.day.day), 3) for each in month.days)
    week = "".join(fit(weekday(each.day), 3) for each in month.days)
    kinds = "".join(fit(day_sign(each), 3) for each in month.days)
    lines = [f"{'':{width}} {part}".rstrip() for part in (head, week, kinds)]
    away = {
        (each.staff_id, day.day): each for each in month.leave for day in month.days if each.covers(day.day)
    }
    for person in month.people:
        keys = [(person.staff_id, day.day) for day in month.days]
        cells = "".join(fit(cell_text(month.cell(*key), marked, away.get(key)), 3) for key in keys)
        if cells.strip():
            lines.append(f"{fit(person.name, width)} {cells}".rstrip())
    return lines


def away_days(month: MonthView) -> dict[tuple[int, date], LeaveView]:
    """Return the leave of each person and day of a month that has some."""
    days = [each.day for each in month.days]
    return {(each.staff_id, day): each for each in month.leave for day in days if each.covers(day)}


def day_mark(day: DayView) -> str:
    """Return the sign beside a weekday, in one column: ``*`` holiday, ``+`` worked in exchange, ``-`` off."""
    if day.holiday:
        return "*"
    if day.make_up:
        return "+"
    return " " if day.working else "-"


def day_sign(day: DayView) -> str:
    """Return the sign under a day that is no ordinary one, in one or two columns."""
    if day.holiday:
        return pgettext("roster", "ho")
    if day.make_up:
        return pgettext("roster", "wk")
    return "" if day.working else "--"
