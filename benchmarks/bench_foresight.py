"""How right what-if would have been: weeks gone by, foretold from what was known when they began.

A demo township is built and, for each of the last weeks, set back in a copy to the moment the week began:
cases that came later are gone, and so are later steps. What-if learns from what is left and plays the week;
beside it stands what really became of the cases of that week. Both count the same: cases that fell due in
the week and were not done when it began.

    python -m benchmarks.bench_foresight
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from console.demo_place import make
from models.api import Services
from models.assignment.whatif.building import Builder
from models.assignment.whatif.engine import Tally, play
from models.assignment.whatif.reckoning import rate_of
from models.assignment.whatif.service import material_of
from models.assignment.whatif.views import Changes
from models.cases.rules import FINAL_STATES
from models.kernel.clock import ManualClock

WEEKS, RUNS = 6, 300
_WEEK = timedelta(days=7)
_STORED = "%Y-%m-%d %H:%M:%S.%f"
_HAPPENED = """
SELECT COUNT(*), SUM(clock_stopped_at IS NOT NULL AND clock_stopped_at <= due_at) FROM cases
WHERE reported_at <= :end AND clock_started_at IS NOT NULL
  AND (clock_stopped_at IS NULL OR clock_stopped_at > :start) AND due_at >= :start AND due_at < :end
"""
_SET_BACK = (
    "DELETE FROM case_event WHERE at > :start",
    "DELETE FROM cases WHERE reported_at > :start",
    """
    UPDATE cases SET
        state = (SELECT to_state FROM case_event WHERE case_id = cases.id ORDER BY at DESC, id DESC LIMIT 1),
        unit_id = CASE WHEN EXISTS (SELECT 1 FROM case_event WHERE case_id = cases.id
                                    AND action IN ('dispatch', 'transfer')) THEN unit_id END,
        condition_id = CASE WHEN clock_started_at > :start THEN NULL ELSE condition_id END,
        clock_stopped_at = CASE WHEN clock_stopped_at > :start THEN NULL ELSE clock_stopped_at END
    """,
    f"UPDATE cases SET open = state NOT IN ({', '.join(repr(each.value) for each in sorted(FINAL_STATES))})",  # noqa: S608 -- constants
    """
    UPDATE cases SET clock_running =
        COALESCE(clock_started_at <= :start AND clock_stopped_at IS NULL AND state != 'held', 0)
    """,
)


def main() -> int:
    """Print, for each week, what was foretold and what happened."""
    end = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    off = []
    with tempfile.TemporaryDirectory() as folder:
        town, copy = Path(folder) / "demo.db", Path(folder) / "then.db"
        make(
            f"sqlite:///{town}",
            end,
            seed=20250101,
            cases=4_000,
            founder="bench",
            on_progress=lambda *_progress: None,
        )
        for week in range(WEEKS, 0, -1):
            start = end - week * _WEEK
            due, met = _set_back(town, copy, start)
            found = _foretold(f"sqlite:///{copy}", start)
            off.append(found[0] - met / due)
            foretold = f"{found[0]:.1%} (95 of 100 weeks: {found[1]:.1%} to {found[2]:.1%})"
            print(f"week from {start:%Y-%m-%d}: foretold {foretold}, happened {met / due:.1%} of {due}")
    print(f"foretold less happened, on average: {100 * sum(off) / len(off):+.1f} points")
    return 0


def _set_back(town: Path, copy: Path, start: datetime) -> tuple[int, int]:
    """Make ``copy`` the township as of ``start``; return how many fell due in the week, and were in time."""
    bounds = {"start": start.strftime(_STORED), "end": (start + _WEEK).strftime(_STORED)}
    copy.unlink(missing_ok=True)
    with closing(sqlite3.connect(town)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        due, met = target.execute(_HAPPENED, bounds).fetchone()
        triggers = target.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            target.execute(f"DROP TRIGGER {name}")
        for statement in _SET_BACK:
            target.execute(statement, bounds if ":start" in statement else {})
        target.commit()
    return due, met


def _foretold(url: str, start: datetime) -> tuple[float, float, float]:
    services = Services.open(url, ManualClock(start))
    with services.store.read() as session:
        material = material_of(session, start, _WEEK.days)
    services.close()
    world = Builder(material).world(Changes())
    tally = Tally(world)
    for number in range(RUNS):
        play(world, 1, number, tally)
    rate = rate_of(tally.weeks)
    return rate.share or 0.0, rate.worst, rate.best


if __name__ == "__main__":
    sys.exit(main())
