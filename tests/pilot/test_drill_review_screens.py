"""A drill looked back on: a task made of it stands in the day of its owner, who does it."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

import docx

from console.reviewing.place import sandboxes_of
from console.settings import load_settings
from models.accounts.views import Role
from models.drills.kinds import EntryKind
from scenarios import timeline
from scenarios.format.expecting import ByForm, EvaluatorForm, Item
from scenarios.player.colleagues import Policy
from tests.drills.conftest import STARTS, world_template
from tests.drills.playing import Table
from tests.pilot.screens import settle, text_of, until

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from console.app import YiwangApp
    from tests.pilot.conftest import Office

__all__ = ["world_template"]


def played(template: Path, person: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave a drill behind in which a person sat at the first desk; one expectation is judged by people."""
    from tests.drills import playing

    plan = playing.compiled()
    form = ByForm(form=EvaluatorForm(question="用语是否清楚", items=(Item(id="a", text="要素", points=2),)))
    first, *others = plan.scenario.expectations
    judged = first.model_copy(update={"id": "通话", "title": "通话清楚", "judged": form, "grace": ()})
    scenario = plan.scenario.model_copy(update={"expectations": (judged, *others)})
    monkeypatch.setattr(playing, "compiled", lambda: timeline.compile(scenario))
    table = Table(sandboxes_of(load_settings()), template, Policy.NONE, whole=True)
    seat = {"person": person, "desk": "分拨"}
    login = table.at_desk("分拨").login
    table.world.services.drills.append(EntryKind.SEAT, STARTS, login, seat)
    table.to(60)
    table.world.close()


def says(app: YiwangApp, words: str) -> bool:
    return words in text_of(app).replace("\n", "")


async def run(app: YiwangApp, *steps: tuple[tuple[str, ...], str]) -> None:
    """Press keys, or open a screen by its name, and wait for the words that follow."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for keys, words in steps:
            for key in keys:
                if key.startswith(":"):
                    app.go(key[1:])
                else:
                    await pilot.press(key)
                await settle(pilot)
            await until(pilot, partial(says, app, words))


def test_what_a_review_proposes_becomes_a_task_in_its_owners_day(
    office: Office, world_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dispatcher = office.actor(Role.DISPATCHER)
    played(world_template, dispatcher.name, monkeypatch)
    office.begins_with_day = True

    chief = office.console("duty_chief")
    chief_name = office.actor(Role.DUTY_CHIEF).name
    asyncio.run(
        run(
            chief,
            ((":drill_reviews",), "燃气异味"),
            (("enter",), "1/9 演练概况"),
            (("5",), "待受理：最多"),
            (("right",), "未达成"),
            (("9", "f2"), "把哪一条生成整改任务"),
            # Who sat at the desk is offered first.
            (("enter",), f">  {dispatcher.name}"),
            (("enter",), "什么时候完成"),
            (("enter",), "已生成整改任务"),
            (("f4", "enter"), "用语是否清楚"),
            (("enter", "3", "enter"), "0 到 2 之间"),
            (("backspace", "0", "enter"), "合计 0 / 2"),
            # From the item on to the remark; a digit or the plus gives points without asking.
            (("up", "minus"), "还有 1 项未评"),
            (("plus",), "合计 2 / 2"),
            (("up", "1"), "合计 1 / 2"),
            (("enter", *"尚可", "enter"), "评语：尚可"),
            (("escape",), "存为草稿"),
            (("f4", "enter"), "还没有提交"),
            (("f2",), "评估表已提交"),
            # What was handed in counts at once in the review it was called from.
            (("3",), f"{chief_name}: 尚可"),
            (("f6", "down", "enter", *"占线", "enter"), "异议已记录"),
            (("3",), "占线"),
            (("f5",), "已写入"),
            (("enter", "f8"), "整改任务（未完成）"),
            (("escape", "escape", "f4"), "没有参演记录"),
        )
    )
    (paper,) = chief.settings.exports_folder.glob("*.docx")
    assert "占线" in "\n".join(each.text for each in docx.Document(str(paper)).paragraphs)

    asyncio.run(
        run(
            office.console("dispatcher"),
            ((), "整改任务 1 项（F9 菜单查看）"),
            ((":corrective",), "加强训练"),
            (("f2", *"已练三次", "enter"), "这里没有整改任务"),
            (("f4",), "已完成"),
            (("enter",), "已练三次"),
            (("escape", "escape"), "我的一天"),
            ((":drill_progress",), "燃气异味"),
        )
    )
    assert office.services.improving.check() == []
