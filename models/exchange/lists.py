"""Whole lists of matters, and what became of old numbers: tables that become an edition.

They are no kinds of imports: an edition is loaded whole or not at all, and it is the catalogue
that compares it with what stands. Only the reading is shared.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from models.accounts.views import Actor
from models.catalogue.editions.rules import HINT_KINDS, Hint
from models.catalogue.views import LineageKind
from models.exchange.cells import code, line, member
from models.exchange.checking import checked
from models.exchange.frame import Comparison, Field, Kind, Reading, Row, Work
from models.exchange.kinds.matter_fields import FIELDS as MATTER_FIELDS
from models.exchange.refusals import ListRejected
from models.exchange.views import ImportSummary
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from models.exchange.readers import RawTable
    from models.exchange.views import ImportOptions, Problem
    from models.kernel.words import Phrase

_SHARED = (
    "class_name", "class_code", "scheme", "matter_kind", "settle_level", "urgency", "severity", "legal_basis",
    "keywords", "assisting", "grid_duty", "patrol", "privacy",
)  # fmt: skip
"""Fields read as the table of matters reads them, but never required."""
_ATTRIBUTES = {"matter_kind": "kind"}
_BY_NAME = {each.name: each for each in MATTER_FIELDS}
_NOBODY = Actor(0, "", "", frozenset())


def _optional(name: str) -> Field:
    known = _BY_NAME[name]
    return replace(known, required=False)


def _names(name: str, *more: str) -> tuple[str, ...]:
    return (*_BY_NAME[name].synonyms, *more)


class ReadOnlyKind(Kind):
    """A kind that is only read."""

    def compare(self, rows: Sequence[Row], work: Work) -> Comparison:
        """Compare nothing: the catalogue does."""
        return Comparison(created=list(rows))

    def write(self, comparison: Comparison, work: Work) -> Mapping[str, Any]:
        """Write nothing: the catalogue does."""
        return {}


class _List(ReadOnlyKind):
    """A whole list: at least codes and names."""

    name = "list"
    title = N_("list of matters")
    key = ("code",)
    exports = False
    fields: ClassVar[tuple[Field, ...]] = (
        Field("code", N_("matter code"), required=True, synonyms=_names("code"), parse=code()),
        Field("name", N_("matter name"), required=True, synonyms=_names("name"), parse=line(255)),
        Field("parent", N_("main item"), synonyms=_names("parent", "parent_code", "上级代码"), parse=code()),
        Field(
            "duty_list",
            N_("duty list"),
            synonyms=_names("duty_list", "清单"),
            parse=_BY_NAME["duty_list"].parse,
            blank=None,
        ),
        Field(
            "department",
            N_("department"),
            synonyms=_names("department", "unit", "lead_unit", "单位", "责任单位", "部门", "实施部门"),
            parse=line(255),
        ),
        *(_optional(name) for name in _SHARED),
    )


def _hint_kind(cell: str) -> LineageKind:
    kind: LineageKind = member(LineageKind, HINT_KINDS)(cell)
    return kind


class _Hints(ReadOnlyKind):
    """What became of old numbers."""

    name = "lineage"
    title = N_("lineage hints")
    key = ("from", "to", "kind")
    exports = False
    fields: ClassVar[tuple[Field, ...]] = (
        Field("from", N_("old code"), required=True, synonyms=("old", "原编码", "旧编码"), parse=code()),
        Field("to", N_("new code"), synonyms=("new", "新编码", "现编码"), parse=code()),
        Field("kind", N_("kind of descent"), required=True, synonyms=("沿革", "类型"), parse=_hint_kind),
        Field("note", N_("note"), synonyms=("备注", "说明"), parse=line(500)),
    )

    def check(self, row: Row, reading: Reading) -> Iterator[Problem]:
        """Complete the new code of a number that was given to something else: it is the old one."""
        if not row.values.get("to"):
            row.values["to"] = row.values["from"] if row.values["kind"] is LineageKind.REUSE else ""
        yield from super().check(row, reading)


LIST = _List()
HINTS = _Hints()


@dataclass(frozen=True, slots=True)
class ListRead:
    """A list as read: what each row says by field, what was assumed, columns left unread."""

    rows: tuple[Mapping[str, Any], ...]
    assumptions: tuple[Phrase, ...]
    unknown_columns: tuple[str, ...]


def read_list(table: RawTable, mapping: tuple[str, ...], options: ImportOptions, at: datetime) -> ListRead:
    """Read a whole list.

    Raises:
        ListRejected: a row cannot be used; a list with a gap would retire what it does not name.
    """
    rows, unknown = _checked(LIST, table, mapping, options, at)
    said = tuple(
        {
            _ATTRIBUTES.get(name, name): value
            for name, value in row.values.items()
            if value not in (None, "") or name in {"parent", "department"}
        }
        for row in rows
    )
    return ListRead(said, table.assumptions, unknown)


def read_hints(table: RawTable, mapping: tuple[str, ...], at: datetime) -> list[Hint]:
    """Read lineage hints.

    Raises:
        ListRejected: a row cannot be used.
    """
    from models.exchange.views import ImportOptions

    rows, _unknown = _checked(HINTS, table, mapping, ImportOptions(), at)
    return [
        Hint(row.number, row.values["from"], row.values["to"], row.values["kind"], row.values.get("note", ""))
        for row in rows
    ]


def _checked(
    kind: Kind, table: RawTable, mapping: tuple[str, ...], options: ImportOptions, at: datetime
) -> tuple[list[Row], tuple[str, ...]]:
    found = checked(kind, table, mapping, options, Reading(_NOBODY, at, {}), None)
    if found.problems:
        rejected = len({problem.row for problem in found.problems})
        raise ListRejected(
            ImportSummary(
                None,
                kind.name,
                skipped=len(table.rows) - rejected,
                rejected=rejected,
                problems=tuple(found.problems),
                assumptions=table.assumptions,
                unknown_columns=found.unknown,
            )
        )
    return found.rows, found.unknown
