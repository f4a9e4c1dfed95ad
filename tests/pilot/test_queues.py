"""A working day in the queues."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from console.frame import Frame
from console.i18n import _, set_language
from console.labels import label, state_short
from console.screens.queue_parts import is_mixed, moved_by_the_clock, queue_columns
from console.screens.queues import QueuesScreen
from console.screens.quick_steps import Steps, taken_on
from console.text import cell_len
from console.widgets.columns import share_out
from console.widgets.title_bar import TitleBar
from models.accounts.views import Role
from models.api import Services
from models.cases.rules import Action, Asked, CaseState, Channel, Light, QueueKey
from models.kernel.clock import ManualClock
from models.kernel.store import Store, open_engine
from tests.pilot.screens import lines_of, settle, text_of, until

if TYPE_CHECKING:
    from textual.pilot import Pilot
    from textual.strip import Strip

    from console.app import YiwangApp
    from tests.pilot.conftest import Office


NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


def queues(app: YiwangApp) -> QueuesScreen:
    screen = app.screen
    assert isinstance(screen, QueuesScreen)
    return screen


def test_from_the_first_picture_to_a_case_taken_on(office: Office) -> None:
    async def journey() -> None:
        app = office.console("acceptor")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot, 0.3)
            shown = text_of(app)
            for words in (
                "待受理 3",
                "1受理3",
                "2立案1",
                "桥下堆放建筑垃圾",
                "Enter打开",
                "F10退出",
                "03-02 周一 09:00",
            ):
                assert words in shown
            assert "地点 阳光小区三栋" in shown
            await narrow(app, pilot)
            await follow_another_process(app, pilot, office)
            await take_on(app, pilot, office)

    asyncio.run(journey())


async def narrow(app: YiwangApp, pilot: Pilot[Any]) -> None:
    """Narrow the queue as one types; Esc drops it."""
    await pilot.press("slash", *"菜市场")
    await settle(pilot)
    assert [line for line in lines_of(app) if line.startswith(">  0302")] != []
    assert "桥下" not in text_of(app)
    assert queues(app).rows.count == 1
    await pilot.press("enter")
    assert queues(app).rows.has_focus
    assert queues(app).rows.count == 1
    await pilot.press("escape")
    await settle(pilot)
    assert queues(app).rows.count == 3
    await pilot.press("f7", *"没有这样的事")
    await settle(pilot)
    assert "没有与“没有这样的事”相符的内容" in text_of(app)
    await pilot.press("escape")
    await settle(pilot)


async def follow_another_process(app: YiwangApp, pilot: Pilot[Any], office: Office) -> None:
    """Another process saves; the cursor stays on its row."""
    await pilot.press("down")
    before = queues(app).rows.cursor_id
    other = Services(Store(open_engine(str(office.desk.store.engine.url))), office.clock)
    try:
        first = next(iter(other.cases.queue(office.actor(Role.ACCEPTOR), QueueKey.TO_ACCEPT).rows))
        assert first.id != before
        case = other.cases.case(office.actor(Role.ACCEPTOR), first.number)
        office.desk.step(case, case.offers[0].action, Role.ACCEPTOR)
        await until(pilot, lambda: queues(app).rows.count == 2)
    finally:
        other.close()
    assert queues(app).rows.cursor_id == before
    assert "待受理 2" in text_of(app)
    assert "2立案2" in text_of(app)


async def take_on(app: YiwangApp, pilot: Pilot[Any], office: Office) -> None:
    """Take a case on by one key; the counters follow."""
    row = queues(app).rows.row
    assert row is not None
    await pilot.press("f3")
    await settle(pilot)
    shown = text_of(app)
    assert "已受理1件" in shown
    assert "待受理 1" in shown
    assert "2立案3" in shown
    case = office.services.cases.case(office.actor(Role.ACCEPTOR), row.number)
    assert case.state is CaseState.ACCEPTED


def test_number_keys_and_arrows_turn_to_queues_and_the_last_comes_back(office: Office) -> None:
    async def journey() -> None:
        app = office.console("duty_chief")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await pilot.press("3")
            await settle(pilot)
            assert "待分拨 1" in text_of(app)
            assert "沿河路积水" in text_of(app)
            await pilot.press("right")
            await settle(pilot)
            assert queues(app)._key is QueueKey.WITH_UNITS
            await pilot.press("left", "left")
            await settle(pilot)
            assert queues(app)._key is QueueKey.TO_FILE
            await pilot.press("4")
            await settle(pilot)
        again = office.console("duty_chief")
        async with again.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert "占道经营屡劝不改" in text_of(again)

    asyncio.run(journey())


def test_marked_cases_are_taken_on_together(office: Office) -> None:
    async def journey() -> None:
        app = office.console("acceptor")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await pilot.press("space", "space")
            await settle(pilot)
            assert sum(line[1] == "*" for line in lines_of(app)) == 2
            await pilot.press("f3")
            await settle(pilot)
            assert "已受理2件" in text_of(app)
            assert "待受理 1" in text_of(app)
            assert queues(app).rows.marked == frozenset()

    asyncio.run(journey())


def test_somebody_without_cases_is_told_so(office: Office) -> None:
    async def journey() -> None:
        app = office.console("security_admin")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert "您的角色不办理事件" in text_of(app)
            # No key is named that could do nothing here.
            keys_named = lines_of(app)[-1]
            assert not [name for name in ("F2", "F3", "F4", "F7", "Tab") if name in keys_named], keys_named
        # Who follows cases without a part in them is offered to look, not to take.
        app = office.console("leader")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await pilot.press("1")
            await until(pilot, lambda: "Enter打开" in lines_of(app)[-1])
            assert "F4查全部" in lines_of(app)[-1]
            assert "接件" not in lines_of(app)[-1]

    asyncio.run(journey())


def test_from_120_columns_the_preview_stands_beside_the_list(office: Office) -> None:
    async def journey() -> None:
        app = office.console("acceptor")
        async with app.run_test(size=(120, 30)) as pilot:
            await settle(pilot)
            await settle(pilot, 0.3)
            heading = next(line for line in lines_of(app) if line.startswith("   编号"))
            assert heading.rstrip().endswith("编号  20260302-0001")
            assert any(line.startswith(">") and "状态  待受理" in line for line in lines_of(app))
            await pilot.resize_terminal(80, 24)
            await settle(pilot)
            assert all("状态" not in line for line in lines_of(app) if line.startswith(">"))

    asyncio.run(journey())


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_no_word_of_a_queue_is_cut_at_80_columns_and_mixed_queues_say_the_state(language: str) -> None:
    set_language(language)
    room = 80 - len(">* ")
    for key in (*QueueKey, None):
        columns = share_out(queue_columns(Frame(ManualClock(NOON)), key), room)
        rooms = {column.title: width for column, width in columns}
        assert sum(rooms.values()) + len(rooms) - 1 == room
        assert rooms["Title"] >= 12
        assert all(cell_len(_(title)) <= width for title, width in rooms.items())
        assert all(cell_len(label(light)) <= rooms["Light"] for light in Light)
        if key is QueueKey.TO_DECIDE:
            assert all(cell_len(label(asked)) <= rooms["Asked for"] for asked in Asked)
        elif is_mixed(key):
            names = [state_short(state) for state in CaseState]
            assert max(map(cell_len, names)) <= rooms["State"]
            assert len(set(names)) == len(CaseState)
        else:
            assert all(cell_len(label(channel)) <= rooms["From"] for channel in Channel)
    assert is_mixed(QueueKey.WITH_UNITS)
    assert not is_mixed(QueueKey.TO_ACCEPT)


def test_a_queue_of_deadlines_is_read_again_when_time_moved_a_case_out_of_it(office: Office) -> None:
    page = office.services.cases.queue(office.actor(Role.DUTY_CHIEF), QueueKey.WITH_UNITS)
    rows: Any = SimpleNamespace(count=len(page.rows), row_at=page.rows.__getitem__)
    frame = Frame(office.clock)
    (due,) = (row.due_at for row in page.rows)
    assert due is not None

    def moved(key: QueueKey, before: int, now: int) -> bool:
        return moved_by_the_clock(key, {key: before}, {key: now}, rows, frame)

    assert moved(QueueKey.OVERDUE, 0, 1)
    assert not moved(QueueKey.OVERDUE, 1, 1)
    assert not moved(QueueKey.WITH_UNITS, 0, 1)
    office.clock.set(due)
    assert not moved(QueueKey.DUE_SOON, 1, 1)
    # One became overdue in the minute in which another became due.
    office.clock.advance(timedelta(minutes=1))
    assert moved(QueueKey.DUE_SOON, 1, 1)


def test_a_row_says_whether_its_case_was_taken_on_yet(office: Office) -> None:
    office.desk.bring_to(CaseState.DISPATCHED, title="井盖缺失")

    async def journey() -> None:
        app = office.console("handler")
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: "井盖缺失" in text_of(app))
            rows = [line for line in lines_of(app) if "0302-" in line]
            assert [" 待接办 " in line for line in rows] == ["井盖缺失" in line for line in rows]
            assert [" 处置中 " in line for line in rows] == ["屡劝不改" in line for line in rows]
            assert len(rows) == 2

    asyncio.run(journey())


def test_unfinished_forms_are_offered_after_signing_in(office: Office) -> None:
    acceptor = office.actor(Role.ACCEPTOR)
    office.services.desk.save_draft(acceptor, "intake", "", {"title": "河边有人烧垃圾"})

    async def journey() -> None:
        app = office.console("acceptor")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert "未完成的草稿" in text_of(app)
            assert "河边有人烧垃圾" in text_of(app)
            await pilot.press("escape")
            await settle(pilot)
            assert isinstance(app.screen, QueuesScreen)
        assert len(office.services.desk.drafts(acceptor)) == 1

    asyncio.run(journey())


def test_what_was_taken_on_is_called_by_its_name() -> None:
    assert taken_on(Steps((Action.ACCEPT, Action.ACCEPT), (), ())) == "已受理2件。"
    assert taken_on(Steps((Action.TAKE, Action.ACCEPT), (), ())) == "已受理1件。已接办1件。"


def test_lights_deadlines_and_counters_go_on_with_the_clock_of_an_idle_console(office: Office) -> None:
    painted: list[int] = []

    async def journey() -> None:
        app = office.console("duty_chief", lock_minutes=0)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await pilot.press("4")
            await until(pilot, lambda: "绿   处置中 今天15:00" in text_of(app))
            title, rows = app.screen.query_one(TitleBar), queues(app).rows
            draw = rows.render_line
            # Nothing on the screen hears of this from the database: only the time passes.
            for hours, words in ((4, "黄   处置中 今天15:00"), (3, "红   处置中 超1时")):
                office.clock.advance(timedelta(hours=hours))
                title.pass_minute()
                await until(pilot, lambda words=words: words in text_of(app))  # type: ignore[misc]
            await until(pilot, lambda: "-超期2" in text_of(app))
            await pilot.press("minus")
            await until(pilot, lambda: "超期 2" in text_of(app))

            def noted(y: int) -> Strip:
                painted.append(y)
                return draw(y)

            rows.render_line = noted  # type: ignore[method-assign]
            title.pass_minute()
            await settle(pilot)
            assert painted == []
            office.clock.advance(timedelta(minutes=1))
            title.pass_minute()
            await until(pilot, lambda: "超1时1分" in text_of(app))
            # Both rows say another minute; heading and empty lines are left alone.
            assert sorted(set(painted)) == [1, 2]

    asyncio.run(journey())
