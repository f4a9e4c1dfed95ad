"""Refusing, checking on the spot, handing over, transferring, redoing, reopening, archiving."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from models.accounts.views import Role
from models.cases.kinds import Action, CaseState, CloseKind, QueueKey, Rating
from models.cases.refusals import AlreadyWithUnit, CaseEnded, NotOfTheUnit, UnitClosed

if TYPE_CHECKING:
    from tests.cases.township import Desk


def test_a_refused_case_is_at_its_end(desk: Desk) -> None:
    case = desk.step(desk.report(), Action.REFUSE, Role.ACCEPTOR)
    assert (case.state, case.open, case.timeline[-1].reason) == (CaseState.REFUSED, False, "不属于本单位职责")
    with pytest.raises(CaseEnded):
        desk.do(case, Action.ACCEPT, Role.ACCEPTOR)


def test_a_check_on_the_spot_comes_back_to_the_acceptor(desk: Desk) -> None:
    case = desk.bring_to(CaseState.CHECKING)
    collector, acceptor = desk.town.actor(Role.COLLECTOR), desk.town.actor(Role.ACCEPTOR)
    assert [line.id for line in desk.cases.queue(collector, QueueKey.TO_VERIFY).rows] == [case.id]
    assert desk.cases.counters(collector)[QueueKey.TO_VERIFY] == 1
    case = desk.do(case, Action.CHECK, collector, note="现场属实，通道被占。")
    assert (case.state, case.owner_id) == (CaseState.ACCEPTED, acceptor.account_id)
    assert case.due_at is None


def test_a_lead_gives_a_case_to_a_person_and_the_person_gives_it_on(desk: Desk) -> None:
    lead, handler = desk.town.actor(Role.UNIT_LEAD), desk.town.actor(Role.HANDLER)
    case = desk.bring_to(CaseState.DISPATCHED)
    assert {each.name for each in desk.cases.handlers(lead, case.id)} == {lead.name, handler.name}
    case = desk.do(case, Action.HAND_OVER, lead, person_id=handler.account_id)
    assert (case.state, case.owner_id, case.clock_running) == (CaseState.HANDLING, handler.account_id, True)
    assert case.timeline[-1].details == {"person": handler.login, "person_name": handler.name}
    loads = {each.name: each.open_cases for each in desk.cases.handlers(lead, case.id)}
    assert loads == {handler.name: 1, lead.name: 0}
    case = desk.do(case, Action.HAND_OVER, handler, person_id=lead.account_id)
    assert (case.state, case.owner_id) == (CaseState.HANDLING, lead.account_id)


def test_nobody_else_can_be_given_a_case(desk: Desk) -> None:
    assert desk.town.other_handler is not None
    case = desk.bring_to(CaseState.HANDLING)
    for person in (desk.town.other_handler.account_id, desk.town.actor(Role.ACCEPTOR).account_id, 99_999):
        with pytest.raises(NotOfTheUnit):
            desk.do(case, Action.HAND_OVER, Role.HANDLER, person_id=person)


def test_a_transfer_moves_the_case_and_keeps_the_deadline(desk: Desk) -> None:
    case = desk.bring_to(CaseState.HANDLING)
    with pytest.raises(AlreadyWithUnit):
        desk.do(case, Action.TRANSFER, Role.DISPATCHER, unit_id=desk.town.unit, reason="换人")
    with pytest.raises(UnitClosed):
        desk.do(case, Action.TRANSFER, Role.DISPATCHER, unit_id=desk.town.closed_unit, reason="换人")
    desk.clock.advance(timedelta(minutes=30))
    moved = desk.do(
        case, Action.TRANSFER, Role.DISPATCHER, unit_id=desk.town.other_unit, reason="职责在该单位"
    )
    assert (moved.state, moved.unit_id, moved.owner_id) == (CaseState.DISPATCHED, desk.town.other_unit, None)
    assert (moved.due_at, moved.return_count) == (case.due_at, 0)
    assert moved.timeline[-1].details["from_unit_name"] == case.unit_name
    # The unit that had it can still look back at it.
    assert desk.cases.case_by_id(desk.town.actor(Role.HANDLER), case.id).unit_id == desk.town.other_unit


def test_what_did_not_satisfy_is_done_again_with_the_whole_limit(desk: Desk) -> None:
    case = desk.bring_to(CaseState.CLOSED)
    desk.clock.advance(timedelta(days=1))
    again = desk.do(case, Action.REDO, Role.EVALUATOR, reason="回访不满意：仍有车辆停放")
    assert (again.state, again.unit_id, again.clock_running) == (CaseState.DISPATCHED, desk.town.unit, True)
    assert again.clock_started_at == desk.clock.now()
    assert case.due_at is not None
    assert again.due_at is not None
    assert again.due_at > case.due_at
    assert (again.closed_at, again.close_kind) == (None, None)
    assert again.timeline[-1].details["rating"] == Rating.DISSATISFIED
    assert again.timeline[-1].details["close_kind"] == CloseKind.NORMAL
    assert desk.cases.check() == []


def test_a_finished_case_is_opened_again_or_put_away(desk: Desk) -> None:
    case = desk.bring_to(CaseState.FINISHED)
    desk.clock.advance(timedelta(days=3))
    opened = desk.do(case, Action.REOPEN, Role.ACCEPTOR, reason="问题重现")
    assert (opened.state, opened.open, opened.unit_id) == (CaseState.FILED, True, None)
    assert (opened.closed_at, opened.close_kind, opened.rating) == (None, None, None)
    assert opened.matter is not None
    assert opened.clock_started_at == desk.clock.now()
    put_away = desk.step(desk.bring_to(CaseState.FINISHED), Action.ARCHIVE, Role.EVALUATOR)
    assert (put_away.state, put_away.open, put_away.rating) == (
        CaseState.ARCHIVED,
        False,
        Rating.SATISFIED,
    )
    with pytest.raises(CaseEnded):
        desk.do(put_away, Action.REOPEN, Role.ACCEPTOR, reason="再看看")
    assert desk.cases.check() == []
