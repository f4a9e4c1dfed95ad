"""Extensions, holds and appeals: who asks, who decides, what it does to the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from models.accounts.views import Role
from models.api import Services
from models.cases import asking_refusals as refusals
from models.cases.columns import CASES
from models.cases.kinds import Action, Asked, CaseState, Light, Pressure
from models.cases.refusals import NotYourUnit
from models.ledger.service import LedgerService
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.cases.views import CaseView
    from tests.cases.township import Desk

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def extended(desk: Desk, case: CaseView) -> CaseView:
    case = desk.do(case, Action.ASK_EXTENSION, Role.UNIT_LEAD, reason="配件未到")
    return desk.do(case, Action.GRANT_EXTENSION, Role.DISPATCHER, note="同意")


def names(desk: Desk, case: CaseView, role: Role) -> set[Action]:
    seen = desk.cases.case_by_id(desk.town.actor(role), case.id)
    return {offer.action for offer in seen.offers if offer.allowed}


def test_a_handlers_request_goes_through_the_lead_to_the_dispatcher(desk: Desk) -> None:
    case = desk.bring_to(CaseState.HANDLING)
    due = at("2026-03-02 15:00")
    assert case.due_at == due
    case = desk.do(case, Action.ASK_EXTENSION, Role.HANDLER, reason="配件未到")
    assert (case.asked, case.asked_at_unit, case.state) == (Asked.EXTENSION, True, CaseState.HANDLING)
    assert (case.due_at, case.owner_name) == (due, "周处置")
    assert Action.GRANT_EXTENSION not in names(desk, case, Role.DISPATCHER)
    with pytest.raises(refusals.LeadHasToEndorse):
        desk.do(case, Action.GRANT_EXTENSION, Role.DISPATCHER)
    with pytest.raises(refusals.LeadHasToEndorse):
        desk.do(case, Action.DECLINE, Role.DISPATCHER, reason="不同意")
    with pytest.raises(refusals.AlreadyAsked):
        desk.do(case, Action.ASK_HOLD, Role.UNIT_LEAD, until=date(2026, 3, 9), reason="再等")
    case = desk.do(case, Action.ENDORSE, Role.UNIT_LEAD, note="属实")
    assert not case.asked_at_unit
    with pytest.raises(refusals.AlreadyAsked):
        desk.do(case, Action.DECLINE, Role.UNIT_LEAD, reason="不报了")
    case = desk.do(case, Action.GRANT_EXTENSION, Role.DISPATCHER)
    assert (case.asked, case.extensions, case.owner_name) == (Asked.NOTHING, 1, "周处置")
    assert case.due_at == at("2026-03-03 09:00")
    details = case.timeline[-1].details
    assert details["extension"] == 1
    assert datetime.fromisoformat(details["was_due_at"]) == due
    assert desk.cases.check() == []


def test_two_extensions_of_one_limit_and_no_more(desk: Desk) -> None:
    case = extended(desk, desk.bring_to(CaseState.HANDLING))
    # Four working hours from 9:00 are over at 15:00; twice, and three times as many, on the next day.
    assert case.due_at == at("2026-03-03 09:00")
    case = extended(desk, case)
    assert case.due_at == at("2026-03-03 15:00")
    with pytest.raises(refusals.NoMoreExtensions):
        desk.do(case, Action.ASK_EXTENSION, Role.UNIT_LEAD, reason="再来")
    declined = desk.bring_to(CaseState.HANDLING)
    for _time in range(3):
        declined = desk.do(declined, Action.ASK_EXTENSION, Role.UNIT_LEAD, reason="配件未到")
        declined = desk.do(declined, Action.DECLINE, Role.DISPATCHER, reason="时间够用")
    assert (declined.extensions, declined.asked) == (0, Asked.NOTHING)
    assert desk.cases.check() == []


def test_nothing_is_asked_for_once_it_is_overdue(desk: Desk) -> None:
    case = desk.bring_to(CaseState.HANDLING)
    desk.clock.advance(timedelta(days=1))
    with pytest.raises(refusals.AlreadyOverdue):
        desk.do(case, Action.ASK_EXTENSION, Role.UNIT_LEAD, reason="晚了")
    with pytest.raises(refusals.AlreadyOverdue):
        desk.do(case, Action.ASK_HOLD, Role.UNIT_LEAD, until=date(2026, 3, 20), reason="晚了")


@BOTH_ENGINES
def test_a_hold_stops_the_clock_and_what_was_left_is_left(desk: Desk) -> None:
    case = desk.bring_to(CaseState.HANDLING)
    desk.clock.advance(timedelta(hours=1))
    case = desk.do(case, Action.ASK_HOLD, Role.UNIT_LEAD, until=date(2026, 3, 10), reason="等停水")
    assert case.asked_until == date(2026, 3, 10)
    case = desk.do(case, Action.GRANT_HOLD, Role.DISPATCHER)
    assert (case.state, case.light, case.clock_running) == (CaseState.HELD, Light.HELD, False)
    assert (case.held_until, case.holds, case.owner_name) == (date(2026, 3, 10), 1, "周处置")
    # Three hours were left at 10:00: as planned, they run from the morning of the 11th.
    assert case.due_at == at("2026-03-11 11:00")
    assert desk.cases.check() == []
    desk.clock.advance(timedelta(days=2))
    case = desk.do(case, Action.RESUME, Role.HANDLER, note="提前来水")
    assert (case.state, case.clock_running, case.held_until) == (CaseState.HANDLING, True, None)
    assert case.due_at == at("2026-03-04 15:00")
    assert case.receipt is not None
    assert case.receipt["pauses"] == [["2026-03-02T10:00", "2026-03-04T10:00"]]
    with pytest.raises(refusals.HeldBefore):
        desk.do(case, Action.ASK_HOLD, Role.UNIT_LEAD, until=date(2026, 3, 10), reason="再等")
    # An extension after a hold adds its limit to what the hold left.
    case = extended(desk, case)
    assert case.due_at == at("2026-03-05 09:00")
    assert desk.cases.check() == []
    assert LedgerService(desk.store, desk.clock).check() == []


@pytest.mark.parametrize("until", [date(2026, 3, 1), date(2027, 3, 3)])
def test_a_hold_ends_within_a_year(sqlite_desk: Desk, until: date) -> None:
    case = sqlite_desk.bring_to(CaseState.HANDLING)
    with pytest.raises(refusals.BadHoldEnd):
        sqlite_desk.do(case, Action.ASK_HOLD, Role.UNIT_LEAD, until=until, reason="等")


def test_a_request_ends_when_the_unit_has_the_case_no_longer(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    case = desk.bring_to(CaseState.HANDLING)
    case = desk.do(case, Action.ASK_EXTENSION, Role.HANDLER, reason="配件未到")
    moved = desk.step(case, Action.TRANSFER, Role.DISPATCHER)
    assert (moved.asked, moved.asked_at_unit) == (Asked.NOTHING, False)
    other = desk.bring_to(CaseState.HANDLING)
    other = desk.do(other, Action.ASK_EXTENSION, Role.HANDLER, reason="配件未到")
    assert desk.do(other, Action.WITHDRAW, Role.HANDLER).asked is Asked.NOTHING
    assert desk.town.other_handler is not None
    once_theirs = desk.step(desk.bring_to(CaseState.DISPATCHED), Action.TRANSFER, Role.DISPATCHER)
    back = desk.do(
        once_theirs, Action.TRANSFER, Role.DISPATCHER, unit_id=desk.town.unit, reason="职责在原单位"
    )
    back = desk.step(back, Action.TAKE, Role.HANDLER)
    back = desk.step(back, Action.ASK_HOLD, Role.UNIT_LEAD)
    held = desk.step(back, Action.GRANT_HOLD, Role.DISPATCHER)
    with pytest.raises(NotYourUnit):
        desk.do(held, Action.RESUME, desk.town.other_handler)


def late(desk: Desk) -> CaseView:
    case = desk.bring_to(CaseState.HANDLING)
    desk.clock.advance(timedelta(days=1))
    case = desk.step(case, Action.FEEDBACK, Role.HANDLER)
    case = desk.step(case, Action.VERIFY, Role.COLLECTOR)
    return desk.step(case, Action.CLOSE, Role.ACCEPTOR)


def test_a_lateness_is_forgiven_by_two_people_and_stays_visible(desk: Desk) -> None:
    case = late(desk)
    case = desk.do(case, Action.APPEAL, Role.HANDLER, reason="停电期间无法施工")
    assert (case.asked, case.appeals) == (Asked.APPEAL, 1)
    with pytest.raises(refusals.ReviewFirst):
        desk.do(case, Action.UPHOLD, Role.LEADER)
    case = desk.do(case, Action.SUPPORT, Role.DUTY_CHIEF, note="属实")
    with pytest.raises(refusals.AnotherHasToReview):
        desk.do(case, Action.UPHOLD, Role.DUTY_CHIEF)
    case = desk.do(case, Action.UPHOLD, Role.LEADER)
    assert (case.forgiven, case.asked, case.light) == (True, Asked.NOTHING, Light.MISSED)
    with pytest.raises(refusals.AlreadyForgiven):
        desk.do(case, Action.APPEAL, Role.HANDLER, reason="再来")
    assert desk.cases.check() == []


@pytest.mark.parametrize("decided", [True, False])
def test_what_is_done_again_is_late_by_itself(sqlite_desk: Desk, decided: bool) -> None:
    desk = sqlite_desk
    case = desk.do(late(desk), Action.APPEAL, Role.HANDLER, reason="停电期间无法施工")
    if decided:
        case = desk.do(case, Action.SUPPORT, Role.DUTY_CHIEF)
        case = desk.do(case, Action.UPHOLD, Role.LEADER)
    case = desk.do(case, Action.REDO, Role.EVALUATOR, reason="仍有车辆停放")
    assert (case.forgiven, case.appeals, case.asked) == (False, 0, Asked.NOTHING)
    assert bool(case.timeline[-1].details.get("forgiven")) is decided
    assert desk.cases.check() == []


def test_an_appeal_is_made_once_and_only_of_a_lateness(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    with pytest.raises(refusals.NotLate):
        desk.do(desk.bring_to(CaseState.FINISHED), Action.APPEAL, Role.HANDLER, reason="请免责")
    case = desk.do(late(desk), Action.APPEAL, Role.HANDLER, reason="停电")
    case = desk.step(case, Action.CALL_BACK, Role.EVALUATOR)
    with pytest.raises(refusals.RequestOpen):
        desk.step(case, Action.ARCHIVE, Role.EVALUATOR)
    case = desk.do(case, Action.DISMISS, Role.DISPATCHER, reason="停电不影响此件")
    assert (case.forgiven, case.asked) == (False, Asked.NOTHING)
    with pytest.raises(refusals.AppealedBefore):
        desk.do(case, Action.APPEAL, Role.HANDLER, reason="再来")


def test_a_hold_ends_by_itself_with_its_last_day_however_late_that_is_noticed(desk: Desk) -> None:
    case = desk.bring_to(CaseState.HANDLING)
    desk.clock.advance(timedelta(hours=1))
    case = desk.do(case, Action.ASK_HOLD, Role.UNIT_LEAD, until=date(2026, 3, 10), reason="等停水")
    case = desk.do(case, Action.GRANT_HOLD, Role.DISPATCHER)
    planned = case.due_at
    desk.clock.set(at("2026-03-10 23:59"))
    assert desk.cases.sweep() == 0
    desk.clock.set(at("2026-03-12 09:30"))
    assert desk.cases.sweep() == 1
    assert desk.cases.sweep() == 0
    after = desk.cases.case_by_id(desk.town.actor(Role.DUTY_CHIEF), case.id)
    assert (after.state, after.clock_running, after.owner_name) == (CaseState.HANDLING, True, "周处置")
    assert (after.due_at, after.light) == (planned, Light.RED)
    assert after.timeline[-1].actor_name == "yiwang"
    assert desk.cases.check() == []
    assert LedgerService(desk.store, desk.clock).check() == []


def test_what_is_urged_or_supervised_is_answered_by_whoever_has_it(desk: Desk) -> None:
    case = desk.bring_to(CaseState.HANDLING)
    with pytest.raises(refusals.NothingToAnswer):
        desk.do(case, Action.ANSWER, Role.HANDLER, note="在办")
    case = desk.do(case, Action.URGE, Role.DISPATCHER, note="居民再次来电")
    # Four hours of office time from 9:00.
    assert (case.to_answer, case.urged, case.answer_due_at) == (1, 1, at("2026-03-02 15:00"))
    case = desk.do(
        case,
        Action.SUPERVISE,
        Role.LEADER,
        note="请报进展",
        pressure=Pressure.LEADER,
        until=date(2026, 3, 4),
    )
    assert (case.to_answer, case.supervised, case.pressure) == (2, 1, Pressure.LEADER)
    assert case.answer_due_at == at("2026-03-02 15:00")
    assert datetime.fromisoformat(case.timeline[-1].details["answer_due_at"]) == at("2026-03-04 18:00")
    assert (case.owner_name, case.state) == ("周处置", CaseState.HANDLING)
    desk.clock.advance(timedelta(days=1))
    case = desk.do(case, Action.ANSWER, Role.HANDLER, note="配件已到，今天装好")
    assert (case.to_answer, case.answer_due_at) == (0, None)
    assert case.timeline[-1].details == {"answered": 2, "late": True}
    case = desk.do(case, Action.URGE, Role.DUTY_CHIEF, note="再催")
    # Whoever urged does not answer themselves; what they took back is not theirs any more.
    chief, leader = (desk.town.actor(role) for role in (Role.DUTY_CHIEF, Role.LEADER))
    refused = {each.action: each.refusal for each in desk.cases.case(chief, case.number).offers}
    assert refused[Action.ANSWER] == refusals.OwnUrging.brief
    with pytest.raises(refusals.OwnUrging):
        desk.do(case, Action.ANSWER, chief, note="已答复")
    sets = Services(desk.store, desk.clock).sets
    sets.undo(chief, case.id, case.version)
    case = desk.do(desk.cases.case(chief, case.number), Action.URGE, leader, note="再催")
    case = desk.do(case, Action.ANSWER, chief, note="已答复")
    case = desk.do(case, Action.URGE, chief, note="再催")
    case = desk.step(case, Action.FEEDBACK, Role.HANDLER)
    assert (case.to_answer, case.urged) == (0, 3)
    with pytest.raises(refusals.BadAnswerDay):
        desk.do(
            desk.report(),
            Action.SUPERVISE,
            Role.DUTY_CHIEF,
            note="请报进展",
            pressure=Pressure.KEY,
            until=date(2026, 3, 1),
        )
    assert desk.cases.check() == []


def test_deadlines_of_open_cases_are_counted_again_by_hand(desk: Desk) -> None:
    for state in CaseState:
        desk.bring_to(state)
    extended(desk, desk.bring_to(CaseState.HANDLING))
    five_days = desk.do(
        desk.bring_to(CaseState.ACCEPTED), Action.FILE, Role.ACCEPTOR, condition_id=desk.town.five_days
    )
    check = desk.cases.verify_deadlines()
    assert check.counted > 8
    assert check.differences == ()
    with desk.store.write() as session:
        moved = update(CASES).where(CASES.c.id == five_days.id).values(due_at=at("2026-03-09 17:59"))
        session.connection().execute(moved)
    (difference,) = desk.cases.verify_deadlines().differences
    assert (difference.number, difference.kept) == (five_days.number, at("2026-03-09 17:59"))
    assert difference.counted == five_days.due_at
