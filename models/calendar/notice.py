"""Holiday notices as tables of days: read, checked row by row, and laid over each other.

A file has a row for every day off and every make-up working day of a year. It covers a
year when that year's first of January is among the days off. A notice may also move days
of the December before its year; such a day belongs to the notice, not to its own year.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from models.calendar.days import DayKind, DayNote, is_weekday
from models.calendar.refusals import (
    BadNoticeFile,
    DuplicateDay,
    EmptyNotice,
    MakeUpOnWeekday,
    MissingFestival,
    NoticeRefused,
    RowRefusal,
    StrayDay,
    UnreadableNotice,
    WrongDate,
    WrongKind,
)
from models.kernel.text import clean_line, half_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_HEADINGS = {
    "date": ("date", "日期"),
    "kind": ("kind", "类型", "类别"),
    "festival": ("festival", "节日", "节日名称"),
}
_SHOWN = {column: "/".join(names[:2]) for column, names in _HEADINGS.items()}
"""How a refusal names a column: both headings that are understood, whatever the language."""
_KINDS = {
    "off": DayKind.OFF,
    "放假": DayKind.OFF,
    "休": DayKind.OFF,
    "休息": DayKind.OFF,
    "work": DayKind.WORK,
    "上班": DayKind.WORK,
    "班": DayKind.WORK,
    "补班": DayKind.WORK,
}
_MOST_FESTIVAL = 32
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One row as it came from outside, unchecked; ``row`` is its line in the file, from 1."""

    row: int
    date: str
    kind: str
    festival: str


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """A checked day of a notice; ``notice_year`` is the year whose notice moved it."""

    day: date
    note: DayNote
    notice_year: int


@dataclass(frozen=True, slots=True)
class Notice:
    """The checked days of one or more years' notices, in order of date."""

    years: tuple[int, ...]
    days: tuple[NoticeDay, ...]

    def notes(self) -> dict[date, DayNote]:
        """Return what is said about each day."""
        return {entry.day: entry.note for entry in self.days}


def read_notice_bytes(content: bytes) -> list[NoticeRow]:
    """Read a CSV file (UTF-8 with or without mark, or GB18030) as rows.

    Raises:
        UnreadableNotice: it is text in neither encoding.
        BadNoticeFile: a column is missing from the first row.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return read_notice(text)
    raise UnreadableNotice


def read_notice(text: str) -> list[NoticeRow]:
    """Read the rows of a CSV table with the columns date, kind and festival in any order.

    Raises:
        BadNoticeFile: a column is missing from the first row.
    """
    reader = csv.reader(io.StringIO(text))
    headings = [half_width(cell).lower() for cell in next(reader, [])]
    places: dict[str, int] = {}
    for column, names in _HEADINGS.items():
        place = next((index for index, heading in enumerate(headings) if heading in names), None)
        if place is None:
            raise BadNoticeFile(_SHOWN[column])
        places[column] = place
    rows = []
    for cells in reader:
        if any(cell.strip() for cell in cells):
            padded = [*cells, *[""] * len(headings)]
            values = {column: clean_line(padded[place]) for column, place in places.items()}
            rows.append(NoticeRow(reader.line_num, **values))
    return rows


def check_notice(rows: Sequence[NoticeRow]) -> Notice:
    """Check rows from outside and return the notice they make.

    Raises:
        EmptyNotice: there is no row.
        NoticeRefused: rows cannot be used; it names each with row, column and value.
    """
    if not rows:
        raise EmptyNotice
    problems: list[RowRefusal] = []
    entries: dict[date, tuple[NoticeRow, DayNote]] = {}
    for row in rows:
        try:
            day, note = _checked(row)
        except RowRefusal as problem:
            problems.append(problem)
            continue
        if day in entries:
            problems.append(DuplicateDay(row.row, _SHOWN["date"], row.date))
        else:
            entries[day] = (row, note)
    years = _covered(entries)
    days = []
    for day, (row, note) in sorted(entries.items()):
        notice_year = _notice_year(day, years)
        if notice_year is None:
            problems.append(StrayDay(row.row, _SHOWN["date"], row.date))
        else:
            days.append(NoticeDay(day, note, notice_year))
    if problems:
        raise NoticeRefused(sorted(problems, key=lambda problem: problem.row))
    return Notice(years, tuple(days))


def overlay(standing: Iterable[NoticeDay], notice: Notice) -> Notice:
    """Return ``notice`` laid over the days that stand already.

    The years it covers are replaced whole; for a December day that two notices speak of,
    the newer notice holds.
    """
    merged: dict[date, NoticeDay] = {}
    kept = [entry for entry in standing if entry.notice_year not in notice.years]
    for entry in sorted([*kept, *notice.days], key=lambda entry: entry.notice_year):
        merged[entry.day] = entry
    years = {entry.notice_year for entry in kept} | set(notice.years)
    return Notice(tuple(sorted(years)), tuple(merged[day] for day in sorted(merged)))


def _checked(row: NoticeRow) -> tuple[date, DayNote]:
    written = half_width(row.date)
    try:
        year, month, number = (int(part) for part in written.replace("/", "-").replace(".", "-").split("-"))
        day = date(year, month, number)
    except ValueError:
        raise WrongDate(row.row, _SHOWN["date"], row.date) from None
    kind = _KINDS.get(half_width(row.kind).lower())
    if kind is None:
        raise WrongKind(row.row, _SHOWN["kind"], row.kind)
    if kind is DayKind.WORK and is_weekday(day.toordinal()):
        raise MakeUpOnWeekday(row.row, _SHOWN["date"], row.date)
    festival = clean_line(row.festival)
    if not 0 < len(festival) <= _MOST_FESTIVAL:
        raise MissingFestival(row.row, _SHOWN["festival"], row.festival)
    return day, DayNote(kind, festival)


def _covered(entries: Mapping[date, tuple[NoticeRow, DayNote]]) -> tuple[int, ...]:
    return tuple(
        sorted(
            day.year
            for day, (_, note) in entries.items()
            if (day.month, day.day) == (1, 1) and note.kind is DayKind.OFF
        )
    )


def _notice_year(day: date, years: Sequence[int]) -> int | None:
    if day.year in years:
        return day.year
    if day.month == _DECEMBER and day.year + 1 in years:
        return day.year + 1
    return None
