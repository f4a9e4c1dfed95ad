"""Swaps: two people exchange a duty of each, and nothing happens before both want it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, or_, select, update

from models.accounts.rules import require
from models.accounts.views import Role
from models.assignment.rosters import queries
from models.assignment.rosters.finding import Looked
from models.assignment.rosters.kinds import OPEN_SWAPS, SwapState, Trouble
from models.assignment.rosters.queries import SWAPS
from models.assignment.rosters.refusals import (
    NotMyDuty,
    SwapDoubles,
    SwapNotYours,
    SwapOwn,
    SwapPast,
    SwapSelf,
    SwapSettled,
    SwapWaiting,
)
from models.assignment.rosters.rules import LOOK, NOTE_LENGTH, entered_text, may_edit, sees_all
from models.assignment.rosters.service.base import people_by_id, require_person, shifts_by_id, stream_of
from models.assignment.rosters.service.duties import DutyDoors, own_staff
from models.assignment.rosters.views import CellChange, CellView, SwapView
from models.cases.settings.inforce import in_force
from models.cases.settings.of_rosters import SWAP_APPROVAL, SWAPS_APPROVED
from models.kernel.errors import NotFound, NotPermitted
from models.kernel.upsert import is_sqlite
from models.kernel.words import N_
from models.ledger.service import record
from models.ledger.views import Program

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement, Row
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.assignment.rosters.views import DutyView
    from models.ledger.views import Signature

_AROUND = timedelta(days=1)
_SWAP = N_("swap")
_APPROVE = N_("approve a swap of duties")


@dataclass(frozen=True, slots=True)
class SwapEntries:
    """What is asked for: a duty of mine for one of somebody else's."""

    my_day: date
    my_shift_id: int
    staff_id: int
    day: date
    shift_id: int
    note: str = ""


class SwapDoors(DutyDoors):
    """Doors to the swaps."""

    def swaps(self, actor: Actor, *, waiting: bool = False) -> list[SwapView]:
        """Return one's own swaps, and those of the people one keeps the roster of; those waiting first.

        Raises:
            NotPermitted: the person has no role here at all.
        """
        require(actor, Role, LOOK)
        conditions: list[ColumnElement[bool]] = [SWAPS.c.state.in_(OPEN_SWAPS)] if waiting else []
        if not sees_all(actor) and not actor.has(Role.UNIT_LEAD):
            if actor.staff_id is None:
                return []
            conditions.append(queries.swaps_of(actor.staff_id))
        with self._store.read() as session:
            today = self._today(session)
            rows = queries.swap_rows(session, *conditions)
            return [self._seen(actor, row, today) for row in rows if _in_sight(actor, row)]

    def asked_of(self, actor: Actor) -> list[SwapView]:
        """Return the swaps that wait for this person: to agree to, or to approve. Costs one look."""
        if actor.staff_id is None and not actor.has(*_APPROVERS):
            return []
        return [each for each in self.swaps(actor, waiting=True) if each.answerable or each.approvable]

    def ask_swap(self, actor: Actor, entries: SwapEntries) -> SwapView:
        """Ask somebody to exchange a duty of theirs for one of mine.

        Raises:
            NoStaff: the account belongs to nobody of the office.
            SwapSelf: it is one's own duty.
            NotFound: there is no such person or shift.
            NotMyDuty: one of the two has no such duty.
            SwapPast: the day of one of them has come.
            SwapWaiting: one of them is in another swap.
            SwapDoubles: somebody would have two duties at once, or one during leave.
            Invalid: the note is too long.
        """
        mine = own_staff(actor)
        note = entered_text(N_("note"), entries.note, NOTE_LENGTH, needed=False)
        if entries.staff_id == mine:
            raise SwapSelf
        values: dict[str, Any] = {
            "from_id": mine,
            "from_day": entries.my_day,
            "from_shift_id": entries.my_shift_id,
            "to_id": entries.staff_id,
            "to_day": entries.day,
            "to_shift_id": entries.shift_id,
        }
        with self._store.write() as session:
            me = require_person(session, mine)
            require_person(session, entries.staff_id)
            self._exchanged(session, values)
            _require_unasked(session, values)
            now = self._clock.now()
            kept = {**values, "state": SwapState.ASKED, "note": note, "asked_at": now, "version": 1}
            kept |= {"settled_by": "", "reason": ""}
            made = session.connection().execute(insert(SWAPS).values(**kept).returning(SWAPS.c.id))
            number = made.scalar_one()
            facts = {"swap": number, "state": "asked", "note": note}
            facts |= {
                name: getattr(each, "isoformat", lambda each=each: each)() for name, each in values.items()
            }
            record(session, actor, now, stream_of(me.code), "roster.swap", None, facts)
            row = queries.swap_rows(session, SWAPS.c.id == number)[0]
            return self._seen(actor, row, self._today(session))

    def agree(self, actor: Actor, number: int) -> SwapView:
        """Agree to a swap one was asked for; it is done at once, or waits for approval.

        Raises:
            NotFound: there is none of this number.
            SwapNotYours: somebody else was asked.
            SwapSettled: it does not wait for an answer.
            NotMyDuty, SwapPast, SwapDoubles: it cannot be done any more.
        """
        with self._store.write() as session:
            row = self._waiting(session, actor, number, SwapState.ASKED)
            if row.to_id != actor.staff_id:
                raise SwapNotYours(number, actor.name)
            if in_force(session).document.get(SWAP_APPROVAL, SWAPS_APPROVED):
                self._exchanged(session, _values(row))
                return self._settle(session, actor, row, SwapState.AGREED)
            return self._do(session, actor, row)

    def approve(self, actor: Actor, number: int) -> SwapView:
        """Approve a swap both sides want, and exchange the duties.

        Raises:
            NotFound: there is none of this number.
            NotPermitted: the person does not write in both rows.
            SwapOwn: the person asked for it.
            SwapSettled: it does not wait for approval.
            NotMyDuty, SwapPast, SwapDoubles: it cannot be done any more.
        """
        with self._store.write() as session:
            row = self._waiting(session, actor, number, SwapState.AGREED)
            _require_approver(actor, row)
            return self._do(session, actor, row)

    def decline(self, actor: Actor, number: int, reason: str = "") -> SwapView:
        """Decline a swap one was asked for, or refuse to approve it.

        Raises:
            NotFound, NotPermitted, SwapNotYours, SwapSettled: as :meth:`agree` and :meth:`approve`.
            Invalid: the reason is too long.
        """
        said = entered_text(N_("reason"), reason, NOTE_LENGTH, needed=False)
        with self._store.write() as session:
            row = self._waiting(session, actor, number, *OPEN_SWAPS)
            if row.state is SwapState.AGREED:
                _require_approver(actor, row)
                return self._settle(session, actor, row, SwapState.REFUSED, said)
            if row.to_id != actor.staff_id:
                raise SwapNotYours(number, actor.name)
            return self._settle(session, actor, row, SwapState.DECLINED, said)

    def withdraw(self, actor: Actor, number: int) -> SwapView:
        """Take back a swap one asked for.

        Raises:
            NotFound: there is none of this number.
            SwapNotYours: somebody else asked for it.
            SwapSettled: it is settled.
        """
        with self._store.write() as session:
            row = self._waiting(session, actor, number, *OPEN_SWAPS)
            if row.from_id != actor.staff_id:
                raise SwapNotYours(number, actor.name)
            return self._settle(session, actor, row, SwapState.WITHDRAWN)

    def expire(self) -> int:
        """Let swaps expire whose day has come without an answer; return how many. Done by the clock."""
        with self._store.read() as session:
            ids = self._overdue(session)
        if not ids:
            return 0
        with self._store.write() as session:
            rows = queries.swap_rows(session, SWAPS.c.id.in_(self._overdue(session)))
            for row in rows:
                self._settle(session, Program(), row, SwapState.EXPIRED)
            return len(rows)

    def _overdue(self, session: Session) -> list[int]:
        today = self._today(session)
        came = or_(SWAPS.c.from_day <= today, SWAPS.c.to_day <= today)
        return list(
            session.connection().scalars(select(SWAPS.c.id).where(SWAPS.c.state.in_(OPEN_SWAPS), came))
        )

    def _do(self, session: Session, actor: Actor, row: Row[Any]) -> SwapView:
        changes = self._exchanged(session, _values(row))
        self._write(session, actor, changes, "roster.swapped", permitted=True)
        return self._settle(session, actor, row, SwapState.DONE)

    def _settle(
        self, session: Session, signer: Signature, row: Row[Any], state: SwapState, reason: str = ""
    ) -> SwapView:
        now = self._clock.now()
        values = {"state": state, "settled_at": now, "settled_by": signer.name, "reason": reason}
        mine = SWAPS.c.id == row.id
        session.connection().execute(update(SWAPS).where(mine).values(**values, version=row.version + 1))
        people = people_by_id(session, [row.from_id])
        before = {"swap": row.id, "state": str(row.state)}
        after = {"swap": row.id, "state": str(state), "reason": reason}
        record(session, signer, now, stream_of(people[row.from_id].code), "roster.swap", before, after)
        kept = queries.swap_rows(session, mine)[0]
        return queries.swap_view(kept)

    def _exchanged(self, session: Session, values: dict[str, Any]) -> list[CellChange]:
        """Return the cells as they are once the two duties changed hands.

        Raises:
            SwapPast, NotMyDuty, SwapDoubles: they cannot.
        """
        today = self._today(session)
        for day in (values["from_day"], values["to_day"]):
            if day <= today:
                raise SwapPast(day)
        sides = (values["from_id"], values["to_id"])
        gave = (values["from_day"], values["from_shift_id"])
        took = (values["to_day"], values["to_shift_id"])
        keys = [(staff_id, day) for staff_id in sides for day in {gave[0], took[0]}]
        cells = {key: CellView(*key) for key in keys} | queries.cells_named(session, keys)
        people = people_by_id(session, sides)
        shifts = shifts_by_id(session)
        duties = {key: list(cell.duties) for key, cell in cells.items()}
        for (day, shift_id), giver, taker in ((gave, *sides), (took, *reversed(sides))):
            duty = next((each for each in cells[giver, day].duties if each.shift_id == shift_id), None)
            if duty is None:
                name = shifts[shift_id].name if shift_id in shifts else str(shift_id)
                raise NotMyDuty(people[giver].name, name, day)
            duties[giver, day].remove(duty)
            duties[taker, day].append(replace(duty, staff_id=taker))
        self._require_possible(session, sides, gave[0], took[0], duties)
        return [CellChange(*key, tuple(duties[key]), cell.version) for key, cell in cells.items()]

    def _require_possible(
        self,
        session: Session,
        sides: tuple[int, int],
        one: date,
        other: date,
        duties: dict[tuple[int, date], list[DutyView]],
    ) -> None:
        """Refuse what would put somebody into two places at once, or on duty during leave."""
        first, last = min(one, other), max(one, other)
        around = queries.cells_between(session, sides, first - _AROUND, last + _AROUND)
        cells = {key: list(cell.duties) for key, cell in around.items()} | duties
        held = [duty for those in cells.values() for duty in those]
        leave = queries.leave_between(session, sides, first - _AROUND, last + _AROUND)
        people = people_by_id(session, sides)
        days = self._days(session, first, last)
        shifts = queries.shifts(session)
        looked = Looked(days, shifts, people.values(), held, leave)
        moved = {(taker, day) for day in (one, other) for taker in sides}
        for each in looked.findings({}, ()):
            impossible = each.trouble in {Trouble.DOUBLE, Trouble.ON_LEAVE, Trouble.GONE}
            if impossible and each.staff_id is not None and (each.staff_id, each.day) in moved:
                raise SwapDoubles(people[each.staff_id].name, each.day)

    def _waiting(self, session: Session, actor: Actor, number: int, *states: SwapState) -> Row[Any]:
        """Return a swap that waits in one of some states, nobody else settling it meanwhile."""
        if not is_sqlite(session):
            session.connection().execute(select(SWAPS.c.id).where(SWAPS.c.id == number).with_for_update())
        found = queries.swap_rows(session, SWAPS.c.id == number)
        if not found or not _in_sight(actor, found[0]):
            raise NotFound(_SWAP, number)
        if found[0].state not in states:
            raise SwapSettled(number, found[0].state)
        return found[0]

    def _seen(self, actor: Actor, row: Row[Any], today: date) -> SwapView:
        ahead = row.from_day > today and row.to_day > today
        return replace(
            queries.swap_view(row),
            mine=row.from_id == actor.staff_id,
            answerable=ahead and row.state is SwapState.ASKED and row.to_id == actor.staff_id,
            approvable=ahead and row.state is SwapState.AGREED and _approves(actor, row),
        )


_APPROVERS = (Role.SYSTEM_ADMIN, Role.DUTY_CHIEF, Role.UNIT_LEAD)


def _approves(actor: Actor, row: Row[Any]) -> bool:
    asked = actor.staff_id is not None and row.from_id == actor.staff_id
    return not asked and may_edit(actor, row.from_unit_id) and may_edit(actor, row.to_unit_id)


def _require_approver(actor: Actor, row: Row[Any]) -> None:
    if actor.staff_id is not None and row.from_id == actor.staff_id:
        raise SwapOwn(row.id)
    if not _approves(actor, row):
        raise NotPermitted(actor.name, _APPROVE)


def _in_sight(actor: Actor, row: Row[Any]) -> bool:
    if sees_all(actor) or (actor.staff_id is not None and actor.staff_id in {row.from_id, row.to_id}):
        return True
    own = actor.unit_id is not None and actor.unit_id in {row.from_unit_id, row.to_unit_id}
    return own and actor.has(Role.UNIT_LEAD)


def _require_unasked(session: Session, values: dict[str, Any]) -> None:
    """Refuse a duty that is in another swap already."""
    for staff_id, day, shift_id in (
        (values["from_id"], values["from_day"], values["from_shift_id"]),
        (values["to_id"], values["to_day"], values["to_shift_id"]),
    ):
        asked = (
            (SWAPS.c.from_id == staff_id) & (SWAPS.c.from_day == day) & (SWAPS.c.from_shift_id == shift_id)
        )
        given = (SWAPS.c.to_id == staff_id) & (SWAPS.c.to_day == day) & (SWAPS.c.to_shift_id == shift_id)
        found = select(SWAPS.c.id).where(SWAPS.c.state.in_(OPEN_SWAPS), or_(asked, given)).limit(1)
        number = session.connection().scalar(found)
        if number is not None:
            raise SwapWaiting(number)


def _values(row: Row[Any]) -> dict[str, Any]:
    names = ("from_id", "from_day", "from_shift_id", "to_id", "to_day", "to_shift_id")
    return {name: getattr(row, name) for name in names}
