"""How many cases were closed by matter, between two days of the office."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from models.cases.rules import CaseState
from models.cases.volumes import closed_by_matter

if TYPE_CHECKING:
    from tests.cases.township import Desk

FIRST = date(2026, 3, 2)


def test_closed_cases_count_for_their_matter_on_the_offices_days(desk: Desk) -> None:
    def counted(first: date, last: date) -> tuple[int, date | None]:
        with desk.store.read() as session:
            by_matter, since = closed_by_matter(session, first, last)
        return sum(by_matter.values()), since

    assert counted(FIRST, FIRST) == (0, None)
    desk.bring_to(CaseState.CLOSED)
    desk.bring_to(CaseState.FINISHED)
    desk.bring_to(CaseState.VERIFIED)
    desk.bring_to(CaseState.VOID)
    assert counted(FIRST, FIRST) == (2, FIRST)
    # 16:30 UTC is the next day at the office.
    desk.clock.advance(timedelta(hours=15, minutes=30))
    desk.bring_to(CaseState.CLOSED)
    assert counted(FIRST, FIRST) == (2, FIRST)
    assert counted(FIRST + timedelta(days=1), date(2026, 3, 31)) == (1, FIRST)
