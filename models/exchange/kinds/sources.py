"""Items of a source book: matters of departments, grid matters, duty lists, hotline categories, powers.

The book is said once (``--set book=CODE``), not by a column. Headings differ from office to
office; what stands for no field is kept under its own heading.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from models.catalogue.sources import queries
from models.catalogue.sources.planning import SourcePlan, plan_import
from models.catalogue.sources.refusals import BookRetired
from models.catalogue.sources.rules import (
    MOST_NAME,
    MOST_TEXT,
    ItemDraft,
    clean_code,
    clean_entries,
    one_line,
    with_part,
)
from models.catalogue.sources.standing import standing
from models.catalogue.sources.taking_back import before_import
from models.catalogue.sources.views import (
    BookEntries,
    BookState,
    BookView,
    ImportLine,
    SourceKind,
    SourceLevel,
)
from models.catalogue.sources.writing import FileFacts, insert_book, write_import
from models.exchange.cells import block, day, line, member
from models.exchange.frame import Comparison, Field, Kind, Reading, Row, Work
from models.exchange.kinds.source_undo import keep_import, source_lines, take_back
from models.exchange.refusals import Reoccurs, TooLong
from models.kernel.text import clean_line, half_width
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from models.exchange.lines import Line
    from models.exchange.views import Problem, Resting

KINDS = {
    "部门下放": SourceKind.DEPARTMENT,
    "部门事项": SourceKind.DEPARTMENT,
    "部门下沉事项": SourceKind.DEPARTMENT,
    "网格事项": SourceKind.GRID,
    "网格": SourceKind.GRID,
    "基本履职": SourceKind.DUTY_BASIC,
    "配合履职": SourceKind.DUTY_COOPERATIVE,
    "收回": SourceKind.DUTY_RECALLED,
    "上级部门收回": SourceKind.DUTY_RECALLED,
    "热线": SourceKind.HOTLINE,
    "热线分类": SourceKind.HOTLINE,
    "权责清单": SourceKind.POWER,
    "权力清单": SourceKind.POWER,
}
LEVELS = {
    "省级": SourceLevel.PROVINCE,
    "市级": SourceLevel.CITY,
    "县级": SourceLevel.COUNTY,
    "县区": SourceLevel.COUNTY,
    "镇级": SourceLevel.TOWNSHIP,
    "镇街": SourceLevel.TOWNSHIP,
}
REST = "other"


def _code(cell: str) -> str:
    text = "".join(half_width(clean_line(cell)).split())
    if len(text) > _MOST_CODE:
        raise TooLong(len(text), _MOST_CODE)
    return text


_MOST_CODE = 64


class Sources(Kind):
    """Items of one source book."""

    name = "sources"
    title = N_("source items")
    key = ("code", "name")
    rest = REST
    titled = True
    familiar = (
        "行使层级", "层级", "备注", "说明", "服务方式", "办理时限", "时限", "频次", "巡查频次", "网格",
        "所属网格", "承诺时限", "办理依据", "下放方式", "工作方式", "上级部门职责", "镇街配合职责",
        "乡镇配合职责", "责任事项", "追责情形", "联系人", "联系电话", "填报单位",
        "协办部门", "配合部门", "收费", "办理流程",
    )  # fmt: skip
    settings = (
        Field("book", N_("source book"), required=True, parse=clean_code),
        Field("book_title", N_("title of a new book"), parse=line()),
        Field("book_kind", N_("kind of a new book"), parse=member(SourceKind, KINDS)),
        Field("book_department", N_("department of a new book"), parse=line()),
        Field("book_level", N_("level of a new book"), parse=member(SourceLevel, LEVELS)),
        Field("book_received", N_("when a new book was received"), parse=day),
        Field("book_note", N_("note on a new book"), parse=block(1000)),
    )
    fields = (
        Field("number", N_("number in the list"), synonyms=("序号", "顺序号", "No", "No."), parse=line(64)),
        Field(
            "code",
            N_("item code"),
            synonyms=(
                "事项编码", "事项代码", "编码", "代码", "编号", "事项编号", "清单编码", "权力编码",
                "职权编码", "基本编码", "实施编码", "分类编码", "item code",
            ),
            parse=_code,
        ),
        Field(
            "name",
            N_("item name"),
            required=True,
            synonyms=(
                "事项名称", "名称", "事项", "主项名称", "主项", "职权名称", "权力名称", "权力事项",
                "履职事项", "网格事项名称", "工作事项", "职责事项", "赋权事项", "分类名称", "事件名称",
                "小类名称", "item", "matter",
            ),
            parse=block(MOST_NAME),
        ),
        Field(
            "part",
            N_("sub-item"),
            synonyms=("子项", "子项名称", "业务办理项", "办理项", "事项子项"),
            parse=line(255),
        ),
        Field(
            "department",
            N_("department"),
            synonyms=(
                "实施部门", "责任部门", "主管部门", "实施主体", "牵头部门", "下放部门", "赋权部门",
                "业务主管部门", "对应上级部门", "承接部门", "上级部门", "实施单位", "责任单位",
                "主管单位", "牵头单位", "来源部门", "业务部门", "部门名称", "部门", "单位", "承办单位",
                "unit",
            ),
            parse=line(255),
        ),
        Field(
            "category",
            N_("category"),
            synonyms=(
                "类别", "事项类别", "一级类别", "一级分类", "分类", "大类", "大类名称", "领域",
                "所属领域",
            ),
            parse=line(255),
        ),
        Field(
            "matter_type",
            N_("type of matter"),
            synonyms=(
                "事项类型", "权力类型", "职权类型", "职权类别", "权力类别", "事项性质", "类型",
            ),
            parse=line(255),
        ),
        Field(
            "object",
            N_("whom it is for"),
            synonyms=(
                "服务对象", "办理对象", "对象", "行政相对人", "面向对象", "适用对象", "管理对象",
            ),
            parse=line(1000),
        ),
        Field(
            "legal_basis",
            N_("legal basis"),
            synonyms=(
                "法律依据", "设定依据", "实施依据", "政策依据", "法定依据", "依据", "法律法规依据",
            ),
            parse=block(MOST_TEXT),
        ),
    )  # fmt: skip

    def key_of(self, values: Mapping[str, Any]) -> object:
        """Rows are told apart when they are compared, where what they say is known."""
        return None

    def check(self, row: Row, reading: Reading) -> Iterator[Problem]:
        """Refuse further cells that are too long."""
        for heading, text in row.values[REST]:
            if len(text) > MOST_TEXT:
                shown = clean_line(text)[:60]
                yield reading.problem(row, heading, shown, TooLong(len(text), MOST_TEXT))

    def compare(self, rows: Sequence[Row], work: Work) -> Comparison:
        """Compare the rows with the items of the book."""
        code = work.settings["book"]
        book = queries.book(work.session, code)
        if book is not None and book.state is BookState.RETIRED:
            raise BookRetired(code)
        drafts = [_draft(position, row) for position, row in enumerate(rows, start=1)]
        current = standing(work.session, book.id) if book is not None else []
        columns = {*work.headings, *(heading for draft in drafts for heading, _text in draft.other)}
        plan = plan_import(drafts, current, columns, complete=not work.rejected)
        return Comparison(
            created=list(plan.created),
            changed=list(plan.changed),
            same=len(plan.same),
            skipped=len(plan.repeated),
            problems=[_clash(row, rows, work) for row in plan.clashing],
            totals={"gone": len(plan.gone), "new_books": int(book is None)},
            notes=[*_notes(plan), *_about_book(code, book, work)],
            plan=plan,
            lines=list(source_lines(plan)),
        )

    undoable = True
    caution = N_("Only the last import of a source book can be taken back; items that matters name stay.")

    def undo(self, lines: Sequence[Line], work: Work) -> list[Resting]:
        """Give the items back what they said, and remove those that came; return what stays."""
        return take_back(lines, work)

    def write(self, comparison: Comparison, work: Work) -> Mapping[str, Any]:
        """Write the plan, and the book if it is new."""
        code = work.settings["book"]
        book = queries.book(work.session, code)
        new_book = book is None
        if book is None:
            insert_book(work.session, work.actor, work.at, code, entries(work))
            book = queries.book(work.session, code)
        assert book is not None  # noqa: S101 -- just written, in this transaction
        origin = work.origin
        file = FileFacts(origin.name, origin.sheet, origin.hash, work.batch)
        before = list(before_import(work.session, comparison.plan).values())
        number = write_import(work.session, work.actor, work.at, book, comparison.plan, file)
        facts = {"book": code, "import": number, "new_book": new_book, "before": before}
        keep_import(comparison.lines, **facts)
        return {"book": code, "book_import": number, "gone": len(comparison.plan.gone)}

    def details(self, comparison: Comparison) -> tuple[ImportLine, ...]:
        """Return what happens to each item."""
        plan: SourcePlan = comparison.plan
        return plan.lines()


def entries(work: Work) -> BookEntries:
    """Return what is said of a new book; without a title it is called as its file."""
    said = work.settings
    return clean_entries(
        said["book"],
        BookEntries(
            title=said.get("book_title") or _stem(work),
            kind=said.get("book_kind", SourceKind.DEPARTMENT),
            department=said.get("book_department", ""),
            level=said.get("book_level", SourceLevel.COUNTY),
            received=said.get("book_received"),
            note=said.get("book_note", ""),
        ),
    )


def _stem(work: Work) -> str:
    return PurePath(work.origin.name).stem or str(work.settings["book"])


def _draft(position: int, row: Row) -> ItemDraft:
    values = row.values
    wording = values["name"]
    facts = {
        name: values.get(name) or ""
        for name in ("code", "department", "category", "matter_type", "object", "legal_basis", "number")
    }
    return ItemDraft(
        name=with_part(one_line(wording), values.get("part") or ""),
        wording=wording,
        other=values[REST],
        position=position,
        row=row.number,
        **facts,
    )


def _clash(clash: tuple[ItemDraft, int], rows: Sequence[Row], work: Work) -> Problem:
    draft, earlier = clash
    row = rows[draft.position - 1]
    return work.problem(
        row, "code" if draft.code else "name", draft.code or draft.name[:60], Reoccurs(earlier)
    )


def _notes(plan: SourcePlan) -> Iterator[Phrase]:
    if plan.repeated:
        shown = ", ".join(str(draft.row) for draft in plan.repeated)
        yield Phrase(N_("rows left out because an earlier row says the same: %(rows)s"), rows=shown)
    if plan.spared:
        sentence = N_("%(count)s items not in the file were left as they are, because rows were rejected")
        yield Phrase(sentence, count=plan.spared)


def _about_book(code: str, book: BookView | None, work: Work) -> Iterator[Phrase]:
    if book is None:
        if "book_kind" not in work.settings:
            yield Phrase(N_("the new book %(book)s is taken for matters of a department"), book=code)
        return
    said = {name.removeprefix("book_"): value for name, value in work.settings.items() if name != "book"}
    if any(getattr(book, name) != value for name, value in said.items() if value):
        sentence = N_("the book %(book)s exists and keeps its own title, kind, department and dates")
        yield Phrase(sentence, book=code)


KIND = Sources()
