"""Worked deadlines, each computed by hand."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from models.calendar.arithmetic import parse_moment
from models.calendar.refusals import UnknownYear
from models.calendar.rules import Counting, DayEnd, Mode, parse_limit

if TYPE_CHECKING:
    from models.calendar.arithmetic import WorkingTime

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "sla_test_vectors.csv"

HOURS, DAYS = Mode.HOURS, Mode.DAYS
VECTORS = [
    # A Friday, then a Saturday worked for Spring Festival.
    ("2026-02-13 17:00", "4WH", HOURS, "2026-02-14 11:00"),
    # Across the nine days of Spring Festival.
    ("2026-02-13 17:00", "2WD", HOURS, "2026-02-24 17:00"),
    ("2026-02-13 17:00", "2WD", DAYS, "2026-02-24 18:00"),
    # Urgent hours know no office.
    ("2026-02-13 17:00", "2UH", HOURS, "2026-02-13 19:00"),
    ("2026-02-13 17:00", "2UH", DAYS, "2026-02-13 19:00"),
    ("2026-02-13 17:00", "2UD", HOURS, "2026-02-15 17:00"),
    ("2026-02-13 17:00", "2UD", DAYS, "2026-02-15 17:00"),
    # Over the lunch break.
    ("2026-02-14 11:30", "4WH", HOURS, "2026-02-14 17:30"),
    # Received on a holiday.
    ("2026-02-15 09:00", "2WH", HOURS, "2026-02-24 10:00"),
    # Across National Day.
    ("2026-09-30 17:30", "1WD", HOURS, "2026-10-08 17:30"),
    # A Sunday that is worked.
    ("2026-09-18 16:30", "5WD", HOURS, "2026-09-24 16:30"),
    # Received in the lunch break, over at the very end of the day.
    ("2026-04-30 13:00", "4WH", HOURS, "2026-04-30 18:00"),
    # Five working days from a Friday before National Day 2025 is 10 October, either way.
    ("2025-09-26 10:00", "5WD", HOURS, "2025-10-10 10:00"),
    ("2025-09-26 10:00", "5WD", DAYS, "2025-10-10 18:00"),
    # The earliest moment counts: noon, not two o'clock.
    ("2026-03-02 08:00", "4WH", HOURS, "2026-03-02 12:00"),
    ("2026-03-02 08:00", "1WD", HOURS, "2026-03-02 18:00"),
    # Beginning exactly where a window ends, and before and after the office.
    ("2026-03-02 12:00", "1WH", HOURS, "2026-03-02 15:00"),
    ("2026-03-02 18:00", "1WH", HOURS, "2026-03-03 09:00"),
    ("2026-03-02 07:59", "1WH", HOURS, "2026-03-02 09:00"),
    ("2026-03-02 23:59", "1WH", HOURS, "2026-03-03 09:00"),
    # From a working Saturday of 2025 over the turn of the year: 1 to 3 January off, the 4th worked.
    ("2025-12-31 17:00", "2WH", HOURS, "2026-01-04 09:00"),
    ("2025-12-31 17:00", "1WD", DAYS, "2026-01-04 18:00"),
    # A leap day is a day like another (29 February 2024, a Thursday).
    ("2024-02-28 17:00", "9WH", HOURS, "2024-02-29 18:00"),
    ("2024-02-28 17:00", "1ND", HOURS, "2024-02-29 17:00"),
    ("2024-02-28 17:00", "2ND", DAYS, "2024-03-01 18:00"),
    # Calendar days take no notice of a holiday.
    ("2026-02-13 17:00", "3ND", HOURS, "2026-02-16 17:00"),
    ("2026-02-13 17:00", "3ND", DAYS, "2026-02-16 18:00"),
    # Hours are counted to the minute in both modes.
    ("2026-02-13 17:00", "4WH", DAYS, "2026-02-14 11:00"),
    # The last day whose year is known.
    ("2026-12-31 08:00", "8WH", HOURS, "2026-12-31 18:00"),
]


@pytest.mark.parametrize(("start", "limit", "mode", "due"), VECTORS)
def test_worked_example(shipped: WorkingTime, start: str, limit: str, mode: Mode, due: str) -> None:
    found = shipped.due(parse_moment(start), parse_limit(limit), Counting(mode))
    assert f"{found.local:%Y-%m-%d %H:%M}" == due
    assert found.at == parse_moment(due)
    assert not found.provisional


def test_a_day_may_end_at_midnight_and_is_still_that_day(shipped: WorkingTime) -> None:
    counting = Counting(Mode.DAYS, DayEnd.MIDNIGHT)
    due = shipped.due(parse_moment("2026-12-29 17:00"), parse_limit("2WD"), counting)
    # Midnight belongs to 31 December: the unknown year that begins there is not touched.
    assert (due.day.isoformat(), due.local.isoformat()) == ("2026-12-31", "2027-01-01T00:00:00")


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize(
    ("start", "limit"),
    [("2027-01-04 09:00", "1WD"), ("2026-12-31 17:30", "2WD"), ("2023-12-31 09:00", "1WD")],
)
def test_an_unknown_year_is_refused_or_marked(
    shipped: WorkingTime, start: str, limit: str, mode: Mode
) -> None:
    with pytest.raises(UnknownYear) as refusal:
        shipped.due(parse_moment(start), parse_limit(limit), Counting(mode))
    marked = shipped.due(parse_moment(start), parse_limit(limit), Counting(mode, provisional=True))
    assert marked.provisional
    assert marked.provisional_years == (refusal.value.year,)


def test_a_provisional_answer_counts_monday_to_friday(shipped: WorkingTime) -> None:
    due = shipped.due(parse_moment("2027-01-04 09:00"), parse_limit("5WD"), Counting(provisional=True))
    assert due.local.isoformat() == "2027-01-11T09:00:00"


@pytest.mark.parametrize("limit", ["2UH", "3UD", "4ND"])
def test_what_needs_no_office_needs_no_notice(shipped: WorkingTime, limit: str) -> None:
    assert not shipped.due(parse_moment("2027-01-04 09:00"), parse_limit(limit)).provisional


def shared_rows() -> list[dict[str, str]]:
    if not SHARED.exists():
        return []
    with SHARED.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


@pytest.mark.skipif(not SHARED.exists(), reason="the shared table is not beside this checkout")
def test_every_row_of_the_shared_table(shipped: WorkingTime) -> None:
    rows = shared_rows()
    assert len(rows) >= 10
    for row in rows:
        start, limit = parse_moment(row["start"]), parse_limit(row["rule"])
        counting = Counting(Mode.DAYS if "day-count" in row["mode"] else Mode.HOURS)
        if row["deadline"].startswith("refuse"):
            with pytest.raises(UnknownYear):
                shipped.due(start, limit, counting)
            continue
        due = shipped.due(start, limit, counting)
        if row["deadline"].endswith("end of day"):
            assert row["deadline"].startswith(due.day.isoformat()), row
            assert due.local.hour == 18, row
        else:
            assert f"{due.local:%Y-%m-%d %H:%M}" == row["deadline"], row
