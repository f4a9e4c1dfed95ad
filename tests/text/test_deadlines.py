"""A deadline in words: lateness that stands still with the clock, and the sign of what is provisional."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from console.deadlines import deadline_words, is_late, provisional_words
from console.frame import Frame
from console.text import Times, cell_len
from console.warned import news_words
from models.cases.warning_views import News, Warned, WarningView
from models.kernel.clock import ManualClock

NOW = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TIMES = Times(ZoneInfo("Asia/Shanghai"))


@dataclass(frozen=True)
class Case:
    """As much of a case as counts."""

    due_at: datetime | None
    clock_running: bool = True
    clock_stopped_at: datetime | None = None
    provisional: bool = False


@pytest.mark.parametrize(
    ("case", "words", "late"),
    [
        (Case(None), "", False),
        (Case(NOW + HOUR), "今天16:00", False),
        (Case(NOW), "今天15:00", False),
        (Case(NOW - 2 * HOUR), "超2时", True),
        # Fed back an hour late, ten days ago: it is as late as it was.
        (Case(NOW - 240 * HOUR, False, NOW - 239 * HOUR), "超1时", True),
        (Case(NOW - 2 * HOUR, False, NOW - 3 * HOUR), "今天13:00", False),
        (Case(NOW - 2 * HOUR, False, None), "今天13:00", False),
        (Case(NOW + HOUR, provisional=True), "暂今天16:00", False),
        (Case(NOW - 240 * HOUR, False, NOW - 239 * HOUR, provisional=True), "暂超1时", True),
    ],
)
def test_the_words_and_the_lateness(case: Case, words: str, late: bool) -> None:
    assert deadline_words(case, TIMES, NOW) == words
    assert is_late(case, NOW) is late


def test_the_sign_costs_no_part_of_the_time() -> None:
    for days in range(-400, 400, 7):
        case = Case(NOW + timedelta(days=days, hours=5), provisional=True)
        words = deadline_words(case, TIMES, NOW, 12)
        assert cell_len(words) <= 12, words
        assert words.startswith("暂")


def test_the_years_are_named() -> None:
    assert provisional_words(()) == ""
    assert provisional_words((2027, 2028)) == "暂定：2027、2028 年的放假通知还没有公布，先按周一至周五计算"


def test_the_newest_warning_is_told_and_how_many_more_there_are() -> None:
    frame = Frame(ManualClock(NOW))
    soon = WarningView(2, "20261126-0007", "1126-0007", "井盖破损", "handling", Warned.DUE_SOON, NOW + HOUR)
    over = replace(soon, id=1, kind=Warned.OVERDUE, due_at=NOW - HOUR, short_number="1125-0003")
    assert news_words(News((soon,), 2), frame) == "临期（今天08:00到期）：1126-0007 井盖破损。"
    assert news_words(News((over, soon), 2, 3), frame) == (
        "已超期（今天06:00到期）：1125-0003 井盖破损。您还有 4 件。"
    )
