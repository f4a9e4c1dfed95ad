"""An office works by its own settings: the service, the offers and the clock all ask them."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, update

from models.accounts.views import Role
from models.api import Services
from models.cases import asking_refusals as refusals
from models.cases.columns import CASES
from models.cases.kinds import Action, CaseState, CloseKind, Light
from models.cases.refusals import EntryMissing
from models.cases.settings.inforce import EDITIONS
from models.cases.settings.refusals import CloseKindNotOffered, NothingToSet, ReasonNotListed, StatesStuck
from models.cases.undo_refusals import TooLateToUndo
from models.cases.views import ActionEntries
from models.kernel.errors import Conflict, Invalid, NotPermitted
from models.kernel.store import Store, open_engine
from tests.cases.test_requests import extended
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.cases.settings.views import SettingsPlan
    from tests.cases.township import Desk


def services(desk: Desk) -> Services:
    return Services(desk.store, desk.clock)


def set_to(desk: Desk, values: dict[str, Any], **more: Any) -> SettingsPlan:
    door, admin = services(desk).settings, desk.town.actor(Role.SYSTEM_ADMIN)
    return door.change(admin, values, door.house().number, **more)


def test_one_extension_and_no_second(desk: Desk) -> None:
    case = extended(desk, desk.bring_to(CaseState.HANDLING))
    set_to(desk, {"caps.extensions": 1})
    with pytest.raises(refusals.NoMoreExtensions):
        desk.do(case, Action.ASK_EXTENSION, Role.UNIT_LEAD, reason="再来")
    seen = desk.cases.case_by_id(desk.town.actor(Role.UNIT_LEAD), case.id)
    assert not next(each for each in seen.offers if each.action is Action.ASK_EXTENSION).allowed
    set_to(desk, {"caps.extensions": 3, "caps.extend_overdue": True})
    desk.clock.advance(timedelta(days=9))
    assert extended(desk, seen).extensions == 2
    assert desk.cases.check() == []


def test_roles_entries_reasons_and_lengths(desk: Desk) -> None:
    set_to(
        desk,
        {
            "roles.verify": ["leader"],
            "needed.dispatch": ["note"],
            "reasons.return": ["地点不清"],
            "reasons.only": ["return"],
            "close.kinds": ["normal"],
            "length.note": 20,
        },
    )
    case = desk.bring_to(CaseState.FILED)
    with pytest.raises(EntryMissing):
        desk.do(case, Action.DISPATCH, Role.DISPATCHER, unit_id=desk.town.unit)
    with pytest.raises(ReasonNotListed):
        desk.do(case, Action.RETURN, Role.DISPATCHER, reason="不归我们管")
    with pytest.raises(Invalid):
        desk.do(case, Action.DISPATCH, Role.DISPATCHER, unit_id=desk.town.unit, note="长" * 21)
    case = desk.step(case, Action.DISPATCH, Role.DISPATCHER)
    case = desk.do(case, Action.RETURN, Role.UNIT_LEAD, reason="地点不清")
    case = desk.bring_to(CaseState.HANDLING)
    case = desk.step(case, Action.FEEDBACK, Role.HANDLER)
    with pytest.raises(NotPermitted):
        desk.do(case, Action.VERIFY, Role.COLLECTOR)
    assert not any(
        each.allowed
        for each in desk.cases.case_by_id(desk.town.actor(Role.COLLECTOR), case.id).offers
        if each.action is Action.VERIFY
    )
    case = desk.do(case, Action.VERIFY, Role.LEADER)
    with pytest.raises(CloseKindNotOffered):
        desk.do(case, Action.CLOSE, Role.ACCEPTOR, close_kind=CloseKind.SPECIAL)
    assert desk.step(case, Action.CLOSE, Role.ACCEPTOR).state is CaseState.CLOSED


def test_how_long_a_step_can_be_taken_back_and_an_answer_takes(sqlite_desk: Desk) -> None:
    desk, acceptor = sqlite_desk, sqlite_desk.town.actor(Role.ACCEPTOR)
    set_to(desk, {"undo.minutes": 2, "answer.urge": "2WH"})
    case = desk.bring_to(CaseState.ACCEPTED)
    urged = desk.do(case, Action.URGE, Role.DISPATCHER, note="请抓紧")
    assert urged.answer_due_at == desk.clock.now() + timedelta(hours=2)
    dispatcher, other = desk.town.actor(Role.DISPATCHER), desk.town.other_unit
    helped = desk.bring_to(CaseState.HANDLING)
    for action in (Action.ASSIST, Action.ASSIST_URGE):
        entries = ActionEntries(unit_id=other, note="请抓紧")
        helped = services(desk).tasks.perform(dispatcher, helped.id, action, entries, helped.version)
    assert helped.tasks[0].answer_due_at == desk.clock.now() + timedelta(hours=2)
    case = desk.bring_to(CaseState.ACCEPTED)
    desk.clock.advance(timedelta(minutes=3))
    with pytest.raises(TooLateToUndo):
        services(desk).sets.undo(acceptor, case.id)


def test_open_cases_keep_their_warning_until_it_is_asked_for(desk: Desk) -> None:
    case = desk.bring_to(CaseState.HANDLING)
    held = desk.bring_to(CaseState.HELD)
    started = case.clock_started_at
    assert started is not None
    desk.clock.advance(timedelta(minutes=150))
    door, admin = services(desk).settings, desk.town.actor(Role.SYSTEM_ADMIN)
    plan = door.plan(admin, {"light.warn_left": "1/2"}, recount=True)
    assert {move.number for move in plan.lights} == {case.number, held.number}
    assert plan.turning == 1
    set_to(desk, {"light.warn_left": "1/2"})
    kept = desk.cases.case_by_id(desk.town.actor(Role.DUTY_CHIEF), case.id)
    assert (kept.warn_at, kept.light) == (case.warn_at, Light.GREEN)
    fresh = desk.bring_to(CaseState.HANDLING)
    assert desk.cases.check() == []
    # An extension goes on with the share that was promised.
    assert fresh.receipt is not None
    assert fresh.receipt["warn_left"] == "1/2"
    assert "warn_left" not in (extended(desk, kept).receipt or {})
    done = door.change(admin, {}, door.house().number, recount=True)
    assert {move.number for move in done.lights} == {case.number, held.number}
    assert desk.cases.check() == []
    assert services(desk).ledger.check() == []
    with desk.store.read() as session:
        kept_receipts = session.connection().scalars(select(CASES.c.receipt).where(CASES.c.open)).all()
    assert {receipt["warn_left"] for receipt in kept_receipts if receipt} == {"1/2"}


@BOTH_ENGINES
def test_editions_conflicts_and_going_back(desk: Desk) -> None:
    door, admin = services(desk).settings, desk.town.actor(Role.SYSTEM_ADMIN)
    with pytest.raises(NotPermitted):
        door.change(desk.town.actor(Role.DUTY_CHIEF), {"caps.holds": 2}, 0)
    assert door.change(admin, {"caps.holds": 2}, 0, "试行").edition == 1
    with pytest.raises(Conflict) as caught:
        door.change(admin, {"caps.holds": 3}, 0)
    assert caught.value.current == 1
    with pytest.raises(NothingToSet):
        door.change(admin, {"caps.holds": 2}, 1)
    with pytest.raises(StatesStuck):
        door.change(admin, {"roles.accept": []}, 1)
    assert door.house().number == 1
    door.change(admin, {"caps.holds": None, "caps.appeals": 2}, 1)
    newest, oldest = door.history(desk.town.actor(Role.LEADER))
    assert [(each.setting.key, each.before, each.after) for each in newest.changes] == [
        ("caps.holds", 2, 1),
        ("caps.appeals", 1, 2),
    ]
    assert (oldest.note, oldest.by_name, oldest.document) == ("试行", admin.name, {"caps.holds": 2})
    door.restore(admin, 1, 2)
    assert door.exported(admin)["settings"] == {"caps.holds": 2}
    door.restore(admin, 0, 3)
    assert door.house().document == {}
    assert len(door.history(admin)) == 4
    assert door.check() == []
    with desk.store.write() as session:
        session.connection().execute(update(EDITIONS).values(document={"roles.accept": []}))
    (found,) = door.check()
    assert found.params["number"] == 4
    assert services(desk).ledger.check() == []


def test_another_process_goes_by_the_new_edition_once_it_heard(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    with closing(Store(open_engine(desk.store.engine.url.render_as_string()))) as other:
        there = Services(other, desk.clock)
        there.data_version()
        packaged = there.settings.house()
        assert there.settings.house() is packaged
        set_to(desk, {"caps.extensions": 5})
        assert there.settings.house() is packaged, "nothing is read until something was heard"
        there.data_version()
        heard = there.settings.house()
        assert heard.caps.extensions == 5
        desk.report()
        there.data_version()
        assert there.settings.house() is heard, "the same edition is the same object"
