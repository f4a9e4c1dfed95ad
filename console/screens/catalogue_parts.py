"""How the catalogue is written: the tree of classes, columns, previews, pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from console.i18n import N_, _
from console.keys import group_title
from console.labels import label
from console.widgets.line_list import Column
from console.widgets.queue_bar import QueueTab
from console.widgets.tree_list import Branch
from models.catalogue.rules import SCHEME_TITLES
from models.catalogue.views import DutyList, MatterStatus

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from datetime import date, datetime

    from console.screens.duty_parts import DutyRow
    from console.widgets.line_list import PageLike, Source
    from console.widgets.lines import Piece
    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.views import ClassView, MatterLine

SHEETS: tuple[DutyList | None, ...] = (None, *DutyList)
"""What can be browsed, in the order of the number keys: the matters (``None``), then the duty lists."""

ALL = "all"
"""Identity of the branch all matters hang on."""
_SCHEME = "scheme:"


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody was in the catalogue."""

    sheet: DutyList | None = None
    branch: Hashable = ALL
    row: int | None = None


def remembered_place(value: object) -> Place:
    """Return the place a remembered ``value`` names; the beginning where it names none."""
    if not isinstance(value, dict):
        return Place()
    sheet, branch, row = value.get("sheet"), value.get("branch"), value.get("row")
    return Place(
        DutyList(sheet) if sheet in list(DutyList) else None,
        branch if isinstance(branch, int | str) else ALL,
        row if isinstance(row, int) else None,
    )


Moment = tuple["date | None", "datetime | None"]
"""A day, as it was known at a moment: ``None`` for today, and for what is known now."""


def source_of(
    services: Services,
    actor: Actor,
    sheet: DutyList | None,
    branch: Hashable,
    moment: Moment = (None, None),
) -> Source[Any]:
    """Return what reads the pages of a list: a duty list, or the matters below a branch."""
    scheme = scheme_of(branch)
    class_id = branch if isinstance(branch, int) else None

    def matters(text: str, after: tuple[Any, ...] | None, limit: int) -> PageLike[MatterLine]:
        day, known = moment
        return services.catalogue.matters(
            actor, class_id, text, after, limit, scheme=scheme, day=day, known=known
        )

    if sheet is None:
        return matters

    def duties(text: str, after: tuple[Any, ...] | None, limit: int) -> PageLike[DutyRow]:
        return services.duties.lines(actor, sheet, text, after, limit)

    return duties


# ---------------------------------------------------------------- tabs and tree


def sheet_tabs(current: DutyList | None) -> list[QueueTab]:
    """Return the line of lists."""
    tabs = [
        QueueTab(str(place), sheet_name(sheet), None, current=sheet is current)
        for place, sheet in enumerate(SHEETS, start=1)
    ]
    if current is None:
        # At the other end of the line: what is not in force yet.
        tabs.append(QueueTab("6", group_title("worklist"), None, current=False, warning=True))
    return tabs


def sheet_name(sheet: DutyList | None) -> str:
    """Return what a list is called."""
    return _("Matters") if sheet is None else label(sheet)


def scheme_name(scheme: str) -> str:
    """Return what a scheme of the catalogue is called; one of a place's own by its code."""
    title = SCHEME_TITLES.get(scheme)
    return _(title) if title is not None else scheme


def scheme_of(branch_id: Hashable) -> str | None:
    """Return the scheme a branch stands for, ``None`` if it is a class or everything."""
    if isinstance(branch_id, str) and branch_id.startswith(_SCHEME):
        return branch_id.removeprefix(_SCHEME)
    return None


def branches_of(classes: Sequence[ClassView]) -> list[Branch]:
    """Return the tree: everything, below it the schemes where there are several, then the classes."""
    if not classes:
        return []
    schemes: dict[str, int] = {}
    for view in classes:
        schemes[view.scheme] = schemes.get(view.scheme, 0) + (view.matters if view.parent_id is None else 0)
    several = len(schemes) > 1
    branches = [Branch(ALL, None, _("All"), sum(schemes.values()))]
    if several:
        branches += [
            Branch(f"{_SCHEME}{scheme}", ALL, scheme_name(scheme), count) for scheme, count in schemes.items()
        ]
    for view in classes:
        root = f"{_SCHEME}{view.scheme}" if several else ALL
        parent: Hashable = root if view.parent_id is None else view.parent_id
        branches.append(Branch(view.id, parent, f"{view.code} {view.name}", view.matters))
    return branches


# ---------------------------------------------------------------- lists


def line_id(line: MatterLine) -> int:
    """Return what a line is known by."""
    return line.id


def matter_columns() -> list[Column[MatterLine]]:
    """Return the columns of the list of matters."""
    return [
        Column(N_("Code"), 8, _code_of, best=12),
        Column(N_("Matter"), 16, _name_of, grow=True),
        Column(N_("Class"), 12, _class_of, best=16, since=64),
        Column(N_("Kind"), 6, _kind_of, since=50),
        Column(N_("Cond."), 5, _conditions_of, right=True),
    ]


def _code_of(line: MatterLine) -> Piece:
    return line.code, ""


def _name_of(line: MatterLine) -> Piece:
    if line.status is MatterStatus.RETIRED:
        return _("%(name)s (retired)", name=line.name), "dim"
    return line.name, ""


def _class_of(line: MatterLine) -> Piece:
    return line.class_name, ""


def _kind_of(line: MatterLine) -> Piece:
    return label(line.kind), ""


def _conditions_of(line: MatterLine) -> Piece:
    return str(line.conditions), ""


def empty_sentence(sheet: DutyList | None) -> str:
    """Return what a list says into which nothing was imported yet, with the command that does it."""
    if sheet is None:
        return _("Empty. To import it: yiwang import matters FILE")
    return _("Empty. To import it: yiwang import duties FILE")
