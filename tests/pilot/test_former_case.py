"""A case of another system on the screen: its own names beside ours, its deadline, and the next step."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.cases.rules import CaseState
from models.exchange.logs.views import LogOptions
from models.exchange.readers import Source
from tests.pilot.cases import opened
from tests.pilot.screens import lines_of, settle, text_of

if TYPE_CHECKING:
    from tests.pilot.conftest import Office

LOG = (
    "编号,环节,时间,办理人,单位,截止时间,联系,标题\n"
    "旧 9,登记,2026-02-02 09:00,坐席12,热线组,2026-12-15 18:00,13912345678,路灯不亮\n"
    "旧 9,Assign,2026-02-02 10:00,User 3,市政组,2026-12-15 18:00,,路灯不亮\n"
    "旧 9,\x1b[31mWait [b]x[/b],2026-02-03 10:00,User 3,市政组,2026-12-15 18:00,,路灯不亮\n"
)


def test_a_case_of_another_system_is_read_and_worked_on(office: Office) -> None:
    admin = office.actor(Role.SYSTEM_ADMIN)
    log = Source("旧.csv", LOG.encode())
    office.services.logs.import_log(admin, log, LogOptions("旧热线", grid="G01"))
    case = office.desk.cases.case(office.actor(Role.DISPATCHER), "旧-9")

    async def look() -> None:
        async with opened(office, Role.DISPATCHER, case) as (app, pilot):
            await settle(pilot)
            shown = text_of(app)
            assert "原系统 旧热线 旧 9" in shown
            assert "坐席12 热线组" in shown
            assert "原环节 登记；联系：139****5678" in shown
            assert "原环节 Assign" in shown
            assert "记录     User 3 市政组" in shown
            assert "原环节 Wait [b]x[/b]" in shown
            assert "绿 12月15日 18:00" in lines_of(app)[1]
            await pilot.press("f8")
            await settle(pilot)
            assert "时限由原系统（旧热线）给出。" in text_of(app)
            await pilot.press("escape")
            await settle(pilot)
            await pilot.press("f3")
            await settle(pilot)
            await pilot.press(*"综合执法办", "enter", "f2")
            await settle(pilot, 0.5)
            assert "待接办" in lines_of(app)[1]

    asyncio.run(look())
    assert office.desk.cases.case_by_id(office.actor(Role.DISPATCHER), case.id).state is CaseState.DISPATCHED
    assert office.desk.cases.check() == []
