"""Sheets made for the eye: titles, two rows of headings, categories, totals, signatures."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.exchange.kinds import kind_named
from models.exchange.layout import lay_out
from models.exchange.readers import RawTable, Source, read_table
from models.exchange.refusals import EmptyTable, NoSuchSheet, NotATable
from models.exchange.workbooks import Grid
from tests.support.workbooks import Sheet, ods, xlsx

DATA = Path(__file__).parent / "data"
KNOWN = kind_named("sources").known_headings()

OFFICE = Sheet(
    "附件1",
    [
        ["大岭镇承接事项清单"],
        ["填报单位：县民政局", "", "", "填报日期：2026年3月"],
        ["序号", "事项名称", "法律依据", "职责分工", "", "备注"],
        ["", "", "", "上级部门职责", "镇街配合职责", ""],
        ["一、社会救助（2项）"],
        [1, "低保申请", "《社会救助暂行办法》第十一条", "审批", "受理", "旧"],
        [2, "临时救助", "", "", "核查", ""],
        ["二、养老服务（3项）"],
        ["（一）补贴"],
        [3, "高龄津贴", "", "发放", "核查", 2.5],
        ["序号", "事项名称", "法律依据", "上级部门职责", "镇街配合职责", "备注"],
        [4, "护理补贴", "", "", "", ""],
        ["合计", 4],
        ["填报人：张三", "", "联系电话：123"],
    ],
    ["A1:F1", "D3:E3", "A3:A4", "B3:B4", "C3:C4", "F3:F4", "D6:D7"],
)


def read(data: bytes, sheet: str | None = None) -> RawTable:
    return read_table(Source("清单.xlsx", data), sheet=sheet, known=KNOWN, titled=True)


def said(table: RawTable) -> str:
    return "\n".join(map(str, table.assumptions))


def test_an_office_sheet_becomes_a_table_with_its_own_row_numbers() -> None:
    table = read(xlsx(OFFICE))
    assert table.headings == (
        "序号",
        "事项名称",
        "法律依据",
        "上级部门职责",
        "镇街配合职责",
        "备注",
        "category",
    )
    rows = {number: list(cells) for number, cells in table.rows}
    assert list(rows) == [6, 7, 10, 12]
    assert rows[6] == ["1", "低保申请", "《社会救助暂行办法》第十一条", "审批", "受理", "旧", "社会救助"]
    assert rows[7][3] == "审批", "a merged cell speaks for each of its rows"
    assert rows[10][5:] == ["2.5", "养老服务 / 补贴"]
    assert table.sheet == "附件1"


def test_everything_assumed_is_said() -> None:
    words = said(read(xlsx(OFFICE)))
    for part in (
        "sheet “附件1”",
        "headings: rows 3 to 4",
        "merged cells filled down: 1",
        "categories: 3 (社会救助、养老服务、养老服务 / 补贴)",
        "“养老服务” announces 3 items, 2 follow",
        "totals or signatures: rows 13, 14",
        "headings repeated: rows 11",
    ):
        assert part in words
    assert "“社会救助” announces" not in words


def test_open_document_and_old_workbooks_are_read_alike() -> None:
    table = read(ods(OFFICE))
    assert table.headings == read(xlsx(OFFICE)).headings
    assert [number for number, _cells in table.rows] == [6, 7, 10, 12]
    old = read((DATA / "grid_matters.xls").read_bytes())
    assert old.headings == ("序号", "事项名称", "类别", "巡查频次")
    assert [cells[2] for _number, cells in old.rows] == ["消防安全", "消防安全", "市容环境"]


def test_a_csv_file_saved_from_such_a_sheet_is_read_alike() -> None:
    text = "县清单,,\n序号,事项名称,备注\n一、民政,,\n1,低保申请,a\n合计,1,\n"
    table = read(text.encode("gb18030"))
    assert [(number, list(cells)) for number, cells in table.rows] == [(4, ["1", "低保申请", "a", "民政"])]


def test_the_sheet_is_chosen_by_its_headings_or_by_name_or_number() -> None:
    book = xlsx(
        Sheet("填表说明", [["请逐项填写"], ["不得空项"]]),
        Sheet("旧表", [["序号", "事项名称"], [1, "藏起来的"]], hidden=True),
        Sheet("表一", [["序号", "事项名称"], [1, "甲"]]),
        Sheet("表二", [["序号", "事项名称"], [1, "乙"]]),
    )
    assert read(book).sheet == "表一"
    assert "not read: 填表说明, 表二" in said(read(book))
    assert list(read(book, "表二").rows[0][1]) == ["1", "乙"]
    assert read(book, "2").sheet == "旧表"
    with pytest.raises(NoSuchSheet) as refusal:
        read(book, "表三")
    assert "表一" in refusal.value.params["names"]


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 damaged"])
def test_a_damaged_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(NotATable):
        read(data)


def test_an_empty_workbook_is_refused() -> None:
    for sheet in (Sheet("空", []), Sheet("只有表头", [["序号", "事项名称"]])):
        with pytest.raises(EmptyTable):
            read(xlsx(sheet))


def test_a_column_without_a_heading_is_called_by_its_letter() -> None:
    laid = lay_out(Grid("x", [["序号", "事项名称"], ["1", "甲", "", "眉批"]]), KNOWN)
    assert laid is not None
    assert laid.headings == ("序号", "事项名称", "C", "D")


@pytest.mark.parametrize("name", ["一般程序处罚", "说明会组织", "合计账户管理", "备注册商标核查"])
def test_an_item_is_not_taken_for_a_title_a_total_or_a_signature(name: str) -> None:
    laid = lay_out(Grid("x", [["序号", "事项名称"], ["1", name], ["", name]]), KNOWN)
    assert laid is not None
    assert [cells[1] for _number, cells in laid.rows] == [name, name]


@given(st.lists(st.lists(st.text("一二、（）项合计：甲1 ", max_size=6), max_size=5), max_size=20))
def test_no_sheet_breaks_the_reader_and_no_row_is_read_twice(rows: list[list[str]]) -> None:
    laid = lay_out(Grid("x", list(rows)), KNOWN)
    if laid is not None:
        numbers = [number for number, _cells in laid.rows]
        assert numbers == sorted(set(numbers))
        assert all(len(cells) == len(laid.headings) for _number, cells in laid.rows)
