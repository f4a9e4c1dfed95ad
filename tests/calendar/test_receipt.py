"""A receipt must add up, stay short, survive storage, and be what the clerk reads."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.i18n import render, set_language
from models.calendar.arithmetic import SHANGHAI, WorkingTime, parse_moment
from models.calendar.packaged import packaged_time, plain_time
from models.calendar.receipt import Receipt, StepKind, explain
from models.calendar.rules import Counting, DayEnd, Limit, Mode, OfficeHours, Unit, parse_limit
from models.calendar.wording import receipt_lines
from tests.calendar.reference import local_times, office_hours

countings = st.builds(Counting, st.sampled_from(Mode), st.sampled_from(DayEnd), st.just(value=True))
limits = st.builds(Limit, st.one_of(st.integers(1, 30), st.integers(1, 3650)), st.sampled_from(Unit))
times = local_times(date(2024, 1, 1), date(2027, 12, 31))


def english(
    start: str, limit: str, counting: Counting | None = None, time: WorkingTime | None = None
) -> list[str]:
    _, receipt = explain(
        time or packaged_time(), parse_moment(start), parse_limit(limit), counting or Counting()
    )
    return [str(line) for line in receipt_lines(receipt)]


@given(times, limits, countings, office_hours)
@settings(max_examples=150)
def test_every_receipt_adds_up(start: datetime, limit: Limit, counting: Counting, shape: OfficeHours) -> None:
    time = packaged_time(shape)
    deadline, receipt = explain(time, start.replace(tzinfo=SHANGHAI), limit, counting)
    assert (receipt.due, receipt.day) == (deadline.local, deadline.day)
    held = replace(receipt, extensions=1, pauses=((receipt.start, receipt.due),) * 2, moved_to=receipt.due)
    assert len(receipt_lines(held)) <= 20
    if not limit.unit.working:
        assert not receipt.steps
        return
    worked = sum(step.worked for step in receipt.steps)
    if counting.mode is Mode.DAYS and limit.unit is Unit.WORKING_DAY:
        assert worked == limit.count
    else:
        assert sum(step.minutes for step in receipt.steps) == time.minutes_of(limit)
    # No day is left out between the first stretch and the last, none is told twice.
    for earlier, later in zip(receipt.steps, receipt.steps[1:], strict=False):
        assert later.first - earlier.last == timedelta(days=1)
    assert receipt.steps[-1].last == deadline.day
    for step in receipt.steps:
        inside = time.working_days(step.first - timedelta(days=1), step.last, provisional=True)
        if step.kind is not StepKind.RECEIVED:
            assert step.worked == inside


@given(times, limits, countings, office_hours)
@settings(max_examples=100)
def test_a_receipt_survives_storage(
    start: datetime, limit: Limit, counting: Counting, shape: OfficeHours
) -> None:
    _, receipt = explain(packaged_time(shape), start.replace(tzinfo=SHANGHAI), limit, counting)
    stored = json.loads(json.dumps(receipt.to_document()))
    assert Receipt.from_document(stored) == receipt


def test_a_receipt_of_an_unknown_format_is_not_guessed_at() -> None:
    _, receipt = explain(packaged_time(), parse_moment("2026-03-02 09:00"), parse_limit("1WH"))
    with pytest.raises(ValueError, match="format 2"):
        Receipt.from_document(receipt.to_document() | {"format": 2})


def test_it_tells_the_make_up_day_and_the_holiday() -> None:
    assert english("2026-02-13 17:00", "2WD") == [
        "Limit: 2 working days. To the minute within office hours; one working day is 8 h.",
        "Calendar: as shipped with the program",
        "Holidays by notice: 2026 国办发明电〔2025〕7号",
        "Office hours: 08:00-12:00, 14:00-18:00",
        "Received: Fri 2026-02-13 17:00",
        "Fri 2026-02-13: 17:00-18:00 = 1 h, together 1 h",
        (
            "Sat 2026-02-14, worked in exchange (春节): 08:00-12:00, 14:00-18:00 "
            "(break 12:00-14:00 left out) = 8 h, together 9 h"
        ),
        "Sun 2026-02-15 to Mon 2026-02-23: holiday (春节), 9 days, do not count",
        "Tue 2026-02-24: 08:00-12:00, 14:00-17:00 (break 12:00-14:00 left out) = 7 h, together 16 h",
        "Due: Tue 2026-02-24 17:00",
    ]


def test_it_numbers_the_days_where_days_are_counted() -> None:
    assert english("2025-09-26 10:00", "5WD", Counting(Mode.DAYS, DayEnd.MIDNIGHT)) == [
        "Limit: 5 working days. The day of receipt does not count; the last working day ends at 24:00.",
        "Calendar: as shipped with the program",
        "Holidays by notice: 2025 国办发明电〔2024〕12号",
        "Received: Fri 2025-09-26 10:00",
        "Fri 2025-09-26: the day of receipt does not count",
        "Sat 2025-09-27: weekend, does not count",
        "Sun 2025-09-28, worked in exchange (国庆节、中秋节): day 1",
        "Mon 2025-09-29 to Tue 2025-09-30: day 2-3",
        "Wed 2025-10-01 to Wed 2025-10-08: holiday (国庆节、中秋节), 8 days, do not count",
        "Thu 2025-10-09 to Fri 2025-10-10: day 4-5",
        "Due: Fri 2025-10-10 24:00",
    ]


def test_it_says_where_counting_began_when_the_office_was_closed() -> None:
    lines = english("2026-04-30 13:00", "4WH")
    assert "Outside office hours: counting begins on Thu 2026-04-30 14:00" in lines
    assert english("2026-02-15 09:00", "2WH")[5:8] == [
        "Outside office hours: counting begins on Tue 2026-02-24 08:00",
        "Sun 2026-02-15 to Mon 2026-02-23: holiday (春节), 9 days, do not count",
        "Tue 2026-02-24: 08:00-10:00 = 2 h, together 2 h",
    ]
    assert not any("Outside" in line for line in english("2026-03-02 09:00", "2WH"))


def test_it_says_what_runs_on() -> None:
    assert english("2026-02-13 17:00", "2UH") == [
        "Limit: 2 urgent hours. It runs on through nights, weekends and holidays.",
        "Received: Fri 2026-02-13 17:00",
        "Due: Fri 2026-02-13 19:00",
    ]


def test_it_does_not_hide_that_it_is_provisional() -> None:
    lines = english("2026-12-31 17:30", "2WD", Counting(provisional=True))
    assert lines[-2].startswith("Provisional: no holiday notice for 2027")
    long = english("2026-12-31 17:30", "900WD", Counting(provisional=True))
    assert "for 2027-2030 is" in long[-2]


def test_it_names_the_calendar_it_rests_on() -> None:
    assert "Calendar: Monday to Friday, holidays not taken into account" in english(
        "2026-02-13 17:00", "2WD", time=plain_time()
    )


def test_a_long_limit_is_summed_in_the_middle_with_its_holidays() -> None:
    lines = english("2026-01-05 08:00", "200WD")
    total = next(line for line in lines if "days off" in line)
    assert "among them 春节 9, 清明节 3, 劳动节 5, 端午节 3" in total
    assert "worked in exchange" in total
    assert len(lines) <= 20


def test_in_chinese_no_english_word_is_left() -> None:
    set_language("zh_CN")
    cases = [
        ("2026-02-13 17:00", "2WD", Counting()),
        ("2026-02-15 09:00", "1WH", Counting(Mode.DAYS)),
        ("2026-01-05 13:00", "200WD", Counting(provisional=True)),
        ("2026-01-05 13:00", "400WD", Counting(Mode.DAYS, provisional=True)),
        ("2026-02-13 17:00", "1UD", Counting()),
        ("2026-02-13 17:00", "3ND", Counting(Mode.DAYS, DayEnd.MIDNIGHT)),
        ("2026-02-13 17:00", "1ND", Counting()),
    ]
    for start, limit, counting in cases:
        _, receipt = explain(packaged_time(), parse_moment(start), parse_limit(limit), counting)
        text = "\n".join(str(render(line)) for line in receipt_lines(receipt))
        # The weekdays are words of another part; its own test looks after them.
        rest = re.sub(r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b", "", text)
        assert not re.search(r"[A-Za-z]{2,}", rest), text


def test_it_tells_extensions_and_pauses() -> None:
    _, counted = explain(packaged_time(), parse_moment("2026-03-02 09:00"), parse_limit("12WH"))
    assert counted.to_document().keys().isdisjoint({"extensions", "pauses", "moved_to"})
    hold = (datetime.fromisoformat("2026-03-02T10:00"), datetime.fromisoformat("2026-03-05"))
    moved = replace(counted, extensions=2, pauses=(hold,), moved_to=datetime.fromisoformat("2026-03-06"))
    assert Receipt.from_document(json.loads(json.dumps(moved.to_document()))) == moved
    lines = [str(line) for line in receipt_lines(moved)]
    assert lines[0].startswith("Limit: 12 working hours (4 working hours, extended 2 times). ")
    assert lines[-2:] == [
        (
            "On hold from Mon 2026-03-02 10:00 to Wed 2026-03-04 24:00: the clock stood still. "
            "Without that due: Tue 2026-03-03 15:00"
        ),
        "Due: Thu 2026-03-05 24:00",
    ]
    twice = replace(
        counted, extensions=1, pauses=(hold, hold), moved_to=datetime.fromisoformat("2026-03-06T09:00")
    )
    lines = [str(line) for line in receipt_lines(twice)]
    assert "(6 working hours, extended once)" in lines[0]
    assert lines[-2].startswith("On hold 2 times between Mon 2026-03-02 10:00 and Wed 2026-03-04 24:00: ")
