"""Stage clocks on the screen: in lists, on a case, explained; and the table of limits."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from rich.cells import cell_len

from models.accounts.views import Role
from models.api import Services
from models.cases.kinds import CaseState
from tests.pilot.cases import opened
from tests.pilot.screens import lines_of, settle, text_of

if TYPE_CHECKING:
    from tests.pilot.conftest import Office


def test_the_clock_of_a_stage_is_shown_explained_and_stopped(office: Office) -> None:
    async def look() -> None:
        Services(office.desk.store, office.clock).limits.seed()
        case = office.desk.bring_to(CaseState.FILED)
        office.clock.advance(timedelta(hours=3))
        async with opened(office, Role.DUTY_CHIEF, case) as (app, pilot):
            await settle(pilot)
            assert "红 分拨 超" in lines_of(app)[1]
            shown = text_of(app)
            assert "分拨时限 红 超" in shown
            assert "联系时限 绿 " in shown
            assert "处置时限 黄 " in shown
            await pilot.press("f8")
            await settle(pilot)
            assert "看哪个时限？" in text_of(app)
            await pilot.press("down", "enter")
            await settle(pilot)
            assert "时限：24 个紧急工作时。" in text_of(app)
            await pilot.press("escape", "f9", *"联系反映人", "enter")
            await settle(pilot)
            await pilot.press(*"已电话联系", "f2")
            await settle(pilot)
            assert "联系时限" not in text_of(app)
            assert max(map(cell_len, lines_of(app))) <= 80
            await pilot.press("f9", *"环节时限", "enter")
            await settle(pilot)
            assert "15工作分钟" in text_of(app)
            # Whoever sets no limits has no keys for it.
            assert "F2新设时限" not in lines_of(app)[-1]
            await pilot.press("f6")
            await settle(pilot)
            assert "历次设置" in lines_of(app)[0]

    asyncio.run(look())
