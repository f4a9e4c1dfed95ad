"""Workbooks: read back cell by cell, and the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from models.exchange.papers.model import Align, Band
from models.exchange.papers.refusals import TextBeyondCell
from models.exchange.papers.sheets import Sheet, SheetColumn, SheetRow, Tone, Workbook
from models.exchange.papers.workbook import tab_name, write_workbook

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
COLUMNS = (
    SheetColumn("序号", align=Align.CENTRE),
    SheetColumn("事项名称"),
    SheetColumn("占比", number_format="0.0%"),
)
SHEET = Sheet(
    "基本/履职",
    "大岭镇基本履职事项清单",
    COLUMNS,
    (
        Band("一、党的建设（2项）"),
        SheetRow((1, "=1+1", 0.5)),
        SheetRow((2, "很长的名称" * 20 + "\n第二行", None), Tone.MARKED),
        SheetRow(("合计", date(2026, 3, 2), True), Tone.TOTAL),
    ),
    note="填报单位：大岭镇",
    note_right="日期：2026年3月2日",
    foot=("填报人：",),
    landscape=True,
)


def written(*sheets: Sheet, at: datetime = AT) -> bytes:
    target = io.BytesIO()
    write_workbook(Workbook(sheets or (SHEET,), "清单"), target, at)
    return target.getvalue()


def cells(data: bytes, place: int = 0) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(place).to_python()


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.read(name).decode()


def test_every_cell_stands_where_it_belongs() -> None:
    assert cells(written()) == [
        ["大岭镇基本履职事项清单", "", ""],
        ["填报单位：大岭镇", "", "日期：2026年3月2日"],
        ["序号", "事项名称", "占比"],
        ["一、党的建设（2项）", "", ""],
        [1, "=1+1", 0.5],
        [2, "很长的名称" * 20 + "\n第二行", ""],
        ["合计", date(2026, 3, 2), "是"],
        ["填报人：", "", ""],
    ]


def test_a_text_is_never_a_formula_a_link_or_a_number() -> None:
    texts = ("=1+1", "+86", "-1", "@SUM(A1)", "http://a.b", "007", "\t=2")
    sheet = Sheet("表", "", (SheetColumn("文字"),), tuple(SheetRow((text,)) for text in texts))
    data = written(sheet)
    assert [row[0] for row in cells(data)[1:]] == [*texts[:-1], "=2"]
    xml = part(data, "xl/worksheets/sheet1.xml")
    assert "<f>" not in xml
    assert "hyperlink" not in xml
    assert "quotePrefix" in part(data, "xl/styles.xml")


def test_titles_are_merged_heads_stay_in_sight_and_repeat() -> None:
    data = written()
    xml = part(data, "xl/worksheets/sheet1.xml")
    merged = set(re.findall(r'mergeCell ref="([^"]+)"', xml))
    assert merged == {"A1:C1", "A2:B2", "A4:C4", "A8:C8"}
    assert 'ySplit="3"' in xml
    assert 'orientation="landscape"' in xml
    assert 'paperSize="9"' in xml
    assert 'fitToHeight="0"' in xml
    assert "$3:$3" in part(data, "xl/workbook.xml")


def test_columns_are_as_wide_as_their_chinese() -> None:
    xml = part(written(), "xl/worksheets/sheet1.xml")
    widths = [float(width) for width in re.findall(r'<col min="\d" max="\d" width="([\d.]+)"', xml)]
    assert widths[0] < 8
    # Capped: what is longer wraps.
    assert 40 < widths[1] < 41.5


def test_headings_of_two_rows_choices_and_hidden_columns() -> None:
    columns = (
        SheetColumn("键", hidden=True),
        SheetColumn("原文", group="本期"),
        SheetColumn("修改", group="本期"),
        SheetColumn("意见", choices=("同意", "不同意")),
    )
    data = written(Sheet("反馈", "反馈表", columns, (SheetRow(("k1", "甲", "乙", "")),)))
    assert cells(data) == [
        ["反馈表", "", "", ""], ["键", "本期", "", "意见"], ["", "原文", "修改", ""], ["k1", "甲", "乙", ""],
    ]  # fmt: skip
    xml = part(data, "xl/worksheets/sheet1.xml")
    assert {"A2:A3", "B2:C2", "D2:D3"} <= set(re.findall(r'mergeCell ref="([^"]+)"', xml))
    assert '<formula1>"同意,不同意"</formula1>' in xml
    assert 'sqref="D4"' in xml
    assert 'hidden="1"' in xml
    assert "$2:$3" in part(data, "xl/workbook.xml")


def test_one_column_and_no_rows_will_do() -> None:
    data = written(
        Sheet("空", "没有事项", (SheetColumn("意见", choices=("同意",)),), (), note="甲", note_right="乙")
    )
    assert cells(data) == [["没有事项"], ["甲    乙"], ["意见"]]


def test_tabs_have_names_a_spreadsheet_takes() -> None:
    taken: set[str] = set()
    assert tab_name("[基本]:*?/\\", taken) == "·基本······"
    long = "县" * 40
    assert tab_name(long, taken) == "县" * 31
    assert tab_name(long, taken) == "县" * 28 + "(2)"
    assert tab_name("'", taken) == "1"


def test_the_same_moment_gives_the_same_bytes_and_no_maker() -> None:
    data = written()
    assert written() == data
    assert written(at=datetime(2026, 3, 3, tzinfo=UTC)) != data
    core = part(data, "docProps/core.xml")
    assert "<dc:creator></dc:creator>" in core
    assert "2026-03-02T01:00:00Z" in core


def test_a_text_no_cell_can_hold_is_refused() -> None:
    sheet = Sheet("表", "", (SheetColumn("文字"),), (SheetRow(("长" * 32_768,)),))
    with pytest.raises(TextBeyondCell) as refused:
        written(sheet)
    assert refused.value.params["length"] == 32_768
