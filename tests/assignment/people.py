"""People with a roster and a past, written straight into the tables."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from models.accounts.tables import Account, AccountRole
from models.accounts.views import Role
from models.assignment.rosters.kinds import LeaveKind
from models.assignment.rosters.tables import RosterLeave, StaffCapacity
from models.cases.columns import CASES, EVENTS
from models.cases.kinds import CaseState
from models.organisation.tables import Staff, StaffGrid
from tests.cases.township import WAYS

if TYPE_CHECKING:
    from tests.cases.township import Desk


def add_person(
    desk: Desk, login: str, *, grid: int | None = None, per_day: int | None = None
) -> tuple[int, int]:
    """Have one more handler in the unit; return their account and staff."""
    with desk.store.write() as session:
        staff = Staff(code=login, name=login, unit_id=desk.town.unit)
        session.add(staff)
        session.flush()
        account = Account(
            login=login, name=login, unit_id=desk.town.unit, staff_id=staff.id, created_at=desk.clock.now()
        )
        session.add(account)
        session.flush()
        session.add(AccountRole(account_id=account.id or 0, role=Role.HANDLER))
        if grid is not None:
            session.add(StaffGrid(staff_id=staff.id or 0, grid_id=grid))
        if per_day is not None:
            session.add(StaffCapacity(staff_id=staff.id or 0, per_day=per_day, open_most=1))
        return account.id or 0, staff.id or 0


def send_away(desk: Desk, staff_id: int, *, days: int) -> None:
    """Give somebody leave from today on."""
    today = desk.clock.now().date()
    last = today + timedelta(days=days - 1)
    with desk.store.write() as session:
        session.add(RosterLeave(staff_id=staff_id, kind=LeaveKind.SICK, from_day=today, to_day=last))


def copied(desk: Desk, case_id: int, days: list[float]) -> None:
    """Write a case down again, with its timeline, so many days earlier."""
    with desk.store.write() as session:
        run = session.connection().execute
        case = dict(run(select(CASES).where(CASES.c.id == case_id)).mappings().one())
        events = [dict(row) for row in run(select(EVENTS).where(EVENTS.c.case_id == case_id)).mappings()]
        del case["id"]
        for number, back in enumerate(days):
            before = timedelta(days=back)
            moved = {
                key: value - before
                for key, value in case.items()
                if key in {"reported_at", "due_at", "clock_started_at", "clock_stopped_at"}
            }
            made = {**case, **moved, "number": f"C-{case_id}-{number}"}
            new_id = run(insert(CASES).values(**made).returning(CASES.c.id)).scalar_one()
            steps = [
                {
                    **{key: value for key, value in row.items() if key != "id"},
                    "case_id": new_id,
                    "at": row["at"] - before,
                }
                for row in events
            ]
            run(insert(EVENTS), steps)


def a_past(desk: Desk) -> None:
    """Let 60 cases have been handled within the last weeks, and leave three open ones."""
    case = desk.report()
    for state in (
        CaseState.ACCEPTED,
        CaseState.FILED,
        CaseState.DISPATCHED,
        CaseState.HANDLING,
        CaseState.FEEDBACK,
    ):
        desk.clock.advance(timedelta(minutes=35))
        role, action = WAYS[state][-1]
        case = desk.step(case, action, role)
    copied(desk, case.id, [1 + 0.5 * number for number in range(60)])
    for _number in range(3):
        desk.bring_to(CaseState.DISPATCHED)
