"""The queues of what was asked for, and of what awaits an answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.cases.rules import Action, Asked, CaseState, QueueKey
from tests.cases.township import all_pages, recount

if TYPE_CHECKING:
    from tests.cases.township import Desk


def test_requests_wait_for_whoever_decides_them_and_urged_cases_for_an_answer(desk: Desk) -> None:
    town = desk.town

    def holds(key: QueueKey) -> dict[Role, list[int]]:
        deciders = (Role.HANDLER, Role.UNIT_LEAD, Role.DISPATCHER, Role.DUTY_CHIEF, Role.LEADER)
        for role in deciders:
            assert desk.cases.counters(town.actor(role)) == recount(desk, town.actor(role))
        pages = {role: all_pages(desk, town.actor(role), key, 1) for role in deciders}
        return {role: [line.id for line in lines] for role, lines in pages.items() if lines}

    first, second = desk.bring_to(CaseState.HANDLING), desk.bring_to(CaseState.HANDLING)
    first = desk.do(first, Action.ASK_EXTENSION, Role.HANDLER, reason="配件未到")
    hold = desk.step(second, Action.ASK_HOLD, Role.UNIT_LEAD)
    decides = QueueKey.TO_DECIDE
    assert holds(decides) == {
        Role.UNIT_LEAD: [first.id],
        Role.DISPATCHER: [hold.id],
        Role.DUTY_CHIEF: [hold.id],
    }
    desk.do(first, Action.ENDORSE, Role.UNIT_LEAD)
    assert holds(decides)[Role.DISPATCHER] == [first.id, hold.id]
    lines = desk.cases.queue(town.actor(Role.DISPATCHER), decides).rows
    assert [line.asked for line in lines] == [Asked.EXTENSION, Asked.HOLD]

    late = desk.bring_to(CaseState.HANDLING)
    desk.clock.advance(timedelta(days=3))
    for role, action in ((Role.HANDLER, Action.FEEDBACK), (Role.COLLECTOR, Action.VERIFY)):
        late = desk.step(late, action, role)
    late = desk.step(late, Action.CLOSE, Role.ACCEPTOR)
    late = desk.step(late, Action.APPEAL, Role.UNIT_LEAD)
    assert late.id in holds(decides)[Role.DISPATCHER]
    assert Role.LEADER not in holds(decides)
    late = desk.step(late, Action.SUPPORT, Role.DUTY_CHIEF)
    assert late.id not in holds(decides)[Role.DUTY_CHIEF]
    assert holds(decides)[Role.LEADER] == [late.id]

    supervised = desk.bring_to(CaseState.HANDLING)
    supervised = desk.step(supervised, Action.SUPERVISE, Role.DUTY_CHIEF)
    desk.step(supervised, Action.URGE, Role.DISPATCHER)
    sooner = desk.step(desk.bring_to(CaseState.HANDLING), Action.URGE, Role.DISPATCHER, until=None)
    urged = holds(QueueKey.URGED)
    assert urged[Role.HANDLER] == urged[Role.LEADER]
    assert sorted(urged[Role.HANDLER]) == [supervised.id, sooner.id]
    answers = [line.answer_due_at for line in desk.cases.queue(town.actor(Role.HANDLER), QueueKey.URGED).rows]
    assert None not in answers
    assert answers == sorted(answer for answer in answers if answer)
    seen = desk.cases.case_by_id(town.actor(Role.HANDLER), sooner.id)
    desk.step(seen, Action.ANSWER, Role.HANDLER)
    assert holds(QueueKey.URGED)[Role.HANDLER] == [supervised.id]
