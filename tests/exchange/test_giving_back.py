"""Rejected rows go back as they came, and come in again when they are corrected."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
import python_calamine
import xlsxwriter

from models.exchange.givingback import REASON, write_rejects
from models.exchange.headstyles import Style, head_styles
from models.exchange.readers import RawTable, Source, read_table
from models.exchange.refusals import Blank, NotADate
from models.exchange.views import Problem
from tests.support.hostile import with_parts
from tests.support.workbooks import Sheet, xlsx

KNOWN = frozenset({"编码", "名称", "备注", "code", "name"})
TITLED = Sheet(
    "表一",
    [
        ["事项登记表"],
        ["填报单位：综治办", "", "2025年9月"],
        ["编码", "名称", "备注"],
        ["03", "甲", "=not a formula"],
        [4, "乙", 2.5],
        ["05", "", "合并"],
        ["", "丙", ""],
    ],
    ["A1:C1", "A6:A7"],
)


def given(name: str, data: bytes, rows: tuple[int, ...]) -> tuple[RawTable, bytes]:
    source = Source(name, data)
    table = read_table(source, known=KNOWN)
    problems = [Problem(row, "名称", "", Blank()) for row in rows]
    problems.append(Problem(rows[0], "备注", "", NotADate()))
    target = io.BytesIO()
    assert write_rejects(source, table, problems, target) == len(rows)
    return table, target.getvalue()


def sheet(data: bytes) -> list[list[Any]]:
    return python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def test_a_workbook_keeps_titles_headings_order_and_cells() -> None:
    table, back = given("表.xlsx", xlsx(Sheet("别的", [["x"]]), TITLED), (5, 7))
    rows = sheet(back)
    reasons = "名称：it must not be empty；备注：it is not a date like 2026-03-02"
    assert rows == [
        ["事项登记表", "", "", ""],
        ["填报单位：综治办", "", "2025年9月", ""],
        ["编码", "名称", "备注", REASON],
        [4.0, "乙", 2.5, reasons],
        ["05", "丙", "", "名称：it must not be empty"],
    ]
    again = read_table(Source("表.xlsx", back), known=KNOWN)
    assert (again.sheet, again.headings[:3], again.head) == (table.sheet, table.headings, table.head)
    assert len(again.rows) == 2


def test_column_widths_are_kept_and_a_second_time_adds_no_second_column() -> None:
    data = xlsx(TITLED)
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(data)) as folder:
        parts = {name: folder.read(name) for name in folder.namelist()}
    parts[part] = parts[part].replace(
        b"<sheetData>", b'<cols><col min="1" max="2" width="31.5" customWidth="1"/></cols><sheetData>'
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as folder:
        for name, each in parts.items():
            folder.writestr(name, each)
    _table, back = given("表.xlsx", target.getvalue(), (4,))
    with zipfile.ZipFile(io.BytesIO(back)) as folder:
        text = folder.read(part).decode()
    assert 'width="31.5' in text or 'width="32.2' in text
    _table, twice = given("表.xlsx", back, (4,))
    assert [row.count(REASON) for row in sheet(twice)] == [0, 0, 1, 0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_a_csv_file_keeps_encoding_separator_and_line_ends(encoding: str) -> None:
    text = '登记表;;\r\n编码;名称;备注\r\n"03";"a;b";\'=x\r\n4;乙;多;出\r\n5;丙;\r\n'
    _table, back = given("表.csv", text.encode(encoding), (3, 4))
    assert back.startswith(text.encode(encoding)[:3])
    lines = back.decode(encoding).split("\r\n")
    assert lines[:2] == ["登记表;;", f"编码;名称;备注;{REASON}"]
    assert lines[2].startswith('03;"a;b";\'=x;名称：')
    assert lines[3].startswith("4;乙;多;")
    assert lines[4:] == [""]
    again = read_table(Source("表.csv", back), known=KNOWN)
    assert [list(cells)[:3] for _number, cells in again.rows] == [["03", "a;b", "=x"], ["4", "乙", "多"]]


def test_json_goes_back_as_json() -> None:
    rows = [{"code": "1", "name": ""}, {"code": "2", "name": "b"}]
    _table, back = given("x.json", json.dumps(rows).encode(), (1,))
    assert json.loads(back)[0] | {REASON: ""} == {"code": "1", "name": "", REASON: ""}
    lines = "\n".join(json.dumps(row) for row in rows)
    _table, back = given("x.jsonl", lines.encode(), (2,))
    assert [json.loads(line)["code"] for line in back.decode().splitlines()] == ["2"]


def test_a_page_goes_back_as_a_workbook() -> None:
    page = (
        '<table><tr><td colspan="2">清单</td></tr><tr><td>编码</td><td>名称</td></tr>'
        "<tr><td>1</td><td>甲</td></tr><tr><td>2</td><td>乙</td></tr></table>"
    )
    _table, back = given("工单.xls", page.encode(), (4,))
    assert [row[:2] for row in sheet(back)] == [["清单", ""], ["编码", "名称"], ["2", "乙"]]


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_a_mark_is_written_out_where_the_row_it_repeats_is_not_given_back(form: str) -> None:
    rows = [
        ["a", "甲", "路灯"],
        ["b", "乙", "同上"],
        ["c", "〃", "积水"],
        ["d", "丁", "同上"],
        ["e", "戊", "〃"],
    ]
    heads = ["编码", "名称", "备注"]
    data = {
        "csv": "\n".join(map(",".join, [heads, *rows])).encode(),
        "xlsx": xlsx(Sheet("表", [heads, *rows])),
        "json": json.dumps([dict(zip(heads, row, strict=True)) for row in rows], ensure_ascii=False).encode(),
    }[form]
    first = 1 if form == "json" else 2
    _table, back = given(f"表.{form}", data, tuple(first + at for at in (1, 2, 4)))
    again = read_table(Source(f"表.{form}", back), known=KNOWN)
    # What 乙 repeats stays behind; what 〃 below it repeats goes along.
    assert [list(cells[:3]) for _number, cells in again.rows] == [
        ["b", "乙", "路灯"], ["c", "〃", "积水"], ["e", "戊", "〃"],
    ]  # fmt: skip


def test_titles_and_headings_look_as_they_did() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    page = book.add_worksheet("表")
    look = book.add_format({"bold": True, "font_color": "#FF0000", "bg_color": "#FFFF00", "border": 1})
    page.merge_range("A1:B1", "登记表", look)
    for at, heading in enumerate(("编码", "名称")):
        page.write(1, at, heading, look)
        page.write(2, at, "", look)
        page.write(3, at, f"x{at}")
    book.close()
    _table, back = given("表.xlsx", target.getvalue(), (4,))
    assert sheet(back)[-1][:2] == ["x0", "x1"]
    part = "xl/worksheets/sheet1.xml"
    before, after = (head_styles(data, part, 2) for data in (target.getvalue(), back))
    assert set(before.values()) == {Style(True, "FF0000", "FFFF00", True)}
    assert {place: after[place] for place in before} == before
    assert set(after) == {*before, (1, 2)}, "the column of reasons looks like its neighbour"
    assert head_styles(with_parts(back, {"xl/styles.xml": b"<fonts><font" * 9}), part, 2) == {}
