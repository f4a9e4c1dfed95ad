"""What an action costs in the heavy street, and against its own writes as bare SQL."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from benchmarks.bare_writes import Rehearsal, bare, bare_connection
from benchmarks.figures import Taken, taken, timed
from benchmarks.heavy_street import FOUNDER, opened
from models.cases.kinds import Action, QueueKey
from models.cases.views import ActionEntries

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from benchmarks.figures import Report
    from models.api import Services
    from models.cases.views import CaseLine

ACTION_MS = 8.0
OVER_BARE = 3.0
_ACTIONS = 100
_IN_A_ROW = 10


def actions(services: Services, path: Path | None, report: Report) -> None:
    """Accept cases, and between them write what a case like them needs as bare SQL."""
    actor = services.accounts.actor_for_os_user(FOUNDER, "command")
    rows = services.cases.queue(actor, QueueKey.TO_ACCEPT, limit=2 * _ACTIONS).rows
    entries = ActionEntries(note="信息齐全，予以受理，请尽快核对地点")

    def accept(row: CaseLine, through: Services | None = None) -> None:
        (through or services).cases.perform(actor, row.id, Action.ACCEPT, entries, row.version)

    if path is None:
        times = [timed(lambda: accept(row)) for row in rows]  # noqa: B023 -- called within the turn
        report.tell("an action: case, log, ledger, words", times[5:], ACTION_MS, by="p50")
    else:
        _against_bare(path, rows, accept, report)


def _against_bare(
    path: Path, rows: Sequence[CaseLine], accept: Callable[[CaseLine, Services | None], None], report: Report
) -> None:
    told = opened(f"sqlite:///{path}")
    rehearsal = Rehearsal(told.store)
    # Both are rehearsed, so that the one has no more of the file at hand than the other.
    plans = [rehearsal.writes(lambda: accept(row, told)) for row in rows]  # noqa: B023 -- called within the turn
    told.close()
    ours: list[Taken] = []
    alone: list[Taken] = []
    with bare_connection(path) as connection:
        # By turns, so that whatever else the machine does slows both; some at a time, as each finds the
        # pages it kept stale when the other has written.
        for start in range(0, len(rows) - 2 * _IN_A_ROW + 1, 2 * _IN_A_ROW):
            middle = start + _IN_A_ROW
            ours += [taken(lambda: accept(row, None)) for row in rows[start:middle]]  # noqa: B023 -- called within the turn
            alone += [taken(lambda: bare(connection, plan)) for plan in plans[middle : middle + _IN_A_ROW]]  # noqa: B023 -- called within the turn
    # The first find nothing at hand yet.
    ours, alone = ours[5:], alone[5:]
    report.tell("an action: case, log, ledger, words", [each.clock for each in ours], ACTION_MS, by="p50")
    name = f"  its {len(plans[0])} writing statements as bare SQL"
    report.tell(name, [each.clock for each in alone], None)
    report.ratio("  against bare SQL, by the clock", over(ours, alone, "clock"), OVER_BARE)
    # What else the machine does stretches the longer of two pieces of work more than the shorter.
    report.ratio("  against bare SQL, by the processor", over(ours, alone, "processor"), OVER_BARE)


def over(ours: list[Taken], alone: list[Taken], by: str) -> float:
    """Return how many times as long one piece of work takes as another, by their medians."""
    median = statistics.median
    found: float = median(getattr(each, by) for each in ours) / median(getattr(each, by) for each in alone)
    return found
