"""Times in words, widths in cells."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.frame import Frame
from console.i18n import set_language
from console.text import (
    CUT_MARK,
    Times,
    cell_len,
    clock_zone,
    cut,
    duration,
    fit,
    limit_words,
    short_number,
    wrap,
)
from models.kernel.clock import SystemClock

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
TIMES = Times(SHANGHAI)
ANY_TEXT = st.text(alphabet="ab 中文，。网格·𠮷…！", max_size=60)


def local(month: int, day: int, hour: int = 0, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("due", "chinese", "english"),
    [
        (local(3, 2, 16), "今天16:00", "today 16:00"),
        (local(3, 2, 9), "今天09:00", "today 09:00"),
        (local(3, 3, 9, 30), "明天09:30", "tomorrow 09:30"),
        (local(3, 4, 12), "周三12:00", "Wed 12:00"),
        (local(3, 8, 12), "周日12:00", "Sun 12:00"),
        (local(3, 9, 12), "3月9日 12:00", "9 Mar 12:00"),
        (local(1, 4, 9, year=2027), "2027年1月4日 09:00", "4 Jan 2027 09:00"),
        (local(3, 2, 8, 50), "超10分", "late 10m"),
        (local(3, 2, 6, 50), "超2时10分", "late 2h10m"),
        (local(2, 28, 6), "超2天3时", "late 2d3h"),
        (local(2, 28, 9), "超2天", "late 2d"),
        (local(1, 1, year=9999), "", ""),
        (None, "", ""),
    ],
)
def test_a_deadline_is_said_as_people_say_it(due: datetime | None, chinese: str, english: str) -> None:
    assert TIMES.due(due, NOW) == chinese
    set_language("en")
    assert TIMES.due(due, NOW) == english


def test_a_deadline_that_does_not_fit_is_said_shorter() -> None:
    far = local(12, 15, 9)
    assert TIMES.due(far, NOW) == "12月15日 09:00"
    assert TIMES.due(far, NOW, 12) == "12月15日"
    set_language("en")
    assert TIMES.due(local(3, 3, 9, 30), NOW, 12) == "Tue 09:30"


@given(st.integers(min_value=0, max_value=365 * 86400), st.integers(min_value=12, max_value=30))
def test_a_deadline_never_takes_more_room_than_it_was_given(seconds: int, width: int) -> None:
    assert cell_len(TIMES.due(NOW.astimezone(UTC) + timedelta(seconds=seconds), NOW, width)) <= width


def test_moments_of_the_past_and_the_title_line() -> None:
    assert TIMES.moment(local(3, 1, 18), NOW) == "昨天18:00"
    assert TIMES.moment(local(2, 3, 18), NOW) == "2月3日 18:00"
    assert TIMES.waited(local(3, 2, 8, 35), NOW) == "等25分"
    assert TIMES.title(NOW) == "03-02 周一 09:00"
    assert TIMES.full(local(3, 2, 9)) == "2026-03-02 09:00"


def test_the_zone_of_the_office_decides_the_day() -> None:
    late_evening = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)
    assert TIMES.moment(late_evening, NOW) == "明天01:30"
    assert Times(UTC).moment(late_evening, NOW) == "今天17:30"
    assert clock_zone("No/Such/Zone").utcoffset(NOW) == timedelta(hours=8)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0分"), (59, "0分"), (60, "1分"), (3600, "1时"), (7800, "2时10分"), (90000, "1天1时")],
)
def test_durations_show_their_two_largest_units(seconds: int, text: str) -> None:
    assert duration(seconds) == text


def test_limits_and_numbers() -> None:
    assert limit_words("4WH") == "4工作时"
    assert limit_words("1UD") == "1紧急工作日"
    assert limit_words("as agreed") == "as agreed"
    set_language("en")
    assert limit_words("1WD") == "1 working day"
    assert limit_words("5WD") == "5 working days"
    assert short_number("20260302-0412") == "0302-0412"
    assert short_number("A-17") == "A-17"


def test_a_cut_text_says_so() -> None:
    assert cut("小区三栋通道被堵", 16) == "小区三栋通道被堵"
    assert cut("小区三栋通道被堵", 15) == "小区三栋通道" + CUT_MARK
    assert cut("小区", 3) == "小"
    assert fit("ab", 5, right=True) == "   ab"


@given(ANY_TEXT, st.integers(min_value=0, max_value=40))
def test_fitting_gives_exactly_the_width_and_never_half_a_character(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width
    kept = cut(text, width)
    assert cell_len(kept) <= width
    assert text.startswith((kept, kept.removesuffix(CUT_MARK)))


@given(ANY_TEXT, st.integers(min_value=4, max_value=40))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_until_the_office_is_known_clocks_show_the_machine_s_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    assert Frame(SystemClock()).times.clock(datetime(2026, 3, 2, 1, 0, tzinfo=UTC)) == "09:00"
    monkeypatch.undo()
    time.tzset()


def test_no_line_ends_with_an_opening_mark() -> None:
    assert wrap("the calendar (“current”: in force)", 16) == ["the calendar", "(“current”: in", "force)"]
    assert wrap("请先打开“手册”", 10) == ["请先打开", "“手册”"]
    assert wrap("（（（", 4) == ["（（", "（"]


def test_no_line_begins_with_closing_punctuation() -> None:
    assert wrap("一二三四，五六", 8) == ["一二三", "四，五六"]
    assert wrap("一二三四）。五", 8) == ["一二三", "四）。五"]
    assert wrap("编号代码, 名称", 8) == ["编号代", "码, 名称"]
    assert wrap("甲乙名称）。", 8) == ["甲乙名", "称）。"]
    assert wrap("见 abcdefgh。", 9) == ["见", "abcdefgh", "。"]
    assert wrap("one two three", 8) == ["one two", "three"]
    assert wrap("第一行\n\n第三行", 20) == ["第一行", "", "第三行"]
