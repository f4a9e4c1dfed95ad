"""What an import of work orders says of deadlines moved above and fields that differ."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from console.commands.importnotices import notice_documents, notice_lines
from console.i18n import set_language
from models.cases.kinds import Level
from models.exchange.kinds.order_views import CaseReport, DeadlineMoved, FieldDiffers
from models.kernel.words import N_
from tests.support.cli import yiwang

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ZONE = ZoneInfo("Asia/Shanghai")
BEFORE, AFTER = (datetime(2026, 3, day, 18, tzinfo=ZONE) for day in (6, 9))
CLOSED = N_("the case is closed")
TITLE = N_("title")
REPORT = CaseReport(
    (
        DeadlineMoved(2, "GD1", Level.CITY, BEFORE, AFTER),
        DeadlineMoved(3, "GD2", Level.DISTRICT, None, AFTER, CLOSED),
    ),
    tuple(FieldDiffers(row, f"GD{row}", TITLE, "旧", "新", row == 4, row != 5) for row in range(4, 40)),
)


def test_moved_deadlines_come_first_and_long_lists_are_cut() -> None:
    lines = list(notice_lines(REPORT))
    assert lines.pop(0) == "市、区变更的办结期限：2，已登记 1。"
    assert lines[0] == (
        "！第 2 行 GD1：市的办结期限由 2026-03-06 18:00 改为 2026-03-09 18:00，已记入办理过程。"
    )
    assert lines[1].endswith("未登记：该件已办结")
    assert lines[2] == "第 4 行 GD4，标题：“旧”已改为“新”"
    assert "不作改动" in lines[3]
    assert "--set update=yes" in lines[-1]
    assert len(lines) == 2 + 20 + 1 + 1
    assert list(notice_lines(None)) == []
    assert list(notice_lines(CaseReport())) == []


def test_programs_get_every_row_of_it() -> None:
    document = notice_documents(REPORT)
    assert [each["entered"] for each in document["deadlines_moved"]] == [True, False]
    assert document["deadlines_moved"][0]["before"] == "2026-03-06T18:00:00+08:00"
    assert len(document["differing"]) == 36
    assert notice_documents(None) == {}
    set_language("en")
    assert list(notice_lines(REPORT))[1].startswith("! Row 2, GD1: the City moved its deadline")


def test_an_office_without_grids_is_told_how_to_lay_orders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YIWANG_DB", str(tmp_path / "t.db"))
    assert yiwang("init", "--office", "大岭镇").code == 0
    file = tmp_path / "12345.csv"
    file.write_text("工单标题,工单编号,诉求详细地址\n路灯不亮,GD1,某处\n", encoding="gb18030")
    answer = yiwang("import", "cases", str(file))
    assert answer.code == 3
    assert "诉求详细地址 列，“某处”" in answer.err
    assert "--set grid=网格编码" in answer.err
    assert yiwang("import", "cases", str(file), "--set", "grid=G99").code == 1
    template = tmp_path / "units.xlsx"
    assert yiwang("import", "template", "units", "-o", str(template)).code == 0
    empty = yiwang("import", "units", str(template))
    assert (empty.code, "没有数据行" in empty.err) == (0, True)
