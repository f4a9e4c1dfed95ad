from __future__ import annotations

import pytest

from models.calendar.refusals import BadLimit, BadWindows, ImpossibleLimit, ImpossibleWindows
from models.calendar.rules import STANDARD_HOURS, Limit, OfficeHours, Unit, parse_limit, parse_windows
from models.kernel.errors import ErrorKind


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("4WH", Limit(4, Unit.WORKING_HOUR)),
        (" 4 wh ", Limit(4, Unit.WORKING_HOUR)),
        ("４ＷＨ", Limit(4, Unit.WORKING_HOUR)),
        ("+4WH", Limit(4, Unit.WORKING_HOUR)),
        ("2紧急工作时", Limit(2, Unit.URGENT_HOUR)),
        ("2个紧急工作小时", Limit(2, Unit.URGENT_HOUR)),
        ("1紧急工作日", Limit(1, Unit.URGENT_DAY)),
        ("4工作时", Limit(4, Unit.WORKING_HOUR)),
        ("4工作小时", Limit(4, Unit.WORKING_HOUR)),
        ("5个工作日", Limit(5, Unit.WORKING_DAY)),
        ("５ 工作日", Limit(5, Unit.WORKING_DAY)),
        ("3自然日", Limit(3, Unit.NATURAL_DAY)),
        ("3天", Limit(3, Unit.NATURAL_DAY)),
        ("3650WD", Limit(3650, Unit.WORKING_DAY)),
        ("87600UH", Limit(87600, Unit.URGENT_HOUR)),
    ],
)
def test_limits_are_read_as_tables_write_them(text: str, limit: Limit) -> None:
    assert parse_limit(text) == limit
    assert parse_limit(str(limit)) == limit


@pytest.mark.parametrize(
    "text", ["", "4", "WH", "4XH", "四工作日", "1.5WD", "4WH5", "2小时", "4 WH 制止", "4个"]
)
def test_what_is_no_limit_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(BadLimit) as refusal:
        parse_limit(text)
    assert refusal.value.params == {"value": text}
    assert refusal.value.kind is ErrorKind.INPUT


@pytest.mark.parametrize("text", ["0WH", "-4WH", "-4工作日", "3651WD", "3651ND", "87601UH", "999999999WH"])
def test_impossible_limits_are_refused(text: str) -> None:
    with pytest.raises(ImpossibleLimit) as refusal:
        parse_limit(text)
    assert refusal.value.params["value"] == text


def test_an_impossible_limit_cannot_be_made_either() -> None:
    with pytest.raises(ImpossibleLimit):
        Limit(0, Unit.WORKING_DAY)


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("08:00-12:00,14:00-18:00", STANDARD_HOURS.windows),
        ("8:00–12:00、14:00～18:00", STANDARD_HOURS.windows),
        ("８：００－１２：００，１４：００至１８：００", STANDARD_HOURS.windows),
        ("08:00-12:00; 14:00 - 18:00", STANDARD_HOURS.windows),
        ("00:00-24:00", ((0, 1440),)),
        ("08:00-12:00,12:00-18:00", ((480, 720), (720, 1080))),
    ],
)
def test_windows_are_read(text: str, windows: tuple[tuple[int, int], ...]) -> None:
    hours = parse_windows(text)
    assert hours.windows == windows
    assert parse_windows(str(hours)) == hours


@pytest.mark.parametrize("text", ["", "8-12", "08:00", "08:00-12:00,", "08:60-12:00", "08:00-12:00-14:00"])
def test_what_are_no_windows_is_refused(text: str) -> None:
    with pytest.raises(BadWindows):
        parse_windows(text)


@pytest.mark.parametrize(
    "text",
    [
        "12:00-08:00",
        "08:00-08:00",
        "08:00-12:00,11:00-18:00",
        "14:00-18:00,08:00-12:00",
        "22:00-02:00",
        "08:00-25:00",
        "08:00-08:59",
    ],
)
def test_impossible_windows_are_refused(text: str) -> None:
    with pytest.raises(ImpossibleWindows):
        parse_windows(text)


def test_no_windows_at_all_are_impossible() -> None:
    with pytest.raises(ImpossibleWindows):
        OfficeHours(())


def test_a_day_is_as_long_as_its_windows() -> None:
    assert STANDARD_HOURS.length == 480
    assert parse_windows("08:30-12:00,14:30-17:30").length == 390
