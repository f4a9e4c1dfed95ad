"""What a stored edition must keep to, looked at again by ``yiwang check``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from models.calendar.days import DayKind, is_weekday
from models.calendar.rules import parse_windows
from models.kernel.errors import DomainError
from models.kernel.findings import Finding
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from models.calendar.notice import NoticeDay
    from models.calendar.views import EditionView


def edition_findings(edition: EditionView, days: Sequence[NoticeDay]) -> Iterator[Finding]:
    """Yield what in an edition cannot have come in through the import."""
    subject = f"calendar:{edition.number}"
    try:
        parse_windows(edition.windows)
    except DomainError:
        yield Finding(
            "calendar",
            subject,
            N_("Edition %(number)s: “%(windows)s” are not office hours."),
            {"number": edition.number, "windows": edition.windows},
        )
    off = {entry.day for entry in days if entry.note.kind is DayKind.OFF}
    for year in edition.years:
        if date(year, 1, 1) not in off:
            yield Finding(
                "calendar",
                subject,
                N_("Edition %(number)s: the days of %(year)s are not complete."),
                {"number": edition.number, "year": year},
            )
    for entry in days:
        made_up_on_weekday = entry.note.kind is DayKind.WORK and is_weekday(entry.day.toordinal())
        if made_up_on_weekday or entry.notice_year not in edition.years:
            yield Finding(
                "calendar",
                subject,
                N_("Edition %(number)s: %(day)s does not belong there."),
                {"number": edition.number, "day": entry.day.isoformat()},
            )
