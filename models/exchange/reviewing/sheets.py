"""The sheet that goes to a department, and how it is read when it comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.catalogue.review.refusals import NoReviewSheet
from models.catalogue.review.rules import REVIEWED, field_text
from models.catalogue.review.views import GivenRow, OpinionKind
from models.exchange.papers.forms import file_name
from models.exchange.papers.model import Align, written_day
from models.exchange.papers.names import PaperForm
from models.exchange.papers.sheets import Sheet, SheetColumn, SheetRow, Workbook
from models.exchange.readers import read_table
from models.exchange.reviewing.words import (
    FIELDS,
    KINDS,
    PARTS,
    STATES,
    conditions_text,
    field_named,
    field_title,
    kind_named,
)
from models.kernel.text import fold
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from datetime import date

    from models.catalogue.review.views import Packet, PastOpinion, SheetRowView
    from models.exchange.papers.sheets import Cell
    from models.exchange.readers import RawTable, Source

_KIND, _FIELD, _WORDING = "意见", "修改内容", "建议表述"
_REASON, _BASIS, _OTHER, _KEY = "理由", "意见的法律依据", "应归属部门", "识别码"
_OFFERED = tuple(KINDS[kind] for kind in OpinionKind if kind is not OpinionKind.NONE)
_FIELDS_OFFERED = tuple(FIELDS[name] for name in REVIEWED)
_ANSWERS = (
    SheetColumn(_KIND, width=14, align=Align.CENTRE, group="部门填写", choices=_OFFERED),
    SheetColumn(
        _FIELD,
        width=12,
        align=Align.CENTRE,
        group="部门填写",
        choices=_FIELDS_OFFERED,
    ),
    SheetColumn(_WORDING, width=32, group="部门填写"),
    SheetColumn(_REASON, width=28, group="部门填写"),
    SheetColumn(_BASIS, width=24, group="部门填写"),
    SheetColumn(_OTHER, width=16, group="部门填写"),
)
_GIVEN = (
    ("序号", 6),
    ("编码", 10),
    (FIELDS["duty_list"], 12),
    (FIELDS["name"], 30),
    (FIELDS["department"], 18),
    (FIELDS["assisting"], 18),
    (FIELDS["legal_basis"], 26),
    (FIELDS["grid_duty"], 20),
    (FIELDS["patrol"], 10),
    (FIELDS["conditions"], 28),
    ("本部门角色", 10),
    ("上轮意见及处理", 24),
)
_SHOWN = ("assisting", "legal_basis", "grid_duty", "patrol")
_CENTRED = frozenset({"序号", "编码", "清单类别", "本部门角色"})
_KNOWN = frozenset(
    fold(title) for title in (*(title for title, _width in _GIVEN), *(each.title for each in _ANSWERS), _KEY)
)
_HOW = (
    "一、灰色标题“部门填写”下的各列由部门填写，其余各列请勿改动。",
    "二、“意见”从下拉列表中选择：同意、修改后同意、不同意、非本部门职责。没有意见的，请选“同意”。",
    "三、选“修改后同意”的，选择“修改内容”并填写“建议表述”，写修改后的完整表述，不写“将…改为…”。",
    "四、同一事项要修改两处的，复制该行（连同隐藏列），各填一处。",
    "五、选“不同意”的，填写“理由”，并尽量填写“意见的法律依据”。",
    "六、选“非本部门职责”的，填写“应归属部门”。",
    "七、可以筛选；要排序、复制行或删去没有意见的行，先撤销工作表保护（没有密码）。",
    "八、请勿删除隐藏的“识别码”列，否则无法收回。",
    "九、逾期未反馈的，按未反馈记录。",
)


def sheet_name(packet: Packet) -> str:
    """Return the name of the file that goes to a department."""
    return file_name(f"{packet.department}_第{packet.round_number}轮征求意见表", PaperForm.XLSX)


def review_workbook(packet: Packet, township: str, day: date) -> Workbook:
    """Return what goes to a department: its entries with room for opinions, and how to fill it in.

    Args:
        packet: the entries.
        township: whose list it is.
        day: on which the sheet is written.
    """
    given = tuple(
        SheetColumn(
            title,
            width=width,
            align=Align.CENTRE if title in _CENTRED else Align.LEFT,
            group="征求意见的内容",
            locked=True,
        )
        for title, width in _GIVEN
    )
    # In a group like all others: formats that do not tell merged cells find the headings in one row.
    key = SheetColumn(_KEY, width=12, group="部门填写", hidden=True, locked=True)
    title = f"{township}事项清单征求意见表（第{packet.round_number}轮）"
    sheet = Sheet(
        "征求意见表",
        title,
        (*given, *_ANSWERS, key),
        tuple(SheetRow(_cells(row)) for row in packet.rows),
        note=f"征求意见部门：{packet.department}    请于{written_day(packet.due_on)}前反馈",
        note_right=f"日期：{written_day(day)}",
        foot=("填报人：        联系电话：        负责人：        日期：",),
        landscape=True,
        filtered=True,
    )
    how = Sheet(
        "填写说明", "填写说明", (SheetColumn("说明", width=96),), tuple(SheetRow((line,)) for line in _HOW)
    )
    return Workbook((sheet, how), title)


def _cells(row: SheetRowView) -> tuple[Cell, ...]:
    draft = row.draft
    given: tuple[Cell, ...] = (
        row.number,
        draft.code,
        field_text(draft, "duty_list"),
        draft.name,
        "、".join(dict.fromkeys(filter(None, (draft.department, row.lead_unit)))),
        *(field_text(draft, name) for name in _SHOWN),
        conditions_text(draft.conditions),
        PARTS[row.part],
        "" if row.before is None else past_text(row.before),
    )
    said = row.opinion
    if said is None:
        return (*given, "", "", "", "", "", "", row.key)
    field = field_title(said.field) if said.field else ""
    return (*given, KINDS[said.kind], field, said.proposed, said.reason, said.basis, said.belongs_to, row.key)


def past_text(past: PastOpinion) -> str:
    """Return what was said in an earlier round, and what became of it."""
    if past.kind is OpinionKind.NONE:
        return KINDS[past.kind]
    what = f"（{field_title(past.field)}：{past.proposed}）" if past.field else ""
    why = f"：{past.settled_reason}" if past.settled_reason else ""
    return f"{KINDS[past.kind]}{what}；{STATES[past.state]}{why}"


def read_sheet(source: Source) -> tuple[RawTable, list[GivenRow]]:
    """Return the table a department sent back, and its rows.

    Raises:
        NoReviewSheet: it lacks the column of identities or of opinions.
        NotATable, EmptyTable, NoSuchSheet, WrongEncoding: it cannot be read.
    """
    table = read_table(source, known=_KNOWN, titled=True)
    places = {_plain(heading): place for place, heading in enumerate(table.headings)}
    for title in (_KEY, _KIND):
        if title not in places:
            raise NoReviewSheet(source.name, Phrase(N_("the column “%(title)s” is missing"), title=title))

    def cell(cells: list[str], title: str) -> str:
        place = places.get(title)
        return "" if place is None else cells[place].strip()

    rows = []
    for number, raw in table.rows:
        cells = list(raw)
        rows.append(
            GivenRow(
                number,
                cell(cells, _KEY),
                kind_named(cell(cells, _KIND)),
                field_named(cell(cells, _FIELD)),
                cell(cells, _WORDING),
                cell(cells, _REASON),
                cell(cells, _BASIS),
                cell(cells, _OTHER),
            )
        )
    return table, rows


def _plain(heading: str) -> str:
    """Return a heading without the group it stood under."""
    for group in ("征求意见的内容", "部门填写"):
        heading = heading.removeprefix(f"{group} ")
    return heading.strip()
