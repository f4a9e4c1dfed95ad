"""What offices really send: forms, marks of repetition, day numbers, pages called workbooks."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from models.accounts.views import Actor
from models.exchange.cells import code, day, line
from models.exchange.checking import Checked, checked
from models.exchange.frame import Field, Reading
from models.exchange.kinds.matter_cells import limits
from models.exchange.lists import ReadOnlyKind
from models.exchange.readers import Form, RawTable, Source, read_table
from models.exchange.refusals import NotATable, RoundedNumber
from models.exchange.repairing import NothingAbove, is_rounded, limit_text
from models.exchange.views import ImportOptions
from models.kernel.words import N_
from tests.support.hostile import with_parts
from tests.support.workbooks import Sheet, xlsx

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Things(ReadOnlyKind):
    name = "things"
    title = N_("things of this test")
    key = ("code",)
    fields = (
        Field("code", N_("code of it"), required=True, synonyms=("编码",), parse=code()),
        Field("name", N_("name of it"), synonyms=("名称",), parse=line(64)),
        Field("day", N_("day of it"), synonyms=("日期",), parse=day, blank=None),
        Field("limits", N_("limits of it"), synonyms=("时限",), parse=limits, blank=()),
    )


THINGS = _Things()
KNOWN = THINGS.known_headings()


def book(*rows: Sequence[Any], **options: Any) -> bytes:
    """Return a workbook as a spreadsheet program writes it: numbers as numbers, texts as texts."""
    target = io.BytesIO()
    made = xlsxwriter.Workbook(target, {"in_memory": True, **options})
    sheet, days = made.add_worksheet("表一"), made.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, place, cell, days)
            elif isinstance(cell, str) and cell.startswith("="):
                sheet.write_formula(number, place, cell, None, 7)
            elif isinstance(cell, str):
                sheet.write_string(number, place, cell)
            else:
                sheet.write(number, place, cell)
    made.close()
    return target.getvalue()


def read(data: bytes, name: str = "表.xlsx") -> RawTable:
    return read_table(Source(name, data), known=KNOWN)


def understood(data: bytes) -> Checked:
    reading = Reading(Actor(0, "", "", frozenset()), datetime.now().astimezone(), {})
    return checked(THINGS, read(data), (), ImportOptions(), reading, None)


def test_a_form_is_read_with_every_repair_listed_by_its_row() -> None:
    data = book(
        ["大岭镇事项登记表"],
        ["填报单位：综治办", "", "", "填报日期：2025年9月30日"],
        ["序号", "编码", "名称", "日期", "时限"],
        [1, "03", "东华门\n街道", "9月26日", "五个工作日内办结"],
        [2, 4, "同上", 45926, "1紧急工作时制止"],
        [3, "０５", "张　三", "2025.9.26", "3天；2小时"],
        [4, "06", "〃", date(2025, 9, 26), "４工作时"],
        [5, "07", "李四", "2025年9月26日（星期五）", ""],
        ["合计", 5],
        ["填报人：张三"],
    )
    found = understood(data)
    assert found.problems == []
    assert [row.number for row in found.rows] == [4, 5, 6, 7, 8]
    assert [row.values["code"] for row in found.rows] == ["03", "04", "05", "06", "07"]
    assert [row.values["name"] for row in found.rows] == ["东华门街道", "东华门街道", "张三", "张三", "李四"]
    assert {row.values["day"] for row in found.rows} == {date(2025, 9, 26)}
    assert [row.values["limits"] for row in found.rows] == [
        ("5WD",), ("1UH",), ("3ND", "2UH"), ("4WH",), (),
    ]  # fmt: skip
    told = {(repair.row, repair.column, repair.before, repair.after) for repair in found.repairs}
    assert told == {
        (4, "名称", "东华门 街道", "东华门街道"),
        (4, "日期", "9月26日", "2025-09-26"),
        (4, "时限", "五个工作日内办结", "5个工作日"),
        (8, "日期", "2025年9月26日（星期五）", "2025年9月26日(星期五)"),
        (5, "编码", "4", "04"),
        (5, "名称", "同上", "东华门 街道"),
        (5, "名称", "东华门 街道", "东华门街道"),
        (5, "日期", "45926", "2025-09-26"),
        (5, "时限", "1紧急工作时制止", "1紧急工作时"),
        (6, "编码", "０５", "05"),
        (6, "名称", "张 三", "张三"),
        (6, "时限", "3天；2小时", "3天；2紧急工作时"),
        (7, "名称", "〃", "张 三"),
        (7, "名称", "张 三", "张三"),
    }
    assert "序号" not in found.unknown


def test_day_numbers_count_from_1904_where_the_workbook_says_so() -> None:
    rows = (["编码", "日期"], ["a1", 44464])
    assert understood(book(*rows, date_1904=True)).rows[0].values["day"] == date(2025, 9, 26)
    assert understood(book(*rows)).rows[0].values["day"] == date(2021, 9, 25)


def test_a_number_that_a_spreadsheet_rounded_is_refused_wherever_it_stands() -> None:
    data = book(
        ["编码", "名称"],
        [420123199001011234, "一"],
        ["b", 420123199001011234],
        ["c", "4.20123E+17"],
        ["420123199001010000", "尾数丢失"],
        ["110101199003070", "十五位"],
        ["d", "110101199003071999"],
    )
    found = understood(data)
    assert [(each.row, type(each.reason)) for each in found.problems] == [
        (row, RoundedNumber) for row in (2, 5, 3, 4)
    ]
    assert [row.number for row in found.rows] == [6, 7]


def test_an_id_number_that_ends_in_zeros_and_holds_its_check_digit_is_no_rounded_one() -> None:
    numbers = [f"110101{born}{order}000" for born in range(19900101, 19900132) for order in range(10)]
    real = [number for number in numbers if not is_rounded(number)]
    assert 10 < len(real) < 60, "one of eleven holds by chance"
    assert is_rounded("420123199001010000")
    assert not is_rounded("1234567890123000")


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("1紧急工作时制止", "1紧急工作时"),
        ("十二个工作日内处置完毕", "12个工作日"),
        ("两小时", "2紧急工作时"),
        ("二十天", "20天"),
        ("4WH", "4WH"),
        ("立即", "立即"),
    ],
)
def test_limits_in_words(text: str, limit: str) -> None:
    assert limit_text(text) == limit


def test_three_rows_of_headings_are_joined_downwards() -> None:
    table = read(
        xlsx(
            Sheet(
                "表一",
                [
                    ["编码", "名称", "处置情况", "", "", ""],
                    ["", "", "上级", "", "镇街", ""],
                    ["", "", "单位", "时间", "单位", "时间"],
                    ["a", "甲", "局", "一", "站", "二"],
                ],
                ["A1:A3", "B1:B3", "C1:F1", "C2:D2", "E2:F2"],
            )
        )
    )
    assert table.headings == ("编码", "名称", "上级 单位", "上级 时间", "镇街 单位", "镇街 时间")
    assert table.head == 3


def test_headings_below_title_lines_are_found_in_a_csv_file_too() -> None:
    table = read("登记表,\n填报日期：2024-05-01,\n编码,名称\na,甲\n合计,1\n".encode("gb18030"), "表.csv")
    assert (table.head, table.year, table.encoding, table.form) == (3, 2024, "gb18030", Form.CSV)
    assert [(number, list(cells)) for number, cells in table.rows] == [(4, ["a", "甲"])]
    plain = read("编码,名称\na,甲\n合计,1\n".encode(), "表.csv")
    assert len(plain.rows) == 1
    assert "rows 3" in str(plain.assumptions[-1])


def test_pages_that_are_called_workbooks_are_read_as_tables() -> None:
    page = (
        '<html><head><meta charset="gbk"><style>td{x:y}</style></head><body><table>'
        "<tr><td colspan=3>工单<br>清单</td></tr><tr><th>编码</th><th>名称</th><th>日期</th></tr>"
        "<tr><td rowspan=2>a&amp;b</td><td>甲</td><td>2025-1-2</td></tr><tr><td>乙</td><td></td></tr></table>"
    )
    table = read(page.encode("gbk"), "工单.xls")
    assert table.form is Form.PAGE
    assert "gb18030, as the page says" in str(table.assumptions[0])
    assert table.headings == ("编码", "名称", "日期")
    assert [list(cells) for _number, cells in table.rows] == [["a&b", "甲", "2025-1-2"], ["a&b", "乙", ""]]
    old = (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook '
        'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:'
        'spreadsheet"><Worksheet ss:Name="一"><Table><Row><Cell><Data ss:Type="String">编码</Data></Cell>'
        '<Cell><Data ss:Type="String">名称</Data></Cell></Row><Row><Cell ss:Index="2"><Data '
        'ss:Type="String">甲</Data></Cell></Row></Table></Worksheet></Workbook>'
    )
    table = read(old.encode(), "旧.xls")
    assert (table.sheet, [list(cells) for _number, cells in table.rows]) == ("一", [["", "甲"]])
    with pytest.raises(NotATable):
        read(b"<html><body>nothing</body></html>")


def test_formulas_give_their_last_results_and_macros_and_links_are_said() -> None:
    data = with_parts(
        book(["编码", "名称"], ["=1+6", "甲"]),
        {"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": b"<x/>"},
    )
    table = read(data)
    assert list(table.rows[0][1]) == ["7", "甲"]
    words = " ".join(map(str, table.assumptions))
    assert "formulas: 1" in words
    assert "macros" in words
    assert "other files" in words


def test_utf16_without_a_mark_is_found_in_chinese_that_has_few_zero_bytes() -> None:
    text = "编码,名称\n" + "".join(f"甲{'中文' * 60},乙{'名称' * 40}\n" for _row in range(5))
    for encoding in ("utf-16-le", "utf-16-be"):
        assert read(text.encode(encoding), "表.csv").encoding == encoding


def test_a_mark_above_which_nothing_stands_is_refused_and_not_stored() -> None:
    found = understood("编码,名称\na,\nb,同上\nc,甲\nd,〃\n".encode())
    assert [(each.row, type(each.reason)) for each in found.problems] == [(3, NothingAbove)]
    assert [row.values["name"] for row in found.rows] == ["", "甲", "甲"]
