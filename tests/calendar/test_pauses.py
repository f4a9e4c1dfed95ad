"""Clocks that stood still: nothing of the limit is lost, whichever way it is counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calendar.packaged import packaged_time
from models.calendar.pauses import Pause, paused
from models.calendar.rules import Counting, DayEnd, Mode, parse_limit

SHANGHAI = ZoneInfo("Asia/Shanghai")
TIME = packaged_time()
HOURS = Counting()
DAYS = Counting(mode=Mode.DAYS)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "limit", "counting", "pause", "due"),
    [
        # Four working hours, of which two are left over a night, a weekend and a morning.
        ("2026-03-06 15:00", "4WH", HOURS, ("2026-03-06 17:00", "2026-03-09 10:00"), "2026-03-09 12:00"),
        # Stopped and started outside the windows: only working time counts.
        ("2026-03-02 09:00", "4WH", HOURS, ("2026-03-02 12:30", "2026-03-02 13:30"), "2026-03-02 15:00"),
        ("2026-03-02 09:00", "2UH", HOURS, ("2026-03-02 10:00", "2026-03-03 10:00"), "2026-03-03 11:00"),
        ("2026-03-02 09:00", "3ND", HOURS, ("2026-03-03 09:00", "2026-03-13 09:30"), "2026-03-15 09:30"),
        # Five working days by the day: three are left when it stops on Wednesday.
        ("2026-03-02 09:00", "5WD", DAYS, ("2026-03-04 11:00", "2026-03-16 09:00"), "2026-03-19 18:00"),
        # Paused and gone on with on the day it is due.
        ("2026-03-02 09:00", "1WD", DAYS, ("2026-03-03 09:00", "2026-03-07 09:00"), "2026-03-09 18:00"),
        ("2026-03-02 09:00", "3ND", DAYS, ("2026-03-03 09:00", "2026-03-10 09:00"), "2026-03-12 18:00"),
        # Over the Spring Festival of 2026 (15 to 23 February), with its make-up days.
        ("2026-02-12 09:00", "2WD", DAYS, ("2026-02-12 10:00", "2026-02-24 09:00"), "2026-02-26 18:00"),
    ],
)
def test_what_was_left_is_left(
    start: str, limit: str, counting: Counting, pause: tuple[str, str], due: str
) -> None:
    plain = TIME.due(at(start), parse_limit(limit), counting)
    found = paused(TIME, plain, parse_limit(limit), [Pause(at(pause[0]), at(pause[1]))], counting)
    assert found.at == at(due)
    assert found.local == datetime.fromisoformat(due)


def test_a_pause_after_the_deadline_or_of_no_length_moves_nothing() -> None:
    limit = parse_limit("4WH")
    plain = TIME.due(at("2026-03-02 09:00"), limit)
    late = Pause(plain.at, plain.at + timedelta(days=3))
    none = Pause(at("2026-03-02 10:00"), at("2026-03-02 10:00"))
    assert paused(TIME, plain, limit, [none, late]) == plain


MOMENTS = st.integers(0, 60 * 24 * 200).map(
    lambda minutes: at("2026-01-05 08:00") + timedelta(minutes=minutes)
)


@given(
    start=MOMENTS,
    before=st.integers(0, 60 * 24 * 5),
    length=st.integers(1, 60 * 24 * 20),
    cut=st.integers(0, 60 * 24 * 20),
    limit=st.sampled_from(["2UH", "3UD", "4WH", "20WH", "3WD", "7ND"]),
    day_end=st.sampled_from(list(DayEnd)),
)
def test_two_pauses_end_to_end_are_one(
    start: datetime, before: int, length: int, cut: int, limit: str, day_end: DayEnd
) -> None:
    """To the minute, where the clock stands still matters only by how much of it counts."""
    wanted = parse_limit(limit)
    counting = Counting(day_end=day_end)
    plain = TIME.due(start, wanted, counting)
    begin = min(start + timedelta(minutes=before), plain.at - timedelta(minutes=1))
    middle = begin + timedelta(minutes=min(cut, length))
    end = begin + timedelta(minutes=length)
    whole = paused(TIME, plain, wanted, [Pause(begin, end)], counting)
    parts = paused(TIME, plain, wanted, [Pause(begin, middle), Pause(middle, end)], counting)
    assert whole.at == parts.at
    assert whole.at >= plain.at


@given(start=MOMENTS, before=st.integers(0, 60 * 24 * 3), length=st.integers(1, 60 * 24 * 30))
def test_working_minutes_are_kept(start: datetime, before: int, length: int) -> None:
    """Working time outside the pause is exactly the limit."""
    limit = parse_limit("24WH")
    plain = TIME.due(start, limit)
    begin = min(start + timedelta(minutes=before), plain.at - timedelta(minutes=1))
    end = begin + timedelta(minutes=length)
    found = paused(TIME, plain, limit, [Pause(begin, end)])
    worked = TIME.working_minutes(start, found.at) - TIME.working_minutes(begin, end)
    assert worked == 24 * 60
