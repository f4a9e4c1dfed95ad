"""The shifts of the office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import IntegrityError

from models.accounts.rules import require
from models.accounts.views import Role
from models.assignment.rosters import queries
from models.assignment.rosters.kinds import ShiftKind
from models.assignment.rosters.queries import SHIFTS
from models.assignment.rosters.refusals import ShiftCodeTaken
from models.assignment.rosters.rules import EDIT, EDITORS, LOOK, MINUTES, entered_mark, entered_text
from models.assignment.rosters.service.base import SHIFT, RosterBase
from models.assignment.rosters.tables import RosterShift
from models.kernel.errors import Conflict, Invalid, NotFound
from models.kernel.tables import guarded_update
from models.kernel.words import N_
from models.ledger.service import record
from models.ledger.views import Program
from models.organisation.rules import local_code

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.assignment.rosters.views import ShiftView
    from models.ledger.views import Signature

_STREAM = "roster_shifts"


@dataclass(frozen=True, slots=True)
class ShiftEntries:
    """What is entered about a shift; times are minutes of the day."""

    code: str
    name: str
    mark: str
    kind: ShiftKind
    starts: int
    ends: int
    active: bool = True


USUAL = (
    ShiftEntries("D", "白班", "白", ShiftKind.DAY, 8 * 60, 18 * 60),
    ShiftEntries("N", "夜班", "夜", ShiftKind.NIGHT, 18 * 60, 8 * 60),
    ShiftEntries("W", "周末班", "周", ShiftKind.WEEKEND, 8 * 60, 18 * 60),
    ShiftEntries("H", "节假日班", "节", ShiftKind.HOLIDAY, 8 * 60, 18 * 60),
)
"""What a township keeps in common practice: every night, and the days nobody is in the office."""


class ShiftDoors(RosterBase):
    """Doors to the shifts."""

    def shifts(self, actor: Actor, *, closed: bool = False) -> list[ShiftView]:
        """Return the shifts in use; ``closed`` adds those that are not.

        Raises:
            NotPermitted: the person has no role here at all.
        """
        require(actor, Role, LOOK)
        with self._store.read() as session:
            return queries.shifts(session, *([] if closed else [SHIFTS.c.active]))

    def add_usual_shifts(self, actor: Actor) -> list[ShiftView]:
        """Give an office without shifts the four usual ones; does nothing where there is one.

        Raises:
            NotPermitted: the person does not write in everybody's row.
        """
        require(actor, EDITORS, EDIT)
        self._seed(actor)
        return self.shifts(actor)

    def seed(self) -> None:
        """Give a fresh office the four usual shifts; does nothing where there is one."""
        self._seed(Program())

    def _seed(self, signer: Signature) -> None:
        with self._store.write() as session:
            if queries.shifts(session):
                return
            for each in USUAL:
                facts = _facts(each)
                session.add(RosterShift(**facts))
                session.flush()
                record(session, signer, self._clock.now(), _STREAM, "roster_shift.add", None, _shown(facts))

    def add_shift(self, actor: Actor, entries: ShiftEntries) -> ShiftView:
        """Add a shift.

        Raises:
            NotPermitted: the person does not write in everybody's row.
            Invalid: an entry cannot be used.
            ShiftCodeTaken: another shift has the code.
        """
        require(actor, EDITORS, EDIT)
        facts = _facts(entries)
        with self._store.write() as session:
            row = RosterShift(**facts)
            session.add(row)
            try:
                session.flush()
            except IntegrityError as error:
                raise ShiftCodeTaken(facts["code"]) from error
            record(session, actor, self._clock.now(), _STREAM, "roster_shift.add", None, _shown(facts))
            return queries.shifts(session, SHIFTS.c.id == row.id)[0]

    def change_shift(
        self, actor: Actor, shift_id: int, entries: ShiftEntries, expected_version: int
    ) -> ShiftView:
        """Change a shift, or take it out of use; duties that have it keep it.

        Raises:
            NotPermitted, Invalid, ShiftCodeTaken: as :meth:`add_shift`.
            NotFound: there is none.
            Conflict: somebody changed it meanwhile.
        """
        require(actor, EDITORS, EDIT)
        facts = _facts(entries)
        with self._store.write() as session:
            row = session.get(RosterShift, shift_id)
            if row is None:
                raise NotFound(SHIFT, shift_id)
            before = {name: getattr(row, name) for name in facts}
            try:
                saved = guarded_update(session, row, expected_version, **facts)
            except IntegrityError as error:
                raise ShiftCodeTaken(facts["code"]) from error
            if not saved:
                raise Conflict(N_("The shift"), queries.shifts(session, SHIFTS.c.id == shift_id)[0])
            at = self._clock.now()
            record(session, actor, at, _STREAM, "roster_shift.change", _shown(before), _shown(facts))
            return queries.shifts(session, SHIFTS.c.id == shift_id)[0]


def _facts(entries: ShiftEntries) -> dict[str, Any]:
    for minute in (entries.starts, entries.ends):
        if not 0 <= minute <= MINUTES:
            raise Invalid(N_("time of day"), minute, N_("a time of day such as 08:30"))
    return {
        "code": local_code(N_("code"), entries.code),
        "name": entered_text(N_("name"), entries.name),
        "mark": entered_mark(entries.mark),
        "kind": entries.kind,
        "starts": entries.starts % MINUTES,
        "ends": entries.ends % MINUTES,
        "active": entries.active,
    }


def _shown(facts: dict[str, Any]) -> dict[str, Any]:
    return facts | {"kind": str(facts["kind"])}
