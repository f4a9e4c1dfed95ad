"""The door to balancing: work a plan out, change it by hand, carry it out as one set."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models.accounts.rules import require
from models.accounts.views import Role
from models.assignment.balancing import queries
from models.assignment.balancing.costs import summed
from models.assignment.balancing.people import people_within
from models.assignment.balancing.planning import due_in, lines_of, loads_of, moved, problem_of, with_given
from models.assignment.balancing.refusals import (
    ALL_UNITS,
    NobodyToGive,
    NothingToDispatch,
    NothingToGive,
    NoUnitToBalance,
    PoolEmpty,
)
from models.assignment.balancing.sharing import read_teams, who_answers, who_may
from models.assignment.balancing.solving import solve
from models.assignment.balancing.straight import answered, members, people_of_teams
from models.assignment.balancing.units import unit_lines, unit_loads, units_problem
from models.assignment.balancing.views import Over, Plan
from models.assignment.rosters.loading import working_time
from models.cases.kinds import Action, CaseState
from models.cases.refusals import NotOfTheUnit
from models.cases.rules import FAR_FUTURE
from models.cases.sets import MOST
from models.cases.settings.inforce import in_force
from models.cases.shape import UNIT_ROLES
from models.cases.views import ActionEntries
from models.cases.words import ACTION_WORDS
from models.catalogue.boundary.refusals import NotForGrids
from models.kernel.errors import NotPermitted
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from typing import Any

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.assignment.balancing.views import Line, Load
    from models.calendar.service import CalendarService
    from models.cases.set_views import SetLine, SetResult
    from models.cases.sets import SetService
    from models.kernel.clock import Clock
    from models.kernel.store import Store

_BALANCE = N_("give the cases of a unit to its people")
_SHARE = N_("share cases out over units")
_ACTIONS = {Over.PEOPLE: Action.HAND_OVER, Over.UNITS: Action.DISPATCH, Over.STRAIGHT: Action.DISPATCH}
"""The step a plan is carried out by: the office's table says who may do it."""


class BalanceService:
    """Giving many cases to the people of a unit, or to units.

    Whoever may dispatch shares out over units and posts what waits for it. The people of a unit are given
    cases by its lead; where the office lets dispatchers hand cases over, they do it in all units.

    Args:
        store: the open database.
        clock: gives every plan its time.
        sets: through which a plan is carried out and can be taken back as one thing.
        calendar: gives deadlines, by which what a unit may be given is looked up.
    """

    def __init__(self, store: Store, clock: Clock, sets: SetService, calendar: CalendarService) -> None:
        self._store = store
        self._clock = clock
        self._sets = sets
        self._calendar = calendar

    def choices(self, actor: Actor) -> tuple[Over, ...]:
        """Return among whom the person can share out cases, what they most likely want first."""
        house, found = in_force(self._store), []
        if (actor.has(Role.UNIT_LEAD) and actor.unit_id is not None) or self._everywhere(actor):
            found.append(Over.PEOPLE)
        if actor.has(*house.roles_of(Action.DISPATCH)):
            # A dispatcher's own work comes first, a lead's that of their unit.
            found.insert(len(found) if actor.has(Role.UNIT_LEAD) else 0, Over.UNITS)
            if self._everywhere(actor):
                found.insert(found.index(Over.UNITS) + 1, Over.STRAIGHT)
        return tuple(found)

    def propose(
        self,
        actor: Actor,
        case_ids: Sequence[int] | None = None,
        *,
        over: Over | None = None,
        unit_id: int | None = None,
        in_hand: bool = False,
    ) -> Plan:
        """Work out who should get which case; nothing is written.

        Args:
            actor: the lead of a unit, or whoever dispatches.
            case_ids: the cases; without them all that wait in the unit, or to be dispatched.
            over: among whom; what the person most likely wants if left out.
            unit_id: the unit, if the person named one; a lead's must be their own. Says nothing over units;
                what waits to be dispatched goes to its people alone.
            in_hand: of the unit's, also those people have in hand.

        Raises:
            NotPermitted: the person leads no unit, or does not dispatch.
            NoUnitToBalance: it is not this one.
            PoolEmpty, NothingToDispatch, NoCases, TooManyCases: there is nothing to give, or too much to
                look over.
            NobodyToGive: nobody handles cases in the unit, or in any.
        """
        over = over or next(iter(self.choices(actor)), Over.PEOPLE)
        if over is Over.UNITS:
            require(actor, in_force(self._store).roles_of(Action.DISPATCH), _SHARE)
            return self._over_units(actor, case_ids)
        if over is Over.STRAIGHT:
            self._require_straight(actor)
            return self._straight(actor, case_ids, unit_id)
        return self._over_people(actor, case_ids, self._unit_of(actor, unit_id), in_hand=in_hand)

    def _over_people(
        self, actor: Actor, case_ids: Sequence[int] | None, unit_id: int | None, *, in_hand: bool
    ) -> Plan:
        now = self._clock.now()
        with self._store.read() as session:
            name = ALL_UNITS if unit_id is None else queries.unit_name(session, unit_id)
            people = people_within(session, unit_id, now)
            ids = case_ids
            if ids is None:
                ids = queries.pool(session, actor, unit_id, MOST, in_hand=in_hand)
                if not ids:
                    raise PoolEmpty(name)
        if not people:
            raise NobodyToGive(name)
        looked = self._look(actor, ids, Action.HAND_OVER, ActionEntries(person_id=people[0].id))
        with self._store.read() as session:
            rows, dues = _cases(session, looked, now)
            known, time = queries.skills_known(session), working_time(session)
        problem = problem_of(people, rows, dues, known, time.hours.length)
        lines = lines_of(problem, looked, rows, people, known, FAR_FUTURE)
        loads = loads_of(problem, people)
        empty = Plan(now, unit_id, name, tuple(lines), tuple(loads), summed(problem, {}), problem)
        return with_given(empty, solve(problem), time)

    def _over_units(self, actor: Actor, case_ids: Sequence[int] | None) -> Plan:
        now = self._clock.now()
        with self._store.read() as session:
            ids = queries.to_dispatch(session, actor, MOST) if case_ids is None else case_ids
            if not ids and case_ids is None:
                raise NothingToDispatch
            teams = read_teams(session, actor, now)
        if not teams:
            raise NobodyToGive(ALL_UNITS)
        sample = min(teams.values(), key=lambda team: (team.village, team.unit_id))
        looked = self._look(actor, ids, Action.DISPATCH, ActionEntries(unit_id=sample.unit_id))
        with self._store.read() as session:
            rows, dues = _cases(session, looked, now)
            known, time = queries.skills_known(session), working_time(session)
            answering = who_answers(session, rows, teams, now)
            allowed = who_may(session, self._calendar, rows, teams, known)
        open_to = {key: answering[key].keys & allowed[key] for key in rows}
        problem = units_problem(teams.values(), rows, dues, open_to, time.hours.length)
        lines = unit_lines(problem, looked, rows, answering, allowed, known)
        loads = unit_loads(teams.values())
        empty = Plan(now, None, "", tuple(lines), tuple(loads), summed(problem, {}), problem, Over.UNITS)
        return with_given(empty, solve(problem), time)

    def _straight(self, actor: Actor, case_ids: Sequence[int] | None, unit_id: int | None) -> Plan:
        now = self._clock.now()
        with self._store.read() as session:
            ids = queries.to_dispatch(session, actor, MOST) if case_ids is None else case_ids
            if not ids and case_ids is None:
                raise NothingToDispatch
            teams = read_teams(session, actor, now)
            name = ALL_UNITS if unit_id is None else queries.unit_name(session, unit_id)
        people = people_of_teams(teams.values(), unit_id)
        if not people:
            raise NobodyToGive(name)
        sample = ActionEntries(unit_id=people[0].unit_id, person_id=people[0].id)
        looked = self._look(actor, ids, Action.DISPATCH, sample)
        with self._store.read() as session:
            rows, dues = _cases(session, looked, now)
            known, time = queries.skills_known(session), working_time(session)
            answering = who_answers(session, rows, teams, now)
            allowed = who_may(session, self._calendar, rows, teams, known)
        fitting = {key: members(answering[key].keys & allowed[key], teams) for key in rows}
        able = {key: members(allowed[key], teams) for key in rows}
        problem = problem_of(people, rows, dues, known, time.hours.length, fitting)
        lines = answered(
            lines_of(problem, looked, rows, people, known, FAR_FUTURE, able), answering, fitting, allowed
        )
        loads, total = loads_of(problem, people), summed(problem, {})
        empty = Plan(now, unit_id, name, tuple(lines), tuple(loads), total, problem, Over.STRAIGHT)
        return with_given(empty, solve(problem), time)

    def _look(
        self, actor: Actor, ids: Sequence[int], action: Action, sample: ActionEntries
    ) -> Sequence[SetLine]:
        """Return what stands in the way of each case, whoever would get it."""
        looked = self._sets.preview(actor, ids, action, sample)
        return [
            replace(line, refusal=None) if isinstance(line.refusal, NotForGrids | NotOfTheUnit) else line
            for line in looked
        ]

    def move(self, actor: Actor, plan: Plan, case_id: int, taker_id: int | None) -> Plan:
        """Return the plan with one case given to somebody else, or to nobody; nothing is written.

        Raises:
            NotPermitted, NoUnitToBalance: the person may not carry out the plan.
            NotInPlan, MayNotHave: it cannot be given so.
        """
        self._require_own(actor, plan)
        with self._store.read() as session:
            time = working_time(session)
        return moved(plan, case_id, taker_id, time)

    def apply(self, actor: Actor, plan: Plan, on_progress: Callable[[int], None] | None = None) -> SetResult:
        """Give the cases as planned, as one set; those somebody moved meanwhile are named and left.

        Raises:
            NotPermitted, NoUnitToBalance: the person may not carry out the plan.
            NothingToGive: it changes nothing.
        """
        self._require_own(actor, plan)
        loads = {load.taker_id: load for load in plan.loads}
        cases = [
            (line.case_id, line.version, _entries(plan.over, line, loads[line.taker_id]))
            for line in plan.moving
            if line.taker_id is not None
        ]
        if not cases:
            raise NothingToGive
        return self._sets.perform_each(actor, cases, _ACTIONS[plan.over], on_progress)

    def _require_own(self, actor: Actor, plan: Plan) -> None:
        if plan.over is Over.UNITS:
            require(actor, in_force(self._store).roles_of(Action.DISPATCH), _SHARE)
        elif plan.over is Over.STRAIGHT:
            self._require_straight(actor)
        elif self._unit_of(actor, plan.unit_id) != plan.unit_id:
            raise NoUnitToBalance(actor.name)

    def _require_straight(self, actor: Actor) -> None:
        """Let the person pass if they dispatch, and choose the people in any unit."""
        require(actor, in_force(self._store).roles_of(Action.DISPATCH), _SHARE)
        if not self._everywhere(actor):
            raise NotPermitted(actor.name, ACTION_WORDS[Action.HAND_OVER])

    def _unit_of(self, actor: Actor, unit_id: int | None) -> int | None:
        """Return the unit whose people a person can share cases out among; ``None`` where it is any.

        Raises:
            NotPermitted: they share out among no people.
            NoUnitToBalance: it is not the unit they named.
        """
        if self._everywhere(actor):
            return unit_id
        require(actor, (Role.UNIT_LEAD,), _BALANCE)
        if actor.unit_id is None or unit_id not in {None, actor.unit_id}:
            raise NoUnitToBalance(actor.name)
        return actor.unit_id

    def _everywhere(self, actor: Actor) -> bool:
        """Say whether the office lets the person hand over cases of units they do not work in."""
        row = in_force(self._store).transition(Action.HAND_OVER, CaseState.DISPATCHED)
        return row is not None and actor.has(*(row.roles - UNIT_ROLES))


def _cases(
    session: Session, looked: Sequence[SetLine], now: datetime
) -> tuple[dict[int, Row[Any]], dict[int, int]]:
    """Return the cases that can be given, as they were asked about, and the minutes to their deadlines."""
    possible = [line.case_id for line in looked if line.refusal is None]
    found, time = queries.cases_of(session, possible), working_time(session)
    rows = {case_id: found[case_id] for case_id in possible if case_id in found}
    return rows, {key: due_in(time, now, row.due_at, FAR_FUTURE) for key, row in rows.items()}


def _entries(over: Over, line: Line, load: Load) -> ActionEntries:
    if over is Over.UNITS:
        return ActionEntries(unit_id=load.unit_id, post_id=load.post_id)
    if over is Over.STRAIGHT:
        return ActionEntries(unit_id=load.unit_id, person_id=line.taker_id)
    return ActionEntries(person_id=line.taker_id)
