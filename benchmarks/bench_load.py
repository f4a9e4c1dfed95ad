"""What the load board and a sweep of escalation cost in an office of 100,000 cases.

    python -m benchmarks.bench_load

CPU time of this process; each figure is the median of many. Bound: the counts of the board in 5 ms.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from sqlalchemy import text

from migrations import runner
from models.accounts.views import Role
from models.api import Services
from models.assignment.board.queries import counted
from models.assignment.escalating.queries import due_steps
from models.assignment.escalating.rules import rules_of
from models.assignment.rosters.loading import working_time
from models.cases.settings.house import house_of
from models.kernel.clock import ManualClock
from models.kernel.store import Store, open_engine
from tests.cases.township import Desk
from tests.support.factories import make_town

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.accounts.views import Actor

CASES = 100_000
OPEN = 3_000
LIMIT_MS = 5
_ROUNDS = 30


def main() -> int:
    """Print the figures; return 1 if the board misses its bound."""
    from models.cases.kinds import CaseState

    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'load.db'}"
        runner.upgrade(url, backup=False)
        clock = ManualClock(datetime(2026, 3, 2, 1, tzinfo=UTC))
        services = Services(Store(open_engine(url)), clock)
        services.calendar.seed()
        town = make_town(services.store, clock.now())
        desk = Desk(services.store, clock, services.cases, town)
        for state in (CaseState.DISPATCHED, CaseState.HANDLING, CaseState.FILED, CaseState.FINISHED):
            desk.bring_to(state)
        _multiply(services)
        clock.advance(timedelta(hours=7))
        counts = _board(services, town.actor(Role.DUTY_CHIEF), clock)
        whole = _median(lambda: services.board.load(town.actor(Role.DUTY_CHIEF)))
        sweep = _sweep(services, clock)
        services.close()
    print(f"{CASES:,} cases, {OPEN:,} of them open")
    print(f"counts of the board: {counts:.2f} ms CPU (limit {LIMIT_MS})")
    print(f"the whole board, who is on duty included: {whole:.2f} ms CPU")
    print(f"what is due of escalation: {sweep:.2f} ms CPU")
    return int(counts > LIMIT_MS)


def _multiply(services: Services) -> None:
    """Copy the four cases, the open ones until there are 3,000, the finished one for all others."""
    with services.store.write() as session:
        connection = session.connection()
        names = [row[1] for row in connection.execute(text("PRAGMA table_info(cases)"))]
        others = ", ".join(name for name in names if name not in {"id", "number"})
        for condition, copies in (("open", OPEN // 3), ("NOT open", CASES - OPEN)):
            connection.execute(
                text(
                    f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {copies}) "  # noqa: S608 -- names of our own columns
                    f"INSERT INTO cases (number, {others}) "
                    f"SELECT number || '-' || i, {others} FROM cases, n WHERE {condition} AND id <= 4"
                )
            )
    with services.store.engine.connect() as connection:
        connection.execute(text("ANALYZE"))


def _board(services: Services, actor: Actor, clock: ManualClock) -> float:
    now = clock.now()

    def work() -> object:
        with services.store.read() as session:
            return counted(session, actor, now, now + timedelta(hours=9))

    return _median(work)


def _sweep(services: Services, clock: ManualClock) -> float:
    rules = rules_of(house_of(1, {"escalation.on": True}))

    def work() -> object:
        with services.store.read() as session:
            return due_steps(session, rules, working_time(session), clock.now(), 100)

    return _median(work)


def _median(work: Callable[[], object]) -> float:
    times = []
    for _round in range(_ROUNDS):
        start = process_time()
        work()
        times.append((process_time() - start) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
