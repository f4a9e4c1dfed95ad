"""Requirements and comparisons on paper: what stands in them, in which words, and always the same bytes."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import docx
import pytest
from python_calamine import CalamineWorkbook

from console.i18n import set_language
from console.tongue import list_name, tongue
from models.exchange.papers.names import PaperForm
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.api import Services
    from models.kernel.clock import ManualClock

Grid = list[list[Any]]
HOSTILE = "=cmd|' /C calc'!A0 |\x1b[31m红\u202e<b>*粗*"


def paper(services: Services, admin: Actor, form: PaperForm, on: str = "") -> bytes:
    target = io.BytesIO()
    found = services.requirements.derive(admin, on)
    services.books.requirement_book(found, list_name(found.meant), form, target, tongue())
    return target.getvalue()


def sheets(data: bytes) -> dict[str, Grid]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names}


@pytest.mark.parametrize("form", PaperForm)
def test_the_same_list_gives_the_same_bytes(
    town: Services, admin: Actor, clock: ManualClock, form: PaperForm
) -> None:
    first = paper(town, admin, form)
    clock.advance(timedelta(hours=5))
    assert paper(town, admin, form) == first
    assert len(first) > 1000


@BOTH_ENGINES
def test_the_workbook_has_every_matter_step_field_department_gap_and_trace(
    town: Services, admin: Actor
) -> None:
    found = town.requirements.derive(admin)
    pages = sheets(paper(town, admin, PaperForm.XLSX))
    assert list(pages) == [
        "总体情况", "事项", "立案条件", "处置环节", "数据字段", "角色与功能对照", "部门对接", "待补充的内容",
        "来源追溯", "需求追溯",
    ]  # fmt: skip
    fire = next(each for each in found.requirements if each.code == "C0101")
    assert pages["事项"][2][:5] == ["需求编号", "编码", "事项", "类别", "清单"]
    assert pages["事项"][3][:5] == [fire.number, "C0101", "占用消防通道", "公用设施", "配合履职"]
    assert len(pages["处置环节"]) == 3 + len(fire.steps)
    whistle = next(row for row in pages["处置环节"] if row[0] == f"{fire.number}.whistle")
    assert (whistle[7], whistle[8], whistle[10]) == ("吹哨", "值班长", "2工作时")
    fields = sum(len(step.entries) for step in fire.steps)
    assert len(pages["数据字段"]) == 3 + fields
    matrix = pages["角色与功能对照"]
    handle = next(row for row in matrix if row[0] == "处置")
    assert handle[matrix[2].index("处置员")] == 1
    assert handle[-1] == 1
    assert len(pages["待补充的内容"]) == 3 + len(found.gaps)
    forward = {row[0]: row for row in pages["来源追溯"][3:]}
    backward = {row[0]: row for row in pages["需求追溯"][3:]}
    assert forward[fire.sources[0].number][5:9] == ["C0101", "占用消防通道", "JOINT", fire.number]
    assert backward[fire.number][5] == fire.sources[0].number
    assert forward[found.unclaimed[0].number][5:9] == ["", "", "", ""]


def test_the_document_says_the_same_in_chinese_and_english(town: Services, admin: Actor) -> None:
    word = docx.Document(io.BytesIO(paper(town, admin, PaperForm.DOCX)))
    texts = [paragraph.text for paragraph in word.paragraphs]
    assert "大岭镇一网统管平台业务需求" in texts
    for heading in ("一、总体情况", "二、事项需求", "五、与部门的对接", "七、追溯"):
        assert heading in texts
    assert any("预计办理量: 未知" in text for text in texts)
    markdown = paper(town, admin, PaperForm.MARKDOWN).decode()
    assert "没有处置流程 (1)" in markdown
    set_language("en")
    english = paper(town, admin, PaperForm.MARKDOWN).decode()
    assert "## 2. Requirements by matter" in english
    assert "no flow (1)" in english
    assert "预计" not in english


def test_text_from_data_stays_text(town: Services, admin: Actor) -> None:
    drafting = town.drafting
    drafting.begin(admin, "2027")
    (line,) = drafting.find(admin, "L9")
    drafting.edit(admin, line.matter_id, {"name": HOSTILE, "legal_basis": HOSTILE})
    effective = date(2026, 4, 1)
    drafting.publish(admin, effective, drafting.plan(admin, effective).plan.fingerprint)
    pages = sheets(paper(town, admin, PaperForm.XLSX, "2027"))
    name = next(row[2] for row in pages["事项"] if row[1] == "L9")
    assert name == "=cmd|' /C calc'!A0 |红<b>*粗*"
    markdown = paper(town, admin, PaperForm.MARKDOWN, "2027").decode()
    assert "\x1b" not in markdown
    assert "<b>" not in markdown
    assert r"\*粗\*" in markdown


def compared(services: Services, admin: Actor, earlier: str, later: str) -> dict[str, Grid]:
    target = io.BytesIO()
    diff = services.editions.diff(admin, earlier, later)
    names = [list_name(services.editions.as_of(admin, side)) for side in (earlier, later)]
    services.books.difference_book(diff, names[0], names[1], target, tongue())
    return sheets(target.getvalue())


def test_two_editions_are_compared_one_row_for_each_change(town: Services, admin: Actor) -> None:
    drafting = town.drafting
    drafting.begin(admin, "2027")
    lines = {line.code: line.matter_id for line in drafting.entries(admin).rows}
    changes = {"name": "占用疏散通道", "code": "C0199", "department": "县应急局", "urgency": 4}
    drafting.edit(admin, lines["C0101"], changes)
    part = drafting.split(admin, lines["C0101"], [({"name": "锁闭安全出口", "code": "C0198"}, [])])[1]
    drafting.merge(admin, part.matter_id, [lines["L9"]])
    effective = date(2026, 4, 1)
    drafting.publish(admin, effective, drafting.plan(admin, effective).plan.fingerprint)
    pages = compared(town, admin, "1", "2027")
    assert list(pages) == ["汇总", "变化"]
    rows = [row[1:] for row in pages["变化"][2:]]
    found = {(row[0], row[1], row[5]): row for row in rows}
    assert found["更名", "C0199", "事项名称"][6:8] == ["占用消防通道", "占用疏散通道"]
    assert found["改码", "C0199", "编码"][3:5] == ["C0101", "占用消防通道"]
    assert found["调整", "C0199", "责任部门"][7] == "县应急局"
    assert found["内容变更", "C0199", "紧急程度"][6:8] == ["3", "4"]
    assert "拆分 ← C0199 占用疏散通道" in found["拆分", "C0198", ""][8].splitlines()
    assert found["合并", "L9", ""][8] == "合并 → C0198 锁闭安全出口"
    counts = {row[0]: row[1:3] for row in pages["汇总"][2:]}
    assert (counts["合并"], counts["新增"], counts["相同"]) == ([1, 1], [0, 0], [0, 0])
    # Backwards the parts are gone, and nothing is the same list twice.
    back = compared(town, admin, "2027", "1")
    assert {row[1] for row in back["变化"][2:]} >= {"改码"}
    same = compared(town, admin, "1", "1")
    assert same["变化"][2:] == []
