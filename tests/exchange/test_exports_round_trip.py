"""Every export imports again without loss: given out, taken in elsewhere, given out again, byte by byte."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.api import Services
from models.exchange.exporting.refusals import NoBook
from models.exchange.exporting.sheet import write_sheet
from models.exchange.exporting.views import Format, How, Wanted
from models.exchange.names import EXPORTABLE
from models.exchange.readers import Source, read_table
from models.exchange.views import ImportOptions
from models.exchange.writers import write_csv, write_json_lines
from models.kernel.text import clean_block
from scenarios.demo.build import FOUNDER
from scenarios.demo.lists import make_flows
from tests.exchange.test_cases_kind import CASE, founded, steps
from tests.support.copies import copy_sqlite

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import IO

    from models.accounts.views import Actor
    from models.kernel.clock import ManualClock

OPEN = {"reveal": True, "reason": "核对数据"}
ORDER = tuple(kind for kind in EXPORTABLE if kind not in {"cases", "history", "sources"})
FORMATS = (Format.CSV, Format.JSON_LINES, Format.XLSX)
HOTLINE = [CASE, {**CASE, "工单编号": "20260227-0008", "标题": "=路灯\n不亮", "反映人": "", "来电号码": ""}]
BOOK = [
    {
        "序号": "1",
        "编码": "A01",
        "主项名称": "社会\n救助",
        "子项": "低保",
        "责任部门": "民政局",
        "办理时限": "20日",
    },
    {"序号": "2", "编码": "", "主项名称": "-5℃以下供暖", "子项": "", "责任部门": "民政局", "联系电话": "010"},
]


ODD_MATTER = {
    "门类": "event",
    "类别代码": "01",
    "类别": "市容环境",
    "事项代码": "0177",
    "事项名称": "=公式样的名称",
    "立案条件": "\n第二条才有文字",
    "时限": "4WH 2WD",
    "结案条件": "已恢复\n",
    "关键词": "+1, -2",
}
"""Cells that begin and end with an empty line, and texts that look like formulas"""


def given_out(services: Services, actor: Actor, kind: str, format_: Format, **entries: Any) -> bytes:
    target = io.BytesIO()
    asked = {name: entries.pop(name) for name in ("text", "columns", "as_of", "settings") if name in entries}
    services.exports.export(actor, Wanted(kind, **asked), How(format_, **{**OPEN, **entries}), target)
    return target.getvalue()


def taken_in(services: Services, actor: Actor, kind: str, data: bytes, **constants: str) -> Any:
    options = ImportOptions(constants=constants)
    return services.exchange.import_file(actor, kind, Source("export", data), options=options)


@pytest.fixture
def office(sqlite_services: Services, clock: ManualClock) -> tuple[Services, Actor]:
    administrator = founded(sqlite_services, clock)
    sqlite_services.exchange.import_rows(administrator, "matters", [ODD_MATTER])
    sqlite_services.exchange.import_rows(administrator, "cases", HOTLINE)
    sqlite_services.exchange.import_rows(administrator, "history", steps())
    return sqlite_services, administrator


@pytest.fixture
def elsewhere(sqlite_template: Path, tmp_path: Path, clock: ManualClock) -> Any:
    """Give a database in which there is nothing but an office, as it was a month ago."""
    now = clock.now()
    opened = Services.open(copy_sqlite(sqlite_template, tmp_path / "elsewhere.db"), clock)
    clock.set(now - timedelta(days=30))
    opened.initialise(FOUNDER, "另一个镇", demo=True)
    founder = opened.accounts.actor_for_os_user(FOUNDER, "test")
    yield opened, founder, now
    opened.close()


@pytest.mark.parametrize("format_", FORMATS)
def test_every_kind_imports_again_byte_by_byte(
    office: tuple[Services, Actor], elsewhere: Any, clock: ManualClock, format_: Format
) -> None:
    (here, admin), (there, founder, now) = office, elsewhere
    a_month_ago = clock.now()
    clock.set(now)
    filled = [
        kind
        for kind in (*ORDER, "cases", "history")
        if here.exports.export(admin, Wanted(kind), How(), io.BytesIO()).rows
    ]
    assert {"divisions", "grids", "staff", "duties", "matters", "cases", "history"} <= set(filled)
    for kind in filled:
        clock.set(now)
        data = given_out(here, admin, kind, format_, office_headings=format_ is Format.XLSX)
        clock.set(now if kind in {"cases", "history"} else a_month_ago)
        if kind == "matters" and "flows" not in EXPORTABLE:
            make_flows(there, founder)
        summary = taken_in(there, founder, kind, data)
        assert summary.rejected == summary.skipped == 0, kind
        clock.set(now)
        again = given_out(there, founder, kind, format_, office_headings=format_ is Format.XLSX)
        assert again == data, kind
        assert given_out(here, admin, kind, format_, office_headings=format_ is Format.XLSX) == data, kind


@pytest.mark.parametrize("format_", FORMATS)
def test_a_source_book_imports_again_byte_by_byte(
    office: tuple[Services, Actor], elsewhere: Any, format_: Format
) -> None:
    (here, admin), (there, founder, _now) = office, elsewhere
    book = ImportOptions(constants={"book": "MZJ"})
    here.exchange.import_rows(admin, "sources", BOOK, options=book)
    wanted = {"settings": {"book": "MZJ"}}
    data = given_out(here, admin, "sources", format_, **wanted)
    assert taken_in(there, founder, "sources", data, book="MZJ").created == 2
    assert given_out(there, founder, "sources", format_, **wanted) == data
    with pytest.raises(NoBook, match="X9"):
        given_out(here, admin, "sources", format_, settings={"book": "X9"})


_WORDS = st.text(
    st.sampled_from("岭南路灯=+-@'\"\t,;；、—_x0041 \n😀é0") | st.characters(codec="utf-8"), max_size=30
)
_TEXTS = _WORDS.map(clean_block).filter(bool)


@settings(max_examples=25)
@given(st.lists(st.tuples(_TEXTS, _TEXTS), min_size=1, max_size=4))
def test_whatever_stands_in_a_cell_is_read_as_it_was_written(found: list[tuple[str, str]]) -> None:
    rows = [(f"C{place:02}", *texts) for place, texts in enumerate(found)]
    columns = ("code", "name", "number")
    writers: tuple[Callable[[IO[bytes]], int], ...] = (
        lambda target: write_csv(target, columns, rows, "utf-8-sig"),
        lambda target: write_csv(target, columns, rows, "gb18030"),
        lambda target: write_json_lines(target, columns, rows),
        lambda target: write_sheet(target, "t", columns, rows, lambda _number: None),
    )
    for write in writers:
        target = io.BytesIO()
        assert write(target) == len(rows)
        again = io.BytesIO()
        write(again)
        assert again.getvalue() == target.getvalue()
        table = read_table(Source("t", target.getvalue()), known=frozenset(columns))
        assert [tuple(cells) for _number, cells in table.rows] == rows


def test_rows_of_a_workbook_are_as_high_as_their_texts() -> None:
    target = io.BytesIO()
    rows = [("1", "短"), ("2", "长" * 100), ("3", ["一", "二", "三"]), ("4", "x" * 30_000)]
    write_sheet(target, "t", ("number", "body"), rows, lambda _number: None)
    with zipfile.ZipFile(target) as packed:
        page = packed.read("xl/worksheets/sheet1.xml").decode()
    heights = re.findall(r'<row r="(\d)"[^>]*? ht="([\d.]+)"', page)
    assert heights == [("3", "96"), ("4", "48"), ("5", "408.75")]
