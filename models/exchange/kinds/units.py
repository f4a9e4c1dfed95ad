"""Units that can be given work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from models.cases.holding import held_by_units
from models.exchange.cells import code, line, member, yes_no
from models.exchange.frame import Field
from models.exchange.identity_cells import credit
from models.exchange.kinds.divisions import division_code
from models.exchange.kinds.placed import Placed
from models.exchange.kinds.places import closing_problems
from models.kernel.tables import table_of
from models.kernel.words import N_
from models.organisation.tables import Unit
from models.organisation.views import UnitKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlmodel import Session

    from models.exchange.frame import Row, Work
    from models.exchange.kinds.coded import Facts
    from models.exchange.views import Problem

_TABLE = table_of(Unit)
_KINDS = {
    "内设机构": UnitKind.OFFICE,
    "办公室": UnitKind.OFFICE,
    "派驻机构": UnitKind.STATION,
    "站所": UnitKind.STATION,
    "村居": UnitKind.VILLAGE,
    "县级部门": UnitKind.DEPARTMENT,
    "部门": UnitKind.DEPARTMENT,
}


class Units(Placed):
    """Offices, stations, villages and departments."""

    name = "units"
    title = N_("units")
    table = _TABLE
    stream = "unit"
    defaults: ClassVar[Mapping[str, Any]] = {
        "kind": UnitKind.OFFICE,
        "parent_code": None,
        "credit_code": "",
        "active": True,
    }
    kept: ClassVar[tuple[str, ...]] = ("name", "kind", "division_code", "credit_code", "active")
    fields = (
        Field(
            "code",
            N_("unit code"),
            required=True,
            synonyms=("单位编码", "单位代码", "编码", "代码"),
            parse=code(),
        ),
        Field("name", N_("unit name"), required=True, synonyms=("单位名称", "名称", "单位"), parse=line(64)),
        Field(
            "kind",
            N_("kind of unit"),
            synonyms=("单位类型", "类型"),
            parse=member(UnitKind, _KINDS),
            blank=None,
        ),
        Field(
            "division_code",
            N_("division code"),
            required=True,
            synonyms=("区划代码", "所属区划", "行政区划代码"),
            parse=division_code,
        ),
        Field(
            "parent_code",
            N_("code of the unit above"),
            synonyms=("上级单位编码", "上级编码"),
            parse=code(),
            blank=None,
        ),
        Field(
            "credit_code",
            N_("unified social credit code"),
            synonyms=("统一社会信用代码", "社会信用代码", "信用代码"),
            parse=credit,
        ),
        Field("active", N_("in use"), synonyms=("启用", "有效", "状态"), parse=yes_no, blank=None),
    )

    def known(self, session: Session) -> dict[str, dict[str, Any]]:
        """Return the divisions and units there are, and how many open cases lie with each unit."""
        found, held = super().known(session), held_by_units(session)
        return found | {"held": {code: held[key] for code, key in found[self.name].items() if key in held}}

    def verify(
        self, row: Row, facts: Facts, known: Mapping[str, Mapping[str, Any]], work: Work
    ) -> Iterator[Problem]:
        """See that the division exists within the person's area, and that no unit closes on its work."""
        yield from super().verify(row, facts, known, work)
        yield from closing_problems(row, facts, known["held"], work)


KIND = Units()
