"""Times as people write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.moments import NotAMoment, read_moment
from console.text import Times, clock_zone

SHANGHAI = Times(clock_zone("Asia/Shanghai"))
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Monday 09:00 in Shanghai"""


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("8:05", "2026-03-02 08:05"),
        ("９：００", "2026-03-02 09:00"),
        ("8点", "2026-03-02 08:00"),
        ("8点半", "2026-03-02 08:30"),
        ("08时05分", "2026-03-02 08:05"),
        ("昨天 9:00", "2026-03-01 09:00"),
        ("昨天晚上9点半", "2026-03-01 21:30"),
        ("前天下午3点05分", "2026-02-28 15:05"),
        ("昨天中午12点", "2026-03-01 12:00"),
        ("昨天中午1点", "2026-03-01 13:00"),
        ("yesterday 9:00", "2026-03-01 09:00"),
        ("Today 8:00", "2026-03-02 08:00"),
        ("3-1 14:05", "2026-03-01 14:05"),
        ("03/02 08:59", "2026-03-02 08:59"),
        ("3月1日14:05", "2026-03-01 14:05"),
        ("11-22 14:05", "2025-11-22 14:05"),
        ("2025年11月22日 14:05", "2025-11-22 14:05"),
        ("2025-11-22T14:05", "2025-11-22 14:05"),
        ("2024-02-29 14:05:59", "2024-02-29 14:05"),
    ],
)
def test_what_is_understood(text: str, local: str) -> None:
    moment = read_moment(text, SHANGHAI, NOW)
    assert isinstance(moment, datetime)
    assert moment.utcoffset() is not None
    assert SHANGHAI.full(moment) == local


def test_nothing_is_no_moment() -> None:
    assert read_moment("  ", SHANGHAI, NOW) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("9:01", "future"),
        ("today 14:05", "future"),
        ("2027-01-01 9:00", "future"),
        # Three days ahead, not a year back.
        ("3-5 9:00", "future"),
        ("昨天", "time of day is missing"),
        ("11-22", "time of day is missing"),
        ("25:00", "no such"),
        ("8:61", "no such"),
        ("2-30 9:00", "no such"),
        ("13-1 9:00", "no such"),
        ("昨天晚上12点", "no such"),
        ("1201 3:00", "cannot be read"),
        ("刚才", "cannot be read"),
        ("-8:00", "cannot be read"),
    ],
)
def test_what_is_refused(text: str, reason: str) -> None:
    answer = read_moment(text, SHANGHAI, NOW)
    assert isinstance(answer, NotAMoment)
    assert reason in answer.reason


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2026, 3, 1)))  # noqa: DTZ001 -- a wall clock's
def test_what_the_console_writes_it_reads(local: datetime) -> None:
    moment = local.replace(second=0, microsecond=0, tzinfo=SHANGHAI.zone).astimezone(UTC)
    assert read_moment(SHANGHAI.full(moment), SHANGHAI, NOW) == moment


@given(st.text(max_size=40))
def test_no_text_is_too_odd(text: str) -> None:
    answer = read_moment(text, SHANGHAI, NOW)
    assert answer is None or isinstance(answer, NotAMoment) or answer <= NOW
