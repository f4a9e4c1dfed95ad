"""What the making of a new edition works with: its contents, and how they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.calendar.views import DayChange

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from models.calendar.days import DayNote
    from models.calendar.notice import NoticeDay
    from models.calendar.rules import OfficeHours
    from models.calendar.views import EditionView


@dataclass(frozen=True, slots=True)
class Draft:
    """What a new edition would hold."""

    name: str
    hours: OfficeHours
    days: tuple[NoticeDay, ...]
    notices: tuple[tuple[int, str], ...]


def span_name(years: Sequence[int]) -> str:
    """Return what an edition is called that nobody named: the span of its years."""
    return str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"


def changes_between(before: Sequence[NoticeDay], after: Sequence[NoticeDay]) -> tuple[DayChange, ...]:
    """Return the days about which two states of the calendar differ."""
    old: dict[date, DayNote] = {entry.day: entry.note for entry in before}
    new: dict[date, DayNote] = {entry.day: entry.note for entry in after}
    return tuple(
        DayChange(day, old.get(day), new.get(day))
        for day in sorted(old.keys() | new.keys())
        if old.get(day) != new.get(day)
    )


def edition_document(edition: EditionView) -> dict[str, Any]:
    """Return an edition as the ledger keeps it."""
    return {
        "number": edition.number,
        "name": edition.name,
        "windows": edition.windows,
        "notices": [list(notice) for notice in edition.notices],
    }


def change_document(change: DayChange) -> list[str | None]:
    """Return a change as the ledger keeps it: the day, what it was, what it is."""

    def kind(note: DayNote | None) -> str | None:
        return None if note is None else note.kind.value

    return [change.day.isoformat(), kind(change.before), kind(change.after)]
