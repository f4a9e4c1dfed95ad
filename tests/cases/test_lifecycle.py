"""A case's way through the house, on both engines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from models.accounts.views import Role
from models.cases.refusals import (
    CaseEnded,
    EntryMissing,
    EntryNotAsked,
    GridClosed,
    MatterRetired,
    NotTheAcceptor,
    NotYourUnit,
    UnitClosed,
    WrongState,
)
from models.cases.rules import Action, CaseState, Channel, CloseKind, Light, QueueKey, Rating
from models.kernel.errors import Conflict, NotFound, NotPermitted
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from tests.cases.township import Desk


def test_one_working_day(desk: Desk) -> None:
    case = desk.report()
    assert (case.number, case.short_number, case.state) == ("20260302-0001", "0302-0001", CaseState.REPORTED)
    assert (case.light, case.due_at, case.receipt) == (Light.NONE, None, None)
    assert case.reported_by == "王采集"
    desk.clock.advance(timedelta(minutes=10))
    case = desk.do(case, Action.ACCEPT, Role.ACCEPTOR)
    assert (case.acceptor_name, case.owner_name) == ("李受理", "李受理")
    desk.clock.advance(timedelta(minutes=20))
    case = desk.do(case, Action.FILE, Role.ACCEPTOR, condition_id=desk.town.four_hours, note="请加急")
    # Monday 09:30 and four working hours: 2.5 before noon, 1.5 after 14:00.
    assert case.due_at == datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
    # Two thirds of 240 minutes are 160: ten minutes after 14:00.
    assert case.warn_at == datetime(2026, 3, 2, 6, 10, tzinfo=UTC)
    assert case.matter is not None
    assert case.condition is not None
    assert (case.matter.name, case.condition.limit) == ("乱倒垃圾", "4WH")
    assert case.receipt is not None
    assert (case.receipt["limit"], case.receipt["due"]) == ("4WH", "2026-03-02T15:30")
    assert (case.light, case.owner_id, case.clock_running) == (Light.GREEN, None, True)
    case = desk.do(case, Action.DISPATCH, Role.DISPATCHER, unit_id=desk.town.unit)
    assert case.unit_name == "综合执法办"
    case = desk.do(case, Action.TAKE, Role.HANDLER)
    assert case.owner_name == "周处置"
    desk.clock.advance(timedelta(hours=2))
    case = desk.do(case, Action.FEEDBACK, Role.HANDLER, note="已清理完毕")
    assert (case.clock_running, case.clock_stopped_at, case.light) == (False, desk.clock.now(), Light.MET)
    case = desk.do(case, Action.VERIFY, Role.COLLECTOR)
    assert case.owner_name == "李受理"
    case = desk.do(case, Action.CLOSE, Role.ACCEPTOR, close_kind=CloseKind.NORMAL)
    assert (case.state, case.close_kind, case.closed_at) == (
        CaseState.CLOSED,
        CloseKind.NORMAL,
        desk.clock.now(),
    )
    case = desk.do(case, Action.CALL_BACK, Role.EVALUATOR, rating=Rating.SATISFIED)
    assert (case.state, case.open, case.rating) == (CaseState.FINISHED, False, Rating.SATISFIED)
    assert [event.action for event in case.timeline] == [
        Action.INTAKE,
        Action.ACCEPT,
        Action.FILE,
        Action.DISPATCH,
        Action.TAKE,
        Action.FEEDBACK,
        Action.VERIFY,
        Action.CLOSE,
        Action.CALL_BACK,
    ]
    filed = case.timeline[2]
    assert (filed.actor_name, filed.note, filed.details["limit"]) == ("李受理", "请加急", "4WH")
    assert case.timeline[5].unit_name == "综合执法办"
    assert desk.cases.check() == []
    assert desk.cases.case(desk.town.actor(Role.LEADER), "0302-0001") == desk.cases.case_by_id(
        desk.town.actor(Role.LEADER), case.id
    )


@BOTH_ENGINES
def test_nobody_waits_for_a_call_so_closing_finishes(desk: Desk) -> None:
    for over in ({"channel": Channel.PATROL}, {"reporter_phone": ""}):
        case = desk.bring_to(CaseState.VERIFIED, **over)
        case = desk.do(case, Action.CLOSE, Role.ACCEPTOR, close_kind=CloseKind.NORMAL)
        assert (case.state, case.open) == (CaseState.FINISHED, False)


@BOTH_ENGINES
def test_returned_through_both_desks_and_filed_again_keeps_its_clock(desk: Desk) -> None:
    case = desk.bring_to(CaseState.HANDLING)
    started, first_due = case.clock_started_at, case.due_at
    desk.clock.advance(timedelta(minutes=30))
    case = desk.do(case, Action.RETURN, Role.HANDLER, reason="不属于本单位")
    assert (case.state, case.unit_id, case.return_count) == (CaseState.RETURNED_TO_DISPATCHER, None, 1)
    assert (case.clock_running, case.due_at) == (True, first_due)
    assert (case.timeline[-1].unit_name, case.timeline[-1].reason) == ("综合执法办", "不属于本单位")
    case = desk.do(case, Action.RETURN, Role.DISPATCHER, reason="事项选错")
    assert (case.state, case.return_count, case.owner_name) == (CaseState.RETURNED_TO_ACCEPTOR, 2, "李受理")
    desk.clock.advance(timedelta(minutes=30))
    case = desk.do(case, Action.FILE, Role.ACCEPTOR, condition_id=desk.town.urgent)
    assert case.matter is not None
    assert (case.matter.name, case.clock_started_at) == ("消防通道占用", started)
    assert started is not None
    assert case.due_at == started + timedelta(hours=2)
    case = desk.do(case, Action.DISPATCH, Role.DISPATCHER, unit_id=desk.town.other_unit)
    assert case.unit_name == "应急管理办"
    assert desk.cases.check() == []


def test_rework_runs_on_to_the_same_deadline(desk: Desk) -> None:
    case = desk.bring_to(CaseState.FEEDBACK)
    due = case.due_at
    case = desk.do(case, Action.REWORK, Role.EVALUATOR, reason="仍有垃圾")
    assert (case.state, case.unit_id, case.rework_count) == (CaseState.DISPATCHED, desk.town.unit, 1)
    assert (case.clock_running, case.clock_stopped_at, case.due_at) == (True, None, due)
    case = desk.step(case, Action.FEEDBACK, Role.UNIT_LEAD)
    case = desk.step(case, Action.VERIFY, Role.EVALUATOR)
    case = desk.step(case, Action.REWORK, Role.DISPATCHER)
    assert case.rework_count == 2
    assert desk.cases.check() == []


@BOTH_ENGINES
def test_a_normal_closing_turns_late_by_itself(desk: Desk) -> None:
    case = desk.bring_to(CaseState.HANDLING)
    assert case.due_at is not None
    desk.clock.set(case.due_at)
    assert desk.cases.case_by_id(desk.town.actor(Role.LEADER), case.id).light is Light.YELLOW
    desk.clock.advance(timedelta(seconds=1))
    assert desk.cases.case_by_id(desk.town.actor(Role.LEADER), case.id).light is Light.RED
    case = desk.step(case, Action.FEEDBACK, Role.HANDLER)
    assert case.light is Light.MISSED
    case = desk.step(case, Action.VERIFY, Role.COLLECTOR)
    case = desk.do(case, Action.CLOSE, Role.ACCEPTOR, close_kind=CloseKind.NORMAL)
    assert case.close_kind is CloseKind.LATE
    assert case.timeline[-1].details == {"chosen": "normal", "close_kind": "late"}


@pytest.mark.parametrize("kind", [CloseKind.ERROR, CloseKind.SPECIAL])
def test_other_kinds_of_closing_stay_as_chosen(sqlite_desk: Desk, kind: CloseKind) -> None:
    case = sqlite_desk.bring_to(CaseState.HANDLING)
    sqlite_desk.clock.advance(timedelta(days=9))
    case = sqlite_desk.step(case, Action.FEEDBACK, Role.HANDLER)
    case = sqlite_desk.step(case, Action.VERIFY, Role.COLLECTOR)
    case = sqlite_desk.do(case, Action.CLOSE, Role.ACCEPTOR, close_kind=kind)
    assert case.close_kind is kind


@BOTH_ENGINES
def test_struck_out_cases_stay_readable_and_stop_their_clock(desk: Desk) -> None:
    case = desk.bring_to(CaseState.RETURNED_TO_ACCEPTOR)
    case = desk.do(case, Action.VOID, Role.ACCEPTOR, reason="重复上报")
    assert (case.state, case.open, case.clock_running) == (CaseState.VOID, False, False)
    assert case.timeline[-1].reason == "重复上报"
    assert not any(offer.allowed for offer in case.offers)
    with pytest.raises(CaseEnded):
        desk.do(case, Action.ACCEPT, Role.ACCEPTOR)
    never_filed = desk.bring_to(CaseState.VOID)
    assert never_filed.clock_stopped_at is None
    assert desk.cases.check() == []


def test_whoever_acts_second_sees_what_the_first_did(desk: Desk) -> None:
    case = desk.report()
    desk.do(case, Action.ACCEPT, Role.ACCEPTOR)
    assert desk.town.second_acceptor is not None
    with pytest.raises(Conflict) as caught:
        desk.do(case, Action.ACCEPT, desk.town.second_acceptor)
    current = caught.value.current
    assert current.state is CaseState.ACCEPTED  # type: ignore[attr-defined]
    assert current.acceptor_name == "李受理"  # type: ignore[attr-defined]
    now = desk.cases.case_by_id(desk.town.second_acceptor, case.id)
    assert (now.version, len(now.timeline)) == (2, 2)


def test_refusals_name_what_stands_in_the_way(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    assert desk.town.second_acceptor is not None
    assert desk.town.other_handler is not None
    case = desk.report()
    with pytest.raises(WrongState) as wrong:
        desk.do(case, Action.FILE, Role.ACCEPTOR, condition_id=desk.town.four_hours)
    assert str(wrong.value) == (
        "Case 20260302-0001 is waiting to be accepted; this is not possible now: File under a condition."
    )
    assert [str(each) for each in wrong.value.params["possible"]] == [
        "Accept",
        "Turn down",
        "Strike out",
        "Merge into another case",
    ]
    case = desk.do(case, Action.ACCEPT, Role.ACCEPTOR)
    with pytest.raises(NotTheAcceptor, match="李受理"):
        desk.step(case, Action.FILE, desk.town.second_acceptor)
    with pytest.raises(NotTheAcceptor):
        desk.step(case, Action.VOID, desk.town.second_acceptor)
    with pytest.raises(EntryMissing) as missing:
        desk.do(case, Action.FILE, Role.ACCEPTOR)
    assert missing.value.entries == ("condition",)
    with pytest.raises(EntryNotAsked) as surplus:
        desk.step(case, Action.FILE, Role.ACCEPTOR, unit_id=desk.town.unit)
    assert surplus.value.entries == ("unit",)
    case = desk.step(case, Action.FILE, Role.DUTY_CHIEF)
    with pytest.raises(UnitClosed):
        desk.do(case, Action.DISPATCH, Role.DISPATCHER, unit_id=desk.town.closed_unit)
    with pytest.raises(NotFound):
        desk.do(case, Action.DISPATCH, Role.DISPATCHER, unit_id=9999)
    case = desk.step(case, Action.DISPATCH, Role.DISPATCHER)
    with pytest.raises(NotFound):
        desk.step(case, Action.TAKE, desk.town.other_handler)
    with pytest.raises(NotPermitted):
        desk.step(case, Action.TAKE, Role.LEADER)


def test_a_person_of_another_unit_who_sees_the_case_is_told_whose_it_is(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    case = desk.bring_to(CaseState.DISPATCHED)
    with desk.store.write() as session:
        from tests.support.factories import make_actor

        both = make_actor(
            session,
            desk.clock.now(),
            "both",
            "卫两岗",
            {Role.HANDLER, Role.COLLECTOR},
            unit_id=desk.town.other_unit,
        )
    with pytest.raises(NotYourUnit, match="综合执法办"):
        desk.step(case, Action.TAKE, both)


@pytest.mark.parametrize("name", ["retired", "superseded", "ended"])
def test_cases_rest_only_on_what_is_in_force(sqlite_desk: Desk, name: str) -> None:
    case = sqlite_desk.bring_to(CaseState.ACCEPTED)
    with pytest.raises(MatterRetired):
        sqlite_desk.do(case, Action.FILE, Role.ACCEPTOR, condition_id=getattr(sqlite_desk.town, name))
    again = sqlite_desk.cases.case_by_id(sqlite_desk.town.actor(Role.ACCEPTOR), case.id)
    assert again == case


def test_an_unknown_condition_is_not_found(sqlite_desk: Desk) -> None:
    case = sqlite_desk.bring_to(CaseState.ACCEPTED)
    with pytest.raises(NotFound):
        sqlite_desk.do(case, Action.FILE, Role.ACCEPTOR, condition_id=4711)


def test_no_case_is_taken_in_where_one_cannot_see_or_nobody_walks(sqlite_desk: Desk) -> None:
    with pytest.raises(NotFound):
        sqlite_desk.report(grid_id=sqlite_desk.town.outside_grid)
    with pytest.raises(NotFound):
        sqlite_desk.report(grid_id=4711)
    with pytest.raises(GridClosed):
        sqlite_desk.report(grid_id=sqlite_desk.town.closed_grid)
    with pytest.raises(NotPermitted):
        sqlite_desk.report(Role.LEADER)
    assert sqlite_desk.cases.counters(sqlite_desk.town.actor(Role.ACCEPTOR))[QueueKey.TO_ACCEPT] == 0


def test_people_elsewhere_do_not_learn_that_a_case_exists(desk: Desk) -> None:
    case = desk.report()
    assert desk.town.outsider is not None
    with pytest.raises(NotFound):
        desk.cases.case(desk.town.outsider, case.number)
    with pytest.raises(NotFound):
        desk.do(case, Action.ACCEPT, desk.town.outsider)
    assert desk.cases.lines_by_ids(desk.town.outsider, [case.id]) == []
    with pytest.raises(NotPermitted):
        desk.cases.case(desk.town.actor(Role.AUDIT_ADMIN), case.number)


def test_units_look_back_at_what_they_gave_back_and_at_what_they_reported(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    case = desk.bring_to(CaseState.RETURNED_TO_DISPATCHER)
    handler = desk.town.actor(Role.HANDLER)
    assert desk.cases.case_by_id(handler, case.id).state is CaseState.RETURNED_TO_DISPATCHER
    own = desk.report(Role.HANDLER)
    assert desk.cases.case_by_id(handler, own.id).reported_by == "周处置"
    assert desk.cases.queue(handler, None).rows == ()
    with pytest.raises(NotFound):
        desk.cases.case_by_id(handler, desk.report().id)
