"""Saved queues: kept, shared, dropped, paged in every order, and counted without a scan."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from models.accounts.views import Role
from models.api import Services
from models.cases.arranging import BarLayout, CaseColumn, CaseOrder, Look, Ordering, Whole, saved_name
from models.cases.columns import CASES, GRIDS, SAVED_QUEUES
from models.cases.filter_refusals import UnknownField
from models.cases.kinds import Action, CaseState, Channel, Light, QueueKey
from models.cases.lights import FAR_FUTURE
from models.cases.saved_refusals import (
    MayNotShare,
    NameTaken,
    NothingCalled,
    NotYours,
    TooLateToRestore,
)
from models.cases.saved_views import SavedCount, SavedSpec, SharedWith, Sharing
from models.cases.views import ActionEntries
from models.kernel.errors import Conflict, NotFound, NotPermitted
from tests.cases.test_queues import PARTIAL, plans, pressing
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.cases.saved import SavedQueueService
    from models.cases.views import CaseLine
    from tests.cases.township import Desk

FILTERS = (
    "",
    "状态:处置",
    "状态:处置,挂账 网格:岭南",
    "灯:红,黄",
    "灯:红",
    "状态:待接办,处置,挂账 灯:红",
    "到期<明天",
    "来源:12345",
    "退回>0",
    "我的",
    "垃圾",
    "单位:执法",
)
_LIGHTS = (Light.RED, Light.YELLOW, Light.GREEN, Light.HELD, Light.MISSED, Light.MET)
"""From what is sorted first to what last; cases without a light follow."""


def service_on(desk: Desk) -> SavedQueueService:
    return Services(desk.store, desk.clock).saved


def pages(
    saved: SavedQueueService, actor: Actor, queue_id: int, look: Look | None, size: int
) -> list[CaseLine]:
    found: list[CaseLine] = []
    after: Any = None
    while True:
        page = saved.page(actor, queue_id, look, after=after, limit=size)
        found += page.rows
        if page.next_key is None:
            return found
        after = page.next_key


def test_a_queue_is_saved_shared_and_changed_by_nobody_else(desk: Desk) -> None:
    saved = service_on(desk)
    chief, dispatcher = desk.town.actor(Role.DUTY_CHIEF), desk.town.actor(Role.DISPATCHER)
    here = desk.bring_to(CaseState.HANDLING)
    desk.bring_to(CaseState.HANDLING, grid_id=desk.town.other_grid)
    made = saved.create(chief, SavedSpec("岭南在办", "状态:处置 网格:岭南"))
    assert [line.id for line in saved.page(chief, made.id).rows] == [here.id]
    assert [kept.called for kept in made.names] == [("岭南01",)]
    with pytest.raises(NotFound):
        saved.page(dispatcher, made.id)
    for spec, refusal in (
        (SavedSpec("岭南在办"), NameTaken),
        (SavedSpec("甲", "颜色:红"), UnknownField),
        (SavedSpec("甲", "网格:没有这个"), NothingCalled),
    ):
        with pytest.raises(refusal):
            saved.create(chief, spec)
    saved.share(chief, made.id, Sharing(SharedWith.ROLES, frozenset({Role.DISPATCHER})), made.version)
    seen = saved.one(dispatcher, "岭南在办")
    assert (seen.mine, seen.owner_name) == (False, chief.name)
    with pytest.raises(NotYours):
        saved.change(dispatcher, made.id, seen.spec, seen.version)
    with pytest.raises(NotYours):
        saved.drop(dispatcher, made.id, seen.version)
    with pytest.raises(NotFound):
        saved.one(desk.town.actor(Role.ACCEPTOR), "岭南在办")
    with pytest.raises(Conflict) as conflict:
        saved.change(chief, made.id, SavedSpec("旧的"), made.version)
    assert conflict.value.current == saved.one(chief, "岭南在办")


@BOTH_ENGINES
def test_assistance_urged_units_and_the_day_carry_saved_queues(desk: Desk) -> None:
    saved, services = service_on(desk), Services(desk.store, desk.clock)
    dispatcher, helper = desk.town.actor(Role.DISPATCHER), desk.town.other_handler
    assert helper is not None
    asked, urged, plain = (desk.bring_to(CaseState.HANDLING, title=each) for each in ("求助", "催过", "平常"))
    late = desk.bring_to(CaseState.FILED, title="待派")
    for case in (asked, urged):
        entries = ActionEntries(unit_id=desk.town.other_unit, note="请派员")
        services.tasks.perform(dispatcher, case.id, Action.ASSIST, entries, case.version)
    entries = ActionEntries(unit_id=desk.town.other_unit, note="请抓紧")
    services.tasks.perform(dispatcher, urged.id, Action.ASSIST_URGE, entries, urged.version + 1)
    chief = desk.town.actor(Role.DUTY_CHIEF)
    made = {
        base: saved.create(chief, SavedSpec(f"甲{base.value}", base=base), Sharing(SharedWith.EVERYBODY))
        for base in (QueueKey.ASSISTING, QueueKey.URGED, QueueKey.DAY)
    }
    wanted = {
        (helper, QueueKey.ASSISTING): {asked.id, urged.id},
        (helper, QueueKey.URGED): {urged.id},
        (helper, QueueKey.DAY): {asked.id, urged.id},
        (desk.town.actor(Role.HANDLER), QueueKey.ASSISTING): set(),
        (desk.town.actor(Role.HANDLER), QueueKey.DAY): {asked.id, urged.id, plain.id},
        (dispatcher, QueueKey.URGED): {urged.id},
        (dispatcher, QueueKey.DAY): {asked.id, urged.id, late.id},
    }
    for (actor, base), ids in wanted.items():
        for look in (None, Look(ordering=Ordering(CaseOrder.ARRIVAL))):
            found = pages(saved, actor, made[base].id, look, 1)
            assert {line.id for line in found} == ids, (actor.login, base)
            assert len(found) == len(ids)
            if actor is helper:
                assert all(line.task is not None and line.task.unit_name == "应急管理办" for line in found)
        counted = saved.counters(actor, budget=None).found[made[base].id]
        assert counted == SavedCount(len(ids))
    narrow = saved.page(helper, made[QueueKey.DAY].id, text="催过").rows
    assert [line.id for line in narrow] == [urged.id]
    assert saved.check() == []


@BOTH_ENGINES
def test_a_renamed_grid_is_still_meant_and_a_dropped_queue_taken_up_again(desk: Desk) -> None:
    saved = service_on(desk)
    chief, dispatcher = desk.town.actor(Role.DUTY_CHIEF), desk.town.actor(Role.DISPATCHER)
    here = desk.bring_to(CaseState.HANDLING)
    there = desk.bring_to(CaseState.HANDLING, grid_id=desk.town.other_grid)
    sharing = Sharing(SharedWith.ROLES, frozenset({Role.DISPATCHER}))
    made = saved.create(chief, SavedSpec("岭南在办", "状态:处置 网格:岭南"), sharing)
    with desk.store.write() as session:
        session.connection().execute(
            update(GRIDS).where(GRIDS.c.id == desk.town.grid).values(name="新名01", code="N1")
        )
    assert [line.id for line in saved.page(dispatcher, made.id).rows] == [here.id]
    with desk.store.write() as session:
        session.connection().execute(update(GRIDS).where(GRIDS.c.id == desk.town.grid).values(active=False))
    assert saved.one(dispatcher, "岭南在办").gone == ("新名01",)
    renamed = saved.change(chief, made.id, SavedSpec("桥头", "网格:桥头"), made.version)
    assert [line.id for line in saved.page(dispatcher, made.id).rows] == [there.id]
    assert renamed.sharing == sharing
    back = saved.change(chief, made.id, made.spec, renamed.version)
    assert [line.id for line in saved.page(dispatcher, made.id).rows] == [here.id], "it means what it meant"
    assert saved.would_hold(chief, made.base, made.text, made.id) == SavedCount(1)
    assert saved.would_hold(chief, made.base, made.text) == SavedCount(0)
    renamed = saved.change(chief, made.id, renamed.spec, back.version)
    saved.drop(chief, made.id, renamed.version)
    with pytest.raises(NotFound):
        saved.one(dispatcher, "桥头")
    saved.create(chief, SavedSpec("桥头"))
    with pytest.raises(NameTaken):
        saved.restore(chief, made.id)
    other = saved.one(chief, "桥头")
    saved.change(chief, other.id, SavedSpec("桥头二"), other.version)
    assert saved.restore(chief, made.id).sharing == sharing
    saved.drop(chief, made.id, saved.one(chief, "桥头").version)
    desk.clock.advance(timedelta(minutes=11))
    with pytest.raises(TooLateToRestore):
        saved.restore(chief, made.id)
    assert saved.check() == []


def test_only_some_share_and_the_administrator_may_end_it(sqlite_desk: Desk) -> None:
    desk, saved = sqlite_desk, service_on(sqlite_desk)
    lead, admin = desk.town.actor(Role.UNIT_LEAD), desk.town.actor(Role.SYSTEM_ADMIN)
    handler = desk.town.actor(Role.HANDLER)
    made = saved.create(
        lead, SavedSpec("本单位红灯", "灯:红"), Sharing(SharedWith.UNIT, unit_id=lead.unit_id)
    )
    assert saved.one(handler, "本单位红灯").unit_name
    for sharing in (Sharing(SharedWith.EVERYBODY), Sharing(SharedWith.UNIT, unit_id=desk.town.other_unit)):
        with pytest.raises(MayNotShare):
            saved.share(lead, made.id, sharing, made.version)
    assert [each.name for each in saved.saved(admin)] == ["本单位红灯"]
    ended = saved.share(admin, made.id, Sharing(), made.version)
    assert ended.sharing == Sharing()
    assert saved.saved(handler) == saved.saved(admin) == []
    with pytest.raises(NotPermitted):
        saved.create(admin, SavedSpec("甲"))


def work_at(desk: Desk) -> None:
    """Put cases into some states, open and ended, late and not."""
    states = (
        CaseState.REPORTED,
        CaseState.FILED,
        CaseState.HANDLING,
        CaseState.HELD,
        CaseState.RETURNED_TO_DISPATCHER,
        CaseState.FEEDBACK,
        CaseState.VOID,
    )
    for state in states:
        desk.bring_to(state)
    desk.clock.advance(timedelta(minutes=20))
    desk.bring_to(
        CaseState.HANDLING, grid_id=desk.town.other_grid, title="桥下堆放垃圾", channel=Channel.HOTLINE
    )
    desk.bring_to(CaseState.FINISHED)
    desk.clock.advance(timedelta(hours=3))


@BOTH_ENGINES
def test_every_order_is_paged_and_every_counter_is_right(desk: Desk) -> None:
    work_at(desk)
    saved, chief = service_on(desk), desk.town.actor(Role.DUTY_CHIEF)
    made = saved.create(chief, SavedSpec("全部"))
    every = {line.id for line in desk.cases.queue(chief, None, limit=500).rows}
    keys: dict[CaseOrder, Any] = {
        CaseOrder.ARRIVAL: lambda line: line.reported_at,
        CaseOrder.SINCE: lambda line: line.state_since,
        CaseOrder.RETURNS: lambda line: line.return_count,
        CaseOrder.GRID: lambda line: line.grid_name,
    }
    for order in CaseOrder:
        for down in (False, True):
            lines = pages(saved, chief, made.id, Look(None, Ordering(order, descending=down)), 3)
            assert {line.id for line in lines} == every
            assert len(lines) == len(every)
            if order in keys:
                found = [keys[order](line) for line in lines]
                assert found == sorted(found, reverse=down), order
            if order is CaseOrder.DEADLINE:
                dated = [each for each in map(pressing, lines) if each < FAR_FUTURE]
                assert dated == sorted(dated, reverse=down)
                late = lines[len(dated) :]
                assert all(pressing(line) == FAR_FUTURE for line in late), "whom nothing presses: last"
            if order is CaseOrder.LIGHT:
                ranks = [_LIGHTS.index(line.light) for line in lines if line.light is not Light.NONE]
                assert ranks == sorted(ranks, reverse=down)
    for role in (Role.DUTY_CHIEF, Role.HANDLER):
        actor = desk.town.actor(role)
        for place, text in enumerate(FILTERS):
            base = (Whole.OPEN, QueueKey.WITH_UNITS, QueueKey.OVERDUE)[place % 3] if place > 3 else Whole.OPEN
            saved.create(actor, SavedSpec(f"第{place}个", text, base))
        counts = saved.counters(actor, budget=None)
        assert counts.left == ()
        for each in saved.saved(actor):
            rows = saved.page(actor, each.id, limit=500).rows
            assert counts.found[each.id] == SavedCount(len(rows)), each
            if (each.text, each.base) == ("灯:红", Whole.OPEN):
                seen = desk.cases.queue(actor, None, limit=500).rows
                red = {line.id for line in seen if line.light is Light.RED}
                assert {line.id for line in rows} == red
    assert saved.check() == [], "counted one by one they are as many"


def test_the_budget_leaves_what_takes_long_for_later(sqlite_desk: Desk) -> None:
    desk, chief = sqlite_desk, sqlite_desk.town.actor(Role.DUTY_CHIEF)
    ticks = iter(range(1000))
    saved = service_on(desk)
    saved._timer = lambda: next(ticks) / 1000
    made = [saved.create(chief, SavedSpec(f"第{number}个")) for number in range(4)]
    search = saved.create(chief, SavedSpec("查", "垃圾", Whole.EVERY))
    first = saved.counters(chief)
    assert (dict(first.found), set(first.left)) == ({}, {each.id for each in made}), "nobody knows them yet"
    assert search.id not in first.left
    assert len(saved.counters(chief, first.left, None).found) == 4
    again = saved.counters(chief, budget=0.0065)
    assert 0 < len(again.found) < 4
    assert set(again.found) | set(again.left) == {each.id for each in made}


def test_no_saved_queue_scans_the_cases(sqlite_desk: Desk) -> None:
    desk, saved = sqlite_desk, service_on(sqlite_desk)
    desk.bring_to(CaseState.HANDLING)
    for role in (Role.DUTY_CHIEF, Role.HANDLER):
        actor = desk.town.actor(role)
        made = [saved.create(actor, SavedSpec(f"第{n}个", text)) for n, text in enumerate(FILTERS)]

        def ask(actor: Actor = actor, ids: tuple[int, ...] = tuple(each.id for each in made)) -> None:
            saved.counters(actor, budget=None)
            for order in CaseOrder:
                for queue_id in ids[:4]:
                    saved.page(actor, queue_id, Look(None, Ordering(order)))

        lines = [line for line in plans(desk, ask) if "cases" in line and "SCALAR" not in line]
        assert lines
        for line in lines:
            assert "USING INTEGER PRIMARY KEY" in line or any(name in line for name in PARTIAL), line


def test_each_person_has_the_line_of_queues_their_own_way(sqlite_desk: Desk) -> None:
    desk, saved = sqlite_desk, service_on(sqlite_desk)
    chief, lead = desk.town.actor(Role.DUTY_CHIEF), desk.town.actor(Role.UNIT_LEAD)
    first, second = (saved.create(chief, SavedSpec(name)) for name in ("甲", "乙"))
    look = Look((CaseColumn.TITLE,), Ordering(CaseOrder.GRID))
    saved.remember_look(chief, "overdue", look)
    saved.remember_look(chief, first.bar_name, look)
    saved.arrange(chief, BarLayout((second.bar_name, "mine", first.bar_name), frozenset({"to_file"})))
    bar = saved.bar(chief)
    assert [each.name for each in bar.saved] == ["乙", "甲"]
    assert bar.layout.hidden == {"to_file"}
    assert bar.look(bar.saved[1]) == look == bar.looks["overdue"]
    saved.remember_look(chief, "overdue", None)
    assert set(saved.bar(chief).looks) == {saved_name(first.id)}
    assert saved.bar(lead).layout == BarLayout()
    for text in ("消防", "井盖", " ", "消防"):
        saved.note_search(chief, text)
    assert saved.recent_searches(chief) == ["消防", "井盖"]
    assert saved.recent_searches(lead) == []


def test_the_check_names_what_cannot_be_shown(sqlite_desk: Desk) -> None:
    desk, saved = sqlite_desk, service_on(sqlite_desk)
    chief = desk.town.actor(Role.DUTY_CHIEF)
    case = desk.bring_to(CaseState.HANDLING)
    for name in ("甲", "乙", "丙"):
        saved.create(chief, SavedSpec(name))
    with desk.store.write() as session:
        connection = session.connection()
        connection.execute(update(SAVED_QUEUES).where(SAVED_QUEUES.c.name == "甲").values(text="颜色:红"))
        connection.execute(update(SAVED_QUEUES).where(SAVED_QUEUES.c.name == "乙").values(base="attic"))
        connection.execute(update(CASES).where(CASES.c.id == case.id).values(open=False))
    found = {finding.params["name"]: finding.params for finding in saved.check()}
    assert "颜色" in found["甲"]["why"]
    assert found["乙"]["base"] == "attic"
    assert (found["丙"]["kept"], found["丙"]["counted"]) == (0, 1)
