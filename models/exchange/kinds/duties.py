"""The three duty lists of a township: basic, cooperative, recalled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import Table, select

from models.catalogue.tables import DutyItem
from models.catalogue.views import DutyList
from models.exchange.cells import block, code, line, member, whole
from models.exchange.frame import Field, Reading, Row
from models.exchange.kinds.coded import Coded, Facts
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlmodel import Session

    from models.exchange.views import Problem

_TABLE: Table = DutyItem.__table__  # type: ignore[attr-defined]
_LETTERS = {DutyList.BASIC: "J", DutyList.COOPERATIVE: "P", DutyList.RECALLED: "S"}
"""基本, 配合, 收回: an item without a code of its own gets its list's letter and its number."""
LISTS = {
    "基本": DutyList.BASIC,
    "基本履职": DutyList.BASIC,
    "基本履职事项": DutyList.BASIC,
    "配合": DutyList.COOPERATIVE,
    "配合履职": DutyList.COOPERATIVE,
    "配合履职事项": DutyList.COOPERATIVE,
    "收回": DutyList.RECALLED,
    "上级部门收回": DutyList.RECALLED,
    "上级部门收回事项": DutyList.RECALLED,
}
_STORED = (
    "duty_list", "category", "number", "name", "department", "superior_duty", "township_duty", "method",
)  # fmt: skip


class Duties(Coded):
    """Items of the duty lists, by the columns of the published sheets."""

    name = "duties"
    title = N_("duty items")
    table = _TABLE
    stream = "duty"
    defaults: ClassVar[Mapping[str, Any]] = {
        "department": "",
        "superior_duty": "",
        "township_duty": "",
        "method": "",
        "category": "",
    }
    fields = (
        Field("code", N_("duty item code"), synonyms=("编码", "代码", "清单编码", "事项编码"), parse=code()),
        Field(
            "duty_list",
            N_("duty list"),
            required=True,
            synonyms=("清单", "清单类型", "清单类别", "list"),
            parse=member(DutyList, LISTS),
        ),
        Field("category", N_("category"), synonyms=("类别", "事项类别", "一级类别", "分类"), parse=line(64)),
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
    )

    def check(self, row: Row, reading: Reading) -> Iterator[Problem]:
        """Give an item without a code the one of its list and number."""
        values = row.values
        if not values.get("code"):
            values["code"] = f"{_LETTERS[values['duty_list']]}{values['number']:03d}"
        yield from super().check(row, reading)

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


KIND = Duties()
