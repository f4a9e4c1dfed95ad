"""A month's roster as offices keep it: people by days in a workbook, which can be taken in again.

The headings are those the kind ``rosters`` understands, whatever the language of the rest; a shift is
named by its name, with ``*`` behind it where the person leads.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING

from models.exchange.papers.sheets import Sheet, SheetColumn, SheetRow, Workbook
from models.exchange.papers.workbook import write_workbook
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.assignment.rosters.views import MonthView

    Say = Callable[..., str]
    """A message id, and by name what fills its placeholders, in words"""

_CODE, _NAME = "工号", "姓名"
_LEADS = "*"
_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""What the file says of when it was made: the same month gives the same bytes"""


def write_month(month: MonthView, target: IO[bytes], say: Say) -> None:
    """Write a month as .xlsx.

    Args:
        month: as it was read, with permission, by whoever wants it.
        target: a binary file.
        say: how message ids become words.
    """
    names = {each.id: each.name for each in month.shifts}
    columns = [SheetColumn(_CODE, width=10), SheetColumn(_NAME, width=10)]
    columns += [SheetColumn(str(each.day.day), width=8) for each in month.days]
    rows = []
    for person in month.people:
        cells = []
        for day in month.days:
            duties = month.cell(person.staff_id, day.day).duties
            cells.append("、".join(f"{names[each.shift_id]}{_LEADS if each.lead else ''}" for each in duties))
        rows.append(SheetRow((person.code, person.name, *cells)))
    title = say(N_("Roster of %(month)s"), month=f"{month.first:%Y-%m}")
    note = say(
        N_("* leads the shift. Taken in again with --set month=%(month)s"), month=f"{month.first:%Y-%m}"
    )
    sheet = Sheet(
        name=f"{month.first:%Y-%m}",
        title=title,
        columns=tuple(columns),
        rows=tuple(rows),
        note=note,
        landscape=True,
    )
    write_workbook(Workbook((sheet,), title), target, _MADE)
