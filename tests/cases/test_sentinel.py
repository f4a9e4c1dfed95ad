"""The sentinel: what goes back and forth, and what nobody can move on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from console.sentinel_words import way_words
from models.accounts.views import AccountStatus, Actor, Role
from models.cases.columns import ACCOUNTS
from models.cases.kinds import Action, CaseState
from models.cases.rounds import rounds_of
from models.cases.sentinel import SentinelService
from models.cases.sentinel_views import LeadGround, StallGround
from models.cases.stalls import moving_rows, waiting_for, why_stalled
from models.kernel.errors import Invalid, NotPermitted
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from tests.cases.township import Desk

_PLACE = "990101103001"


@pytest.mark.parametrize(
    ("way", "found"),
    [
        ([], {}),
        ([1, 2], {}),
        ([1, 1, 2], {}),
        ([1, 2, 1], {(1, 2): 1}),
        ([2, 1, 2, 1], {(1, 2): 2}),
        ([1, 2, 2, 1], {(1, 2): 1}),
        ([1, 2, 3, 1], {}),
        ([1, 2, 3, 2, 1], {(2, 3): 1}),
    ],
)
def test_a_round_is_coming_back_from_whom_one_gave_it_to(
    way: list[int], found: dict[tuple[int, int], int]
) -> None:
    assert dict(rounds_of(way)) == found


@given(st.lists(st.integers(1, 4), max_size=30))
def test_rounds_are_the_same_read_backwards_and_never_more_than_steps(way: list[int]) -> None:
    counted = rounds_of(way)
    assert counted == rounds_of(reversed(way))
    assert sum(counted.values()) <= max(0, len(way) - 2)


def _person(number: int, role: Role, *, area: str = "990101103", unit: int | None = None) -> Actor:
    return Actor(number, f"p{number}", "某人", frozenset({role}), area, unit)


def _why(people: list[Actor], state: CaseState, unit: int | None = 5) -> StallGround | None:
    return why_stalled(people, state=state, division_code=_PLACE, unit_id=unit, acceptor_id=1)


@pytest.mark.parametrize(
    ("people", "state", "unit", "why"),
    [
        ([], CaseState.REPORTED, None, StallGround.NO_ROLE),
        ([_person(1, Role.ACCEPTOR)], CaseState.REPORTED, None, None),
        ([_person(1, Role.ACCEPTOR, area="990102")], CaseState.REPORTED, None, StallGround.NO_AREA),
        ([_person(1, Role.ACCEPTOR)], CaseState.ACCEPTED, None, None),
        ([_person(2, Role.ACCEPTOR)], CaseState.ACCEPTED, None, StallGround.NO_ACCEPTOR),
        ([_person(2, Role.DUTY_CHIEF)], CaseState.ACCEPTED, None, None),
        ([_person(3, Role.HANDLER, unit=5)], CaseState.DISPATCHED, 5, None),
        ([_person(3, Role.HANDLER, unit=6)], CaseState.DISPATCHED, 5, StallGround.UNIT_EMPTY),
        ([_person(3, Role.HANDLER, unit=6)], CaseState.HANDLING, None, StallGround.NO_UNIT),
        ([], CaseState.HELD, 5, None),
    ],
)
def test_a_case_stands_still_where_nobody_has_role_area_and_unit(
    people: list[Actor], state: CaseState, unit: int | None, why: StallGround | None
) -> None:
    assert _why(people, state, unit) is why


def test_every_open_state_can_be_moved_on_by_a_role() -> None:
    for state in CaseState:
        rows = moving_rows(state)
        assert bool(rows) is bool(waiting_for(state))
        if state not in {
            CaseState.ARCHIVED,
            CaseState.VOID,
            CaseState.REFUSED,
            CaseState.MERGED,
            CaseState.HELD,
        }:
            assert rows, state


@BOTH_ENGINES
def test_units_that_pass_a_case_back_and_forth_are_named_with_a_lead(desk: Desk) -> None:
    service = SentinelService(desk.store, desk.clock)
    chief = desk.town.actor(Role.DUTY_CHIEF)
    for _time in range(2):
        case = desk.bring_to(CaseState.DISPATCHED)
        case = desk.do(case, Action.TRANSFER, Role.DISPATCHER, unit_id=desk.town.other_unit, reason="不归我")
        case = desk.do(case, Action.TRANSFER, Role.DISPATCHER, unit_id=desk.town.unit, reason="也不归我们")
    case = desk.step(case, Action.TAKE, Role.HANDLER)
    desk.step(case, Action.FEEDBACK, Role.HANDLER)
    [row] = service.rounds(chief)
    assert {row.first.id, row.second.id} == {desk.town.unit, desk.town.other_unit}
    assert (row.rounds, len(row.cases), row.people) == (2, 2, False)
    assert row.matter_name
    assert row.proposed is not None
    assert row.proposed.id == desk.town.unit
    assert row.ground in {LeadGround.CATALOGUE, LeadGround.SETTLED}
    # A transfer taken back did not happen.
    once = desk.bring_to(CaseState.DISPATCHED)
    once = desk.do(once, Action.TRANSFER, Role.DISPATCHER, unit_id=desk.town.other_unit, reason="不归我")
    assert [each.rounds for each in service.rounds(chief)] == [2]
    desk.clock.advance(timedelta(days=3))
    assert service.rounds(chief, days=1) == []


def test_only_whoever_decides_is_told(sqlite_desk: Desk) -> None:
    service = SentinelService(sqlite_desk.store, sqlite_desk.clock)
    with pytest.raises(NotPermitted):
        service.rounds(sqlite_desk.town.actor(Role.HANDLER))
    with pytest.raises(NotPermitted):
        service.stalled(sqlite_desk.town.actor(Role.COLLECTOR))
    with pytest.raises(Invalid):
        service.rounds(sqlite_desk.town.actor(Role.DUTY_CHIEF), days=0)


def test_a_case_whose_unit_lost_its_people_is_found(desk: Desk) -> None:
    service = SentinelService(desk.store, desk.clock)
    chief = desk.town.actor(Role.DUTY_CHIEF)
    case = desk.bring_to(CaseState.DISPATCHED)
    moved = desk.do(case, Action.TRANSFER, Role.DISPATCHER, unit_id=desk.town.other_unit, reason="换单位")
    assert moved.number not in {each.number for each in service.stalled(chief)}
    with desk.store.write() as session:
        everybody = update(ACCOUNTS).where(ACCOUNTS.c.unit_id == desk.town.other_unit)
        session.connection().execute(everybody.values(status=AccountStatus.DISABLED))
    [found] = [each for each in service.stalled(chief) if each.number == moved.number]
    ways = {way_words(replace(found, ground=ground)) for ground in StallGround}
    assert len(ways) == len(StallGround)
    assert found.unit_name in way_words(found)
    assert found.ground is StallGround.UNIT_EMPTY
    assert found.unit_name
    assert found.roles == (Role.UNIT_LEAD, Role.HANDLER)


def test_a_lead_without_a_unit_is_told_of_no_case(sqlite_desk: Desk) -> None:
    sqlite_desk.report()
    lead = Actor(99, "lost", "某人", frozenset({Role.UNIT_LEAD}), "")
    with sqlite_desk.store.write() as session:
        session.connection().execute(update(ACCOUNTS).values(status=AccountStatus.DISABLED))
    service = SentinelService(sqlite_desk.store, sqlite_desk.clock)
    assert service.stalled(lead) == []
    assert service.stalled(sqlite_desk.town.actor(Role.DUTY_CHIEF)) != []
