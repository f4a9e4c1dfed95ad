"""More time, a hold, urging: chosen from the menu, told on the case, and ended by an open console."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from console import attending
from models.accounts.views import Role
from models.cases.kinds import Action, Asked, CaseState, Pressure
from tests.pilot.cases import at_one_console, handed_over
from tests.pilot.screens import lines_of, settle, text_of, until

if TYPE_CHECKING:
    import pytest

    from tests.pilot.conftest import Office


def test_what_is_asked_granted_and_urged_stands_on_the_case(office: Office) -> None:
    desk = office.desk

    async def look(console: tuple[Any, Any]) -> None:
        case = desk.bring_to(CaseState.HANDLING, title="路灯不亮")
        async with handed_over(console, office, Role.HANDLER, case) as (app, pilot):
            await pilot.press("f9", *"sqyq", "enter")
            await settle(pilot)
            await pilot.press(*"缺配件", "f2")
            await settle(pilot)
            assert lines_of(app)[1].rstrip().endswith("延期待批")
            assert "申请 延期，待单位负责人审核上报" in text_of(app)
        case = office.services.cases.case(office.actor(Role.DUTY_CHIEF), case.number)
        assert (case.asked, case.asked_at_unit) == (Asked.EXTENSION, True)
        case = desk.do(case, Action.ENDORSE, Role.UNIT_LEAD)
        async with handed_over(console, office, Role.DISPATCHER, case) as (app, pilot):
            assert "申请 延期，待值班长、分拨员审批" in text_of(app)
            await pilot.press("f3", "f2")
            await settle(pilot)
            assert "时限变动 已延期1次" in text_of(app)
            assert "同意延期 赵分拨  > 处置中" in text_of(app)
        case = office.services.cases.case(office.actor(Role.DUTY_CHIEF), case.number)
        case = desk.do(case, Action.URGE, Role.DISPATCHER, note="又来电")
        case = desk.do(case, Action.SUPERVISE, Role.LEADER, note="请报", pressure=Pressure.LEADER)
        case = desk.do(case, Action.ASK_HOLD, Role.UNIT_LEAD, until=date(2026, 3, 10), reason="停水")
        case = desk.do(case, Action.GRANT_HOLD, Role.DISPATCHER)
        async with handed_over(console, office, Role.HANDLER, case) as (app, pilot):
            assert lines_of(app)[1].rstrip().endswith("挂账至 3月10日")
            shown = text_of(app)
            assert "时限变动 挂账至 3月10日，期满自动恢复办理，3月11日" in shown
            assert "催督办 催办1次、督办1次（领导督办）、须于" in shown
            await pilot.press("f8")
            await settle(pilot)
            receipt = "".join(text_of(app).split())
            assert "（原定4个工作时，延期1次）" in receipt
            assert "至2026-03-10周二24:00挂账，期间停止计时；不挂账应于" in receipt

    asyncio.run(at_one_console(office, look))


def test_an_open_console_ends_a_hold_that_is_over(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attending, "SECONDS_BETWEEN_SWEEPS", 0.1)
    desk = office.desk
    case = desk.bring_to(CaseState.HANDLING, title="水管爆裂")
    case = desk.do(case, Action.ASK_HOLD, Role.UNIT_LEAD, until=date(2026, 3, 10), reason="停水")
    case = desk.do(case, Action.GRANT_HOLD, Role.DISPATCHER)

    async def journey() -> None:
        app = office.console("handler", lock_minutes=0)
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: "水管爆裂" in text_of(app) and "挂账" in text_of(app))
            office.clock.advance(timedelta(days=10))
            await until(pilot, lambda: "挂账" not in text_of(app))
            found = office.services.cases.case(office.actor(Role.DUTY_CHIEF), case.number)
            assert found.state is CaseState.HANDLING
            app.go("case", case.number)
            await settle(pilot)
            assert "恢复办理 到期自动  > 处置中" in text_of(app)

    asyncio.run(journey())
