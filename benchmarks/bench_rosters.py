"""What rosters cost: asking who is here, and a key on a month of sixty people.

python -m benchmarks.bench_rosters

CPU time of this process; each figure is the median of many. Bounds: who is here in 2 ms, a key in 16 ms.
"""

from __future__ import annotations

import statistics
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from migrations import runner
from models.accounts.views import Role
from models.api import Services
from models.assignment.rosters.days import month_days
from models.assignment.rosters.kinds import LeaveKind
from models.assignment.rosters.patterns import Pattern
from models.assignment.rosters.presence import presence_at
from models.assignment.rosters.service import LeaveEntries
from models.kernel.clock import ManualClock
from models.kernel.store import Store, open_engine
from models.organisation.views import StaffEntries
from tests.support.factories import make_town

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.widgets.day_grid import DayGrid
    from models.accounts.views import Actor

PEOPLE = 60
ROWS = 18
"""Lines of the grid on a terminal of 24"""
_MS = 1000


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'rosters.db'}"
        runner.upgrade(url, backup=False)
        clock = ManualClock(datetime(2026, 3, 2, 1, tzinfo=UTC))
        services = Services(Store(open_engine(url)), clock)
        admin = _fill(services, clock)
        with services.store.read() as session:
            _print("presence_at, 60 people, 2 weeks", lambda: presence_at(session, clock.now()), 300)
            here = presence_at(session, clock.now())
        _print("on_duty of a unit", lambda: here.on_duty(1), 2000)
        _print(
            "at + until of 60", lambda: [here.at(clock.now()).until(each) for each in here.facts.people], 300
        )
        _print("month of 60 people read", lambda: services.rosters.month(admin), 20)
        grid = _grid(services, admin)
        _print("month drawn anew (80 by 18)", lambda: _draw(grid, fresh=True), 200)
        _print("a key: cursor moved, drawn", lambda: _draw(grid, fresh=False), 300)
        services.close()


def _fill(services: Services, clock: ManualClock) -> Actor:
    services.initialise("bench", "测试镇")
    town = make_town(services.store, clock.now(), founded=True)
    admin = town.actor(Role.SYSTEM_ADMIN)
    ids = [
        services.organisation.create_staff(
            admin, StaffEntries(f"S{number:03d}", f"人员{number}", town.unit)
        ).id
        for number in range(PEOPLE)
    ]
    shifts = tuple(each.id for each in services.rosters.shifts(admin))
    for month in (date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)):
        first, last = month_days(month)
        # Eight duties a day: more than most townships have.
        services.rosters.fill(admin, Pattern(tuple(ids), shifts, first, last, together=4))
    for place, staff_id in enumerate(ids[::6]):
        day = date(2026, 3, 3) + timedelta(days=place)
        services.rosters.add_leave(admin, LeaveEntries(staff_id, day, day, LeaveKind.ANNUAL))
        services.rosters.add_deputy(admin, staff_id, ids[place + 1], date(2026, 1, 1))
        services.rosters.set_skill(admin, staff_id, "行政执法", "A1")
        services.rosters.set_capacity(admin, staff_id, 6, 20)
    return admin


def _grid(services: Services, admin: Actor) -> DayGrid:
    from textual.geometry import Size

    from console.widgets.day_grid import DayGrid

    class Still(DayGrid):
        """A grid outside of any app: as high and as wide as on a terminal."""

        size = Size(80, ROWS)

        def refresh(self, *_regions: object, **_how: object) -> Still:
            return self

        def post_message(self, _message: object) -> bool:
            return True

    grid = Still()
    month = services.rosters.month(admin)
    grid.show_month(month, date(2026, 3, 2))
    return grid


def _draw(grid: DayGrid, *, fresh: bool) -> None:
    if fresh and grid.month is not None:
        grid.show_month(grid.month, date(2026, 3, 2))
    grid.move_day(1 if grid.day is not None and grid.day.day.day < ROWS else -ROWS)
    for y in range(ROWS):
        list(grid.line(y, 80))


def _print(what: str, work: Callable[[], object], times: int) -> None:
    work()
    taken = []
    for _time in range(times):
        start = process_time()
        work()
        taken.append(process_time() - start)
    print(f"{what:36} {statistics.median(taken) * _MS:8.3f} ms")


if __name__ == "__main__":
    main()
