"""Taking back what a table played on a case: several steps at once, none of them erased.

The steps stay in the timeline, followed by one that takes all of them back, as a person's own last step
is taken back (:mod:`models.cases.undoing`); the row of the case is what it was before the first of them.
Only while nobody has acted on the case since.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from models.cases.clock_rows import take_back
from models.cases.columns import CASES, EVENTS, GRIDS, MATTER_VERSIONS, UNITS
from models.cases.fulltext import index_cases
from models.cases.keeping import columns_of, forget, taken_back, tasks_of, with_tasks
from models.cases.kinds import Action, CaseState
from models.cases.ledgering import shown, stream_of
from models.cases.lights import urgent_at
from models.cases.search import search_text
from models.cases.tables import Case
from models.cases.task_kinds import TASK_ACTIONS
from models.cases.task_settling import take_tasks_back
from models.cases.writing import write_event
from models.kernel.documents import plain
from models.kernel.errors import Conflict
from models.kernel.words import N_, Phrase
from models.ledger.service import record_many

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.bulk import StepRow, Timeline
    from models.kernel.words import Word

GONE = N_("it is not there any more")
ACTED_ON = N_("somebody has acted on it since")
_UNIT_CLOSED = N_("the unit %(unit)s it would come back to is closed")
_NOT_KEPT = frozenset({"search_text", "version"})
"""What is worked out anew"""
_SEQ, _ACTION, _DETAILS = 1, 3, 11
"""Places in a :data:`~models.cases.bulk.StepRow`"""


StepKey = tuple["datetime", Action, int | None]
"""What :func:`step_key` returns"""


def step_key(at: datetime, action: Action, unit_id: int | None) -> StepKey:
    """Return what a step that stands is known by when a table brings it again.

    Assistance may be asked of several units within one second, so the assisting unit belongs to it;
    other steps are one at a time, and their rows need not name the unit they were done by.
    """
    return at, action, unit_id if action in TASK_ACTIONS else None


@dataclass(frozen=True, slots=True)
class Played:
    """What a table played on a case, as far as taking it back needs it.

    ``first`` and ``last`` count the steps, ``version`` is the case's after all of the import,
    ``before`` holds the columns that changed, as plain values.
    """

    number: str
    first: int
    last: int
    version: int
    before: Mapping[str, Any]

    def document(self) -> dict[str, Any]:
        """Return it as a journal keeps it."""
        return {"first": self.first, "last": self.last, "version": self.version, "before": dict(self.before)}


def played(timeline: Timeline) -> Played:
    """Return what was played on a case, once it is written."""
    case, before = timeline.case, timeline.before
    changed = {
        name: value
        for name, value in before.items()
        if name not in _NOT_KEPT and getattr(case, name) != value
    }
    changed |= with_tasks(timeline.tasks.before())
    steps = timeline.added
    return Played(case.number, steps[0][_SEQ], steps[-1][_SEQ], case.version, plain(changed))


def standing_steps(steps: Sequence[StepRow]) -> list[StepRow]:
    """Return the steps of a timeline that were not taken back, nor take others back."""
    taken: set[int] = set()
    for step in steps:
        if step[_ACTION] is Action.UNDO:
            taken.update(taken_back(step[_SEQ], step[_DETAILS]), (step[_SEQ],))
    return [step for step in steps if step[_SEQ] not in taken]


def play_back(
    session: Session, signer: Actor, at: datetime, all_played: Sequence[Played], reason: str
) -> dict[str, Word | Phrase]:
    """Take back what was played on cases; return those that stay, and why.

    ``reason`` stands in the timelines.
    """
    numbers = [each.number for each in all_played]
    rows = _locked(session, numbers)
    closed = dict(
        session.connection().execute(select(UNITS.c.id, UNITS.c.name).where(UNITS.c.active.is_(False))).all()
    )
    stay: dict[str, Word | Phrase] = {}
    entries, done = [], []
    for each in all_played:
        row = rows.get(each.number)
        unit = each.before.get("unit_id")
        if row is None:
            stay[each.number] = GONE
        elif row["version"] != each.version:
            stay[each.number] = ACTED_ON
        elif unit in closed:
            stay[each.number] = Phrase(_UNIT_CLOSED, unit=closed[unit])
        else:
            entries.append(_play_back(session, signer, at, each, row, reason))
            done.append(row["id"])
    index_cases(session, done)
    record_many(session, signer, at, entries)
    return stay


def _locked(session: Session, numbers: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for start in range(0, len(numbers), 500):
        statement = select(CASES).where(CASES.c.number.in_(numbers[start : start + 500])).with_for_update()
        found |= {row["number"]: row for row in session.connection().execute(statement).mappings()}
    return found


def _play_back(
    session: Session, signer: Actor, at: datetime, each: Played, row: Mapping[str, Any], reason: str
) -> tuple[str, str, dict[str, Any], dict[str, Any]]:
    run = session.connection().execute
    columns = columns_of(each.before)
    whole = {**row, **columns}
    columns["urgent_at"] = urgent_at(
        whole["state"], whole["due_at"], whole["stage_due_at"], running=whole["clock_running"]
    )
    guarded = update(CASES).where(CASES.c.id == row["id"], CASES.c.version == each.version)
    if "matter_version_id" in columns:
        columns["search_text"] = _searched(session, whole)
    if run(guarded.values(version=each.version + 1, **columns)).rowcount != 1:
        raise Conflict(N_("The case"), None)
    step = select(EVENTS.c.action).where(EVENTS.c.case_id == row["id"], EVENTS.c.seq == each.last)
    details = {"undone": run(step).scalar_one(), "undone_seq": each.last}
    if each.first < each.last:
        details["undone_from"] = each.first
    write_event(
        session,
        signer,
        at,
        case_id=row["id"],
        seq=each.last + 1,
        action=Action.UNDO,
        from_state=CaseState(row["state"]),
        to_state=CaseState(whole["state"]),
        unit_id=whole["unit_id"] or row["unit_id"],
        reason=reason,
        details=details,
    )
    for seq in range(each.last, each.first - 1, -1):
        take_back(session, row["id"], seq)
    tasks = tasks_of(each.before)
    if tasks:
        take_tasks_back(session, signer, at, session.get_one(Case, row["id"]), tasks)
    forget(session, row["id"])
    undone = {name: row[name] for name in columns}
    return stream_of(each.number), f"case.{Action.UNDO}", shown(undone), shown(columns)


def _searched(session: Session, case: Mapping[str, Any]) -> str:
    """Return what filters look through: the matter of a case is among it."""
    run = session.connection().execute
    grid = run(select(GRIDS.c.name).where(GRIDS.c.id == case["grid_id"])).scalar_one()
    version = MATTER_VERSIONS.c.id == case["matter_version_id"]
    matter = run(select(MATTER_VERSIONS.c.name).where(version)).scalar_one_or_none()
    words = {name: case[name] for name in ("number", "title", "body", "place")}
    return search_text(**words, grid_name=grid, matter_name=matter or "")
