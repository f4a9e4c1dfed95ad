"""The three duty lists of a township: basic, cooperative, recalled.

Published sheets are taken as they are: the columns of each list, title rows as a category
column (一、党的建设（20项）), no codes and no word about which list it is. The list follows
from the columns then, and an item is known again by its name or, renamed, by its number: its
code says where it stood when it was first taken in, not where it stands now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import select

from models.catalogue.duties.rules import category_name, free_code
from models.catalogue.tables import DutyItem
from models.catalogue.views import DutyList, DutyStatus
from models.exchange.cells import block, code, line, member, whole
from models.exchange.frame import Field, Reading, Row
from models.exchange.kinds.coded import Coded, Facts
from models.exchange.refusals import BadCell
from models.kernel.tables import table_of
from models.kernel.text import fold
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlmodel import Session

    from models.exchange.frame import Comparison, Values, Work
    from models.exchange.views import Problem

_TABLE = table_of(DutyItem)
_CATEGORY = 64
LISTS = {
    "基本": DutyList.BASIC,
    "基本履职": DutyList.BASIC,
    "基本履职事项": DutyList.BASIC,
    "基本履职事项清单": DutyList.BASIC,
    "配合": DutyList.COOPERATIVE,
    "配合履职": DutyList.COOPERATIVE,
    "配合履职事项": DutyList.COOPERATIVE,
    "配合履职事项清单": DutyList.COOPERATIVE,
    "收回": DutyList.RECALLED,
    "上级部门收回": DutyList.RECALLED,
    "上级部门收回事项": DutyList.RECALLED,
    "上级部门收回事项清单": DutyList.RECALLED,
}
_STATES = {"在列": DutyStatus.LISTED, "已退出": DutyStatus.RETIRED}
_TELLING = {
    "superior_duty": DutyList.COOPERATIVE,
    "township_duty": DutyList.COOPERATIVE,
    "method": DutyList.RECALLED,
}
"""Columns only one of the published lists has."""
_STORED = (
    "duty_list", "category", "number", "name", "department", "superior_duty", "township_duty", "method",
    "status",
)  # fmt: skip
_Names = dict[tuple[DutyList, str], list[str]]


class WhichList(BadCell):
    """A row of a sheet that does not say which list it is."""

    code = "exchange.which_list"
    sentence = N_("neither a column nor the other columns say which duty list it stands on")


def _category(cell: str) -> str:
    """Read a category, also as the title row that names it."""
    name: str = line(_CATEGORY)(category_name(cell))
    return name


class Duties(Coded):
    """Items of the duty lists, by the columns of the published sheets."""

    name = "duties"
    title = N_("duty items")
    table = _TABLE
    stream = "duty"
    key: ClassVar[tuple[str, ...]] = ("code", "number")
    defaults: ClassVar[Mapping[str, Any]] = {
        "department": "",
        "superior_duty": "",
        "township_duty": "",
        "method": "",
        "category": "",
        "status": DutyStatus.LISTED,
    }
    fields = (
        Field("code", N_("duty item code"), synonyms=("编码", "代码", "清单编码", "事项编码"), parse=code()),
        Field(
            "duty_list",
            N_("duty list"),
            synonyms=("清单", "清单类型", "清单类别", "list"),
            parse=member(DutyList, LISTS),
        ),
        Field("category", N_("category"), synonyms=("类别", "事项类别", "一级类别", "分类"), parse=_category),
        Field("number", N_("number in the list"), required=True, synonyms=("序号",), parse=whole(1, 99_999)),
        Field("name", N_("duty item"), required=True, synonyms=("事项名称", "事项", "名称"), parse=line(512)),
        Field(
            "department",
            N_("department"),
            synonyms=("对应上级部门", "承接部门", "上级部门"),
            parse=line(255),
        ),
        Field(
            "superior_duty",
            N_("what the department does"),
            synonyms=("上级部门职责", "本部门职责"),
            parse=block(4000),
        ),
        Field(
            "township_duty",
            N_("what the township does"),
            synonyms=("镇街配合职责", "乡镇配合职责", "乡镇（街道）配合职责"),
            parse=block(4000),
        ),
        Field("method", N_("way of working"), synonyms=("工作方式",), parse=block(4000)),
        Field(
            "status",
            N_("standing on the list"),
            synonyms=("状态", "在列状态"),
            parse=member(DutyStatus, _STATES),
        ),
    )

    def key_of(self, values: Values) -> object:
        """Return the code, or list and number where the source has no codes."""
        return values.get("code") or (values["duty_list"], values["number"])

    def check(self, row: Row, reading: Reading) -> Iterator[Problem]:
        """Find the list a row stands on; an item that is in a sheet stands on its list."""
        values = row.values
        if not values.get("duty_list"):
            duty_list = _list_by_columns(reading)
            if duty_list is None:
                yield reading.problem(row, "duty_list", "", WhichList())
                return
            values["duty_list"] = duty_list
        values.setdefault("status", DutyStatus.LISTED)
        yield from super().check(row, reading)

    def compare(self, rows: Sequence[Row], work: Work) -> Comparison:
        """Give items without a code the one they have, or a new one; then compare."""
        current = self.current(work.session)
        taken = {row.values["code"] for row in rows if row.values.get("code")}
        nameless = [row for row in rows if not row.values.get("code")]
        names, numbers = _known(current, taken)
        for row in nameless:
            same = names.get((row.values["duty_list"], fold(row.values["name"])), [])
            if same:
                row.values["code"] = same.pop(0)
                taken.add(row.values["code"])
        for row in nameless:
            if not row.values.get("code"):
                at_number = numbers.get((row.values["duty_list"], str(row.values["number"])), [])
                free = [each for each in at_number if each not in taken]
                duty_list, number = row.values["duty_list"], row.values["number"]
                row.values["code"] = free[0] if free else free_code(duty_list, number, {*taken, *current})
                taken.add(row.values["code"])
        return super().compare(rows, work)

    def known(self, session: Session) -> dict[str, dict[str, Any]]:
        """Duty items refer to nothing."""
        return {}

    def current(self, session: Session) -> dict[str, tuple[int, Facts]]:
        """Return version and facts of every item by code."""
        names = ("code", *_STORED)
        statement = select(_TABLE.c.version, *(_TABLE.c[name] for name in names))
        return {
            row[1]: (row[0], dict(zip(names, row[1:], strict=True)))
            for row in session.connection().execute(statement)
        }

    def values(self, facts: Facts, ids: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
        """Return the item's columns."""
        return {name: facts[name] for name in _STORED}


def _list_by_columns(reading: Reading) -> DutyList | None:
    """Return the list whose published columns the source has, ``None`` where they do not tell.

    Number and name alone are the basic list; a department without a word of the two sides'
    duties or of the way of working could be either of the others.
    """
    present = reading.headings.keys()
    found = {duty_list for name, duty_list in _TELLING.items() if name in present}
    if not found and "department" not in present:
        return DutyList.BASIC
    return found.pop() if len(found) == 1 else None


def _known(current: Mapping[str, tuple[int, Facts]], taken: set[str]) -> tuple[_Names, _Names]:
    """Return the codes of the items that stand on a list, by name and by number."""
    names: _Names = {}
    numbers: _Names = {}
    for key, (_version, facts) in sorted(current.items()):
        if facts["status"] is DutyStatus.LISTED and key not in taken:
            names.setdefault((facts["duty_list"], fold(facts["name"])), []).append(key)
            numbers.setdefault((facts["duty_list"], str(facts["number"])), []).append(key)
    return names, numbers


KIND = Duties()
