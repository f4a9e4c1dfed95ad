"""The door of the load board."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from models.accounts.rules import require
from models.assignment.board.queries import counted
from models.assignment.board.views import LoadBoard, Measure, UnitLoad
from models.assignment.rosters.loading import working_time
from models.assignment.rosters.presence import presence_at
from models.cases.columns import UNITS
from models.cases.rules import READER_ROLES, restricted_to_unit
from models.kernel.words import N_

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.kernel.clock import Clock
    from models.kernel.store import Store


class BoardService:
    """What lies with each unit now.

    Args:
        store: the open database.
        clock: says what is late.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def load(self, actor: Actor) -> LoadBoard:
        """Return the board within the person's lists; who only handles work sees their own unit.

        A unit that is closed stands there as long as it has open cases. The desk comes first, then the
        units in the order of their codes.

        Raises:
            NotPermitted: the person does not look at cases.
        """
        require(actor, READER_ROLES, N_("look at cases"))
        now = self._clock.now()
        with self._store.read() as session:
            time = working_time(session)
            local = time.local(now)
            midnight = time.instant(local.replace(hour=0, minute=0) + timedelta(days=1))
            counts = counted(session, actor, now, midnight)
            statement = select(UNITS.c.id, UNITS.c.name, UNITS.c.active).order_by(UNITS.c.code, UNITS.c.id)
            units = session.connection().execute(statement).all()
            presence = presence_at(session, now, now)
        own = restricted_to_unit(actor)
        busy = {unit_id for unit_id, _measure in counts}
        on_duty = {
            row.id: {each.person.staff_id for each in presence.on_duty(row.id)} for row in units if row.active
        }
        office = {each.person.staff_id for each in presence.on_duty() if each.shift}
        lines = [] if own else [_line(None, "", counts, len(office))]
        lines += [
            _line(row.id, row.name, counts, len(on_duty.get(row.id, ())))
            for row in units
            if (row.active and not own) or row.id in busy or (own and row.id == actor.unit_id)
        ]
        here = {each.unit_id for each in lines}
        everybody = set().union(*(people for unit_id, people in on_duty.items() if unit_id in here))
        return LoadBoard(now, tuple(lines), _total(lines, len(everybody if own else everybody | office)))


def _line(
    unit_id: int | None, name: str, counts: dict[tuple[int | None, Measure], int], duty: int
) -> UnitLoad:
    numbers = {measure.value: counts.get((unit_id, measure), 0) for measure in Measure}
    return UnitLoad(unit_id, name, **numbers, on_duty=duty)


def _total(lines: list[UnitLoad], on_duty: int) -> UnitLoad:
    sums = {measure.value: sum(line.count(measure) for line in lines) for measure in Measure}
    return UnitLoad(None, "", **sums, on_duty=on_duty)
