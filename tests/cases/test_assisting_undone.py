"""Steps of assistance taken back, and units that were urged to what they assist with."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, update

from models.accounts.views import Actor, Role
from models.api import Services
from models.cases.columns import CASES, TASKS, UNITS
from models.cases.kinds import Action, CaseState, QueueKey
from models.cases.refusals import UnitClosed
from models.cases.task_kinds import OldLead, TaskState
from models.cases.task_refusals import NothingUrged
from models.cases.views import ActionEntries
from tests.cases.test_assisting import again, ask, do, helper, lead_of_helpers
from tests.cases.township import all_pages
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.cases.views import CaseView
    from tests.cases.township import Desk

_A, _S, _T = Action, CaseState, TaskState


def rows_of(desk: Desk, case: CaseView) -> list[dict[str, Any]]:
    with desk.store.read() as session:
        run = session.connection().execute
        rows = [
            *run(select(CASES).where(CASES.c.id == case.id)).mappings(),
            *run(select(TASKS).where(TASKS.c.case_id == case.id).order_by(TASKS.c.id)).mappings(),
        ]
    return [{name: value for name, value in row.items() if name != "version"} for row in rows]


@BOTH_ENGINES
def test_every_step_of_a_task_is_taken_back_to_the_letter(desk: Desk) -> None:
    sets, unit = Services(desk.store, desk.clock).sets, desk.town.other_unit
    dispatcher, lead = desk.town.actor(Role.DISPATCHER), lead_of_helpers(desk)
    ways: tuple[tuple[tuple[Action, Actor, dict[str, Any]], ...], ...] = (
        (
            (_A.ASSIST, dispatcher, {"unit_id": unit, "note": "请检测"}),
            (_A.ASSIST_URGE, dispatcher, {"unit_id": unit, "note": "请抓紧"}),
            (_A.ASSIST_TAKE, helper(desk), {}),
            (_A.ASSIST_REPLY, helper(desk), {"note": "下午到场"}),
            (_A.ASSIST_HAND_OVER, helper(desk), {"person_id": helper(desk).account_id}),
            (_A.ASSIST_DECLINE, helper(desk), {"reason": "不归我们"}),
            (_A.ASSIST_AGAIN, dispatcher, {"unit_id": unit, "reason": "应予协办", "limit": "2WH"}),
            (_A.CHANGE_LEAD, dispatcher, {"unit_id": unit, "reason": "裁定", "old_lead": OldLead.ASSISTS}),
        ),
        (
            (_A.ASSIST, dispatcher, {"unit_id": unit, "note": "请检测"}),
            (_A.ASSIST_ANSWER, helper(desk), {"note": "已检测"}),
            (_A.ASSIST, dispatcher, {"unit_id": unit, "note": "再检测一次"}),
            (_A.ASSIST_RECALL, dispatcher, {"unit_id": unit, "reason": "自行解决"}),
        ),
    )
    for way in ways:
        case = desk.bring_to(_S.HANDLING)
        for action, who, entries in way:
            before = rows_of(desk, case)
            done = do(desk, case, action, who, **entries)
            line = sets.undo(who, case.id, done.version)
            assert rows_of(desk, case) == before, action
            undone = again(desk, case)
            assert (undone.version, undone.timeline[-1].details["undone"]) == (line.version, action)
            case = do(desk, undone, action, who, **entries)
        assert not sets.can_undo(lead, case.id, case.version)
    # Taken back onto a unit that was closed meanwhile: refused.
    with desk.store.write() as session:
        session.connection().execute(update(UNITS).where(UNITS.c.id == unit).values(active=False))
    with pytest.raises(UnitClosed):
        sets.undo(dispatcher, case.id, case.version)
    with desk.store.write() as session:
        session.connection().execute(update(UNITS).where(UNITS.c.id == unit).values(active=True))
    assert desk.cases.check() == []


def test_a_set_is_taken_back_with_the_assistance_on_its_cases(desk: Desk) -> None:
    sets = Services(desk.store, desk.clock).sets
    ways: dict[Action, tuple[CaseState, Role, tuple[Action, ...]]] = {
        _A.DISPATCH: (_S.FILED, Role.DISPATCHER, ()),
        _A.URGE: (_S.HANDLING, Role.DUTY_CHIEF, ()),
        _A.RETURN: (_S.HANDLING, Role.UNIT_LEAD, ()),
        _A.GRANT_HOLD: (_S.HANDLING, Role.DISPATCHER, (_A.ASK_HOLD,)),
        _A.GRANT_EXTENSION: (_S.HANDLING, Role.DISPATCHER, (_A.ASK_EXTENSION,)),
        _A.RESUME: (_S.HELD, Role.HANDLER, ()),
        _A.SET_DEADLINE: (_S.HANDLING, Role.DISPATCHER, ()),
        _A.FEEDBACK: (_S.HANDLING, Role.HANDLER, ()),
        _A.CLOSE: (_S.VERIFIED, Role.ACCEPTOR, ()),
    }
    for action, (state, role, before) in ways.items():
        actor, cases = desk.town.actor(role), [desk.bring_to(state) for _ in range(2)]
        if state is _S.HANDLING:
            cases[0] = ask(desk, cases[0])
        for first in before:
            cases = [desk.step(case, first, Role.UNIT_LEAD) for case in cases]
        offer = next(each for each in again(desk, cases[0], role).offers if each.action is action)
        entries = ActionEntries(**desk.usual((*offer.required, *offer.optional), action))
        rows = [rows_of(desk, case) for case in cases]
        looked = sets.preview(actor, [case.id for case in cases], action, entries)
        assert [line.refusal for line in looked] == [None, None], action
        done = sets.perform(actor, [(line.case_id, line.version) for line in looked], action, entries)
        assert (done.set_id is not None, len(done.done)) == (True, 2), action
        assert [rows_of(desk, case) for case in cases] != rows
        assert len(sets.undo_set(actor, done.set_id or 0).done) == 2, action
        assert [rows_of(desk, case) for case in cases] == rows, action
    assert desk.cases.check() == []


def test_a_case_done_again_asks_its_units_anew(desk: Desk) -> None:
    case = ask(desk, desk.bring_to(_S.HANDLING))
    case = desk.do(case, _A.FEEDBACK, Role.HANDLER, note="已处置", reason="先行处置")
    case = desk.step(desk.step(case, _A.VERIFY, Role.COLLECTOR), _A.CLOSE, Role.ACCEPTOR)
    case = desk.step(case, _A.REDO, Role.EVALUATOR)
    assert (case.state, case.open_tasks, case.tasks[0].state) == (_S.DISPATCHED, 0, _T.RECALLED)
    # With the whole limit anew the unit has it, too.
    case = do(desk, ask(desk, case), _A.ASSIST_ANSWER, helper(desk), note="已检测")
    assert [task.state for task in case.tasks] == [_T.RECALLED, _T.ANSWERED]
    case = desk.step(case, _A.FEEDBACK, Role.HANDLER)
    case = desk.step(desk.step(case, _A.VERIFY, Role.COLLECTOR), _A.CLOSE, Role.ACCEPTOR)
    case = desk.step(desk.step(case, _A.CALL_BACK, Role.EVALUATOR), _A.REOPEN, Role.ACCEPTOR)
    assert (case.state, case.unit_name, case.open_tasks) == (_S.FILED, "", 0)
    # Now the unit that assisted leads, and the old lead assists.
    case = desk.do(case, _A.DISPATCH, Role.DISPATCHER, unit_id=desk.town.other_unit)
    case = ask(desk, case, unit_id=desk.town.unit)
    assert [(task.unit_name, task.open) for task in case.tasks][2:] == [("综合执法办", True)]
    assert desk.cases.check() == []


def test_an_urged_unit_finds_it_in_its_queue_and_replies(desk: Desk) -> None:
    dispatcher, leads = desk.town.actor(Role.DISPATCHER), desk.town.actor(Role.HANDLER)
    case = ask(desk, desk.bring_to(_S.HANDLING))
    with pytest.raises(NothingUrged):
        do(desk, case, _A.ASSIST_REPLY, helper(desk), note="正在办")
    case = do(desk, case, _A.ASSIST_URGE, dispatcher, unit_id=desk.town.other_unit, note="请抓紧")
    for who, count in ((helper(desk), 1), (dispatcher, 1), (leads, 0)):
        assert desk.cases.counters(who)[QueueKey.URGED] == count
        rows = desk.cases.queue(who, QueueKey.URGED).rows
        assert [(row.id, row.answer_by) for row in rows] == [(case.id, case.tasks[0].answer_due_at)] * count
    (line,) = desk.cases.queue(helper(desk), QueueKey.DAY).rows
    assert (line.section, line.task and line.task.unit_name) == (QueueKey.URGED, "应急管理办")
    # Urged itself, it stands there once for those who see both, and once for each who answers.
    case = desk.do(case, _A.URGE, Role.DUTY_CHIEF, note="请答复")
    second = ask(desk, desk.bring_to(_S.HANDLING), limit="1UH")
    do(desk, second, _A.ASSIST_URGE, dispatcher, unit_id=desk.town.other_unit, note="请抓紧")
    for who in (helper(desk), dispatcher):
        found = all_pages(desk, who, QueueKey.URGED, 1)
        assert [row.id for row in found] == [case.id, second.id]
        assert desk.cases.counters(who)[QueueKey.URGED] == 2
    assert [row.id for row in desk.cases.queue(leads, QueueKey.URGED).rows] == [case.id]
    assert not desk.cases.queue(helper(desk), QueueKey.URGED, "燃气").rows
    offered = {each.action for each in desk.cases.case(helper(desk), case.number).offers if each.allowed}
    assert _A.ASSIST_REPLY in offered
    desk.clock.advance(timedelta(days=1))
    case = do(desk, case, _A.ASSIST_REPLY, helper(desk), note="下午到场")
    assert (case.timeline[-1].details["late"], case.tasks[0].answer_due_at) == (True, None)
    assert (case.tasks[0].state, case.tasks[0].urged) == (_T.ASKED, 1)
    assert [row.id for row in desk.cases.queue(helper(desk), QueueKey.URGED).rows] == [second.id]
    # The case's own urging is for its own unit to answer.
    assert [row.id for row in desk.cases.queue(leads, QueueKey.URGED).rows] == [case.id]
    assert desk.cases.check() == []
