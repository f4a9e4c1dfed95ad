"""Hints beside the intake form: similar cases and fitting matters."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from console.screens.case import CaseScreen
from models.accounts.views import Role
from tests.pilot.intakes import BODY, fill, form_for, intake, press, put, value
from tests.pilot.screens import lines_of, text_of, until

if TYPE_CHECKING:
    from tests.pilot.conftest import Office


def test_similar_cases_and_matters_are_hinted_at_as_one_types_and_looked_at(office: Office) -> None:
    async def journey() -> None:
        async with form_for(office) as (app, pilot):
            assert "这里提示相似的在办事件" in text_of(app)
            await fill(app, pilot)
            await until(pilot, lambda: "0201 消防通道占用" in text_of(app))
            hint = next(line for line in lines_of(app) if line.startswith(" 相似"))
            assert "小区三栋通道被堵" in hint
            assert "同一网格" in hint
            matter = next(line for line in lines_of(app) if "0201 消防通道占用" in line)
            assert "消防通道" in matter.removeprefix(" 事项  0201 消防通道占用")
            await look_at_the_similar_one(app, pilot, office)
            # Another grid is another trouble.
            put(app, title="公厕门锁坏了", body="锁芯脱落")
            await until(pilot, lambda: "没有找到相似的在办事件" in text_of(app))
            assert "F3相似" not in text_of(app)
            await read_the_conditions(app, pilot)
            # A case somebody else takes in meanwhile.
            put(app, title="围墙倒塌压住水管", body="围墙倒塌，水管被压住。")
            await until(pilot, lambda: "没有找到相似" in text_of(app))
            await asyncio.to_thread(
                office.desk.report, title="围墙倒塌", body="围墙倒塌，水管被压住了。", reporter_phone=""
            )
            await until(pilot, lambda: "F3相似" in text_of(app))

    asyncio.run(journey())


async def look_at_the_similar_one(app: Any, pilot: Any, office: Office) -> None:
    """Look at a similar case; the form is kept."""
    assert "F3相似" in text_of(app)
    await press(pilot, "f3")
    await press(pilot, "enter")
    assert isinstance(app.screen, CaseScreen)
    drafts = office.services.desk.drafts(office.actor(Role.ACCEPTOR))
    assert [draft.content["body"] for draft in drafts] == [BODY]
    await press(pilot, "escape")
    top: object = app.screen
    assert top is intake(app)
    assert value(app, "body") == BODY


async def read_the_conditions(app: Any, pilot: Any) -> None:
    """Read the conditions of fitting matters."""
    put(app, title="消防通道占用", body="有人乱倒垃圾")
    await until(pilot, lambda: "F4事项" in text_of(app))
    await press(pilot, "f4")
    assert "立案条件1：" in text_of(app)
    first = lines_of(app)[1]
    await press(pilot, "right")
    assert lines_of(app)[1] != first
    await press(pilot, "left", "left")
    assert lines_of(app)[1] == first
    await press(pilot, "escape")
    assert value(app, "body") == "有人乱倒垃圾"


def test_the_same_phone_is_hinted_at_from_whatever_grid(office: Office) -> None:
    async def journey() -> None:
        async with form_for(office) as (app, pilot):
            await press(pilot, "4", "enter", *"桥头", "enter")
            put(app, reporter_phone="138 0000 1234")
            await until(pilot, lambda: "同一电话" in text_of(app))

    asyncio.run(journey())
