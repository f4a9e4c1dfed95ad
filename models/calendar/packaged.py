"""The calendar shipped with the program: facts of the State Council's notices.

``data/notices.csv`` names the notice of each year, ``data/<year>.csv`` its days. No
database is needed, and none is loaded.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from models.calendar.arithmetic import SHANGHAI, CalendarLabel, WorkingTime
from models.calendar.days import WorkingDays
from models.calendar.notice import Notice, check_notice, read_notice
from models.calendar.rules import STANDARD_HOURS, OfficeHours

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Packaged:
    """The shipped notices; ``sources`` gives the notice of each year, in order."""

    notice: Notice
    sources: tuple[tuple[int, str], ...]


@lru_cache(maxsize=1)
def packaged() -> Packaged:
    """Return the notices shipped with the program."""
    folder = Path(__file__).with_name("data")
    index = csv.DictReader(io.StringIO(folder.joinpath("notices.csv").read_text(encoding="utf-8")))
    sources = tuple((int(row["year"]), row["notice"]) for row in index)
    rows = [
        row
        for year, _ in sources
        for row in read_notice(folder.joinpath(f"{year}.csv").read_text(encoding="utf-8"))
    ]
    return Packaged(check_notice(rows), sources)


def packaged_time(hours: OfficeHours = STANDARD_HOURS, zone: ZoneInfo = SHANGHAI) -> WorkingTime:
    """Return working time by the shipped notices."""
    shipped = packaged()
    days = WorkingDays(shipped.notice.notes(), shipped.notice.years)
    return WorkingTime(days, hours, zone, CalendarLabel(notices=shipped.sources))


def plain_time(hours: OfficeHours = STANDARD_HOURS, zone: ZoneInfo = SHANGHAI) -> WorkingTime:
    """Return working time of Monday to Friday without holidays, known for every year."""
    return WorkingTime(WorkingDays.plain_weeks(), hours, zone, CalendarLabel(plain=True))
