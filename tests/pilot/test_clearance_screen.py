"""Personal data in clear: asked for at one console, answered at another, told at the first, taken out."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from models.accounts.views import Role
from tests.pilot.screens import settle, text_of, until, write

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from console.app import YiwangApp
    from tests.pilot.conftest import Office


async def choose(app: YiwangApp, pilot: Pilot[Any], words: str) -> None:
    """Choose a command of the menu by its words."""
    await pilot.press("f9")
    await settle(pilot)
    write(app, words)
    await settle(pilot)
    await pilot.press("enter")
    await settle(pilot)


def test_one_asks_a_second_answers_and_the_first_is_told_and_takes_it_out(office: Office) -> None:
    people = office.desk.town.people
    chief, guard = people[Role.DUTY_CHIEF], people[Role.SECURITY_ADMIN]

    async def ask() -> None:
        app = office.console(chief.login)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await pilot.press("1")
            for reason in ("市热线办复核", "再核一次"):
                await choose(app, pilot, "不掩码 申请")
                assert "由安全管理员审批" in text_of(app)
                write(app, reason)
                await pilot.press("enter")
                await until(pilot, lambda: "待第二人审批" in text_of(app))
                await pilot.press("up")

    async def answer() -> None:
        app = office.console(guard.login)
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: "不掩码导出 3 行：再核一次" in text_of(app))
            await pilot.press("enter")
            await until(pilot, lambda: "市热线办复核" in text_of(app) and "待第二人审批" in text_of(app))
            await pilot.press("f2")
            await settle(pilot)
            assert "用途：再核一次" in text_of(app)
            write(app, "仅限本次")
            await pilot.press("enter")
            await until(pilot, lambda: "申请 2：已同意" in text_of(app))
            await pilot.press("down", "f3")
            await settle(pilot)
            await pilot.press("enter")
            assert "必须写明理由" in text_of(app)
            write(app, "范围过大")
            await pilot.press("enter")
            await until(pilot, lambda: "申请 1：" in text_of(app))

    async def take() -> None:
        app = office.console(chief.login)
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: "范围过大" in text_of(app) and "仅限本次" in text_of(app))
            await pilot.press("enter")
            await until(pilot, lambda: "市热线办复核" in text_of(app))
            await pilot.press("enter")
            await settle(pilot)
            assert "队列：待受理" in text_of(app)
            await pilot.press("escape", "f2")
            await settle(pilot)
            await pilot.press("f4")
            await settle(pilot)
            await pilot.press("down", "enter")
            await settle(pilot)
            write(app, "明文.csv")
            await pilot.press("enter")
            await until(pilot, lambda: "行到" in text_of(app))
            text = (app.settings.exports_folder / "明文.csv").read_text("utf-8-sig")
            assert "13800001234" in text
            await until(pilot, lambda: "已使用" in text_of(app))

    async def quiet() -> None:
        app = office.console(chief.login)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert "范围过大" not in text_of(app)

    for part in (ask, answer, take, quiet):
        asyncio.run(part())
    one, two = office.services.exports.requests(guard)
    assert (one.state.value, two.state.value) == ("used", "declined")
    assert office.services.exports.exports(guard)[0].request == one.number
