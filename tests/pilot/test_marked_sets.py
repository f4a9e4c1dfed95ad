"""Marking cases, acting on them together, taking it back, and going from case to case."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from models.accounts.views import Role
from models.cases.rules import Action, CaseState, QueueKey
from tests.pilot.cases import opened
from tests.pilot.screens import settle, text_of, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from console.app import YiwangApp
    from tests.pilot.conftest import Office


def states(office: Office, titles: tuple[str, ...]) -> list[CaseState]:
    chief = office.actor(Role.DUTY_CHIEF)
    found = {line.title: line.state for line in office.services.cases.find(chief, "").rows}
    return [found[title] for title in titles]


def test_marked_cases_are_acted_on_together_and_taken_back(office: Office) -> None:
    async def journey() -> None:
        app = office.console("acceptor")
        async with app.run_test(size=(80, 24)) as pilot:

            async def press(*keys: str) -> str:
                for key in keys:
                    await pilot.press(key)
                    await settle(pilot)
                return text_of(app)

            await settle(pilot)
            screen: Any = app.screen
            assert "F6批量" not in text_of(app)
            assert "F6批量" in await press("space", "space")
            titles = tuple(
                line.title
                for line in office.services.cases.queue(office.actor(Role.ACCEPTOR), QueueKey.TO_ACCEPT).rows
            )
            chosen = await press("f6")
            assert "标记了 2 件，办什么？" in chosen
            assert "2 件中可办 2 件" in chosen

            # Left half filled in, it is a draft that still knows its cases.
            form = await press("down", "enter")
            assert "不予受理：标记 2 件" in form
            await press(*"重复件")
            assert "草稿" in await press("escape")
            assert "批量办理 不予受理" in await press("f8")
            assert "重复件" in await press("enter")
            # Somebody is faster with one of the two.
            first = screen.rows.row_at(0)
            chief = office.actor(Role.DUTY_CHIEF)
            office.desk.do(office.services.cases.case_by_id(chief, first.id), Action.ACCEPT, chief)
            looked = await press("f2")
            assert "不予受理：可办 1 件，不能办 1 件。现在还没有办理" in looked.replace("\n", "")
            assert states(office, titles[:2]) == [CaseState.ACCEPTED, CaseState.REPORTED]
            assert "重复件" in await press("escape")
            done = await press("f2", "enter")
            assert "不予受理：已办 1 件，未办 0 件。" in done
            assert states(office, titles[:2]) == [CaseState.ACCEPTED, CaseState.REFUSED]
            assert "撤销：已办 1 件" in await press("f8")
            assert states(office, titles[:2]) == [CaseState.ACCEPTED, CaseState.REPORTED]
            await press("enter")
            assert app.screen is screen
            assert office.services.desk.drafts(office.actor(Role.ACCEPTOR)) == []

        assert office.desk.cases.check() == []

    asyncio.run(journey())


def test_a_step_and_a_set_are_taken_back(office: Office) -> None:
    async def journey() -> None:
        app = office.console("acceptor")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            queue: Any = app.screen
            await a_step_is_taken_back_and_the_next_case_is_one_key_away(app, pilot)
            assert app.screen is queue
            await a_set_is_taken_back_from_the_list_of_sets(app, pilot)
        assert office.desk.cases.check() == []

    asyncio.run(journey())


async def a_set_is_taken_back_from_the_list_of_sets(app: YiwangApp, pilot: Pilot[None]) -> None:
    async def press(*keys: str) -> str:
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        return text_of(app)

    await press("home", "space", "space", "space", "f6", "enter", "f2", "enter", "enter")
    shown: Any = app.screen
    assert shown.rows.marked == frozenset()
    assert "待受理 0" in text_of(app)
    app.go("sets")
    await settle(pilot)
    assert "F8整批撤销" in text_of(app)
    assert "撤销 3 件的“受理”？" in await press("f8")
    assert "撤销：已办 3 件，未办 0 件。" in await press("enter")
    assert "已撤销" in await press("enter")
    assert "待受理 3" in await press("escape")


async def a_step_is_taken_back_and_the_next_case_is_one_key_away(app: YiwangApp, pilot: Pilot[None]) -> None:
    queue: Any = app.screen
    first, second = queue.rows.row_at(0), queue.rows.row_at(1)
    await pilot.press("enter")
    await settle(pilot)
    await pilot.press("f3")
    await settle(pilot)
    assert "已受理" in text_of(app)
    await until(pilot, lambda: "0撤销" in text_of(app))
    await pilot.press("0")
    await settle(pilot)
    assert "撤销“受理”？" in text_of(app)
    await pilot.press("enter")
    await settle(pilot)
    shown = text_of(app)
    assert "已撤销：受理。事件现在是：待受理。" in shown
    assert "撤销的是：受理" in shown
    assert "0撤销" not in shown
    await pilot.press("f3")
    await settle(pilot)
    await pilot.press("right")
    await settle(pilot)
    assert second.title in text_of(app)
    await pilot.press("left")
    await settle(pilot)
    assert first.title in text_of(app)
    await pilot.press("left")
    await settle(pilot)
    assert "列表到头了" in text_of(app)
    await pilot.press("0", "enter")
    await settle(pilot)
    await pilot.press("right", "escape")
    await settle(pilot)
    assert queue.rows.row.id == second.id


def test_wording_is_picked_into_the_form_of_a_step(office: Office) -> None:
    async def journey() -> None:
        case = office.desk.bring_to(CaseState.DISPATCHED)
        async with opened(office, Role.HANDLER, case) as (app, pilot):
            await pilot.press("f4")
            await settle(pilot)
            assert "F5常用语" in text_of(app)
            await pilot.press("f5")
            await settle(pilot)
            assert "经核实，该事项不属综合执法办职责范围，请改派。" in text_of(app)
            await pilot.press("down", "up", "enter")
            await settle(pilot)
            await pilot.press(*"谢谢", "f2")
            await settle(pilot)
            assert "已退回" in text_of(app)
        case = office.services.cases.case(office.actor(Role.DUTY_CHIEF), case.number)
        assert case.timeline[-1].reason == "经核实，该事项不属综合执法办职责范围，请改派。谢谢"

    asyncio.run(journey())
