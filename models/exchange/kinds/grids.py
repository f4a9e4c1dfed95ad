"""Grids: the tree below the villages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import select

from models.exchange.cells import code, line, member, whole, yes_no
from models.exchange.frame import Field
from models.exchange.kinds.divisions import division_code
from models.exchange.kinds.placed import Placed
from models.exchange.refusals import BadCell
from models.kernel.bulk import update_rows
from models.kernel.tables import table_of
from models.kernel.words import N_
from models.organisation.rules import MOST_HOUSEHOLDS, PATH_LENGTH
from models.organisation.tables import Grid
from models.organisation.views import DivisionLevel, GridKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from models.exchange.frame import Row, Work
    from models.exchange.kinds.coded import Facts
    from models.exchange.views import Problem

_TABLE = table_of(Grid)
_KINDS = {
    "综合": GridKind.GENERAL,
    "综合网格": GridKind.GENERAL,
    "专属": GridKind.DEDICATED,
    "专属网格": GridKind.DEDICATED,
    "微网格": GridKind.MICRO,
}


class NotAVillage(BadCell):
    """A grid placed above the villages."""

    code = "exchange.not_a_village"
    sentence = N_("a grid belongs to a village (12 digits)")


class Grids(Placed):
    """General, dedicated and micro grids."""

    name = "grids"
    title = N_("grids")
    table = _TABLE
    stream = "grid"
    kept = (*Placed.kept, "households")
    defaults: ClassVar[Mapping[str, Any]] = {
        "kind": GridKind.GENERAL,
        "parent_code": None,
        "households": 0,
        "active": True,
    }
    fields = (
        Field(
            "code",
            N_("grid code"),
            required=True,
            synonyms=("网格编码", "网格代码", "编码", "代码"),
            parse=code(),
        ),
        Field("name", N_("grid name"), required=True, synonyms=("网格名称", "名称", "网格"), parse=line(64)),
        Field(
            "kind",
            N_("kind of grid"),
            synonyms=("网格类型", "类型"),
            parse=member(GridKind, _KINDS),
            blank=None,
        ),
        Field(
            "division_code",
            N_("village code"),
            required=True,
            synonyms=("区划代码", "村居代码", "所属村居代码", "村（居）代码", "village_code"),
            parse=division_code,
        ),
        Field(
            "parent_code",
            N_("code of the grid above"),
            synonyms=("上级网格编码", "上级编码"),
            parse=code(),
            blank=None,
        ),
        Field(
            "households", N_("households"), synonyms=("户数",), parse=whole(0, MOST_HOUSEHOLDS), blank=None
        ),
        Field("active", N_("in use"), synonyms=("启用", "有效", "状态"), parse=yes_no, blank=None),
    )

    def verify(
        self, row: Row, facts: Facts, known: Mapping[str, Mapping[str, Any]], work: Work
    ) -> Iterator[Problem]:
        """See that the division is a village within the person's area."""
        problems = list(super().verify(row, facts, known, work))
        if not problems and known["divisions"][facts["division_code"]] is not DivisionLevel.VILLAGE:
            problems.append(work.problem(row, "division_code", facts["division_code"], NotAVillage()))
        yield from problems

    def values(self, facts: Facts, ids: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
        """Return the grid's columns; the path is set when the whole tree is there."""
        return {**super().values(facts, ids), "path": facts["code"]}

    def finish(
        self, changes: Sequence[tuple[Facts | None, Facts]], ids: dict[str, dict[str, Any]], work: Work
    ) -> None:
        """Set the paths, also of grids below one that moved."""
        if not changes:
            return
        columns = (_TABLE.c.id, _TABLE.c.code, _TABLE.c.parent_id, _TABLE.c.path)
        grids = {row[0]: row for row in work.session.connection().execute(select(*columns))}
        moved = []
        for key, own_code, parent, path in grids.values():
            steps = [own_code]
            step = parent
            while step is not None:
                _key, above, step, _path = grids[step]
                steps.append(above)
            right = "/".join(reversed(steps))[:PATH_LENGTH]
            if right != path:
                moved.append((right, key))
        if moved:
            update_rows(work.session, _TABLE, ("path",), ("id",), moved)


KIND = Grids()
