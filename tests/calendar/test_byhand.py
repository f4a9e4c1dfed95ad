"""Two ways of counting one deadline: they agree, whatever the limit, the start and the pauses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from models.calendar.byhand import Counter
from models.calendar.packaged import packaged_time
from models.calendar.pauses import Pause, paused
from models.calendar.rules import Counting, DayEnd, Mode, parse_limit

SHANGHAI = ZoneInfo("Asia/Shanghai")
TIME = packaged_time()
BY_HAND = Counter(TIME)
FIRST = datetime(2025, 1, 1, tzinfo=SHANGHAI).astimezone(UTC)
MOMENTS = st.integers(0, 60 * 24 * 600).map(lambda minutes: FIRST + timedelta(minutes=minutes))
LIMITS = st.sampled_from(
    ["1UH", "2UH", "24UH", "3UD", "1WH", "4WH", "20WH", "1WD", "3WD", "5WD", "15WD", "1ND", "7ND"]
)
WAYS = st.builds(
    Counting,
    mode=st.sampled_from(list(Mode)),
    day_end=st.sampled_from(list(DayEnd)),
    provisional=st.just(True),
)


@settings(max_examples=150)
@given(start=MOMENTS, limit=LIMITS, counting=WAYS)
def test_without_a_pause(start: datetime, limit: str, counting: Counting) -> None:
    wanted = parse_limit(limit)
    assert BY_HAND.due(start, wanted, counting) == TIME.due(start, wanted, counting).at


@settings(max_examples=200)
@given(
    start=MOMENTS,
    limit=LIMITS,
    counting=WAYS,
    after=st.integers(0, 60 * 24 * 4),
    length=st.integers(1, 60 * 24 * 40),
)
def test_with_a_pause(start: datetime, limit: str, counting: Counting, after: int, length: int) -> None:
    wanted = parse_limit(limit)
    pause = Pause(start + timedelta(minutes=after), start + timedelta(minutes=after + length))
    again = paused(TIME, TIME.due(start, wanted, counting), wanted, [pause], counting)
    assert BY_HAND.due(start, wanted, counting, [pause]) == again.at
