"""The rounds of review on the screen: opened, answered, sent, taken back, settled, carried, closed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from console.differing import marked
from console.forms.fields import Picked
from console.i18n import set_language
from console.paths import files_source
from console.screens.review import ReviewScreen
from console.screens.review_opinion import ReviewOpinionScreen
from console.screens.reviews import ReviewsScreen
from models.catalogue.review.views import OpinionState, RoundState
from tests.pilot.screens import lines_of, settle, shown, text_of, until
from tests.review.bench import HOUSING, SQUAD, make_review
from tests.review.test_sheets import filled

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from models.kernel.clock import ManualClock
    from models.kernel.store import Store
    from tests.review.bench import Review


async def press(pilot: Any, keys: Iterable[str]) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def entry_name(review: Review, code: str) -> str:
    return review.services.drafting.entry(review.admin, review.ids()[code]).draft.name


async def open_round(app: Any, pilot: Any) -> None:
    assert "还没有发起过会审。F2 发起第一轮" in text_of(app)
    await press(pilot, ["f2"])
    assert "每个部门收到写有本部门的事项" in text_of(app)
    form: Any = app.screen
    form.form.take_up({"days": "五"})
    await press(pilot, ["f2"])
    assert "请填 1 到 120 之间的工作日数" in text_of(app)
    form.form.take_up({"days": "5", "departments": "县水利局"})
    await press(pilot, ["f2"])
    assert "清单中没有事项写有“县水利局”" in text_of(app)
    form.form.take_up({"departments": ""})
    await press(pilot, ["f2"])
    await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
    await settle(pilot)
    assert "第 1 轮 进行中 2026-03-09 前反馈" in text_of(app)
    assert "1部门3 2待处理0 3未反馈6 4已反馈0 5全部6" in text_of(app)


async def send_sheets(app: Any, pilot: Any, review: Review) -> None:
    """Write the sheets of everybody into the folder of exports."""
    await press(pilot, ["f3", "enter"])
    await until(pilot, lambda: "写入3个文件" in text_of(app))
    await press(pilot, ["enter"])
    folder = app.settings.exports_folder
    assert len(list(folder.glob("*.xlsx"))) == 3
    assert review.services.review.round(review.chief).line.sent == 3


async def settle_by_form(app: Any, pilot: Any, review: Review) -> None:
    """Record an opinion of the housing office, accept it, open it again, reject it."""
    rows: Any = app.screen
    names = [each.name for each in review.services.review.round(review.chief).departments]
    rows.rows.move_to(names.index(HOUSING))
    await press(pilot, ["enter"])
    assert "第 1 轮 县住建局" in text_of(app)
    await press(pilot, ["f2"])
    assert isinstance(app.screen, ReviewOpinionScreen)
    opinion: Any = app.screen
    opinion.form.take_up({"kind": "change", "field": "name", "proposed": "自建房安全巡查"})
    await press(pilot, ["f2"])
    assert "建议的表述与现在的相同" in text_of(app)
    opinion.form.take_up({"proposed": "经营性自建房安全巡查"})
    await press(pilot, ["f2"])
    assert "建议 事项名称  【经营性】自建房安全巡查" in text_of(app)
    assert "屏幕登记" in text_of(app)
    await press(pilot, ["f3"])
    assert "采纳这条意见？" in text_of(app)
    await press(pilot, ["enter"])
    assert "已办：采纳。" in text_of(app)
    assert entry_name(review, "E0101") == "经营性自建房安全巡查"
    await press(pilot, ["f8", "enter"])
    assert entry_name(review, "E0101") == "自建房安全巡查"
    await press(pilot, ["f4"])
    await press(pilot, ["f2"])
    assert "这一项必填。" in text_of(app)
    opinion.form.take_up({"reason": "范围不宜缩小"})
    await press(pilot, ["f2"])
    assert "县住建局 不采纳" in text_of(app)


async def take_sheet(app: Any, pilot: Any) -> None:
    """Take a sheet back: one row is taken, one is told."""
    folder = app.settings.exports_folder
    sheet = next(folder.glob(f"{SQUAD}*.xlsx"))
    answers = {"E0101": ("不同意", "", "", "人手不足"), "E0103": ("随便",)}
    (folder / "反馈.xlsx").write_bytes(filled(sheet.read_bytes(), answers))
    await press(pilot, ["escape", "f4"])
    taking: Any = app.screen
    taking.form.take_up({"file": {"key": str(folder / "没有.xlsx"), "text": "没有.xlsx"}})
    await press(pilot, ["f2"])
    assert "没有.xlsx" in text_of(app)
    path = str(folder / "反馈.xlsx")
    taking.form.take_up({"file": {"key": path, "text": path}})
    await press(pilot, ["f2"])
    await until(pilot, lambda: "反馈.xlsx 的收回结果" in text_of(app))
    assert "收入 1，已有 0，旧表述 0，未收入 1。" in text_of(app)
    assert "“随便”不是可选的意见" in text_of(app)
    await press(pilot, ["escape", "escape", "2"])
    assert "不同意" in text_of(app)
    assert all(cell_len(line) <= 80 for line in lines_of(app))


async def carry_and_close(app: Any, pilot: Any, review: Review) -> None:
    """Carry what is open, remind, close the round, write its minutes."""
    await press(pilot, ["9"])
    assert "第 1 轮会审不能结束：还有 1 条意见未处理。" in text_of(app)
    await press(pilot, ["enter", "enter"])
    await press(pilot, ["f5", *"等答复", "f2"])
    assert "综合执法队 转下轮" in text_of(app)
    # The arrows turn to the neighbours in the list, without going back to it.
    await press(pilot, ["escape", "5", "enter"])
    first = text_of(app).splitlines()[0]
    await press(pilot, ["right"])
    assert text_of(app).splitlines()[0] != first
    await press(pilot, ["left"])
    assert text_of(app).splitlines()[0] == first
    await press(pilot, ["escape", "8"])
    assert "县应急管理局：第 1 轮会审征求的 2 项中还有 2 项未反馈" in text_of(app)
    await press(pilot, ["escape", "9", "enter"])
    assert review.services.review.rounds(review.chief)[0].state is RoundState.CLOSED
    await press(pilot, ["f8", "down", "down", "enter"])
    await until(pilot, lambda: "已写入" in text_of(app))
    minutes = next(app.settings.exports_folder.glob("*.md")).read_text("utf-8")
    assert "转下一轮的意见（1条）" in minutes
    await press(pilot, ["enter"])
    set_language("en")
    await press(pilot, ["escape"])
    assert all(cell_len(line) <= 80 for line in lines_of(app))


async def speak_for_the_squad(app: Any, pilot: Any) -> None:
    """Let the head of the squad withdraw its opinion; others' are out of reach."""
    set_language("zh_CN")
    await press(pilot, ["enter", "2"])
    assert "F2意见" in text_of(app)
    assert "F3送出" not in text_of(app)
    await press(pilot, ["enter"])
    assert "先前的意见" in text_of(app)
    assert "F3采纳" not in text_of(app)
    await press(pilot, ["f6"])
    await press(pilot, ["f2"])
    assert "综合执法队 已撤回" in text_of(app)
    await press(pilot, ["escape", "f6", *"住建", "enter"])
    assert "第 2 轮 县住建局" in text_of(app)
    assert "F2意见" not in text_of(app)


def test_a_round_from_its_opening_to_the_minutes_by_keys(sqlite_store: Store, clock: ManualClock) -> None:
    review = make_review(sqlite_store, clock)

    async def day() -> None:
        async with shown(review.services, review.chief, clock, ReviewsScreen) as (app, pilot):
            await open_round(app, pilot)
            await send_sheets(app, pilot, review)
            await settle_by_form(app, pilot, review)
            await take_sheet(app, pilot)
            await carry_and_close(app, pilot, review)
        review.open()
        async with shown(review.services, review.lead, clock, ReviewsScreen) as (app, pilot):
            await speak_for_the_squad(app, pilot)
        states = [line.state for line in review.lines(answered=True)]
        assert states == [OpinionState.WITHDRAWN]

    asyncio.run(day())


def test_what_differs_is_marked_by_brackets() -> None:
    assert marked("自建房安全巡查", "经营性自建房安全排查") == (
        "自建房安全【巡】查", "【经营性】自建房安全【排】查",
    )  # fmt: skip
    assert marked("", "每日") == ("", "【每日】")
    assert marked("每日一次", "甲乙丙丁") == ("【每日一次】", "【甲乙丙丁】")
    assert marked("a\x1b[31mb", "ab")[1] == "ab"


def test_files_are_found_by_their_path(tmp_path: Path) -> None:
    (tmp_path / "回复").mkdir()
    (tmp_path / "回复" / "住建.xlsx").write_bytes(b"")
    (tmp_path / "回复" / "说明.txt").write_bytes(b"")
    source = files_source(tmp_path / "回复")
    assert [each.key for each in source(f"{tmp_path}/")] == [f"{tmp_path}/回复/"]
    assert [each.text for each in source(f"{tmp_path}/回复/住")] == ["住建.xlsx"]
    assert source(f"{tmp_path}/没有/") == []
    found = source("住建")
    assert [each.picked for each in found] == [Picked(str(tmp_path / "回复" / "住建.xlsx"), found[0].shown)]
