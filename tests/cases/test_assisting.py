"""Units that assist: asked, answering, declining, ruled upon; and what becomes of them with the case."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from models.accounts.views import Actor, Role
from models.api import Services
from models.calendar.refusals import BadLimit
from models.cases.columns import CASES, TASKS
from models.cases.holding import object_to_closing
from models.cases.kinds import Action, CaseState, Light, PersonalField, QueueKey
from models.cases.refusals import EntryMissing, MayNotReveal, NotOfTheUnit, NotYourUnit
from models.cases.task_kinds import OldLead, TaskState
from models.cases.task_refusals import (
    AlreadyAssisting,
    BindingTask,
    LeadsItself,
    NoSuchTask,
    PersonHoldsTasks,
    TasksOpen,
    UnitHoldsTasks,
)
from models.cases.views import ActionEntries, CaseView
from models.kernel.errors import Conflict, NotFound
from tests.support.factories import make_actor

if TYPE_CHECKING:
    from tests.cases.township import Desk

_A, _S, _T = Action, CaseState, TaskState


def do(desk: Desk, case: CaseView, action: Action, who: Role | Actor, **entries: Any) -> CaseView:
    actor = desk.town.actor(who) if isinstance(who, Role) else who
    services = Services(desk.store, desk.clock)
    return services.tasks.perform(actor, case.id, action, ActionEntries(**entries), case.version)


def ask(desk: Desk, case: CaseView, **over: Any) -> CaseView:
    entries = {"unit_id": desk.town.other_unit, "note": "请派员到场检测", **over}
    return do(desk, case, _A.ASSIST, Role.DISPATCHER, **entries)


def again(desk: Desk, case: CaseView, who: Role = Role.DUTY_CHIEF) -> CaseView:
    return desk.cases.case(desk.town.actor(who), case.number)


def helper(desk: Desk) -> Actor:
    assert desk.town.other_handler is not None
    return desk.town.other_handler


def lead_of_helpers(desk: Desk) -> Actor:
    with desk.store.write() as session:
        roles = {Role.UNIT_LEAD}
        return make_actor(session, desk.clock.now(), "lead2", "蒋负责", roles, unit_id=desk.town.other_unit)


def test_a_unit_is_asked_takes_it_on_and_answers(desk: Desk) -> None:
    case = desk.bring_to(_S.HANDLING)
    with pytest.raises(NotFound):
        desk.cases.case(helper(desk), case.number)
    asked = ask(desk, case)
    (task,) = asked.tasks
    assert (task.state, task.unit_name, task.light, task.asked) == (
        _T.ASKED,
        "应急管理办",
        Light.GREEN,
        "请派员到场检测",
    )
    # By default the limit of the condition, and never later than the case.
    assert (task.limit, task.due_at, task.bound, task.capped) == ("4WH", case.due_at, False, True)
    assert (asked.state, asked.owner_id, asked.open_tasks) == (case.state, case.owner_id, 1)
    seen = desk.cases.case(helper(desk), case.number)
    assert {offer.action for offer in seen.offers if offer.allowed} == {
        _A.ASSIST_TAKE,
        _A.ASSIST_ANSWER,
        _A.ASSIST_DECLINE,
    }
    assert desk.cases.counters(helper(desk))[QueueKey.ASSISTING] == 1
    (line,) = desk.cases.queue(helper(desk), QueueKey.ASSISTING).rows
    assert line.task is not None
    assert (line.number, line.task.due_at, line.task.unit_name) == (case.number, task.due_at, "应急管理办")
    assert desk.cases.queue(helper(desk), QueueKey.DAY).rows[0].task == line.task
    # They may do only their task's steps; whom it is about they may know while they work on it.
    with pytest.raises(NotYourUnit):
        desk.step(seen, _A.FEEDBACK, helper(desk))
    phone = PersonalField.REPORTER_PHONE
    assert desk.cases.reveal(helper(desk), case.id, phone, "联系反映人") == "13800001234"
    taken = do(desk, seen, _A.ASSIST_TAKE, helper(desk))
    assert (taken.tasks[0].owner_name, taken.owner_id) == ("冯处置", case.owner_id)
    with pytest.raises(EntryMissing):
        do(desk, taken, _A.ASSIST_ANSWER, helper(desk))
    with pytest.raises(Conflict):
        do(desk, seen, _A.ASSIST_ANSWER, helper(desk), note="已检测")
    done = do(desk, taken, _A.ASSIST_ANSWER, helper(desk), note="已检测，浓度正常")
    assert (done.tasks[0].state, done.tasks[0].light, done.tasks[0].late) == (_T.ANSWERED, Light.MET, False)
    assert (done.open_tasks, done.tasks[0].said) == (0, "已检测，浓度正常")
    assert [event.action for event in done.timeline][-3:] == [_A.ASSIST, _A.ASSIST_TAKE, _A.ASSIST_ANSWER]
    assert done.timeline[-1].unit_name == "应急管理办"
    # Afterwards they look back, and do nothing more.
    later = desk.cases.case(helper(desk), case.number)
    assert not any(offer.allowed for offer in later.offers)
    with pytest.raises(MayNotReveal):
        desk.cases.reveal(helper(desk), case.id, phone, "联系反映人")
    assert desk.cases.counters(helper(desk))[QueueKey.ASSISTING] == 0
    assert desk.step(again(desk, case), _A.FEEDBACK, Role.HANDLER).state is _S.FEEDBACK
    assert desk.cases.check() == []


def test_a_unit_declines_and_somebody_rules(desk: Desk) -> None:
    case = ask(desk, desk.bring_to(_S.HANDLING))
    case = do(desk, case, _A.ASSIST_DECLINE, helper(desk), reason="不属本单位职责")
    assert case.tasks[0].state is _T.DECLINED
    assert desk.cases.counters(helper(desk))[QueueKey.ASSISTING] == 0
    for who in (Role.DISPATCHER, Role.UNIT_LEAD):
        assert desk.cases.counters(desk.town.actor(who))[QueueKey.ASSISTING] == 1
        (line,) = desk.cases.queue(desk.town.actor(who), QueueKey.ASSISTING).rows
        assert line.task is not None
        assert line.task.state is _T.DECLINED
    assert desk.cases.counters(desk.town.actor(Role.HANDLER))[QueueKey.ASSISTING] == 0
    # What was declined comes before what is due sooner.
    sooner = ask(desk, desk.bring_to(_S.DISPATCHED), limit="1UH")
    dispatcher = desk.town.actor(Role.DISPATCHER)
    numbers = [line.number for line in desk.cases.queue(dispatcher, QueueKey.ASSISTING).rows]
    assert numbers == [case.number, sooner.number]
    page = desk.cases.queue(dispatcher, QueueKey.ASSISTING, limit=1)
    rest = desk.cases.queue(dispatcher, QueueKey.ASSISTING, after=page.next_key)
    assert [line.number for line in (*page.rows, *rest.rows)] == numbers
    desk.clock.advance(timedelta(minutes=30))
    case = do(desk, case, _A.ASSIST_AGAIN, Role.DUTY_CHIEF, unit_id=desk.town.other_unit, reason="属其职责")
    (task,) = case.tasks
    assert (task.state, task.binding, task.stopped_at, task.bound) == (_T.ASKED, True, None, True)
    assert task.due_at == case.due_at
    with pytest.raises(BindingTask):
        do(desk, case, _A.ASSIST_DECLINE, helper(desk), reason="还是不归我们")
    assert desk.cases.check() == []
    desk.clock.advance(timedelta(days=3))
    assert again(desk, case).tasks[0].light is Light.RED
    case = do(desk, case, _A.ASSIST_RECALL, Role.UNIT_LEAD, unit_id=desk.town.other_unit, reason="自行解决")
    assert (case.tasks[0].state, case.tasks[0].absent, case.open_tasks) == (_T.RECALLED, True, 0)
    assert case.timeline[-1].details["late"] is True
    assert desk.cases.check() == []


def test_the_lead_changes(desk: Desk) -> None:
    case = ask(desk, desk.bring_to(_S.HANDLING))
    ruling = {"unit_id": desk.town.other_unit, "reason": "以应急处置为主", "old_lead": OldLead.ASSISTS}
    case = do(desk, case, _A.CHANGE_LEAD, Role.DISPATCHER, **ruling)
    assert (case.state, case.unit_name, case.owner_id) == (_S.DISPATCHED, "应急管理办", None)
    assert [(task.unit_name, task.state, task.binding) for task in case.tasks] == [
        ("应急管理办", _T.RECALLED, False),
        ("综合执法办", _T.ASKED, True),
    ]
    assert case.timeline[-1].details["from_unit_name"] == "综合执法办"
    assert desk.cases.check() == []
    assert desk.cases.case(desk.town.actor(Role.HANDLER), case.number).open_tasks == 1
    # Given back by a transfer to the unit that assists, its task ends: it leads.
    case = desk.do(case, _A.TRANSFER, Role.DISPATCHER, unit_id=desk.town.unit, reason="裁定有误")
    assert (case.open_tasks, case.timeline[-1].details["tasks_ended"]) == (0, ["综合执法办"])
    case = ask(desk, case)
    case = do(desk, case, _A.CHANGE_LEAD, Role.DUTY_CHIEF, **{**ruling, "old_lead": OldLead.LEAVES})
    assert [task.open for task in case.tasks] == [False, False, False]
    assert desk.cases.check() == []


def test_who_can_be_asked_and_by_when(desk: Desk) -> None:
    case = desk.bring_to(_S.DISPATCHED, title="路面塌陷")
    with pytest.raises(LeadsItself):
        ask(desk, case, unit_id=desk.town.unit)
    with pytest.raises(BadLimit):
        ask(desk, case, limit="两天")
    with pytest.raises(NoSuchTask):
        do(desk, case, _A.ASSIST_RECALL, Role.DISPATCHER, unit_id=desk.town.other_unit, reason="没有请过")
    # A limit that is said is taken at its word.
    case = do(
        desk,
        case,
        _A.ASSIST,
        Role.UNIT_LEAD,
        unit_id=desk.town.other_unit,
        note="请查管线",
        limit="2个工作日",
    )
    (task,) = case.tasks
    assert case.due_at is not None
    assert (task.limit, task.capped, task.due_at > case.due_at) == ("2WD", False, True)
    with pytest.raises(AlreadyAssisting):
        ask(desk, case)
    found = desk.cases.find(desk.town.actor(Role.DISPATCHER), "协办:应急").rows
    assert [line.number for line in found] == [case.number]
    assert not desk.cases.find(desk.town.actor(Role.DISPATCHER), "协办:综合执法").rows
    lead = lead_of_helpers(desk)
    with pytest.raises(NotOfTheUnit):
        do(desk, case, _A.ASSIST_HAND_OVER, lead, person_id=desk.town.actor(Role.HANDLER).account_id)
    case = do(desk, case, _A.ASSIST_HAND_OVER, lead, person_id=helper(desk).account_id)
    assert (case.tasks[0].state, case.tasks[0].owner_name) == (_T.TAKEN, "冯处置")
    case = do(desk, case, _A.ASSIST_URGE, Role.DISPATCHER, unit_id=desk.town.other_unit, note="请抓紧")
    assert (case.tasks[0].urged, case.tasks[0].answer_due_at is not None) == (1, True)
    with desk.store.read() as session:
        with pytest.raises(UnitHoldsTasks):
            object_to_closing(session, "unit", desk.town.other_unit, "应急管理办")
        with pytest.raises(PersonHoldsTasks):
            object_to_closing(session, "account", helper(desk).account_id, "冯处置")
    assert desk.cases.check() == []


def test_feedback_waits_for_who_assists_or_says_why_not(desk: Desk) -> None:
    case = ask(desk, desk.bring_to(_S.HANDLING))
    feedback = next(offer for offer in again(desk, case).offers if offer.action is _A.FEEDBACK)
    assert len(feedback.optional) == 1
    with pytest.raises(TasksOpen) as caught:
        desk.do(case, _A.FEEDBACK, Role.HANDLER, note="已处置")
    assert caught.value.params["units"] == ["应急管理办"]
    case = desk.do(case, _A.FEEDBACK, Role.HANDLER, note="已处置", reason="险情紧急，先行处置")
    assert (case.state, case.open_tasks, case.tasks[0].state) == (_S.FEEDBACK, 0, _T.RECALLED)
    assert case.timeline[-1].details["tasks_ended"] == ["应急管理办"]
    assert desk.cases.check() == []


@pytest.mark.parametrize("action", [_A.RETURN, _A.MERGE])
def test_a_case_that_leaves_its_unit_lets_the_others_go(desk: Desk, action: Action) -> None:
    case = ask(desk, desk.bring_to(_S.HANDLING))
    who = Role.UNIT_LEAD if action is _A.RETURN else Role.DUTY_CHIEF
    case = desk.step(case, action, who)
    assert (case.open_tasks, case.tasks[0].state) == (0, _T.RECALLED)
    assert case.timeline[-1].details["tasks_ended"] == ["应急管理办"]
    sets = Services(desk.store, desk.clock).sets
    assert sets.can_undo(desk.town.actor(who), case.id, case.version) == (action is Action.RETURN)
    if action is Action.RETURN:
        sets.undo(desk.town.actor(who), case.id, case.version)
        assert [task.state for task in again(desk, case).tasks] == [_T.ASKED]
    assert desk.cases.check() == []


def test_a_hold_and_an_extension_move_who_assists_along(desk: Desk) -> None:
    case = ask(desk, desk.bring_to(_S.HANDLING))
    before = case.tasks[0].due_at
    case = desk.do(case, _A.ASK_EXTENSION, Role.UNIT_LEAD, reason="缺配件")
    case = desk.do(case, _A.GRANT_EXTENSION, Role.DISPATCHER)
    # The case has more time than the unit's own limit now; the limit is what it was.
    assert (case.tasks[0].due_at, case.tasks[0].bound) == (before, False)
    until = date(2026, 3, 10)
    case = desk.do(case, _A.ASK_HOLD, Role.UNIT_LEAD, reason="停水", until=until)
    case = desk.do(case, _A.GRANT_HOLD, Role.DISPATCHER)
    assert case.timeline[-1].details["tasks_moved"] == ["应急管理办"]
    (task,) = case.tasks
    assert (task.light, task.due_at.date() > until) == (Light.HELD, True)
    assert desk.cases.verify_deadlines().differences == ()
    desk.clock.advance(timedelta(days=2))
    case = desk.do(case, _A.RESUME, Role.HANDLER)
    assert before < case.tasks[0].due_at < task.due_at
    counted = desk.cases.verify_deadlines()
    assert (counted.counted, counted.differences) == (2, ())
    assert desk.cases.check() == []


def test_what_was_changed_past_the_program_is_found(desk: Desk) -> None:
    case = ask(desk, desk.bring_to(_S.HANDLING))
    with desk.store.write() as session:
        later = case.tasks[0].due_at + timedelta(days=1)
        session.connection().execute(update(TASKS).values(due_at=later))
        session.connection().execute(update(CASES).where(CASES.c.id == case.id).values(open_tasks=2))
    assert len({finding.sentence for finding in desk.cases.check()}) == 4
    assert [each.kept for each in desk.cases.verify_deadlines().differences] == [later]
