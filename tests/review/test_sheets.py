"""Sheets out and back: sorted, filtered, shortened, copied, spoilt, stale, of somebody else."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from models.catalogue.review.refusals import NoReviewSheet, OtherDepartment, OtherDepartmentsFile, OtherRound
from models.catalogue.review.views import OpinionKind, OpinionState, RowFate
from models.exchange.papers.names import PaperForm
from models.exchange.readers import Source
from models.exchange.workbooks import read_grids
from tests.review.bench import EMERGENCY, HOUSING, SQUAD
from tests.support.databases import BOTH_ENGINES
from tests.support.workbooks import Sheet, ods, xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from models.catalogue.review.views import TakeResult
    from tests.review.bench import Review

HEADINGS = 4
"""The row of headings, below title, note and groups"""
ANSWERS = ("意见", "修改内容", "建议表述", "理由", "意见的法律依据", "应归属部门")


class Page:
    """A sheet as a person sees it: cells by row, as the sheet numbers them, and heading."""

    def __init__(self, data: bytes) -> None:
        grid = read_grids("x.xlsx", data)[0]
        self.rows: list[list[str]] = [list(row) for row in grid.rows]
        heads = zip(self.rows[HEADINGS - 1], self.rows[HEADINGS - 2], strict=True)
        self.places = {lower or upper: place for place, (lower, upper) in enumerate(heads)}

    def get(self, row: int, title: str) -> str:
        return self.rows[row - 1][self.places[title]]

    def put(self, row: int, title: str, text: str) -> None:
        while len(self.rows) < row:
            self.rows.append([""] * len(self.places))
        self.rows[row - 1][self.places[title]] = text

    def written(self) -> bytes:
        return xlsx(Sheet("征求意见表", self.rows))


def filled(
    data: bytes, answers: Mapping[str, tuple[str, ...]], change: Callable[[Page], object] | None = None
) -> bytes:
    """Return a sheet with opinions filled in by code, as a person does it in a spreadsheet."""
    page = Page(data)
    for row in range(HEADINGS + 1, len(page.rows) + 1):
        for title, text in zip(ANSWERS, answers.get(page.get(row, "编码"), ()), strict=False):
            page.put(row, title, text)
    if change is not None:
        change(page)
    return page.written()


def told(result: TakeResult) -> list[tuple[str, str]]:
    return [(each.code, each.fate.value) for each in result.rows]


def test_a_sheet_is_locked_where_it_was_given_and_offers_the_opinions(sqlite_review: Review) -> None:
    sqlite_review.open()
    data = sqlite_review.sheet(HOUSING)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        text = packed.read("xl/worksheets/sheet1.xml").decode()
        styles = packed.read("xl/styles.xml").decode()
    assert '<sheetProtection sheet="1"' in text
    # Filtering and sorting stay possible: what is named there is not protected.
    assert 'autoFilter="0"' in text
    assert '<protection locked="0"/>' in styles
    assert '"同意,修改后同意,不同意,非本部门职责"' in text
    assert '<autoFilter ref="A4:S6"' in text
    assert 'hidden="1"' in text
    page = Page(data)
    assert "2026年3月9日" in page.rows[1][0]
    assert page.get(5, "识别码").startswith("R")
    assert data == sqlite_review.sheet(HOUSING)
    packet = sqlite_review.packet(HOUSING)
    assert sqlite_review.services.review_papers.sheet_name(packet) == "县住建局_第1轮征求意见表.xlsx"


@BOTH_ENGINES
def test_a_sheet_comes_back_sorted_shortened_and_twice(review: Review) -> None:
    review.open()
    answers = {
        "E0101": ("修改后同意", "事项名称", "经营性自建房安全巡查", "范围过宽", "省条例", ""),
        "E0102": ("不同意", "", "", "应由镇街负责", "", ""),
    }

    def turn_round(page: Page) -> None:
        page.rows[4], page.rows[5] = page.rows[5], page.rows[4]

    data = filled(review.sheet(HOUSING), answers, turn_round)
    trial = review.take(data, dry_run=True)
    assert told(trial) == [("E0102", "taken"), ("E0101", "taken")]
    assert review.lines(answered=True) == []
    assert (review.take(data).department, trial.sheet) == (HOUSING, "征求意见表")
    lines = {line.code: line for line in review.lines(answered=True)}
    assert (lines["E0101"].kind, lines["E0101"].proposed) == (OpinionKind.CHANGE, "经营性自建房安全巡查")
    view = review.services.review.opinion(review.chief, lines["E0101"].key)
    assert (view.source, view.sheet, view.row, view.basis) == ("反馈.xlsx", "征求意见表", 6, "省条例")
    assert {each.fate for each in review.take(data).rows} == {RowFate.SAME}
    assert len(review.lines(answered=True)) == 2
    # A later sheet with one row only replaces what it speaks of, and leaves the rest.
    short = filled(review.sheet(HOUSING), {"E0102": ("同意",)}, lambda page: page.rows.pop(4))
    assert told(review.take(short)) == [("E0102", "taken")]
    kinds = {line.code: line.kind for line in review.lines(answered=True)}
    assert kinds == {"E0101": OpinionKind.CHANGE, "E0102": OpinionKind.AGREE}


def test_rows_copied_into_another_workbook_are_understood(review: Review) -> None:
    review.open()
    page = Page(review.sheet(EMERGENCY))
    keys = [page.get(row, "识别码") for row in (5, 6)]
    rows: list[list[str | None]] = [
        ["识别码", "意见", "修改内容", "建议表述", "应归属部门"],
        [keys[1], "修改后同意", "清单类别", "收回", None],
        [keys[1], "修改后同意", "责任部门", "县应急管理局", None],
        [keys[0], "非本单位职责", None, None, "县公安局"],
    ]
    result = review.take(ods(Sheet("表", rows)), "反馈.ods")
    assert [each.fate for each in result.rows] == [RowFate.TAKEN] * 3
    assert [(line.code, line.field) for line in review.lines(answered=True)] == [
        ("E0101", ""), ("E0102", "duty_list"), ("E0102", "department"),
    ]  # fmt: skip
    csv = "识别码,意见\n" + f"{keys[0]},同意\n"
    assert [each.fate for each in review.take(csv.encode(), "反馈.csv").rows] == [RowFate.TAKEN]


def test_bad_rows_are_told_and_the_good_ones_land(review: Review) -> None:
    review.open(departments=[HOUSING, EMERGENCY, SQUAD], everything=True)
    strange = Page(review.sheet(EMERGENCY)).get(5, "识别码")

    def spoil(page: Page) -> None:
        key = page.get(5, "识别码")
        damaged = key[:-1] + ("0" if key.endswith("1") else "1")
        for row, text in ((8, strange), (9, "R00000000-1-1-000000000000"), (10, ""), (11, damaged)):
            page.put(row, "序号", str(row))
            page.put(row, "识别码", text)
            page.put(row, "意见", "同意")

    answers = {
        "E0101": ("修改后同意", "事项名称", "自建房安全巡查"),
        "E0102": ("同意", "", "又提了表述"),
        "E0103": ("同意",),
    }
    result = review.take(filled(review.sheet(HOUSING), answers, spoil))
    assert [each.fate.value for each in result.rows] == [
        "rejected", "rejected", "taken", "rejected", "rejected", "rejected", "rejected",
    ]  # fmt: skip
    assert [each.row for each in result.rows] == [5, 6, 7, 8, 9, 10, 11]
    assert all(each.why is not None for each in result.rows if each.fate is RowFate.REJECTED)
    assert [line.code for line in review.lines(answered=True)] == ["E0103"]


def test_rows_that_contradict_each_other_are_told(sqlite_review: Review) -> None:
    sqlite_review.open()

    def double(page: Page) -> None:
        page.rows.insert(6, list(page.rows[4]))
        page.put(7, "意见", "不同意")
        page.put(7, "理由", "再想想")

    data = filled(sqlite_review.sheet(HOUSING), {"E0101": ("同意",), "E0102": ("胡写",)}, double)
    assert [each.fate for each in sqlite_review.take(data).rows] == [
        RowFate.TAKEN, RowFate.REJECTED, RowFate.REJECTED,
    ]  # fmt: skip


def test_stale_wordings_are_shown_and_taken_only_on_purpose(review: Review) -> None:
    review.open()
    data = filled(review.sheet(HOUSING), {"E0101": ("同意",), "E0102": ("同意",)})
    review.services.drafting.edit(review.admin, review.ids()["E0101"], {"name": "改过的名称"})
    assert told(review.take(data)) == [("E0101", "stale"), ("E0102", "taken")]
    assert told(review.take(data)) == [("E0101", "stale"), ("E0102", "same")]
    assert told(review.take(data, stale=True)) == [("E0101", "taken"), ("E0102", "same")]
    review.services.drafting.retire(review.admin, [review.ids()["E0102"]])
    left = review.take(filled(review.sheet(HOUSING), {"E0102": ("不同意", "", "", "理由")}))
    assert told(left)[1:] == [("E0102", "stale")]
    assert left.rows[1].why == "the entry is no longer on the list"


def test_files_of_another_department_round_or_list_are_refused(review: Review) -> None:
    mine, chief = review.services.review, review.chief
    review.open()
    first = filled(review.sheet(HOUSING), {"E0101": ("同意",)})
    with pytest.raises(OtherDepartmentsFile):
        review.take(first, department=SQUAD)
    with pytest.raises(OtherDepartment):
        review.services.review_papers.take(review.lead, Source("a.xlsx", first))
    own = filled(review.sheet(SQUAD), {"E0103": ("同意",)})
    assert review.services.review_papers.take(review.lead, Source("b.xlsx", own)).count(RowFate.TAKEN) == 1
    mine.close_round(chief, early=True)
    review.open()
    with pytest.raises(OtherRound):
        review.take(first)
    # A row of the first round among those of the second is shown, and taken only on purpose.
    old = Page(first).rows[4]
    second = filled(review.sheet(HOUSING), {"E0102": ("同意",)}, lambda page: page.rows.__setitem__(4, old))
    assert told(review.take(second)) == [("E0101", "stale"), ("E0102", "taken")]
    assert told(review.take(second, stale=True)) == [("E0101", "taken"), ("E0102", "same")]
    for data in (b"a,b\n1,2\n", "识别码,意见\n没有,同意\n".encode(), "识别码,名称\n1,2\n".encode()):
        with pytest.raises(NoReviewSheet):
            review.take(data, "x.csv")
    with pytest.raises(NoReviewSheet):
        review.take("识别码,意见\nR00000000-1-1-000000000000,同意\n".encode(), "x.csv")


def test_the_minutes_tell_who_said_what_and_what_was_decided(review: Review) -> None:
    mine, chief = review.services.review, review.chief
    review.open()
    given = review.change(HOUSING, "E0101", "name", "经营性自建房安全巡查", reason="范围过宽")
    mine.accept(chief, given.line.key, reason="表述更准")
    rejected = review.object(EMERGENCY, "E0102")
    mine.reject(chief, rejected.line.key, "法律明确由其负责")
    carried = review.object(SQUAD, "E0101", "人手不足")
    mine.carry(chief, carried.line.key, "等编办答复")
    review.agree(SQUAD, "E0103")
    mine.close_round(chief, early=True)
    papers = review.services.review_papers
    protocol = mine.protocol(chief, 1)
    target = io.BytesIO()
    papers.write_minutes(protocol, PaperForm.MARKDOWN, target)
    text = target.getvalue().decode()
    assert "# 大岭镇2026事项清单第1轮会审纪要" in text
    assert "| 县住建局 | 2 | 1 | 0 | 1 | 0 | 0 | 1 |" in text
    assert "| 合计 | 6 | 4 | 1 | 1 | 2 | 0 | 2 |" in text
    for words in (
        "自建房安全巡查 | 经营性自建房安全巡查",
        "表述更准 | 钱值班",
        "法律明确由其负责",
        "等编办答复",
    ):
        assert words in text
    assert papers.minutes_name(protocol, PaperForm.DOCX) == "2026事项清单第1轮会审纪要.docx"
    for form, begins in ((PaperForm.DOCX, b"PK"), (PaperForm.XLSX, b"PK")):
        target = io.BytesIO()
        papers.write_minutes(protocol, form, target)
        assert target.getvalue().startswith(begins)
    assert datetime(2026, 3, 2, tzinfo=UTC) < protocol.round.opened_at
    assert protocol.opinions[0].line.state in set(OpinionState)
