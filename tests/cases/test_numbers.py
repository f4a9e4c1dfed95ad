"""Case numbers: the local day, no gap, no number twice."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.cases.numbers import candidates, short_number
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from tests.cases.township import Desk

THREADS = 4
EACH = 8


def test_numbers_begin_anew_at_local_midnight(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    desk.clock.set(datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC))
    assert [desk.report().number for _ in range(2)] == ["20260302-0001", "20260302-0002"]
    desk.clock.set(datetime(2026, 3, 2, 16, 0, tzinfo=UTC))
    assert desk.report().number == "20260303-0001"


def test_a_refused_intake_uses_no_number(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    desk.report()
    with desk.store.write() as session:
        from models.cases.numbers import next_number

        assert next_number(session, desk.clock.now()) == "20260302-0002"
        session.rollback()
    assert desk.report().number == "20260302-0002"


@BOTH_ENGINES
def test_many_people_at_once_get_numbers_of_their_own(desk: Desk) -> None:
    numbers: list[str] = []

    def work() -> None:
        numbers.extend(desk.report(Role.COLLECTOR).number for _ in range(EACH))

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [f"20260302-{serial:04d}" for serial in range(1, THREADS * EACH + 1)]
    assert desk.cases.check() == []


def test_a_number_is_understood_without_its_year(sqlite_desk: Desk) -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    assert candidates(" ０３０２－０００１ ", now) == ("0302-0001", "20260302-0001", "20250302-0001")
    assert candidates("20260302-0001", now) == ("20260302-0001",)
    assert short_number("20260302-12345") == "0302-12345"
    assert short_number("OLD/7") == "OLD/7"
    desk = sqlite_desk
    desk.clock.set(datetime(2025, 12, 31, 4, tzinfo=UTC))
    old = desk.report()
    desk.clock.set(now)
    assert desk.cases.case(desk.town.actor(Role.LEADER), "1231-0001").id == old.id
