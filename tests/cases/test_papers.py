"""The printed form of a case, read back."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import docx
import pytest

from console.i18n import set_language
from console.printing import printed
from console.tongue import tongue
from models.accounts.views import Role
from models.api import Services
from models.cases.files.sources import FileSource
from models.cases.refusals import MayNotReveal
from models.cases.rules import Action, CaseState
from models.cases.views import ActionEntries

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cases.township import Desk

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def texts(document: Any) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_form_tells_everything_and_is_the_same_each_time(sqlite_desk: Desk, tmp_path: Path) -> None:
    desk = sqlite_desk
    services = Services(desk.store, desk.clock, tmp_path / "files")
    case, other = desk.bring_to(CaseState.ARCHIVED), desk.bring_to(CaseState.HANDLING, title="路灯不亮")
    desk.do(other, Action.URGE, Role.DUTY_CHIEF, note="请抓紧")
    services.limits.seed()
    reported = desk.report(title="井盖松动")
    asked = ActionEntries(unit_id=desk.town.other_unit, note="请一同到场，联系13912345678，另见20260302-0001")
    other = desk.cases.case_by_id(desk.town.actor(Role.DUTY_CHIEF), other.id)
    services.tasks.perform(desk.town.actor(Role.DISPATCHER), other.id, Action.ASSIST, asked, other.version)
    handler, acceptor = desk.town.actor(Role.HANDLER), desk.town.actor(Role.ACCEPTOR)
    file = services.files.attach(handler, other.id, FileSource.of("现场.png", PNG), "东侧")

    def written(ids: list[int], who: Any, why: str = "") -> bytes:
        target = io.BytesIO()
        forms = [printed(services, who, case_id, why) for case_id in ids]
        services.case_papers.write_forms(forms, target, tongue())
        return target.getvalue()

    both = written([case.id, other.id, reported.id], acceptor)
    desk.clock.advance(timedelta(hours=30))
    assert written([case.id, other.id, reported.id], acceptor) == both
    document = docx.Document(io.BytesIO(both))
    said = texts(document)
    for part in (
        *(case.number, other.number, "事件处置单", "消防通道走不通", "办理依据", "时限", "签字"),
        *("协办情况", "请一同到场", "待协办", "15工作分钟"),
        *("现场.png", "东侧", file.sha256[:32], "备注：请抓紧", "核查人"),
    ):
        assert part in said
    assert "联系139****5678，另见20260302-0001" in said
    assert "13800001234" not in said
    assert "张三丰" not in said
    assert [section.header.paragraphs[0].text.split("　")[-1] for section in document.sections] == [
        case.number,
        other.number,
        reported.number,
    ]
    assert 'w:eastAsia="仿宋"' in document.element.xml
    # Where 仿宋 is not at hand, another face shows the Chinese shapes, not the Japanese.
    assert '<w:lang w:val="en-US" w:eastAsia="zh-CN"' in document.styles.element.xml
    facts, signed = document.tables[0], next(t for t in document.tables if t.cell(0, 0).text == "岗位")
    handled = next(row.cells[3].text for row in facts.rows if row.cells[2].text == "承办人")
    assert handled == signed.cell(2, 1).text != ""
    # The sheet to be signed is never torn apart; a long receipt is, rather than leave half a page empty.
    assert [row._tr.xml.count("<w:keepNext/>") for row in signed.rows] == [4, 4, 4, 4, 4, 0]
    counted = next(row for table in document.tables for row in table.rows if row.cells[0].text == "计算过程")
    assert ("cantSplit" in counted._tr.xml) is (counted.cells[1].text.count("\n") < 8)
    timeline = next(table for table in document.tables if table.cell(0, 2).text == "环节")
    assert len(timeline.rows) == len(desk.cases.case_by_id(acceptor, case.id).timeline) + 1

    clear = texts(docx.Document(io.BytesIO(written([other.id], handler, "到现场要联系"))))
    assert "张三丰 13800001234" in clear
    with pytest.raises(MayNotReveal):
        written([case.id], acceptor, "存档需要")
    set_language("en")
    english = texts(docx.Document(io.BytesIO(written([other.id], acceptor))))
    assert "1. Facts" in english
    assert "Case form" in english
