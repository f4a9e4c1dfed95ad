"""Tables of injects as trainers have them."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from models.exchange.refusals import NotATable
from scenarios import library
from scenarios.loader import load, parse
from scenarios.msel.cells import when_of
from scenarios.msel.exporting import write_table
from scenarios.msel.importing import from_table
from scenarios.msel.refusals import NoInjects, NoSuchStart, NoTimes
from scenarios.timeline import compile as plan_of
from tests.support.cli import yiwang

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 7, 15)
HEADINGS = (
    "序号",
    "计划时间",
    "导调信息",
    "方式",
    "发送方",
    "接收方",
    "预期行动",
    "允许时间（分钟）",
    "评估要点",
    "联系人",
)


def sheet(path: Path, *rows: tuple[Any, ...], headings: tuple[str, ...] = HEADINGS) -> Path:
    """Write a sheet as offices have them: an empty first column, a title, a line of who filled it in."""
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("导调")
    clock = book.add_format({"num_format": "hh:mm"})
    page.merge_range(0, 1, 0, len(headings), "大岭镇防汛桌面推演导调信息表")
    page.write(1, 1, "填报单位：镇三防办")
    for place, heading in enumerate(headings, 1):
        page.write(3, place, heading)
    for number, row in enumerate(rows, 4):
        for place, cell in enumerate(row, 1):
            if isinstance(cell, datetime):
                page.write_datetime(number, place, cell, clock)
            elif cell is not None:
                page.write(number, place, cell)
    page.write(len(rows) + 5, 1, "填表人：张三")
    book.close()
    return path


def test_a_table_as_trainers_have_it_becomes_a_scenario(tmp_path: Path) -> None:
    table = sheet(
        tmp_path / "导调信息表.xlsx",
        (1, "J-60", "县防指发布预警", "文件", "县防指", "全体", "学习研判"),
        (),
        (2, "T+00:15", "柳溪村三断", "电话", "柳溪村", "值班长、受理岗", "恢复联系", 15, "看卫星电话", "王"),
        (3, "第20分钟", "山塘渗漏", "对讲机", "巡查员", "值班长"),
        (4, None, "群众折返", "口头", "群众", "应急办"),
        (5, datetime(1899, 12, 31, 9, 40), "县里要初报", "电话", "县防指", "值班长"),  # noqa: DTZ001 -- as Excel has it
        (6, "9:50-10:00", "媒体来电", "电话", "记者", "党政办"),
        ("应急1", "如２０分钟无动作", "再提示", "口头", "导调组", "全体"),
        (7, "视情", "停滞提示", "口头", "导调组", "全体"),
    )
    answer = yiwang(
        "drill", "import", str(table), "--start", "2026-07-15 09:00", "-o", str(tmp_path / "a.yaml")
    )
    assert answer.code == 0, answer.err
    assert "没有读取的列：联系人" in answer.err
    assert "值班长：值班长" in answer.err
    assert "duty_chief" not in answer.err
    assert "收进导调信息 8 条" in answer.err
    whole = load(tmp_path / "a.yaml").scenario
    plan = plan_of(whole)
    assert [(each.at, each.inject) for each in plan.scheduled(1)] == [
        (-3600, "1"), (900, "2"), (1200, "3"), (1200, "4"), (2400, "5"), (3000, "6"),
    ]  # fmt: skip
    assert {each.id: each.role.value for each in whole.roles} == {
        "值班长": "duty_chief", "受理岗": "acceptor", "应急办": "unit_lead", "党政办": "unit_lead",
    }  # fmt: skip
    second, last = whole.timeline[1], whole.timeline[-1]
    assert (second.from_, second.to, second.allow, second.note) == (
        "柳溪村",
        ("值班长", "受理岗"),
        900,
        "看卫星电话",
    )
    assert second.do.type == "call"
    assert whole.timeline[5].allow == 600
    assert last.contingency
    assert (whole.timeline[-2].contingency, whole.timeline[-2].note) == (True, "如２０分钟无动作")
    assert yiwang("drill", "check", str(tmp_path / "a.yaml")).code == 0
    assert yiwang("drill", "check", "--strict", str(tmp_path / "a.yaml")).code == 1
    again = yiwang("drill", "import", str(table), "-o", str(tmp_path / "a.yaml"))
    assert again.code != 0
    assert "--force" in again.err


def test_english_headings_clock_times_and_both_in_one_column(tmp_path: Path) -> None:
    table = sheet(
        tmp_path / "msel.xlsx",
        ("0:05", "Gas smell", "phone", "Resident -> Duty officer", "GAS"),
        ("0:20", "Leader calls", "phone", "Leader → Duty officer", "REPORT"),
        headings=("Time", "Inject", "Mode", "From/To", "Objective"),
    )
    made = from_table(table, today=TODAY)
    whole = parse("a.yaml", made.text.encode()).scenario
    assert [each.at for each in plan_of(whole).scheduled(1)] == [300, 1200]
    assert [each.id for each in whole.roles] == ["Duty-officer"]
    assert [each.id for each in whole.objectives] == ["GAS", "REPORT"]
    assert whole.world.start == datetime(2026, 7, 15, 9)  # noqa: DTZ001 -- the office's own clock


@pytest.mark.parametrize(("name", "chinese"), [("typhoon", True), ("network-cut", False)])
def test_an_exported_table_gives_the_same_timeline_again(name: str, chinese: bool, tmp_path: Path) -> None:
    whole = library.scenario(name).scenario
    buffer = io.BytesIO()
    write_table(whole, buffer, chinese=chinese)
    path = tmp_path / "a.xlsx"
    path.write_bytes(buffer.getvalue())
    made = from_table(path, today=TODAY, start=whole.world.start.isoformat())
    alone = parse("a.yaml", made.text.encode()).scenario
    assert plan_of(alone).injects == plan_of(whole).injects
    into = from_table(path, today=TODAY, into=whole)
    assert parse("a.yaml", into.text.encode()).scenario == whole


def test_what_cannot_be_read_is_refused_with_its_row(tmp_path: Path) -> None:
    strange = sheet(tmp_path / "a.xlsx", (1, "午后", "来电"), (2, "T+5", "来电"))
    with pytest.raises(NoTimes, match="5: 午后"):
        from_table(strange, today=TODAY)
    with pytest.raises(NoSuchStart):
        from_table(sheet(tmp_path / "b.xlsx", (1, "T+5", "来电")), today=TODAY, start="明天")
    with pytest.raises(NoInjects, match=r"c\.xlsx"):
        from_table(sheet(tmp_path / "c.xlsx", ("甲", "1"), headings=("姓名", "电话")), today=TODAY)
    (tmp_path / "d.xlsx").write_bytes(b"PK\x03\x04nothing")
    with pytest.raises(NotATable):
        from_table(tmp_path / "d.xlsx", today=TODAY)
    answer = yiwang("drill", "import", str(strange), "-o", str(tmp_path / "x.yaml"))
    assert answer.code == 2
    assert "午后" in answer.err
    assert not (tmp_path / "x.yaml").exists()


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("9时30分", "09:30"), ("9点半", "09:30"), ("15", "T+15"), ("T−10", "T-10"),
        ("2026/8/12 14:30", "2026-8-12 14:30"),
        ("第 5 分钟", "第 5 分钟"), ("T+15min", "T+15min"), ("下午", None), ("", None),
    ],
)  # fmt: skip
def test_times_as_trainers_write_them(cell: str, moment: str | None) -> None:
    found = when_of(cell)
    assert (None if found is None else found.moment) == moment
