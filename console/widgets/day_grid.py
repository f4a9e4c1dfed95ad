"""A month roster: people by days, a cell under the cursor, scrolled both ways to fit any width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from console.rosterwords import DAY_CELLS, away_days, cell_text, day_mark, marks, weekday
from console.text import cut, fit
from console.widgets.cursor_keys import CursorKeys

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from textual import events

    from console.widgets.lines import Piece
    from models.assignment.rosters.views import (
        CellView,
        DayView,
        LeaveView,
        MonthView,
        RosterPerson,
    )

_NAME = 10
_PREFIX = 1 + _NAME + 1
_HEADING = 2


class DayGrid(CursorKeys, can_focus=True):
    """The grid. It knows a month; what a key does to a cell is the screen's matter."""

    DEFAULT_CSS = "DayGrid { height: 1fr; width: 100%; }"

    class Moved(Message):
        """The cursor came to stand on another cell, or other cells are shown."""

    def __init__(self) -> None:
        super().__init__()
        self._month: MonthView | None = None
        self._today: date | None = None
        self._empty = ""
        self._row = self._day = self._top = self._left = 0
        self._marks: dict[int, str] = {}
        self._away: dict[tuple[int, date], LeaveView] = {}
        self._wrong: set[tuple[int, date]] = set()
        self._ahead: Mapping[tuple[int, date], CellView] = {}
        self._texts: dict[tuple[int, date], str] = {}

    # What it shows

    def show_month(self, month: MonthView, today: date, *, empty: str = "") -> None:
        """Show a month; the cursor stays on its person and day where they are there.

        Args:
            month: the month.
            today: the day that is marked, and where the cursor stands first.
            empty: the sentence shown where there are no people.
        """
        person, day = self.person, self.day
        self._month, self._today, self._empty = month, today, empty
        self._marks, self._away = marks(month), away_days(month)
        self._wrong = {(each.staff_id, each.day) for each in month.findings if each.staff_id is not None}
        self._texts.clear()
        wanted = today if day is None or day.day.month != month.first.month else day.day
        days = [each.day for each in month.days]
        self._day = days.index(wanted) if wanted in days else 0
        ids = [each.staff_id for each in month.people]
        self._row = ids.index(person.staff_id) if person and person.staff_id in ids else 0
        self._settle()

    def show_ahead(self, cells: Mapping[tuple[int, date], CellView]) -> None:
        """Show cells as they will be, before they are saved."""
        self._ahead = cells
        self._texts.clear()
        self.refresh()
        self.post_message(self.Moved())

    @property
    def month(self) -> MonthView | None:
        """The month it shows."""
        return self._month

    @property
    def person(self) -> RosterPerson | None:
        """The person under the cursor."""
        people = () if self._month is None else self._month.people
        return people[self._row] if self._row < len(people) else None

    @property
    def day(self) -> DayView | None:
        """The day under the cursor."""
        return None if self._month is None else self._month.days[self._day]

    def cell(self, staff_id: int, day: date) -> CellView | None:
        """Return a cell as it is shown."""
        if self._month is None:
            return None
        return self._ahead.get((staff_id, day)) or self._month.cell(staff_id, day)

    def away(self, staff_id: int, day: date) -> LeaveView | None:
        """Return the leave of a person on a day."""
        return self._away.get((staff_id, day))

    # The cursor

    @property
    def count(self) -> int:
        """How many people there are."""
        return 0 if self._month is None else len(self._month.people)

    @property
    def cursor(self) -> int:
        """The place of the person under the cursor."""
        return self._row

    @property
    def body_height(self) -> int:
        """How many people are in sight."""
        return max(1, self.size.height - _HEADING)

    @property
    def days_shown(self) -> int:
        """How many days are in sight."""
        return max(1, (self.size.width - _PREFIX) // DAY_CELLS)

    def move_to(self, place: int) -> None:
        """Put the cursor on the person at ``place``, or on the nearest there is."""
        self._row = place
        self._settle()

    def move_day(self, step: int) -> None:
        """Put the cursor some days on, or on the nearest day of the month."""
        self._day += step
        self._settle()

    def go_to(self, staff_id: int | None, day: date) -> None:
        """Put the cursor on a cell; on the day alone, where nobody is named."""
        if self._month is None:
            return
        ids = [each.staff_id for each in self._month.people]
        if staff_id in ids:
            self._row = ids.index(staff_id)
        days = [each.day for each in self._month.days]
        self._day = days.index(day) if day in days else self._day
        self._settle()

    def shift(self, lines: int) -> None:
        """Let the people in sight begin ``lines`` further down."""
        self._top += lines

    def _settle(self) -> None:
        days = 1 if self._month is None else len(self._month.days)
        self._row = max(0, min(self._row, self.count - 1))
        self._day = max(0, min(self._day, days - 1))
        self._top = max(0, min(self._top, self._row, self.count - self.body_height))
        self._top = max(self._top, self._row - self.body_height + 1)
        self._left = max(0, min(self._left, self._day, days - self.days_shown))
        self._left = max(self._left, self._day - self.days_shown + 1)
        self.refresh()
        self.post_message(self.Moved())

    def on_resize(self, _event: events.Resize) -> None:
        """Keep the cursor in sight."""
        self._settle()

    # Drawing

    def line(self, y: int, width: int) -> list[Piece]:
        """Draw the days, or a person with theirs."""
        month = self._month
        if month is None:
            return []
        shown = month.days[self._left : self._left + self.days_shown]
        if y < _HEADING:
            return self._heading(y, month, shown)
        place = self._top + y - _HEADING
        if place >= len(month.people):
            return [(self._empty, "dim")] if not month.people and y == _HEADING else []
        return self._person_line(place, month.people[place], shown, width)

    def _heading(self, y: int, month: MonthView, shown: tuple[DayView, ...]) -> list[Piece]:
        title = f"{month.first:%Y-%m}" if y == 0 else ""
        if y and self._left:
            title = "<"
        pieces: list[Piece] = [(fit(title, _PREFIX), "bold")]
        for day in shown:
            if y == 0:
                sign = "<" if day.day == self._today else " "
                text = f"{day.day.day:2d}{sign}"
            else:
                text = fit(weekday(day.day), DAY_CELLS - 1) + day_mark(day)
            under = self.day is not None and day.day == self.day.day
            style = "bold" if day.day == self._today else ""
            pieces.append((text, f"{style} reverse".strip() if under and y == 0 else style))
        if self._left + len(shown) < len(month.days) and y:
            pieces.append((">", "bold"))
        return pieces

    def _person_line(
        self, place: int, person: RosterPerson, shown: tuple[DayView, ...], _width: int
    ) -> list[Piece]:
        mine = place == self._row
        name = fit(cut(person.name, _NAME), _NAME)
        style = "bold" if mine else "" if person.editable else "dim"
        pieces: list[Piece] = [(">" if mine else " ", "bold"), (name + " ", style)]
        for day in shown:
            text = self._text(person.staff_id, day.day)
            under = mine and self.day is not None and day.day == self.day.day
            pieces.append((text, "reverse" if under else ""))
        return pieces

    def _text(self, staff_id: int, day: date) -> str:
        key = (staff_id, day)
        text = self._texts.get(key)
        if text is None:
            cell = self.cell(staff_id, day)
            text = "" if cell is None else cell_text(cell, self._marks, self._away.get(key))
            if key in self._wrong and key not in self._ahead:
                text = _with_sign(text)
            text = self._texts[key] = fit(text or " .", DAY_CELLS)
        return text


def _with_sign(text: str) -> str:
    """Return a cell's text with ``!`` in its last column: something is wrong there."""
    return fit(text.rstrip("*+! "), DAY_CELLS - 1) + "!"
