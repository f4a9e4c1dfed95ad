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


async def ask(office: Office) -> None:
    """Ask twice, as the duty chief."""
    app = office.console(office.desk.town.people[Role.DUTY_CHIEF].login)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("1")
        for reason in ("市热线办复核", "再核一次"):
            await choose(app, pilot, "申请不掩码")
            assert "由安全管理员审批" in text_of(app)
            write(app, reason)
            await pilot.press("enter")
            await until(pilot, lambda: "待第二人审批" in text_of(app))
            await pilot.press("up")


async def answer(office: Office) -> None:
    """Agree to one and decline the other, as the security administrator."""
    app = office.console(office.desk.town.people[Role.SECURITY_ADMIN].login)
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


async def take(office: Office) -> None:
    """Be told of both, look at one, and take it out."""
    app = office.console(office.desk.town.people[Role.DUTY_CHIEF].login)
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
        write(app, "不掩码.csv")
        await pilot.press("enter")
        await until(pilot, lambda: "行到" in text_of(app))
        text = (app.settings.exports_folder / "不掩码.csv").read_text("utf-8-sig")
        assert "13800001234" in text
        await until(pilot, lambda: "已使用" in text_of(app))


async def hear_nothing_more(office: Office) -> None:
    """Sign in once more: what was read is not told again."""
    app = office.console(office.desk.town.people[Role.DUTY_CHIEF].login)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "范围过大" not in text_of(app)


def test_one_asks_a_second_answers_and_the_first_is_told_and_takes_it_out(office: Office) -> None:
    for part in (ask, answer, take, hear_nothing_more):
        asyncio.run(part(office))
    guard = office.desk.town.people[Role.SECURITY_ADMIN]
    one, two = office.services.exports.requests(guard)
    assert (one.state.value, two.state.value) == ("used", "declined")
    assert office.services.exports.exports(guard)[0].request == one.number
