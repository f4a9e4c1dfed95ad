"""Classification rules as tables: one row for each rule, in their order.

Offices fill these in, so headings and fixed words are Chinese; the names the program uses are
understood as well. What is written out can be read in again and changes nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING, ClassVar

from models.accounts.views import Actor
from models.catalogue.classing.rules import checked as checked_rule
from models.catalogue.classing.texts import THEN, WHEN, changed, texts_of
from models.catalogue.classing.views import RuleDraft
from models.catalogue.sources.views import SourceKind
from models.catalogue.views import DutyList, MatterKind, SettleLevel
from models.exchange.cells import block, line, yes_no
from models.exchange.checking import checked
from models.exchange.frame import Field, Reading, Row
from models.exchange.lists import ReadOnlyKind
from models.exchange.papers.sheets import Sheet, SheetColumn, SheetRow, Workbook
from models.exchange.papers.workbook import write_workbook
from models.exchange.readers import Source, read_table
from models.exchange.refusals import RulesRejected
from models.exchange.views import ImportOptions, ImportSummary, Problem
from models.exchange.writers import write_csv
from models.kernel.errors import DomainError
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from enum import StrEnum

    from models.catalogue.classing.views import RuleView
    from models.exchange.papers.names import PaperForm

NONE = "无"
_WORDS: tuple[tuple[StrEnum, str], ...] = (
    (SourceKind.DEPARTMENT, "部门下放"),
    (SourceKind.GRID, "网格事项"),
    (SourceKind.DUTY_BASIC, "基本履职清单"),
    (SourceKind.DUTY_COOPERATIVE, "配合履职清单"),
    (SourceKind.DUTY_RECALLED, "上级收回清单"),
    (SourceKind.HOTLINE, "热线分类"),
    (SourceKind.POWER, "权责清单"),
    (DutyList.BASIC, "基本履职"),
    (DutyList.COOPERATIVE, "配合履职"),
    (DutyList.RECALLED, "上级收回"),
    (MatterKind.PATROL, "巡查"),
    (MatterKind.REPORT, "上报"),
    (MatterKind.SERVICE, "服务"),
    (MatterKind.EMERGENCY, "应急"),
    (SettleLevel.GRID, "网格"),
    (SettleLevel.VILLAGE, "村居"),
    (SettleLevel.TOWNSHIP, "镇街"),
    (SettleLevel.COUNTY, "县区"),
)
NAMES = {(type(member), member.value): word for member, word in _WORDS}
"""What fixed words are called in tables; members of different kinds may be equal, so the kind counts."""
HEADINGS = {
    "name": "规则名称",
    "active": "启用",
    "words": "含词语",
    "without": "不含词语",
    "of_department": "原部门",
    "of_source": "来源类型",
    "basis": "依据含",
    "in_class": "原类别",
    "in_list": "原清单",
    "only_new": "只管新条目",
    "class": "定类别",
    "class_name": "类别名称",
    "parent": "定主项",
    "duty_list": "定清单",
    "kind": "定来源方式",
    "settle_level": "定处置层级",
    "urgency": "定紧急程度",
    "severity": "定严重程度",
    "department": "定部门",
    "note": "备注",
}
"""Columns in their order."""
_NOBODY = Actor(0, "", "", frozenset())
_MOST = 4000


def _name(member: StrEnum) -> str:
    return NAMES[type(member), member.value]


class _Rules(ReadOnlyKind):
    """A table of rules."""

    name = "rules"
    title = N_("classification rules")
    key = ("name",)
    exports = False
    titled = True
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            "name",
            N_("name of the rule"),
            required=True,
            synonyms=(HEADINGS["name"], "规则"),
            parse=line(64),
        ),
        Field("active", N_("in use"), synonyms=(HEADINGS["active"],), parse=yes_no, blank=True),
        *(
            Field(part, title, synonyms=(HEADINGS[part],), parse=block(_MOST))
            for part, title in (WHEN | THEN).items()
        ),
        Field("note", N_("note"), synonyms=(HEADINGS["note"],), parse=block(500)),
    )


RULES = _Rules()


def read_rules(source: Source | Path, at: datetime) -> tuple[RuleDraft, ...]:
    """Read rules from a table (.xlsx, .xls, .csv, JSON), in the order of its rows.

    Args:
        source: a file's path, or its bytes with a name.
        at: now.

    Raises:
        NoSource, NotATable, WrongEncoding, EmptyTable: the file cannot be read.
        MissingColumns, AmbiguousColumns: its headings do not fit.
        RulesRejected: rows cannot be used; ``summary`` lists every problem.
    """
    opened = Source.from_path(source) if isinstance(source, Path) else source
    table = read_table(opened, known=RULES.known_headings(), titled=True)
    reading = Reading(_NOBODY, at, {})
    found = checked(RULES, table, (), ImportOptions(), reading, None)
    problems = list(found.problems)
    drafts: list[RuleDraft] = []
    for row in found.rows:
        draft = _read(row, reading, problems)
        if draft is not None:
            drafts.append(draft)
    if problems:
        rejected = len({problem.row for problem in problems})
        skipped = len(table.rows) - rejected
        problems.sort(key=lambda problem: problem.row)
        raise RulesRejected(
            ImportSummary(
                None,
                RULES.name,
                skipped=skipped,
                rejected=rejected,
                problems=tuple(problems),
                assumptions=table.assumptions,
                unknown_columns=found.unknown,
            )
        )
    return tuple(drafts)


def _read(row: Row, reading: Reading, problems: list[Problem]) -> RuleDraft | None:
    values = row.values
    draft = RuleDraft(values["name"], note=values.get("note", ""), active=values.get("active", True))
    good = True
    for part in WHEN | THEN:
        text = values.get(part, "")
        try:
            draft = changed(draft, {part: text}, _name, NONE) if text else draft
        except DomainError as refusal:
            problems.append(reading.problem(row, part, text, refusal))
            good = False
    if not good:
        return None
    try:
        return checked_rule(draft)
    except DomainError as refusal:
        problems.append(reading.problem(row, "name", draft.name, refusal))
        return None


def rule_rows(rules: Iterable[RuleView]) -> list[dict[str, str]]:
    """Return rules as rows of a table, by field."""
    return [
        {
            "name": each.draft.name,
            "active": "是" if each.draft.active else "否",
            **texts_of(each.draft, _name, NONE),
            "note": each.draft.note,
        }
        for each in rules
    ]


def write_rules(rules: Iterable[RuleView], form: PaperForm | None, target: IO[bytes], at: datetime) -> int:
    """Write rules as a table; return how many.

    Args:
        rules: in their order.
        form: :attr:`PaperForm.XLSX`; ``None`` for CSV.
        target: a binary file.
        at: the moment a workbook says it was made.
    """
    rows = [[row[name] for name in HEADINGS] for row in rule_rows(rules)]
    titles = list(HEADINGS.values())
    if form is None:
        return write_csv(target, titles, rows, "utf-8-sig")
    columns = tuple(SheetColumn(title, most=36, choices=_choices(name)) for name, title in HEADINGS.items())
    sheet = Sheet("分类规则", "", columns, tuple(SheetRow(tuple(row)) for row in rows), landscape=True)
    write_workbook(Workbook((sheet,), "分类规则"), target, at)
    return len(rows)


def _choices(name: str) -> tuple[str, ...]:
    kinds: dict[str, type[StrEnum]] = {
        "duty_list": DutyList, "kind": MatterKind, "settle_level": SettleLevel,
    }  # fmt: skip
    if name in kinds:
        return tuple(_name(member) for member in kinds[name])
    if name in {"urgency", "severity"}:
        return ("1", "2", "3", "4")
    return ("是", "否") if name in {"active", "only_new"} else ()
