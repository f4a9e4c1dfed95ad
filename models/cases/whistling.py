"""Calling units to a case (吹哨报到): the table of what may happen, as steps of tasks and of the timeline.

The township calls several units to a place, by a time; each reports in and says who came, and later answers
as an assisting unit does (:mod:`models.cases.assisting`). Who is not there in time is noted by the program,
once. Whoever called them says how each turned out. The case itself stays where it is.
"""

from __future__ import annotations

from models.cases.assisting import TaskReach, TaskStep
from models.cases.kinds import Action, CaseState, Entry, Owner, Reach
from models.cases.shape import DISPATCHERS, UNIT_ROLES, rows
from models.cases.task_kinds import WITH_A_LEAD, TaskState
from models.kernel.words import N_

CALL = TaskStep(
    Action.WHISTLE,
    None,
    TaskState.ASKED,
    DISPATCHERS,
    TaskReach.AREA,
    N_("Call units to the spot: each reports in there by a time, and says who came."),
    (Entry.UNIT, Entry.DUE, Entry.NOTE),
    (Entry.LIMIT,),
    frozenset({CaseState.DISPATCHED, CaseState.HANDLING}),
)
"""Calling one unit; several are called at once."""

_REPORT = N_("Report in: say who of your unit came, and when.")
_ABSENT = N_("The unit did not report in by the time it was called for; noted by itself.")
_JUDGE = N_("Say how a unit that was called turned out: attended, late or absent.")
REPORTS = {
    state: TaskStep(
        Action.WHISTLE_REPORT, state, TaskState.TAKEN, UNIT_ROLES, TaskReach.OWN, _REPORT, (Entry.NOTE,)
    )
    for state in (TaskState.ASKED, TaskState.TAKEN)
}
"""Reporting in, by where the task stands; it is then taken on."""


JUDGING = TaskStep(
    Action.WHISTLE_JUDGE,
    None,
    TaskState.ASKED,
    DISPATCHERS,
    TaskReach.AREA,
    _JUDGE,
    (Entry.UNIT, Entry.TURNOUT),
    (Entry.NOTE,),
)
"""What judging asks for; it leaves the task where it stands, see :func:`standing_step`."""
CALLS = (CALL, *REPORTS.values(), JUDGING)
"""What a form asks for."""


def standing_step(action: Action, state: TaskState) -> TaskStep:
    """Return the row of a step that leaves a task where it stands: an absence noted, a turnout judged."""
    explain = _ABSENT if action is Action.WHISTLE_ABSENT else _JUDGE
    return TaskStep(action, state, state, DISPATCHERS, TaskReach.AREA, explain, ())


_AFTER = frozenset(CaseState) - {
    CaseState.REPORTED,
    CaseState.CHECKING,
    CaseState.REFUSED,
    CaseState.ARCHIVED,
    CaseState.VOID,
    CaseState.MERGED,
}
"""A turnout may be judged once the case has gone on, until it lies in the archive."""
WHISTLES = tuple(
    row
    for action, states, explain in (
        (Action.WHISTLE, CALL.cases, CALL.explain),
        (Action.WHISTLE_REPORT, WITH_A_LEAD, _REPORT),
        (Action.WHISTLE_ABSENT, WITH_A_LEAD, _ABSENT),
        (Action.WHISTLE_JUDGE, _AFTER, _JUDGE),
    )
    for row in rows(
        sorted(states),
        action=action,
        roles=frozenset(),
        reach=Reach.AREA,
        optional=(),
        owner=Owner.KEEP,
        explain=explain,
    )
)
"""Rows of the table of transitions. They are nobody's there, as those of assistance are."""
