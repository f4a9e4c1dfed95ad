"""The fast arithmetic against slow counting, and the laws it must keep."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.calendar.arithmetic import SHANGHAI, WorkingTime, parse_moment
from models.calendar.days import DayKind, DayNote, WorkingDays
from models.calendar.packaged import packaged, packaged_time, plain_time
from models.calendar.refusals import BadMoment, MomentOutOfReach, UnknownYear
from models.calendar.rules import (
    STANDARD_HOURS,
    Counting,
    DayEnd,
    Limit,
    Mode,
    OfficeHours,
    Unit,
    parse_limit,
    parse_windows,
)
from tests.calendar.reference import SlowCalendar, local_times, office_hours

FIRST, LAST = date(2024, 1, 1), date(2026, 11, 30)
NOTES = packaged().notice.notes()
known_times = local_times(FIRST, LAST)
units = st.sampled_from(Unit)
countings = st.builds(Counting, st.sampled_from(Mode), st.sampled_from(DayEnd), st.just(value=True))


def aware(local: datetime) -> datetime:
    return local.replace(tzinfo=SHANGHAI)


@given(known_times, st.integers(1, 40), office_hours)
@settings(max_examples=60)
def test_working_hours_agree_with_slow_counting(start: datetime, hours: int, shape: OfficeHours) -> None:
    # At most two weeks of a short office day: slow counting stays bearable.
    count = min(hours, max(1, shape.length * 8 // 60))
    time = packaged_time(shape)
    slow = SlowCalendar(NOTES, shape)
    due = time.due(aware(start), Limit(count, Unit.WORKING_HOUR))
    assert due.local == slow.after_minutes(start, count * 60)


@given(known_times, st.integers(1, 8), office_hours)
@settings(max_examples=60)
def test_working_days_to_the_minute_agree_with_slow_counting(
    start: datetime, count: int, shape: OfficeHours
) -> None:
    due = packaged_time(shape).due(aware(start), Limit(count, Unit.WORKING_DAY))
    assert due.local == SlowCalendar(NOTES, shape).after_minutes(start, count * shape.length)


@given(known_times, st.integers(1, 60))
def test_counted_days_agree_with_slow_counting(start: datetime, count: int) -> None:
    limit, counting = Limit(count, Unit.WORKING_DAY), Counting(Mode.DAYS, provisional=True)
    due = packaged_time().due(aware(start), limit, counting)
    assert due.day == SlowCalendar(NOTES, STANDARD_HOURS).after_days(start.date(), count)
    assert packaged_time().working_days(start.date(), due.day, provisional=True) == count


@given(known_times, st.timedeltas(timedelta(0), timedelta(days=12)), office_hours)
@settings(max_examples=60)
def test_time_between_agrees_with_slow_counting(
    start: datetime, length: timedelta, shape: OfficeHours
) -> None:
    end = (start + length).replace(second=0, microsecond=0)
    found = packaged_time(shape).working_minutes(aware(start), aware(end), provisional=True)
    assert found == SlowCalendar(NOTES, shape).minutes_between(start, end)
    assert packaged_time(shape).working_minutes(aware(end), aware(start), provisional=True) == -found


noted_days = st.dictionaries(
    st.dates(date(2029, 1, 1), date(2029, 3, 31)),
    st.sampled_from(DayKind).map(lambda kind: DayNote(kind, "试")),
    max_size=40,
)


@given(noted_days)
def test_days_are_numbered_without_a_gap(notes: dict[date, DayNote]) -> None:
    """Any calendar, also one no notice would make: every working day is found by its number."""
    days = WorkingDays(notes, None)
    slow = SlowCalendar(notes, STANDARD_HOURS)
    first, last = date(2028, 12, 20).toordinal(), date(2029, 4, 15).toordinal()
    index = days.before(first)
    for ordinal in range(first, last):
        assert days.before(ordinal) == index
        assert days.is_working(ordinal) == slow.is_working(date.fromordinal(ordinal))
        if days.is_working(ordinal):
            assert days.nth(index) == ordinal
            index += 1


@given(known_times, known_times, st.integers(1, 300), st.integers(0, 50), units, countings)
def test_monotone(
    start: datetime, other: datetime, count: int, more: int, unit: Unit, counting: Counting
) -> None:
    time = packaged_time()
    early, late = min(start, other), max(start, other)
    shorter, longer = Limit(count, unit), Limit(count + more, unit)
    assert time.due(aware(early), shorter, counting).at <= time.due(aware(late), shorter, counting).at
    assert time.due(aware(early), shorter, counting).at <= time.due(aware(early), longer, counting).at
    assert time.due(aware(early), shorter, counting).at > aware(early)


@given(known_times, st.integers(1, 200), st.integers(1, 200), units, office_hours)
def test_additive_to_the_minute(
    start: datetime, one: int, other: int, unit: Unit, shape: OfficeHours
) -> None:
    time, counting = packaged_time(shape), Counting(provisional=True)
    together = time.due(aware(start), Limit(one + other, unit), counting)
    half_way = time.due(aware(start), Limit(one, unit), counting)
    assert time.due(half_way.at, Limit(other, unit), counting).at == together.at


@given(known_times, st.integers(1, 100), st.integers(1, 100), st.sampled_from(DayEnd))
def test_additive_by_the_day(start: datetime, one: int, other: int, day_end: DayEnd) -> None:
    time, counting = packaged_time(), Counting(Mode.DAYS, day_end, provisional=True)
    for unit in (Unit.WORKING_DAY, Unit.NATURAL_DAY):
        together = time.due(aware(start), Limit(one + other, unit), counting)
        half_way = time.due(aware(start), Limit(one, unit), counting)
        noon = aware(datetime(half_way.day.year, half_way.day.month, half_way.day.day, 12))  # noqa: DTZ001
        again = time.due(noon, Limit(other, unit), counting)
        assert (again.at, again.day) == (together.at, together.day)


@given(known_times, st.integers(1, 400), st.sampled_from([Unit.WORKING_HOUR, Unit.WORKING_DAY]), office_hours)
def test_inverse(start: datetime, count: int, unit: Unit, shape: OfficeHours) -> None:
    time, limit = packaged_time(shape), Limit(count, unit)
    due = time.due(aware(start), limit, Counting(provisional=True))
    assert time.working_minutes(aware(start), due.at, provisional=True) == time.minutes_of(limit)
    # And it is the earliest such moment.
    before = due.at - timedelta(minutes=1)
    assert time.working_minutes(aware(start), before, provisional=True) == time.minutes_of(limit) - 1


@given(known_times, st.integers(1, 60), units, countings, st.fractions(0, 1))
def test_a_part_of_the_way_lies_on_the_way(
    start: datetime, count: int, unit: Unit, counting: Counting, part: Fraction
) -> None:
    time, limit = packaged_time(), Limit(count, unit)
    due = time.due(aware(start), limit, counting)
    assert aware(start) <= time.part_passed(aware(start), due, limit, part) <= due.at


def test_two_thirds_of_a_working_limit_are_counted_in_working_time(shipped: WorkingTime) -> None:
    start, limit = parse_moment("2026-02-13 17:00"), parse_limit("3WH")
    due = shipped.due(start, limit)
    yellow = shipped.part_passed(start, due, limit, Fraction(2, 3))
    assert yellow == parse_moment("2026-02-14 09:00")
    urgent = parse_limit("3UH")
    yellow = shipped.part_passed(start, shipped.due(start, urgent), urgent, Fraction(2, 3))
    assert yellow == parse_moment("2026-02-13 19:00")


def test_a_part_beyond_the_whole_is_an_error(shipped: WorkingTime) -> None:
    start, limit = parse_moment("2026-02-13 17:00"), parse_limit("3WH")
    with pytest.raises(ValueError, match="between 0 and 1"):
        shipped.part_passed(start, shipped.due(start, limit), limit, Fraction(3, 2))


def test_seconds_are_dropped(shipped: WorkingTime) -> None:
    start = parse_moment("2026-03-02 09:00") + timedelta(seconds=59, microseconds=7)
    for text, due in [("1WH", "10:00"), ("1UH", "10:00")]:
        assert shipped.due(start, parse_limit(text)).at == parse_moment(f"2026-03-02 {due}")


@pytest.mark.parametrize(
    ("windows", "start", "limit", "due"),
    [
        # One window, three windows, a window up to midnight, round the clock.
        ("09:00-17:00", "2026-03-02 16:30", "1WH", "2026-03-03 09:30"),
        ("08:00-10:00,11:00-12:00,13:00-14:00", "2026-03-02 09:30", "2WH", "2026-03-02 13:30"),
        ("20:00-24:00", "2026-03-02 21:00", "3WH", "2026-03-03 00:00"),
        ("20:00-24:00", "2026-03-02 21:00", "4WH", "2026-03-03 21:00"),
        ("00:00-24:00", "2026-03-06 12:00", "13WH", "2026-03-09 01:00"),
        ("08:00-12:00,12:00-16:00", "2026-03-02 11:00", "2WH", "2026-03-02 13:00"),
        # One working day is the length of that office's day: here seven hours.
        ("08:30-12:00,14:30-18:00", "2026-03-02 10:00", "1WD", "2026-03-03 10:00"),
    ],
)
def test_offices_keep_different_hours(windows: str, start: str, limit: str, due: str) -> None:
    time = packaged_time(parse_windows(windows))
    assert time.due(parse_moment(start), parse_limit(limit)).at == parse_moment(due)


def test_plain_weeks_know_every_year_and_no_holiday() -> None:
    time = plain_time()
    due = time.due(parse_moment("2026-02-13 17:00"), parse_limit("2WD"))
    assert due.local.isoformat() == "2026-02-17T17:00:00"
    far = time.due(parse_moment("2040-06-01 09:00"), parse_limit("3650WD"))
    assert not far.provisional


def test_another_zone_has_its_own_working_day() -> None:
    urumqi = plain_time(zone=ZoneInfo("Asia/Urumqi"))
    start = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    assert urumqi.due(start, parse_limit("1WH")).at == datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
    assert plain_time().due(start, parse_limit("1WH")).at == datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def test_an_unknown_year_between_two_known_ones_is_noticed() -> None:
    notes = {date(year, 1, 1): DayNote(DayKind.OFF, "元旦") for year in (2024, 2026)}
    time = WorkingTime(WorkingDays(notes, [2024, 2026]))
    start, end = parse_moment("2024-12-30 09:00"), parse_moment("2026-01-05 09:00")
    with pytest.raises(UnknownYear) as refusal:
        time.working_minutes(start, end)
    assert refusal.value.year == 2025
    with pytest.raises(UnknownYear):
        time.working_days(date(2024, 12, 30), date(2026, 1, 5))


def test_a_naive_time_and_a_far_one_are_refused(shipped: WorkingTime) -> None:
    with pytest.raises(ValueError, match="naive"):
        shipped.due(datetime(2026, 3, 2, 9), parse_limit("1WH"))  # noqa: DTZ001
    for year in (1995, 2200, 9999):
        with pytest.raises(MomentOutOfReach):
            shipped.due(datetime(year, 6, 1, tzinfo=UTC), parse_limit("1UH"))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-02-13 17:00", "2026-02-13T17:00:00+08:00"),
        (" 2026-02-13T17:00 ", "2026-02-13T17:00:00+08:00"),
        ("２０２６-02-13 17：00", "2026-02-13T17:00:00+08:00"),
        ("2026/2/13 9:05", "2026-02-13T09:05:00+08:00"),
        ("2026-02-13", "2026-02-13T00:00:00+08:00"),
        ("2026-02-13 09:00:00+00:00", "2026-02-13T17:00:00+08:00"),
    ],
)
def test_times_are_read_as_people_write_them(text: str, meant: str) -> None:
    assert parse_moment(text) == datetime.fromisoformat(meant)


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "2026-02-30 10:00", "2026-02-13 25:00", "13.2.2026", "17:00"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(BadMoment):
        parse_moment(text)
