"""Queues: order, paging, filters, counters, and that no scan hides behind them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from models.accounts.views import Actor, Role
from models.cases.rules import (
    FAR_FUTURE,
    FINAL_STATES,
    QUEUE_STATES,
    Action,
    CaseState,
    Channel,
    Light,
    QueueKey,
)
from models.kernel.errors import NotPermitted
from models.kernel.lines import line_of
from tests.cases.township import all_pages, recount
from tests.support.databases import BOTH_ENGINES
from tests.support.statements import heard

if TYPE_CHECKING:
    from models.cases.views import CaseLine
    from models.kernel.clock import ManualClock
    from tests.cases.township import Desk


def fill(desk: Desk) -> None:
    """Put three cases in every open state, many with one and the same deadline."""
    for state in (each for each in CaseState if each is not CaseState.MERGED):
        for _ in range(3):
            desk.bring_to(state)


def pressing(line: CaseLine) -> datetime:
    """Return when the first clock of a case that still counts is due."""
    counts = line.clock_running or line.state is CaseState.HELD
    main = line.due_at if counts and line.due_at is not None else FAR_FUTURE
    return min(main, line.stage_due_at or FAR_FUTURE)


def test_every_queue_holds_its_states_in_order(desk: Desk) -> None:
    fill(desk)
    chief = desk.town.actor(Role.DUTY_CHIEF)
    for key, states in QUEUE_STATES.items():
        lines = all_pages(desk, chief, key, 2)
        assert {line.state for line in lines} == states
        assert len(lines) == 3 * len(states)
        assert len({line.id for line in lines}) == len(lines)
        order = [
            (line.reported_at if key is QueueKey.TO_ACCEPT else pressing(line), line.id) for line in lines
        ]
        assert order == sorted(order)
        assert [line.id for line in lines] == [
            line.id for line in desk.cases.queue(chief, key, limit=500).rows
        ]
    assert len(all_pages(desk, chief, None, 4)) == 3 * (len(CaseState) - len(FINAL_STATES))
    assert desk.cases.counters(chief) == recount(desk, chief)


def test_the_pool_is_worked_off_in_the_order_of_arrival(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    first = desk.report()
    desk.clock.advance(timedelta(minutes=-30))
    earlier = desk.report()
    lines = desk.cases.queue(desk.town.actor(Role.ACCEPTOR), QueueKey.TO_ACCEPT).rows
    assert [line.id for line in lines] == [earlier.id, first.id]


def test_mine_is_what_waits_for_this_person_alone(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    fill(desk)
    mine = all_pages(desk, desk.town.actor(Role.ACCEPTOR), QueueKey.MINE, 50)
    assert {line.state for line in mine} == {
        CaseState.ACCEPTED,
        CaseState.VERIFIED,
        CaseState.RETURNED_TO_ACCEPTOR,
    }
    assert all(line.mine and line.owner_name == "李受理" for line in mine)
    handling = all_pages(desk, desk.town.actor(Role.HANDLER), QueueKey.MINE, 50)
    assert {line.state for line in handling} == {CaseState.HANDLING, CaseState.HELD}
    assert desk.town.second_acceptor is not None
    assert all_pages(desk, desk.town.second_acceptor, QueueKey.MINE, 50) == []


@BOTH_ENGINES
def test_due_soon_and_overdue_follow_the_clock(desk: Desk) -> None:
    chief = desk.town.actor(Role.DUTY_CHIEF)
    running = desk.bring_to(CaseState.HANDLING)
    stopped = desk.bring_to(CaseState.FEEDBACK)
    assert running.warn_at is not None
    assert running.due_at is not None

    def where() -> dict[QueueKey, list[int]]:
        return {
            key: [line.id for line in desk.cases.queue(chief, key).rows]
            for key in (QueueKey.DUE_SOON, QueueKey.OVERDUE)
        }

    desk.clock.set(running.warn_at - timedelta(seconds=1))
    assert where() == {QueueKey.DUE_SOON: [], QueueKey.OVERDUE: []}
    desk.clock.set(running.warn_at)
    assert where() == {QueueKey.DUE_SOON: [running.id], QueueKey.OVERDUE: []}
    desk.clock.set(running.due_at)
    assert where() == {QueueKey.DUE_SOON: [running.id], QueueKey.OVERDUE: []}
    desk.clock.advance(timedelta(seconds=1))
    assert where() == {QueueKey.DUE_SOON: [], QueueKey.OVERDUE: [running.id]}
    assert desk.cases.queue(chief, QueueKey.OVERDUE).rows[0].light is Light.RED
    again = desk.cases.case_by_id(chief, stopped.id)
    assert desk.do(again, Action.REWORK, Role.DUTY_CHIEF, reason="没做完").light is Light.RED
    assert desk.cases.counters(chief)[QueueKey.OVERDUE] == 2


def test_pages_hold_together_while_cases_come_and_go(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    acceptor = desk.town.actor(Role.ACCEPTOR)
    reported = [desk.report().id for _ in range(9)]
    first = desk.cases.queue(acceptor, QueueKey.TO_ACCEPT, limit=3)
    taken = desk.cases.case_by_id(acceptor, reported[0])
    desk.do(taken, Action.ACCEPT, Role.ACCEPTOR)
    desk.do(desk.cases.case_by_id(acceptor, reported[4]), Action.ACCEPT, Role.ACCEPTOR)
    desk.clock.advance(timedelta(minutes=1))
    late = desk.report().id
    rest: list[int] = []
    after = first.next_key
    while after is not None:
        page = desk.cases.queue(acceptor, QueueKey.TO_ACCEPT, after=after, limit=3)
        rest += [line.id for line in page.rows]
        after = page.next_key
    assert [line.id for line in first.rows] + rest == [
        *reported[:4],
        *reported[5:],
        late,
    ]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("消防", ["消防通道占用", "井盖100%损坏_东门"]),
        ("消防 桥头", ["井盖100%损坏_东门"]),
        ("xftd", ["消防通道占用"]),
        ("0302-0002", ["井盖100%损坏_东门"]),
        ("２０２６０３０２－０００１", ["消防通道占用"]),
        ("100%", ["井盖100%损坏_东门"]),
        ("%", ["井盖100%损坏_东门"]),
        ("_", ["井盖100%损坏_东门"]),
        ("/", ["路灯/不亮\\"]),
        ("\\", ["路灯/不亮\\"]),
        ("'; DROP TABLE cases; --", []),
        ("ABC", ["广告abc"]),
        ("13800001234", []),
        ("张三", []),
        ("   ", ["消防通道占用", "井盖100%损坏_东门", "路灯/不亮\\", "广告abc"]),
    ],
)
def test_filters_take_every_sign_for_itself(sqlite_desk: Desk, text: str, titles: list[str]) -> None:
    desk = sqlite_desk
    desk.report(title="消防通道占用", body="三栋", place="阳光小区")
    desk.report(title="井盖100%损坏_东门", body="消防井", place="", grid_id=desk.town.other_grid)
    desk.report(title="路灯/不亮\\", body="灯", place="")
    desk.report(title="广告abc", body="贴纸", place="")
    acceptor = desk.town.actor(Role.ACCEPTOR)
    assert [line.title for line in all_pages(desk, acceptor, QueueKey.TO_ACCEPT, 2, text)] == titles


def test_a_filed_case_is_found_by_its_matter(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    case = desk.bring_to(CaseState.FILED)
    chief = desk.town.actor(Role.DUTY_CHIEF)
    for text in ("乱倒垃圾", "ldlj"):
        assert [line.id for line in desk.cases.queue(chief, None, text).rows] == [case.id]


def test_a_line_carries_the_grade_of_its_matter_four_the_gravest(desk: Desk) -> None:
    chief = desk.town.actor(Role.DUTY_CHIEF)
    accepted = desk.bring_to(CaseState.ACCEPTED)
    desk.do(desk.bring_to(CaseState.ACCEPTED), Action.FILE, chief, condition_id=desk.town.urgent)
    desk.do(desk.bring_to(CaseState.ACCEPTED), Action.FILE, chief, condition_id=desk.town.five_days)
    lines = desk.cases.queue(chief, None).rows
    grades = {line.matter_name: line.urgency for line in lines if line.id != accepted.id}
    assert grades == {"消防通道占用": 4, "乱倒垃圾": 2}
    assert [line.urgency for line in lines if line.id == accepted.id] == [None]


def test_lists_stop_at_the_border_of_the_area_and_the_unit(desk: Desk) -> None:
    here = desk.bring_to(CaseState.DISPATCHED)
    desk.bring_to(CaseState.DISPATCHED, grid_id=desk.town.other_grid)
    village = Actor(99, "v", "村干部", frozenset({Role.DUTY_CHIEF}), area="990101103201")
    assert [line.id for line in desk.cases.queue(village, QueueKey.WITH_UNITS).rows] == [here.id]
    assert desk.cases.counters(village)[QueueKey.WITH_UNITS] == 1
    handler = desk.town.actor(Role.HANDLER)
    assert len(desk.cases.queue(handler, QueueKey.WITH_UNITS).rows) == 2
    assert desk.town.other_handler is not None
    assert desk.cases.queue(desk.town.other_handler, QueueKey.WITH_UNITS).rows == ()
    assert set(desk.cases.counters(desk.town.other_handler).values()) == {0}
    lost = Actor(98, "x", "无单位", frozenset({Role.HANDLER}), area="")
    assert desk.cases.queue(lost, None).rows == ()


def test_administrators_look_at_no_cases(sqlite_desk: Desk) -> None:
    admin = sqlite_desk.town.actor(Role.SYSTEM_ADMIN)
    assert sqlite_desk.cases.counters(admin) == {}
    with pytest.raises(NotPermitted):
        sqlite_desk.cases.queue(admin, QueueKey.TO_ACCEPT)


def test_lines_come_back_in_the_order_asked_for(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    ids = [desk.report().id for _ in range(3)]
    acceptor = desk.town.actor(Role.ACCEPTOR)
    lines = desk.cases.lines_by_ids(acceptor, [ids[2], 4711, ids[0], ids[2]])
    assert [line.id for line in lines] == [ids[2], ids[0]]
    assert desk.cases.lines_by_ids(acceptor, []) == []


PARTIAL = (
    "ix_cases_open_",
    "ix_cases_pool",
    "ix_cases_running",
    "ix_cases_asked",
    "ix_cases_to_answer",
    "ix_cases_staged",
)


def plans(desk: Desk, ask: Any) -> list[str]:
    """Return the query plans of everything ``ask`` sends."""
    with heard(desk.store) as statements:
        ask()
    found: list[str] = []
    with desk.store.read() as session:
        for statement in statements:
            if statement.startswith(("SELECT", "WITH")):
                rows = line_of(session).all(f"EXPLAIN QUERY PLAN {statement}")
                found += [row[3] for row in rows]
    return found


@pytest.mark.parametrize("key", [None, *QueueKey])
@pytest.mark.parametrize("who", [Role.DUTY_CHIEF, Role.HANDLER])
def test_no_queue_scans_the_cases(sqlite_desk: Desk, key: QueueKey | None, who: Role) -> None:
    desk = sqlite_desk
    actor = desk.town.actor(who)
    desk.bring_to(CaseState.HANDLING)

    def ask() -> None:
        desk.cases.queue(actor, key)
        desk.cases.queue(actor, key, "垃圾", after=(desk.clock.now(), 1))

    lines = [line for line in plans(desk, ask) if "cases" in line]
    assert lines
    for line in lines:
        by_row = "USING INTEGER PRIMARY KEY" in line
        assert by_row or any(name in line for name in PARTIAL), line


@pytest.mark.parametrize("who", [Role.DUTY_CHIEF, Role.HANDLER])
def test_counters_read_partial_indexes_only(sqlite_desk: Desk, who: Role) -> None:
    desk = sqlite_desk
    actor = desk.town.actor(who)
    every = plans(desk, lambda: desk.cases.counters(actor))
    # Whether a case is there for an urging of its own is looked up for the few units that were urged.
    looked_up = [line for line in every if "cases USING INTEGER PRIMARY KEY" in line]
    lines = [line for line in every if "cases" in line and line not in looked_up]
    assert (len(lines), len(looked_up)) == (9, 1)
    tasks = [line for line in every if "case_task" in line]
    assert ["case_task_open" in tasks[0], "ix_case_task_urged" in tasks[1]] == [True, True], tasks
    assert all(any(name in line for name in PARTIAL) for line in lines), lines
    # Of what a person owns or is asked for, or what waits in a unit's pool, there is little: its rows are
    # looked up.
    by_row = ("ix_cases_open_owner", "ix_cases_asked", "ix_cases_open_unit (unit_id=? AND state=?")
    by_number = [line for line in lines if not any(name in line for name in by_row)]
    assert all("COVERING" in line for line in by_number), lines


def test_channels_reach_the_line(sqlite_desk: Desk) -> None:
    sqlite_desk.report(channel=Channel.VIDEO)
    line = sqlite_desk.cases.queue(sqlite_desk.town.actor(Role.ACCEPTOR), QueueKey.TO_ACCEPT).rows[0]
    assert (line.channel, line.grid_name, line.matter_name, line.unit_name) == (
        Channel.VIDEO,
        "岭南01",
        "",
        "",
    )


def test_every_case_is_found_again_whatever_became_of_it(desk: Desk) -> None:
    over = [
        desk.bring_to(CaseState.VOID, title="井盖重复上报"),
        desk.bring_to(CaseState.FINISHED, title="井盖已补"),
    ]
    desk.clock.advance(timedelta(minutes=5))
    open_one = desk.report(title="井盖松动")
    desk.report(title="路灯不亮")
    acceptor = desk.town.actor(Role.ACCEPTOR)

    first = desk.cases.find(acceptor, "井盖", limit=2)
    assert [line.number for line in first.rows] == [open_one.number, over[1].number]
    rest = desk.cases.find(acceptor, "井盖", first.next_key, 2)
    assert [(line.number, line.state) for line in rest.rows] == [(over[0].number, CaseState.VOID)]
    assert rest.next_key is None
    assert [line.id for line in desk.cases.find(acceptor, over[0].short_number).rows] == [over[0].id]
    assert len(desk.cases.find(acceptor, "").rows) == 4


def test_the_search_is_bounded_by_a_person_s_sight(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    desk.report()
    once_ours = desk.bring_to(CaseState.FINISHED)
    handler = desk.town.actor(Role.HANDLER)
    assert [line.id for line in desk.cases.find(handler, "").rows] == [once_ours.id]
    assert desk.cases.find(desk.town.actor(Role.ACCEPTOR), "13800001234").rows == ()
    with pytest.raises(NotPermitted):
        desk.cases.find(desk.town.actor(Role.SYSTEM_ADMIN), "")


def test_a_provisional_deadline_says_so_everywhere(desk: Desk, clock: ManualClock) -> None:
    certain = desk.bring_to(CaseState.HANDLING)
    # Nobody knows yet which days of the coming year are off.
    clock.set(datetime(2026, 12, 31, 8, 55, tzinfo=UTC))
    moving = desk.bring_to(CaseState.HANDLING)
    unfiled = desk.report()
    assert moving.due_at is not None
    assert moving.due_at.year == 2027
    assert (certain.provisional_years, moving.provisional_years, unfiled.provisional_years) == (
        (),
        (2027,),
        (),
    )
    lines = {line.id: line for line in all_pages(desk, desk.town.actor(Role.DUTY_CHIEF), None, 50)}
    found = [lines[case.id].provisional for case in (certain, moving, unfiled)]
    assert found == [False, True, False] == [case.provisional for case in (certain, moving, unfiled)]
