"""What the calendar refuses, each with its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable


class UnknownYear(DomainError):
    """A working time reaches into a year whose holiday notice is not in the calendar."""

    code = "calendar.unknown_year"
    sentence = N_("The working days of %(year)s are not known: its holiday notice is not in the calendar.")
    next_step = N_(
        "Import the notice of %(year)s with “yiwang calendar import”, or add --provisional:"
        " that year is then counted Monday to Friday. Cases are counted so by themselves, marked provisional."
    )

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(year=year)


class MomentOutOfReach(DomainError):
    """A time so far away that it is surely a slip of the hand."""

    kind = ErrorKind.INPUT
    code = "calendar.moment_out_of_reach"
    sentence = N_("Deadlines can be counted from %(first)s to %(last)s, not from the year %(year)s.")
    next_step = N_("Check the year of the starting time.")

    def __init__(self, year: int, first: int, last: int) -> None:
        super().__init__(year=year, first=first, last=last)


class BadMoment(DomainError):
    """A text that is no date and time."""

    kind = ErrorKind.INPUT
    code = "calendar.bad_moment"
    sentence = N_("“%(value)s” is not a date and time.")
    next_step = N_("Write it like 2026-02-13 17:00.")

    def __init__(self, value: str) -> None:
        super().__init__(value=value)


class BadLimit(DomainError):
    """A text that is no time limit."""

    kind = ErrorKind.INPUT
    code = "calendar.bad_limit"
    sentence = N_("“%(value)s” is not a time limit.")
    next_step = N_("Write a whole number and a unit: UM, UH, UD, WM, WH, WD or ND, such as 4WH or 5工作日.")

    def __init__(self, value: str) -> None:
        super().__init__(value=value)


class ImpossibleLimit(DomainError):
    """A limit of nothing, or of more than ten years."""

    kind = ErrorKind.INPUT
    code = "calendar.impossible_limit"
    sentence = N_("The time limit “%(value)s” is impossible: it must be more than 0 and at most %(most)s.")
    next_step = N_("Check the number and the unit of the limit.")

    def __init__(self, value: str, most: str) -> None:
        super().__init__(value=value, most=most)


class BadWindows(DomainError):
    """A text that is no list of office windows."""

    kind = ErrorKind.INPUT
    code = "calendar.bad_windows"
    sentence = N_("“%(value)s” are not office hours.")
    next_step = N_("Write the windows of one day like 08:00-12:00,14:00-18:00.")

    def __init__(self, value: str) -> None:
        super().__init__(value=value)


class ImpossibleWindows(DomainError):
    """Windows that overlap, run backwards, stand out of order, or make less than an hour."""

    kind = ErrorKind.INPUT
    code = "calendar.impossible_windows"
    sentence = N_("The office hours “%(value)s” are impossible.")
    next_step = N_(
        "Each window must end after it begins and begin after the one before it has ended, "
        "all on one day and an hour or more together."
    )

    def __init__(self, value: str) -> None:
        super().__init__(value=value)


class BadNoticeFile(DomainError):
    """A file that is no table of days."""

    kind = ErrorKind.INPUT
    code = "calendar.bad_notice_file"
    sentence = N_("The file has no column “%(column)s”.")
    next_step = N_(
        "The first row must name the columns date, kind and festival (日期, 类型, 节日); "
        "save the table as CSV and try again."
    )

    def __init__(self, column: str) -> None:
        super().__init__(column=column)


class UnreadableNotice(DomainError):
    """A file whose bytes are no text in UTF-8 or GB18030."""

    kind = ErrorKind.INPUT
    code = "calendar.unreadable_notice"
    sentence = N_("The file cannot be read as text.")
    next_step = N_("Save the table as CSV, not as a workbook, and try again.")


class RowRefusal(DomainError):
    """One row of a notice that cannot be used; ``row`` counts lines of the file from 1."""

    kind = ErrorKind.INPUT

    def __init__(self, row: int, column: str, value: str) -> None:
        self.row = row
        super().__init__(row=row, column=column, value=value)


class WrongDate(RowRefusal):
    """A date that does not exist or is not written year-month-day."""

    code = "calendar.wrong_date"
    sentence = N_("Row %(row)s, column %(column)s: “%(value)s” is not a date.")
    next_step = N_("Write the date like 2027-01-01.")


class WrongKind(RowRefusal):
    """A day that is neither off nor worked."""

    code = "calendar.wrong_kind"
    sentence = N_(
        "Row %(row)s, column %(column)s: “%(value)s” is neither a day off nor a make-up working day."
    )
    next_step = N_("Write off (放假) or work (上班).")


class DuplicateDay(RowRefusal):
    """A day that the file names twice."""

    code = "calendar.duplicate_day"
    sentence = N_("Row %(row)s, column %(column)s: “%(value)s” stands in the file twice.")
    next_step = N_("Keep one row for each day.")


class MakeUpOnWeekday(RowRefusal):
    """A make-up working day on a Monday to Friday, which is worked anyway."""

    code = "calendar.make_up_on_weekday"
    sentence = N_("Row %(row)s, column %(column)s: “%(value)s” cannot be made up: it is not a weekend day.")
    next_step = N_("Make-up working days fall on Saturdays and Sundays; check the date against the notice.")


class StrayDay(RowRefusal):
    """A day of a year that the file does not cover.

    A year is covered when its first of January, a statutory day off, is in the file; the
    December before may carry days of the same notice.
    """

    code = "calendar.stray_day"
    sentence = N_("Row %(row)s, column %(column)s: “%(value)s” belongs to no year this file covers.")
    next_step = N_("A notice is imported whole: 1 January of its year must be among the days off.")


class MissingFestival(RowRefusal):
    """A day without the name of its festival, which every receipt shows."""

    code = "calendar.missing_festival"
    sentence = N_("Row %(row)s, column %(column)s: the festival's name is missing or too long.")
    next_step = N_("Write the festival as the notice names it, in at most 32 characters.")


class NoticeRefused(DomainError):
    """Rows of a notice cannot be used; nothing was imported.

    ``problems`` holds one refusal per bad row, in the order of the file.
    """

    kind = ErrorKind.INPUT
    code = "calendar.notice_refused"
    sentence = N_("The notice was not imported: %(count)s rows cannot be used. The first is row %(row)s.")
    next_step = N_("Correct the rows named and import the file again; nothing was changed.")

    def __init__(self, problems: Iterable[RowRefusal]) -> None:
        self.problems = tuple(problems)
        super().__init__(count=len(self.problems), row=self.problems[0].row)


class EmptyNotice(DomainError):
    """A file without a single day."""

    kind = ErrorKind.INPUT
    code = "calendar.empty_notice"
    sentence = N_("The file names no day.")
    next_step = N_("Check that this is the file of the notice.")


class NoSuchYear(DomainError):
    """A year asked for that the calendar does not cover."""

    kind = ErrorKind.MISSING
    code = "calendar.no_such_year"
    sentence = N_("The calendar has no notice for %(year)s; it covers %(years)s.")
    next_step = N_("Import the notice of %(year)s with “yiwang calendar import”.")

    def __init__(self, year: int, years: str) -> None:
        super().__init__(year=year, years=years)
