"""The timeline of a scenario as a trainers' table."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any

from scenarios.format.base import MINUTE
from scenarios.msel.columns import WRITTEN
from scenarios.writing import short_when

if TYPE_CHECKING:
    from scenarios.format.injects import Inject
    from scenarios.format.scenario import Scenario

_PLACED = frozenset(
    {"id", "number", "title", "when", "do", "means", "from", "to", "text", "expected", "objectives", "allow",
     "note", "contingency"}
)  # fmt: skip
"""What has a column; the rest of an inject goes into the last one."""


def write_table(scenario: Scenario, target: IO[bytes], *, chinese: bool) -> None:
    """Write a workbook with a title, the headings and a row for each inject."""
    import xlsxwriter

    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    sheet = book.add_worksheet("导调信息表" if chinese else "MSEL")
    bold = book.add_format(
        {"bold": True, "valign": "vcenter", "align": "center", "border": 1, "text_wrap": True}
    )
    plain = book.add_format({"valign": "top", "border": 1, "text_wrap": True})
    grey = book.add_format({"valign": "top", "border": 1, "text_wrap": True, "font_color": "#808080"})
    heading = book.add_format({"bold": True, "font_size": 14, "align": "center"})
    title = scenario.title.zh if chinese else scenario.title.en
    sheet.merge_range(0, 0, 0, len(WRITTEN) - 1, title, heading)
    for place, column in enumerate(WRITTEN):
        sheet.set_column(place, place, column.width)
        sheet.write_string(1, place, column.chinese if chinese else column.english, bold)
    for number, inject in enumerate(scenario.timeline, 2):
        cells = _cells(inject, chinese=chinese)
        for place, column in enumerate(WRITTEN):
            sheet.write_string(number, place, cells.get(column.name, ""), grey if column.machine else plain)
    sheet.freeze_panes(2, 2)
    book.close()


def _cells(inject: Inject, *, chinese: bool) -> dict[str, str]:
    document = inject.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    when = short_when(document["when"])
    rest = {name: value for name, value in document.items() if name not in _PLACED}
    moment = when if isinstance(when, str) and when != "called" else ""
    return {
        "number": inject.number or "",
        "time": moment,
        "title": inject.title or "",
        "text": inject.text,
        "means": "" if inject.means is None else _means(inject.means, chinese=chinese),
        "sender": inject.from_ or "",
        "receiver": "、".join(inject.to),
        "expected": inject.expected,
        "objectives": "、".join(inject.objectives),
        "allow": "" if inject.allow is None else f"{inject.allow / MINUTE:g}",
        "note": inject.note,
        "contingency": ("是" if chinese else "yes") if inject.contingency else "",
        "id": inject.id,
        "when": "" if moment else _json(when),
        "do": _json(document["do"]),
        "more": _json(rest) if rest else "",
    }


def _means(means: Any, *, chinese: bool) -> str:
    words = {
        "phone": "电话", "radio": "对讲机", "group": "工作群", "paper": "文件", "oral": "口头",
        "platform": "平台", "broadcast": "广播",
    }  # fmt: skip
    return words[means.value] if chinese else str(means.value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
