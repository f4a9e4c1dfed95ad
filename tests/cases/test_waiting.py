"""The queues of what was asked for, and of what awaits an answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from models.accounts.views import Actor, Role
from models.cases.day import ROWS_EACH, first_queue, sections_of
from models.cases.rules import Action, Asked, CaseState, QueueKey, queues_of
from models.cases.starts import start_queue
from tests.cases.township import all_pages, recount
from tests.support.databases import BOTH_ENGINES

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


@BOTH_ENGINES
def test_a_day_is_what_presses_most_of_every_queue_and_each_case_once(desk: Desk) -> None:
    town = desk.town
    late = [desk.bring_to(CaseState.HANDLING).id for _ in range(ROWS_EACH + 2)]
    desk.clock.advance(timedelta(days=2))
    reported = [desk.report().id for _ in range(ROWS_EACH + 1)]
    returned = desk.bring_to(CaseState.RETURNED_TO_ACCEPTOR)
    mine = desk.bring_to(CaseState.ACCEPTED)
    asked = desk.step(desk.bring_to(CaseState.HANDLING), Action.ASK_HOLD, Role.UNIT_LEAD)

    def day(role: Role, limit: int = 50) -> dict[QueueKey | None, list[int]]:
        page = desk.cases.queue(town.actor(role), QueueKey.DAY, limit=limit)
        assert page.next_key is None
        found: dict[QueueKey | None, list[int]] = {}
        for line in page.rows:
            assert line.leads is (line.section not in found)
            found.setdefault(line.section, []).append(line.id)
        return found

    # The returned case is the acceptor's own as well; it stands where it presses more.
    assert day(Role.ACCEPTOR) == {
        QueueKey.OVERDUE: late[:ROWS_EACH],
        QueueKey.RETURNED: [returned.id],
        QueueKey.MINE: [mine.id],
        QueueKey.TO_ACCEPT: reported[:ROWS_EACH],
    }
    assert day(Role.ACCEPTOR, 3) == {QueueKey.OVERDUE: late[:3]}
    assert day(Role.DISPATCHER)[QueueKey.TO_DECIDE] == [asked.id]
    assert list(day(Role.HANDLER)) == [QueueKey.OVERDUE, QueueKey.MINE]
    filtered = desk.cases.queue(town.actor(Role.ACCEPTOR), QueueKey.DAY, returned.short_number)
    assert [(line.id, line.leads) for line in filtered.rows] == [(returned.id, True)]
    assert QueueKey.DAY not in desk.cases.counters(town.actor(Role.ACCEPTOR))


@pytest.mark.parametrize("role", Role)
def test_a_day_is_made_of_the_person_s_own_queues(role: Role) -> None:
    actor = Actor(1, "x", "某人", frozenset({role}), area="")
    sections = sections_of(actor)
    assert set(sections) <= set(queues_of(actor)) - {QueueKey.DAY}
    assert len(set(sections)) == len(sections)
    assert {first_queue(actor, {key: 1}) for key in sections} <= {QueueKey.DAY}
    empty = first_queue(actor, dict.fromkeys(sections, 0))
    assert empty is start_queue(actor, {})
    assert (empty is None) is not bool(sections)
