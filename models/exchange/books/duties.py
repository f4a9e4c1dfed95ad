"""The township's book of duties, and a department's, from the same items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.catalogue.duties.rules import (
    LAYOUTS,
    LIST_NAMES,
    MIRROR,
    MIRROR_RECALLED,
    TOWNSHIP,
    UNSORTED,
    section_title,
    sheet_of,
)
from models.catalogue.views import DutyList
from models.exchange.papers.forms import Paper
from models.exchange.papers.model import (
    Align,
    Band,
    Column,
    Contents,
    Document,
    Heading,
    NewPage,
    Paragraph,
    Table,
    written_day,
)
from models.exchange.papers.sheets import Sheet, SheetColumn, SheetRow, Tone, Workbook

if TYPE_CHECKING:
    from datetime import date

    from models.catalogue.duties.views import DepartmentMirror, DutyBook, DutyCounts, DutySheet
    from models.catalogue.views import DutyItemView
    from models.exchange.papers.model import Block
    from models.exchange.papers.sheets import Cell

_Layout = tuple[tuple[str, str], ...]

_COUNT_HEADINGS = ("类别", "基本履职", "配合履职", "上级部门收回", "合计")
_COUNTS = "各类别事项数"
_NOTHING = "本清单没有事项。"
_SHARES = {
    "number": 0.5, "name": 2.4, "department": 1.4, "superior_duty": 3.0, "township_duty": 3.0,
    "method": 3.6, TOWNSHIP: 1.0,
}  # fmt: skip
"""How wide the columns of a document are in relation to each other."""
_MOST = {"name": 48, "department": 26, "superior_duty": 56, "township_duty": 56, "method": 64}
"""How wide the columns of a sheet may become, in half characters."""
_CENTRED = frozenset({"number", TOWNSHIP})


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands on every paper: the township's name and the day."""

    township: str
    day: date


def township_title(township: str) -> str:
    """Return the title of a township's book."""
    return f"{township}履行职责事项清单"


def department_title(department: str, township: str) -> str:
    """Return the title of the book a department gets about one township."""
    return f"{department}关联{township}履职事项清单"


def township_book(printed: Printed, book: DutyBook) -> Paper:
    """Return the book of a township: cover, contents, counts, the three lists as published."""
    counts = book.counts
    title = township_title(printed.township)
    blocks: list[Block] = [
        Contents(),
        NewPage(),
        Heading("总体情况", numbered=False),
        Paragraph(_summary(printed.township, counts)),
        _count_table(counts),
    ]
    pages = [_count_sheet(printed, counts)]
    for sheet in book.sheets:
        layout = LAYOUTS[sheet.duty_list]
        name = LIST_NAMES[sheet.duty_list]
        wide = sheet.duty_list is not DutyList.BASIC
        blocks += [NewPage(landscape=wide), *_chapter(f"{name}（{sheet.count}项）", layout, sheet, printed)]
        pages.append(_page(name, f"{printed.township}{name}", layout, sheet, printed))
    document = Document(title, tuple(blocks), issuer=printed.township, day=printed.day, cover=True)
    return Paper(document, Workbook(tuple(pages), title))


def department_book(printed: Printed, mirror: DepartmentMirror) -> Paper:
    """Return the book of a department: what it leads with the township's help, what it took over."""
    title = department_title(mirror.department, printed.township)
    parts = (
        ("配合履职事项", MIRROR, sheet_of(DutyList.COOPERATIVE, mirror.cooperative)),
        ("承接事项", MIRROR_RECALLED, sheet_of(DutyList.RECALLED, mirror.recalled)),
    )
    summary = (
        f"本清单共{len(mirror.cooperative) + len(mirror.recalled)}项，其中由{mirror.department}主责、"
        f"{printed.township}配合的事项{len(mirror.cooperative)}项，"
        f"由{mirror.department}承接的事项{len(mirror.recalled)}项。序号为{printed.township}清单中的序号。"
    )
    blocks: list[Block] = [Contents(), NewPage(landscape=True), Paragraph(summary)]
    pages = []
    for place, (name, layout, sheet) in enumerate(parts):
        if place:
            blocks.append(NewPage())
        blocks += _chapter(f"{name}（{sheet.count}项）", layout, sheet, printed)
        pages.append(_page(name, f"{title}（{name}）", layout, sheet, printed))
    document = Document(title, tuple(blocks), issuer=printed.township, day=printed.day, cover=True)
    return Paper(document, Workbook(tuple(pages), title))


def _summary(township: str, counts: DutyCounts) -> str:
    basic, cooperative, recalled = (counts.lists[each] for each in DutyList)
    return (
        f"{township}履行职责事项清单共{counts.total}项：基本履职事项{basic}项，"
        f"配合履职事项{cooperative}项，上级部门收回事项{recalled}项。"
    )


# ---------------------------------------------------------------- counts


def _count_rows(counts: DutyCounts) -> list[tuple[str, list[int]]]:
    rows = [
        (each.category or UNSORTED, [*(each.counts[duty_list] for duty_list in DutyList), each.total])
        for each in counts.categories
    ]
    rows.append(("合计", [*(counts.lists[duty_list] for duty_list in DutyList), counts.total]))
    return rows


def _count_table(counts: DutyCounts) -> Table:
    first, *others = _COUNT_HEADINGS
    columns = (Column(first, 2), *(Column(heading, 1, Align.RIGHT) for heading in others))
    rows = tuple((name, *map(str, numbers)) for name, numbers in _count_rows(counts))
    return Table(columns, rows, _COUNTS)


def _count_sheet(printed: Printed, counts: DutyCounts) -> Sheet:
    first, *others = _COUNT_HEADINGS
    columns = (SheetColumn(first, 24), *(SheetColumn(heading, 16, align=Align.RIGHT) for heading in others))
    rows = [SheetRow((name, *numbers)) for name, numbers in _count_rows(counts)]
    rows[-1] = SheetRow(rows[-1].cells, Tone.TOTAL)
    title = f"{township_title(printed.township)}{_COUNTS}"
    return Sheet("总表", title, columns, tuple(rows), *_notes(printed))


# ---------------------------------------------------------------- lists


def _chapter(heading: str, layout: _Layout, sheet: DutySheet, printed: Printed) -> list[Block]:
    """Return a list with its heading; title rows of categories appear in the contents."""
    blocks: list[Block] = [Heading(heading, numbered=False)]
    if not sheet.count:
        return [*blocks, Paragraph(_NOTHING)]
    columns = tuple(
        Column(title, _SHARES[field], Align.CENTRE if field in _CENTRED else Align.LEFT)
        for field, title in layout
    )
    rows: list[tuple[str, ...] | Band] = []
    for section in sheet.sections:
        rows.append(Band(section_title(section.number, section.category, len(section.items)), 2))
        rows += [tuple(str(cell) for cell in _cells(item, layout, printed)) for item in section.items]
    return [*blocks, Table(columns, tuple(rows))]


def _page(name: str, title: str, layout: _Layout, sheet: DutySheet, printed: Printed) -> Sheet:
    columns = tuple(
        SheetColumn(
            heading,
            width=8 if field == "number" else 0,
            most=_MOST.get(field, 20),
            align=Align.CENTRE if field in _CENTRED else Align.LEFT,
        )
        for field, heading in layout
    )
    rows: list[SheetRow | Band] = []
    for section in sheet.sections:
        rows.append(Band(section_title(section.number, section.category, len(section.items))))
        rows += [SheetRow(_cells(item, layout, printed)) for item in section.items]
    wide = len(layout) > len(LAYOUTS[DutyList.BASIC])
    return Sheet(name, title, columns, tuple(rows), *_notes(printed), landscape=wide)


def _cells(item: DutyItemView, layout: _Layout, printed: Printed) -> tuple[Cell, ...]:
    return tuple(printed.township if field == TOWNSHIP else getattr(item, field) for field, _title in layout)


def _notes(printed: Printed) -> tuple[str, str]:
    return f"填报单位：{printed.township}", f"日期：{written_day(printed.day)}"
