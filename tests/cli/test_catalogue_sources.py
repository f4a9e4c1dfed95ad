"""``yiwang catalogue sources`` from the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.cli import Ran, yiwang
from tests.support.workbooks import Cell, Sheet, xlsx

if TYPE_CHECKING:
    from pathlib import Path

COUNTS = ("created", "changed", "same", "gone", "rejected")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "township.db"
    assert yiwang("init", "--db", str(path), "--office", "大岭镇").code == 0
    return path


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "民政.xlsx"
    rows: list[list[Cell]] = [
        ["下放清单"],
        ["序号", "事项名称", "主管部门", "备注"],
        [1, "低保受理", "县民政局", "旧"],
        [2, "临时救助", "", ""],
    ]
    path.write_bytes(xlsx(Sheet("附件1", rows), Sheet("附件2", [["序号", "事项名称"], [1, "高龄津贴"]])))
    return path


def run(database: Path, *arguments: str) -> Ran:
    return yiwang("catalogue", "sources", *arguments, "--db", str(database))


def numbers(ran: Ran) -> list[int]:
    return [ran.json()[name] for name in COUNTS]


def test_a_book_is_planned_imported_changed_and_looked_at(database: Path, workbook: Path) -> None:
    start = ("import", str(workbook), "--book", "MZ", "--title", "民政下放", "--kind", "department")
    planned = run(database, *start, "--dry-run", "--json")
    assert (planned.code, numbers(planned), planned.json()["dry_run"]) == (0, [2, 0, 0, 0, 0], True)
    assert run(database, "list", "--json").json() == []
    first = run(database, *start, "--json")
    assert (first.code, numbers(first), first.json()["number"]) == (0, [2, 0, 0, 0, 0], 1)
    assert any("附件1" in each and "附件2" in each for each in first.json()["assumptions"])
    assert numbers(run(database, *start, "--json")) == [0, 0, 2, 0, 0]
    again = run(database, "import", str(workbook), "--book", "MZ", "--sheet", "附件2")
    assert again.code == 0
    assert again.out.splitlines()[-1] == "新增 1，变更 0，相同 0，消失 2，拒绝 0。"
    (book,) = run(database, "list", "--json").json()
    assert (book["code"], book["present"], book["gone"], book["changed"]) == ("MZ", 1, 2, 3)
    shown = run(database, "show", "MZ")
    assert "民政下放" in shown.out
    assert "第 3 次导入，民政.xlsx 附件2：新增 1" in shown.out
    changes = run(database, "changes", "MZ", "--unseen", "--json").json()
    assert sorted(each["action"] for each in changes) == ["created", "gone", "gone"]
    assert run(database, "acknowledge", "MZ").out == "已把 3 处改动标为已看。\n"
    assert run(database, "changes", "MZ", "--unseen", "--json").json() == []
    assert len(run(database, "changes", "MZ", "--import", "3", "--json").json()) == 3
    assert yiwang("check", "--db", str(database)).code == 0


def test_items_are_listed_and_shown(database: Path, workbook: Path) -> None:
    assert run(database, "import", str(workbook), "--book", "MZ", "--department", "县救助局").code == 0
    listed = run(database, "items", "--text", "dbsl", "--json").json()
    assert [(each["name"], each["department"], each["state"]) for each in listed] == [
        ("低保受理", "县民政局", "present")
    ]
    assert run(database, "items", "--state", "gone").err == "没有符合条件的来源事项。\n"
    shown = run(database, "item", str(listed[0]["id"]))
    assert "备注: 旧" in shown.out
    assert "民政.xlsx 附件1，第 3 行" in shown.out
    assert "新增  低保受理" in shown.out
    assert run(database, "item", "1", "--json").json()["other"] == [["备注", "旧"]]


def test_field_changes_are_printed_before_and_after(database: Path, tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("事项编码,事项名称\nA,旧名\n", "utf-8")
    assert run(database, "import", str(path), "--book", "B").code == 0
    path.write_text("事项编码,事项名称\nA,新名\n", "utf-8")
    planned = run(database, "import", str(path), "--book", "B", "--dry-run")
    assert planned.out.splitlines()[:2] == ["变更  第 2 行  A  新名", "    名称: 旧名 → 新名"]
    assert run(database, "import", str(path), "--book", "B").code == 0
    assert "名称: 旧名 → 新名" in run(database, "changes").out


def test_a_book_is_edited_retired_and_restored(database: Path, workbook: Path) -> None:
    run(database, "import", str(workbook), "--book", "MZ")
    assert (
        run(database, "edit", "MZ", "--title", "新题", "--kind", "power", "--received", "2026-03-01").code
        == 0
    )
    book = run(database, "show", "MZ", "--json").json()["book"]
    assert (book["title"], book["kind"], book["received"]) == ("新题", "power", "2026-03-01")
    assert run(database, "edit", "MZ").code == 2
    assert run(database, "retire", "MZ").code == 0
    refused = run(database, "import", str(workbook), "--book", "MZ")
    assert (refused.code, "已停用" in refused.err) == (1, True)
    assert run(database, "list", "--json").json() == []
    assert len(run(database, "list", "--retired", "--json").json()) == 1
    assert run(database, "restore", "MZ").code == 0
    assert run(database, "restore", "MZ").code == 1


def test_rejected_rows_are_named(database: Path, tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("事项编码,事项名称\nA,甲\nA,乙\nB,\n", "utf-8")
    refused = run(database, "import", str(path), "--book", "B", "--json")
    assert (refused.code, numbers(refused)) == (1, [0, 0, 0, 0, 2])
    assert [each["row"] for each in refused.json()["problems"]] == [3, 4]
    partial = run(database, "import", str(path), "--book", "B", "--partial", "--json")
    assert (partial.code, numbers(partial)) == (3, [1, 0, 0, 0, 2])
    assert run(database, "import", str(path), "--book", "B", "--dry-run").code == 3


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("import", "没有.xlsx", "--book", "B"), 2),
        (("import", "没有.xlsx"), 2),
        (("show", "没有"), 1),
        (("changes", "没有"), 1),
        (("item", "9"), 1),
        (("acknowledge",), 2),
        (("retire", "没有"), 1),
    ],
)
def test_wrong_use_is_refused(database: Path, arguments: tuple[str, ...], code: int) -> None:
    ran = run(database, *arguments)
    assert ran.code == code
    assert ran.err
    assert ran.out == ""


def test_the_exchange_takes_the_same_tables(database: Path, workbook: Path) -> None:
    ran = yiwang("import", "sources", str(workbook), "--db", str(database), "--json")
    assert (ran.code, "来源台账" in ran.err) == (2, True)
    said = ("--set", "book=MZ", "--set", "book_kind=网格事项")
    ran = yiwang("import", "sources", str(workbook), *said, "--db", str(database))
    assert ran.code == 0
    assert run(database, "list", "--json").json()[0]["kind"] == "grid"
    helped = yiwang("import", "sources", "--help")
    assert "book_title" in helped.out
