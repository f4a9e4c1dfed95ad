"""Giving many cases to the people of a unit: the cheapest distribution, and the plan made of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from models.accounts.views import Role
from models.api import Services
from models.assignment.balancing.costs import Problem, Taker, Task, costs, summed
from models.assignment.balancing.planning import Person
from models.assignment.balancing.refusals import (
    MayNotHave,
    NothingToDispatch,
    NothingToGive,
    NotInPlan,
    NoUnitToBalance,
    PoolEmpty,
)
from models.assignment.balancing.solving import cheapest, solve
from models.assignment.balancing.units import fit_of, teams_of
from models.assignment.balancing.views import Fit, Near, Nobody, Out, Over
from models.assignment.rosters.tables import StaffSkill
from models.cases.kinds import Action, CaseState
from models.cases.undo_refusals import ActedOnSince
from models.kernel.errors import Conflict, NotPermitted
from tests.assignment.instances import optimum, price, random_problem
from tests.assignment.people import add_person, send_away
from tests.cases.conftest import make_desk
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.kernel.clock import ManualClock
    from models.kernel.store import Store
    from tests.cases.township import Desk


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    return make_desk(store, clock)


@pytest.mark.parametrize(("seed", "cases", "people"), [(1, 60, 8), (2, 40, 3), (3, 90, 20)])
def test_the_distribution_is_one_of_the_cheapest_there_are(seed: int, cases: int, people: int) -> None:
    problem = random_problem(seed, cases, people)
    table = costs(problem)
    chosen = cheapest(table.rows)

    assert price(table, chosen) == optimum(table)
    used = [column for column in chosen if column is not None]
    assert len(set(used)) == len(used)
    given = solve(problem)
    assert not problem.barred & set(given.items())
    # Each person's cases in the order of their deadlines: never later than as they were placed.
    rows = [(row, column) for row, column in enumerate(chosen) if column is not None]
    placed = sum((table.rows[row][column] or 0) // table.scale for row, column in rows)
    assert summed(problem, given).minutes <= placed


def test_lateness_comes_before_the_way_and_the_way_before_evenness() -> None:
    here, there = ("t", "v1", "g1"), ("t", "v2", "g2")
    near, far = Taker(1, 0, 4, 9, places=(here,)), Taker(2, 0, 4, 9, places=(there,))
    easy = tuple(Task(key, 4800, here) for key in range(6))

    assert set(solve(Problem(easy, (near, far))).values()) == {1}
    # Four each before noon tomorrow: the fifth would be later than the way to it is long.
    pressing = tuple(replace(task, due=240) for task in easy)
    assert sorted(solve(Problem(pressing, (near, far))).values()) == [1, 1, 1, 2, 2, 2]
    nobodys = tuple(replace(taker, places=()) for taker in (near, far))
    assert sorted(solve(Problem(easy, nobodys)).values()) == [1, 1, 1, 2, 2, 2]
    full = (replace(near, room=2), replace(far, room=1))
    assert len(solve(Problem(easy, full))) == 3
    assert solve(Problem(easy, ())) == {}
    assert cheapest([]) == []


def test_a_pool_is_planned_changed_by_hand_carried_out_and_taken_back(desk: Desk) -> None:
    services, lead = Services(desk.store, desk.clock), desk.town.actor(Role.UNIT_LEAD)
    balancing = services.balancing
    with pytest.raises(PoolEmpty):
        balancing.propose(lead)
    near, _ = add_person(desk, "near", grid=desk.town.grid)
    far, _ = add_person(desk, "far", grid=desk.town.other_grid, per_day=3)
    away, away_staff = add_person(desk, "away")
    today = desk.clock.now().date()
    send_away(desk, away_staff, days=4)
    here = [desk.bring_to(CaseState.DISPATCHED) for _ in range(2)]
    there = [desk.bring_to(CaseState.DISPATCHED, grid_id=desk.town.other_grid) for _ in range(2)]
    filed = desk.bring_to(CaseState.FILED)

    ids = [case.id for case in (*here, *there, filed)]
    plan = balancing.propose(lead, ids)
    by_id = {line.case_id: line for line in plan.lines}
    assert {by_id[case.id].taker_id for case in here} == {near}
    assert [by_id[case.id].taker_id for case in there].count(far) == 1
    assert by_id[filed.id].refusal is not None
    assert by_id[here[0].id].near is Near.OWN
    assert by_id[here[0].id].done_at is not None
    loads = {load.taker_id: load for load in plan.loads}
    assert (loads[away].out, loads[away].until, loads[far].room) == (Out.AWAY, today + timedelta(days=3), 1)
    assert sum(load.given for load in plan.loads) == len(plan.moving) == 4

    # By hand: beyond what somebody can take on if need be, but not to who is not here.
    changed = balancing.move(lead, plan, here[0].id, far)
    after = {load.taker_id: load.after for load in changed.loads}
    assert (after[far], after[near]) == (loads[far].after + 1, loads[near].after - 1)
    assert changed.sum.travel > plan.sum.travel
    for case_id, person in ((here[0].id, away), (filed.id, near), (9999, near)):
        with pytest.raises(NotInPlan):
            balancing.move(lead, changed, case_id, person)
    left = balancing.move(lead, changed, there[0].id, None)
    assert len(left.moving) == 3

    # Somebody takes one meanwhile: it is named and left, the others go.
    desk.step(here[1], Action.TAKE, Role.HANDLER)
    result = balancing.apply(lead, changed)
    assert [type(line.refusal) for line in result.refused] == [Conflict]
    assert len(result.done) == 3
    assert desk.cases.case_by_id(lead, here[0].id).owner_id == far
    assert result.set_id is not None
    back = services.sets.undo_set(lead, result.set_id)
    assert len(back.done) == 3
    assert not [line for line in back.refused if isinstance(line.refusal, ActedOnSince)]
    assert desk.cases.case_by_id(lead, here[0].id).state is CaseState.DISPATCHED

    # What people have in hand is part of it if asked for, and moves only for a reason.
    whole = balancing.propose(lead, in_hand=True)
    assert {line.case_id for line in whole.lines} == {case.id for case in (*here, *there)}
    with pytest.raises(NothingToGive):
        balancing.apply(lead, replace(whole, lines=()))


def test_a_skill_a_matter_asks_for_bars_those_without(desk: Desk) -> None:
    balancing, lead = Services(desk.store, desk.clock).balancing, desk.town.actor(Role.UNIT_LEAD)
    case = desk.bring_to(CaseState.DISPATCHED)
    able, able_staff = add_person(desk, "able")
    other, _ = add_person(desk, "other")
    matter = case.matter
    assert matter is not None
    with desk.store.write() as session:
        session.add(StaffSkill(staff_id=able_staff, skill=matter.name))
    plan = balancing.propose(lead)
    assert (plan.lines[0].skill, plan.lines[0].options, plan.lines[0].taker_id) == (
        matter.name,
        (able,),
        able,
    )
    with pytest.raises(MayNotHave):
        balancing.move(lead, plan, case.id, other)
    send_away(desk, able_staff, days=1)
    assert balancing.propose(lead).lines[0].nobody is Nobody.SKILL


def test_only_the_lead_of_the_unit_balances_it(desk: Desk) -> None:
    balancing = Services(desk.store, desk.clock).balancing
    lead: Actor = desk.town.actor(Role.UNIT_LEAD)
    for role in (Role.HANDLER, Role.DISPATCHER, Role.DUTY_CHIEF):
        with pytest.raises(NotPermitted):
            balancing.propose(desk.town.actor(role), over=Over.PEOPLE)
    with pytest.raises(NoUnitToBalance):
        balancing.propose(lead, unit_id=desk.town.other_unit)
    with pytest.raises(NoUnitToBalance):
        balancing.propose(replace(lead, unit_id=None))


@BOTH_ENGINES
def test_what_waits_to_be_dispatched_is_shared_out_over_units(desk: Desk) -> None:
    services, town = Services(desk.store, desk.clock), desk.town
    balancing, dispatcher = services.balancing, town.actor(Role.DISPATCHER)
    assert balancing.choices(dispatcher) == (Over.UNITS,)
    assert balancing.choices(town.actor(Role.UNIT_LEAD)) == (Over.PEOPLE,)
    assert balancing.choices(town.actor(Role.HANDLER)) == ()
    with pytest.raises(NothingToDispatch):
        balancing.propose(dispatcher)
    add_person(desk, "near", grid=town.grid)
    back = desk.bring_to(CaseState.RETURNED_TO_DISPATCHER)
    filed = [desk.bring_to(CaseState.FILED) for _ in range(2)]
    given = desk.bring_to(CaseState.DISPATCHED)

    plan = balancing.propose(dispatcher)
    by_id = {line.case_id: line for line in plan.lines}
    assert by_id.keys() == {back.id, *(case.id for case in filed)}
    # What a unit gave back does not go to it again.
    assert by_id[back.id].options == (town.other_unit,)
    loads = {load.taker_id: load for load in plan.loads}
    assert loads[town.unit].given == 2
    assert (loads[town.unit].before, loads[town.unit].after) == (1, 3)
    with pytest.raises(NotInPlan):
        balancing.move(dispatcher, plan, filed[0].id, town.other_unit + 77)
    marked = balancing.propose(dispatcher, [filed[0].id, given.id])
    assert [line.refusal is None for line in marked.lines] == [True, False]

    kept = balancing.move(dispatcher, plan, filed[1].id, None)
    with pytest.raises(NotPermitted):
        balancing.apply(town.actor(Role.UNIT_LEAD), kept)
    done = balancing.apply(dispatcher, kept)
    assert [line.case_id for line in done.done] == [filed[0].id]
    seen = desk.cases.case_by_id(dispatcher, filed[0].id)
    assert (seen.state, seen.unit_id, seen.owner_id) == (CaseState.DISPATCHED, town.unit, None)
    assert done.set_id is not None
    services.sets.undo_set(dispatcher, done.set_id)
    assert desk.cases.case_by_id(dispatcher, filed[0].id).state is CaseState.FILED


@BOTH_ENGINES
def test_where_the_office_permits_it_dispatchers_hand_cases_over_in_any_unit(desk: Desk) -> None:
    services, town = Services(desk.store, desk.clock), desk.town
    balancing, dispatcher = services.balancing, town.actor(Role.DISPATCHER)
    with pytest.raises(NotPermitted):
        balancing.propose(dispatcher, over=Over.PEOPLE)
    roles = ["unit_lead", "dispatcher"]
    wanted = {"roles.hand_over.dispatched": roles}
    services.settings.change(town.actor(Role.SYSTEM_ADMIN), wanted, 0, "")
    assert balancing.choices(dispatcher) == (Over.UNITS, Over.STRAIGHT, Over.PEOPLE)
    person, _staff = add_person(desk, "near", grid=town.grid)
    case = desk.bring_to(CaseState.DISPATCHED)
    plan = balancing.propose(dispatcher, over=Over.PEOPLE)
    assert (plan.unit_id, [line.taker_id for line in plan.lines]) == (None, [person])
    assert {load.unit_id for load in plan.loads} == {town.unit, town.other_unit}
    # Whoever works elsewhere may have none of its cases.
    assert all(
        town.other_unit != load.unit_id for load in plan.loads if load.taker_id in plan.lines[0].options
    )
    balancing.apply(dispatcher, plan)
    assert desk.cases.case_by_id(dispatcher, case.id).owner_id == person
    # What waits to be dispatched goes straight to people of the unit that answers, and back as one set.
    filed = [desk.bring_to(CaseState.FILED) for _ in range(2)]
    straight = balancing.propose(dispatcher, [each.id for each in filed], over=Over.STRAIGHT)
    assert all(line.taker_id in line.fitting for line in straight.lines)
    straight = balancing.move(dispatcher, straight, filed[0].id, person)
    outsider = next(load.taker_id for load in straight.loads if load.unit_id == town.other_unit)
    straight = balancing.move(dispatcher, straight, filed[1].id, outsider)
    with pytest.raises(NotPermitted):
        balancing.apply(town.actor(Role.UNIT_LEAD), straight)
    done = balancing.apply(dispatcher, straight)
    seen = [desk.cases.case_by_id(dispatcher, each.id) for each in filed]
    assert [(each.state, each.unit_id, each.owner_id) for each in seen] == [
        (CaseState.HANDLING, town.unit, person),
        (CaseState.HANDLING, town.other_unit, outsider),
    ]
    assert services.cases.check() == []
    assert done.set_id is not None
    services.sets.undo_set(dispatcher, done.set_id)
    assert desk.cases.case_by_id(dispatcher, filed[0].id).state is CaseState.FILED
    assert services.cases.check() == []
    # A lead still shares out among the people of their own unit alone.
    with pytest.raises(NoUnitToBalance):
        balancing.apply(town.actor(Role.UNIT_LEAD), plan)


@pytest.mark.parametrize(
    ("by_rule", "lead", "past", "fit", "keys"),
    [
        (-9, 1, (2,), Fit.RULE, {-9}),
        (5, 1, (2,), Fit.LEAD, {1}),
        (None, 5, (2, 5), Fit.PAST, {2}),
        (None, None, (), Fit.ANY, {1, 2}),
    ],
)
def test_who_answers_for_a_case_is_settled_before_any_load(
    by_rule: int | None, lead: int | None, past: tuple[int, ...], fit: Fit, keys: set[int]
) -> None:
    people = [
        Person(1, "a", "", frozenset(), unit_id=1, staff_id=1, open_most=3),
        Person(2, "b", "", frozenset({7}), unit_id=2, staff_id=2, open_most=2, pace=6),
        Person(3, "c", "", frozenset(), unit_id=2, staff_id=3, out=Out.AWAY),
    ]
    units = [(1, "城建", False), (2, "综合", False), (3, "无人", False)]
    teams = teams_of(units, [(9, 2, "保洁")], people, {2: 9}, {2: 4, -9: 1}, {2: 1})
    assert teams.keys() == {1, 2, -9}
    assert (teams[2].pace, teams[2].room, teams[-9].room, teams[-9].unit_id) == (6, 0, 1, 2)
    assert (teams[1].out, teams[2].out) == (None, Out.FULL)
    row: Any = SimpleNamespace(lead_unit_id=lead, matter_id=3)
    found = fit_of(row, teams, by_rule, lambda _matter: past)
    assert (found.fit, set(found.keys)) == (fit, keys)
