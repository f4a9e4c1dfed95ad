"""The door to balancing: work a plan out, change it by hand, carry it out as one set."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models.accounts.rules import require
from models.accounts.views import Role
from models.assignment.balancing import queries
from models.assignment.balancing.costs import summed
from models.assignment.balancing.planning import (
    Person,
    due_in,
    lines_of,
    loads_of,
    moved,
    place_of,
    problem_of,
    with_given,
)
from models.assignment.balancing.refusals import NobodyToGive, NothingToGive, NoUnitToBalance, PoolEmpty
from models.assignment.balancing.solving import solve
from models.assignment.balancing.views import Out, Plan
from models.assignment.rosters.loading import working_time
from models.assignment.rosters.presence import presence_at
from models.cases.kinds import Action
from models.cases.rules import FAR_FUTURE
from models.cases.sets import MOST
from models.cases.views import ActionEntries
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.assignment.rosters.presence import Presence
    from models.calendar.arithmetic import WorkingTime
    from models.cases.set_views import SetResult
    from models.cases.sets import SetService
    from models.kernel.clock import Clock
    from models.kernel.store import Store

_BALANCE = N_("give the cases of a unit to its people")


class BalanceService:
    """Giving many cases to the people of a unit.

    Args:
        store: the open database.
        clock: gives every plan its time.
        sets: through which a plan is carried out and can be taken back as one thing.
    """

    def __init__(self, store: Store, clock: Clock, sets: SetService) -> None:
        self._store = store
        self._clock = clock
        self._sets = sets

    def propose(
        self,
        actor: Actor,
        case_ids: Sequence[int] | None = None,
        *,
        unit_id: int | None = None,
        in_hand: bool = False,
    ) -> Plan:
        """Work out who should get which case; nothing is written.

        Args:
            actor: the lead of the unit.
            case_ids: the cases; without them all that wait in the unit.
            unit_id: the unit, if the person named one; it must be their own.
            in_hand: of the unit's, also those people have in hand.

        Raises:
            NotPermitted: the person leads no unit.
            NoUnitToBalance: it is not this one.
            PoolEmpty, NoCases, TooManyCases: there is nothing to give, or too much to look over.
            NobodyToGive: nobody handles cases in the unit.
        """
        require(actor, (Role.UNIT_LEAD,), _BALANCE)
        if actor.unit_id is None or unit_id not in {None, actor.unit_id}:
            raise NoUnitToBalance(actor.name)
        now = self._clock.now()
        with self._store.read() as session:
            name = queries.unit_name(session, actor.unit_id)
            people = _people(session, actor.unit_id, now)
            ids = case_ids
            if ids is None:
                ids = queries.pool(session, actor, actor.unit_id, MOST, in_hand=in_hand)
                if not ids:
                    raise PoolEmpty(name)
        if not people:
            raise NobodyToGive(name)
        sample = ActionEntries(person_id=people[0].id)
        looked = self._sets.preview(actor, ids, Action.HAND_OVER, sample)
        possible = [line.case_id for line in looked if line.refusal is None]
        with self._store.read() as session:
            time = working_time(session)
            found = queries.cases_of(session, possible)
            rows = {case_id: found[case_id] for case_id in possible if case_id in found}
            known = queries.skills_known(session)
        dues = {key: due_in(time, now, row.due_at, FAR_FUTURE) for key, row in rows.items()}
        problem = problem_of(people, rows, dues, known, time.hours.length)
        lines = lines_of(problem, looked, rows, people, known, FAR_FUTURE)
        loads = loads_of(problem, people)
        empty = Plan(now, actor.unit_id, name, tuple(lines), tuple(loads), summed(problem, {}), problem)
        return with_given(empty, solve(problem), time)

    def move(self, actor: Actor, plan: Plan, case_id: int, person_id: int | None) -> Plan:
        """Return the plan with one case given to somebody else, or to nobody; nothing is written.

        Raises:
            NotPermitted, NoUnitToBalance: the person does not lead the unit of the plan.
            NotInPlan, MayNotHave: it cannot be given so.
        """
        self._require_lead(actor, plan)
        with self._store.read() as session:
            time = working_time(session)
        return moved(plan, case_id, person_id, time)

    def apply(self, actor: Actor, plan: Plan, on_progress: Callable[[int], None] | None = None) -> SetResult:
        """Hand the cases over as planned, as one set; those somebody moved meanwhile are named and left.

        Raises:
            NotPermitted, NoUnitToBalance: the person does not lead the unit of the plan.
            NothingToGive: it changes nothing.
        """
        self._require_lead(actor, plan)
        cases = [
            (line.case_id, line.version, ActionEntries(person_id=line.person_id)) for line in plan.moving
        ]
        if not cases:
            raise NothingToGive
        return self._sets.perform_each(actor, cases, Action.HAND_OVER, on_progress)

    def _require_lead(self, actor: Actor, plan: Plan) -> None:
        require(actor, (Role.UNIT_LEAD,), _BALANCE)
        if actor.unit_id != plan.unit_id:
            raise NoUnitToBalance(actor.name)


def _people(session: Session, unit_id: int, now: datetime) -> list[Person]:
    """Return those who handle cases in the unit, with what is known of each."""
    rows = queries.people_of(session, unit_id)
    presence, time = presence_at(session, now), working_time(session)
    opens = presence.at(time.instant(time.resumes(time.local(now))))
    have, taken = queries.open_with(session, [row.id for row in rows], now, time)
    grids = {row.id: presence.grids(row.staff_id) if row.staff_id else () for row in rows}
    places = queries.places_of(session, {grid for own in grids.values() for grid in own})

    def person(row: Row[tuple[int, str, str, str, int | None]]) -> Person:
        staff_id = row.staff_id
        homes = tuple(place_of(*places[grid]) for grid in grids[row.id] if grid in places)
        base = Person(row.id, row.name, row.area, frozenset(have[row.id]), places=homes)
        if staff_id is None or presence.person(staff_id) is None:
            return base
        return _known(base, staff_id, presence, opens, taken, time, now)

    return [person(row) for row in rows]


def _known(
    base: Person,
    staff_id: int,
    presence: Presence,
    opens: Presence,
    taken: Counter[int],
    time: WorkingTime,
    now: datetime,
) -> Person:
    """Return a person with what the roster says of them."""
    limits, away = presence.capacity(staff_id), presence.absent(staff_id)
    out, until, starts = None, None, 0
    if away is not None:
        out, until = Out.AWAY, away.to_day
    elif presence.until(staff_id) is None and opens.until(staff_id) is None:
        duty = presence.next_duty(staff_id)
        if duty is None:
            out = Out.OFF
        else:
            starts = max(0, time.position(time.local(duty.starts)) - time.position(time.local(now)))
    return replace(
        base,
        pace=limits.per_day or None,
        open_most=limits.open_most,
        left_today=None if limits.per_day is None else max(0, limits.per_day - taken[base.id]),
        starts=starts,
        skills=frozenset(skill.name.strip() for skill in presence.skills(staff_id)),
        out=out,
        until=until,
    )
