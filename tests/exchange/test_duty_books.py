"""The two books of the duty lists, compared cell by cell with what they were printed from."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import docx
import pytest
from python_calamine import CalamineWorkbook

from models.catalogue.duties.refusals import UnknownDepartment
from models.catalogue.views import DutyList
from models.exchange.papers.forms import PaperForm, file_name, form_of
from models.exchange.papers.refusals import UnknownPaperForm
from tests.duties.conftest import BOOK

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.api import Services

Grid = list[list[Any]]


@pytest.fixture
def book(services: Services, admin: Actor) -> Services:
    services.organisation.found_office("大岭镇")
    for entries in BOOK:
        services.duties.create(admin, entries)
    return services


def township(services: Services, admin: Actor, form: PaperForm) -> bytes:
    target = io.BytesIO()
    services.books.township_book(admin, form, target)
    return target.getvalue()


def department(services: Services, admin: Actor, name: str, form: PaperForm) -> bytes:
    target = io.BytesIO()
    services.books.department_book(admin, name, form, target)
    return target.getvalue()


def sheets(data: bytes) -> dict[str, Grid]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names}


def test_the_townships_workbook_has_the_published_layouts(book: Services, admin: Actor) -> None:
    pages = sheets(township(book, admin, PaperForm.XLSX))
    assert list(pages) == ["总表", "基本履职事项清单", "配合履职事项清单", "上级部门收回事项清单"]
    note = ["填报单位：大岭镇", "日期：2026年3月2日"]
    basic = pages["基本履职事项清单"]
    assert basic[0] == ["大岭镇基本履职事项清单", ""]
    assert "".join(basic[1]).split("    ") == note
    assert basic[2:] == [
        ["序号", "事项名称"],
        ["一、党的建设（2项）", ""],
        [1, "推进基层党组织建设"],
        [2, "发展新党员"],
        ["二、经济发展（1项）", ""],
        [3, "服务辖区企业"],
    ]
    assert pages["配合履职事项清单"][2:] == [
        ["序号", "事项名称", "对应上级部门", "上级部门职责", "镇街配合职责"],
        ["一、安全稳定（1项）", "", "", "", ""],
        [
            1,
            "燃气安全检查",
            "县住建局（牵头）、县应急管理局",
            "1.制定计划。\n2.执法。",
            "日常巡查，发现问题上报。",
        ],
        ["二、应急管理及消防（1项）", "", "", "", ""],
        [2, "森林防火", "县应急管理局", "指挥扑救。", "巡护宣传。"],
    ]
    assert pages["上级部门收回事项清单"][2:] == [
        ["序号", "事项名称", "承接部门", "工作方式"],
        ["一、市场监管（1项）", "", "", ""],
        [1, "食品经营许可核查", "县市场监督管理局", "直接办理。"],
    ]
    assert pages["总表"][2:4] == [
        ["类别", "基本履职", "配合履职", "上级部门收回", "合计"], ["党的建设", 2, 0, 0, 2],
    ]  # fmt: skip
    assert pages["总表"][-1] == ["合计", 3, 2, 1, 6]


def test_the_townships_document_says_the_same(book: Services, admin: Actor) -> None:
    word = docx.Document(io.BytesIO(township(book, admin, PaperForm.DOCX)))
    texts = [paragraph.text for paragraph in word.paragraphs]
    assert "大岭镇履行职责事项清单" in texts
    contents = texts[texts.index("目录") + 1 :]
    assert contents[:4] == [
        "总体情况",
        "基本履职事项清单（3项）",
        "一、党的建设（2项）",
        "二、经济发展（1项）",
    ]
    summary = "大岭镇履行职责事项清单共6项：基本履职事项3项，配合履职事项2项，上级部门收回事项1项。"
    assert summary in texts
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in word.tables]
    assert len(tables) == 4
    pages = sheets(township(book, admin, PaperForm.XLSX))
    for table, page in zip(tables, pages.values(), strict=True):
        flat = [[str(cell).removesuffix(".0") for cell in row] for row in page[2:]]
        for row in table:
            # A cell that goes across is read once per column from a document, once from a sheet.
            if len(row) > 1 and len(set(row)) == 1:
                row[1:] = [""] * (len(row) - 1)
        assert table == flat


def test_a_department_sees_its_side(book: Services, admin: Actor) -> None:
    pages = sheets(department(book, admin, "县应急管理局", PaperForm.XLSX))
    assert pages["配合履职事项"][0][0] == "县应急管理局关联大岭镇履职事项清单（配合履职事项）"
    assert pages["配合履职事项"][2:5] == [
        ["序号", "事项名称", "关联镇街", "本部门职责", "镇街配合职责"],
        ["一、安全稳定（1项）", "", "", "", ""],
        [1, "燃气安全检查", "大岭镇", "1.制定计划。\n2.执法。", "日常巡查，发现问题上报。"],
    ]
    assert pages["承接事项"][2:] == [["序号", "事项名称", "关联镇街", "工作方式"]]
    text = department(book, admin, "县市场监督管理局", PaperForm.MARKDOWN).decode()
    assert "| 1 | 食品经营许可核查 | 大岭镇 | 直接办理。 |" in text
    assert "本清单没有事项。" in text
    with pytest.raises(UnknownDepartment):
        department(book, admin, "县水利局", PaperForm.TEXT)


@pytest.mark.parametrize("form", PaperForm)
def test_a_book_is_the_same_every_time(book: Services, admin: Actor, form: PaperForm) -> None:
    assert township(book, admin, form) == township(book, admin, form)
    assert department(book, admin, "县住建局", form) == department(book, admin, "县住建局", form)


def test_both_books_hold_every_item(book: Services, admin: Actor) -> None:
    whole = township(book, admin, PaperForm.TEXT).decode()
    for entries in BOOK:
        assert entries.name in whole
        if entries.duty_list is not DutyList.BASIC:
            holders = [each.department for each in book.duties.departments(admin)]
            books = [department(book, admin, name, PaperForm.TEXT).decode() for name in holders]
            assert any(entries.name in text for text in books)


def test_files_have_names_every_system_takes(book: Services) -> None:
    assert book.books.book_name(PaperForm.DOCX) == "大岭镇履行职责事项清单.docx"
    assert book.books.book_name(PaperForm.XLSX, "县住建局") == "县住建局关联大岭镇履职事项清单.xlsx"
    assert file_name('../a:b*"?', PaperForm.TEXT) == "_a_b_.txt"
    assert file_name("", PaperForm.TEXT) == "_.txt"


def test_the_ending_says_the_form() -> None:
    assert form_of("清单.XLSX") is PaperForm.XLSX
    with pytest.raises(UnknownPaperForm) as refused:
        form_of("清单.pdf", (PaperForm.DOCX,))
    assert refused.value.params["endings"] == [".docx"]
