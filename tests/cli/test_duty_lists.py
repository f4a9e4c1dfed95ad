"""``yiwang catalogue lists``: reading, checking, printing and changing from the shell."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import docx
import pytest
from python_calamine import CalamineWorkbook

from console.settings import os_user
from models.exchange.readers import Source
from tests.support.cli import Ran, yiwang
from tests.support.remembered import remembered

if TYPE_CHECKING:
    from pathlib import Path

    from models.api import Services
    from models.kernel.clock import ManualClock

BASIC = (
    "序号,类别,事项名称\n1,一、党的建设（2项）,发展新党员\n2,一、党的建设（2项）,整顿村党组织\n"
    "3,经济发展,服务企业\n"
)
COOPERATIVE = (
    "序号,类别,事项名称,对应上级部门,上级部门职责,镇街配合职责\n"
    "1,安全稳定,燃气检查,县住建局、县应急管理局,执法。,巡查。\n2,安全稳定,防汛抗旱,,调度。,巡堤。\n"
)


@pytest.fixture(autouse=True)
def township(
    sqlite_services: Services, sqlite_url: str, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembered(sqlite_services.store, lambda: _make(sqlite_services), "duty lists", clock.now())
    monkeypatch.setenv("YIWANG_DB", sqlite_url)


def _make(sqlite_services: Services) -> None:
    sqlite_services.initialise(os_user(), "大岭镇")
    admin = sqlite_services.accounts.actor_for_os_user(os_user(), "test")
    for text in (BASIC, COOPERATIVE):
        sqlite_services.exchange.import_file(admin, "duties", Source("清单.csv", text.encode()))


def lists(*arguments: str) -> Ran:
    return yiwang("catalogue", "lists", *arguments)


def test_lists_are_shown_and_given_to_programs() -> None:
    assert [row["code"] for row in lists("--json").json()] == ["J001", "J002", "J003", "P001", "P002"]
    (row,) = lists("cooperative", "--department", "县住建局", "--json").json()
    assert (row["number"], row["superior_duty"], row["list"]) == (1, "执法。", "cooperative")
    shown = lists("basic")
    assert "整顿村党组织" in shown.out
    assert "燃气检查" not in shown.out
    assert lists("recalled").err.strip() == "履职清单是空的。"
    assert lists("cooperative", "--department", "县水利局").code == 1


def test_counts_departments_and_one_item() -> None:
    rows = lists("counts", "--json").json()
    assert rows[0] == {"category": "党的建设", "basic": 2, "cooperative": 0, "recalled": 0, "total": 2}
    assert rows[-1]["total"] == 5
    assert lists("departments", "--json").json()[0] == {
        "department": "县住建局", "cooperative": 1, "recalled": 0,
    }  # fmt: skip
    assert "上级部门职责：\n  执法。" in lists("show", "P001").out
    assert lists("show", "P001", "--json").json()["version"] == 1
    assert lists("show", "X1").code == 1


def test_the_check_names_items_and_ends_with_1() -> None:
    ran = lists("check", "--json")
    assert ran.code == 1
    first = ran.json()[0]
    assert (first["kind"], first["items"]) == ("no_department", ["P002"])
    assert "P002 没有写明部门" in lists("check").out
    assert lists("check", "--kind", "near_item").code == 0
    assert lists("check", "--kind", "nonsense").code == 2


def test_books_are_written(tmp_path: Path) -> None:
    target = tmp_path / "清单.xlsx"
    ran = lists("book", "--township", "-o", str(target))
    assert (ran.code, ran.out) == (0, "")
    names = CalamineWorkbook.from_path(str(target)).sheet_names
    assert names == ["总表", "基本履职事项清单", "配合履职事项清单", "上级部门收回事项清单"]
    before = target.read_bytes()
    assert lists("book", "--department", "县住建局", "-o", str(tmp_path / "住建.docx")).code == 0
    assert docx.Document(str(tmp_path / "住建.docx")).tables[0].rows[2].cells[1].text == "燃气检查"
    folder = tmp_path / "部门"
    assert lists("book", "--all-departments", "--form", "md", "-o", str(folder)).code == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        "县住建局关联大岭镇履职事项清单.md", "县应急管理局关联大岭镇履职事项清单.md",
    ]  # fmt: skip
    assert lists("book", "--township", "-o", str(tmp_path)).code == 0
    assert (tmp_path / "大岭镇履行职责事项清单.docx").exists()
    assert target.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--township", "-o", "x.pdf"), 2),
        (("-o", "x.docx"), 2),
        (("--township", "--all-departments", "-o", "x"), 2),
        (("--department", "县水利局", "-o", "x.md"), 1),
        (("--township", "-o", "/nowhere/at/all/x.md"), 1),
    ],
)
def test_a_book_that_cannot_be_written(arguments: tuple[str, ...], code: int) -> None:
    assert lists("book", *arguments).code == code


def test_an_item_is_added_edited_moved_retired_and_restored() -> None:
    ran = lists("add", "basic", "--set", "name=教育党员", "--set", "category=党的建设", "--set", "number=1")
    assert "J004 现列基本履职清单第1号" in ran.out
    assert "J001 1 > 2" in ran.out
    edited = lists(
        "edit", "p002", "--set", "department=县水利局", "--set", r"method=甲\n乙", "--expect", "1", "--json"
    )
    assert edited.json()["item"]["department"] == "县水利局"
    assert edited.json()["item"]["method"] == "甲\n乙"
    assert lists("edit", "P002", "--set", "name=防汛", "--expect", "1").code == 4
    assert "第1号" in lists("move", "J001", "--number", "1", "--expect", "1").out
    planned = lists("move", "J001", "--to", "cooperative", "--expect", "2", "--dry-run")
    assert "没有写入" in planned.err
    assert json.loads(lists("show", "J001", "--json").out)["duty_list"] == "basic"
    assert "已退出" in lists("retire", "J003", "--expect", "1").out
    assert "已退出清单" in lists("show", "J003").out
    assert "第4号" in lists("restore", "J003", "--expect", "2").out
    assert lists("renumber", "basic").err.strip() == "序号都对，无需重排。"
    assert lists("renumber", "basic", "--json").json() == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("edit", "J001", "--expect", "1"),
        ("edit", "J001", "--set", "nonsense=1", "--expect", "1"),
        ("edit", "J001", "--set", "name", "--expect", "1"),
        ("edit", "J001", "--set", "number=one", "--expect", "1"),
        ("edit", "J001", "--set", "list=nonsense", "--expect", "1"),
        ("edit", "J001", "--set", "number=3", "--expect", "1"),
        ("move", "J001", "--expect", "1"),
        ("edit", "J001", "--set", "name=x"),
    ],
)
def test_what_makes_no_sense_is_wrong_use(arguments: tuple[str, ...]) -> None:
    assert lists(*arguments).code == 2
