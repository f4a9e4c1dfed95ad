"""Times on the case screen and in previews: whole, frozen with the clock, marked where provisional."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.cells import cell_len

from console.screens.queue_parts import case_facts
from models.accounts.views import Role
from models.cases.rules import Action, CaseState
from tests.pilot.cases import opened
from tests.pilot.screens import lines_of, settle, text_of

if TYPE_CHECKING:
    from tests.pilot.conftest import Office

OFFICE_TIME = ZoneInfo("Asia/Shanghai")


def test_times_are_whole_and_lateness_stands_still_once_the_clock_does(office: Office) -> None:
    async def look() -> None:
        office.clock.set(datetime(2026, 10, 20, 2, 5, tzinfo=UTC))
        case = office.desk.bring_to(CaseState.HANDLING)
        assert case.due_at is not None
        office.clock.set(case.due_at + timedelta(hours=26))
        case = office.desk.step(case, Action.FEEDBACK, Role.HANDLER)
        office.clock.advance(timedelta(days=40))
        async with opened(office, Role.DUTY_CHIEF, case) as (app, pilot):
            await settle(pilot)
            head = lines_of(app)[1]
            stopped = case.clock_stopped_at
            assert stopped is not None
            assert "超1天2时" in head
            assert f"{stopped.astimezone(OFFICE_TIME):%H:%M}停止计时" in head
            shown = text_of(app)
            for event in case.timeline[-4:]:
                local = event.at.astimezone(OFFICE_TIME)
                assert f"{local.month}月{local.day}日 {local:%H:%M} " in shown
            assert max(map(cell_len, lines_of(app))) <= 80
            facts = [fact.text for fact in case_facts(case, app.frame, beside=True)]
            assert "超1天2时" in facts

    asyncio.run(look())


def test_a_provisional_deadline_is_marked_in_row_preview_and_case(office: Office) -> None:
    async def look() -> None:
        office.clock.set(datetime(2026, 12, 31, 8, 55, tzinfo=UTC))
        case = office.desk.bring_to(CaseState.HANDLING, title="跨年的积水")
        assert case.due_at is not None
        assert case.due_at.year == 2027
        async with opened(office, Role.HANDLER, case) as (app, _pilot):
            shown = text_of(app)
            assert "绿 暂明天" in lines_of(app)[1]
            assert "到期 暂定：2027 年的放假通知还没有公布，先按周一至周五计算" in shown
            assert "4工作时，暂明天" in shown
        console = office.console("handler")
        async with console.run_test(size=(124, 30)) as pilot:
            await settle(pilot, 0.5)
            row = next(line for line in lines_of(console) if "跨年的积水" in line)
            assert " 暂明天" in row
            await pilot.press("down")
            await settle(pilot, 0.5)
            assert "暂定：2027 年的" in text_of(console)

    asyncio.run(look())
