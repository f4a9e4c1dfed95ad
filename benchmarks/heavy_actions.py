"""What an action costs in the heavy street, and against its own writes as bare SQL.

An action is the state of the case, its log, its ledger and what its counters are read from, all within one
transaction: :meth:`CaseService.move`. Where the case is looked at afterwards (:meth:`CaseService.perform`)
its screen is read in the same transaction as well; that is told beside it, and has a limit of its own.
"""

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
_NAME = "an action: case, log, ledger, words"
_SEEN = "  the same, and the case read to be seen"


def actions(services: Services, path: Path | None, report: Report) -> None:
    """Accept cases, and between them write what a case like them needs as bare SQL."""
    actor = services.accounts.actor_for_os_user(FOUNDER, "command")
    rows = services.cases.queue(actor, QueueKey.TO_ACCEPT, limit=4 * _ACTIONS).rows
    entries = ActionEntries(note="信息齐全，予以受理，请尽快核对地点")

    def accept(row: CaseLine, through: Services | None = None) -> None:
        (through or services).cases.move(actor, row.id, Action.ACCEPT, entries, row.version)

    def accept_and_see(row: CaseLine) -> None:
        services.cases.perform(actor, row.id, Action.ACCEPT, entries, row.version)

    if path is None:
        half = len(rows) // 2
        times = [timed(lambda: accept(row)) for row in rows[:half]]  # noqa: B023 -- called within the turn
        report.tell(_NAME, times[5:], ACTION_MS, by="p50")
        times = [timed(lambda: accept_and_see(row)) for row in rows[half:]]  # noqa: B023 -- called within the turn
        report.tell(_SEEN, times[5:], None)
    else:
        _against_bare(path, rows, accept, accept_and_see, report)


def _against_bare(
    path: Path,
    rows: Sequence[CaseLine],
    accept: Callable[[CaseLine, Services | None], None],
    accept_and_see: Callable[[CaseLine], None],
    report: Report,
) -> None:
    told = opened(f"sqlite:///{path}")
    rehearsal = Rehearsal(told.store)
    # All are rehearsed, so that the one has no more of the file at hand than the other.
    plans = {row.id: rehearsal.writes(lambda: accept(row, told)) for row in rows}  # noqa: B023 -- called within the turn
    told.close()
    found: list[list[Taken]] = [[], [], [], []]
    with bare_connection(path) as connection:
        works: list[Callable[[CaseLine], None]] = [
            lambda row: accept(row, None),
            lambda row: bare(connection, plans[row.id].alone),
            accept_and_see,
            lambda row: bare(connection, plans[row.id].with_reads),
        ]
        # By turns, so that whatever else the machine does slows all; some at a time, as each finds the
        # pages it kept stale when another has written.
        for start in range(0, len(rows) - 4 * _IN_A_ROW + 1, 4 * _IN_A_ROW):
            for place, work in enumerate(works):
                first = start + place * _IN_A_ROW
                found[place] += [taken(lambda: work(row)) for row in rows[first : first + _IN_A_ROW]]  # noqa: B023 -- called within the turn
    # The first find nothing at hand yet.
    ours, alone, seen, with_reads = (each[5:] for each in found)
    plan = next(iter(plans.values()))
    report.tell(_NAME, [each.clock for each in ours], ACTION_MS, by="p50")
    report.tell(
        f"  its {len(plan.alone)} writing statements as bare SQL", [each.clock for each in alone], None
    )
    report.ratio("  against bare SQL, by the clock", over(ours, alone, "clock"), OVER_BARE)
    # What else the machine does stretches the longer of two pieces of work more than the shorter.
    report.ratio("  against bare SQL, by the processor", over(ours, alone, "processor"), OVER_BARE)
    report.ratio("  against these and their reads", over(ours, with_reads, "processor"), OVER_BARE)
    report.tell(_SEEN, [each.clock for each in seen], None)


def over(ours: list[Taken], alone: list[Taken], by: str) -> float:
    """Return how many times as long one piece of work takes as another, by their medians."""
    median = statistics.median
    found: float = median(getattr(each, by) for each in ours) / median(getattr(each, by) for each in alone)
    return found
