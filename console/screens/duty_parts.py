"""How duty lists are drawn: their columns, a department's, those of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.duty_words import duty_words, finding_title, finding_words
from console.i18n import N_
from console.labels import label
from console.widgets.line_list import Column, LineList
from models.catalogue.duties.views import DutyTitle
from models.catalogue.views import DutyItemView, DutyList

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.widgets.lines import Piece
    from models.catalogue.duties.views import DutyFinding

DutyRow = DutyTitle | DutyItemView
"""A line of a duty list: the title row of a category, or an item."""

_TEXTS_SINCE = 116
"""Cells from which on the long texts have columns of their own."""


def row_id(row: DutyRow) -> int | str:
    """Return what a line is known by."""
    return f"{row.duty_list.value}/{row.number}" if isinstance(row, DutyTitle) else row.id


def duty_columns(duty_list: DutyList) -> list[Column[DutyRow]]:
    """Return the columns in which a list is published, as far as there is room."""
    columns = [
        Column[DutyRow](N_("No."), 4, _of_item(lambda item: str(item.number)), right=True),
        Column[DutyRow](N_("Name of the item"), 20, _name_or_title, grow=True),
    ]
    if duty_list is not DutyList.BASIC:
        department = N_("Department above") if duty_list is DutyList.COOPERATIVE else N_("Taken over by")
        columns.append(Column(department, 14, _of_item(lambda item: item.department), best=24, since=54))
    if duty_list is DutyList.COOPERATIVE:
        columns += [
            Column(N_("What the department does"), 24, _of_item(_superior), best=36, since=_TEXTS_SINCE),
            Column(N_("What the township does"), 24, _of_item(_township), best=36, since=_TEXTS_SINCE),
        ]
    if duty_list is DutyList.RECALLED:
        columns.append(Column(N_("How it is done"), 30, _of_item(_method), best=48, since=_TEXTS_SINCE))
    return columns


def mirror_columns(township: Callable[[], str]) -> list[Column[DutyRow]]:
    """Return the columns in which a department sees its items."""
    return [
        Column[DutyRow](N_("No."), 4, _of_item(lambda item: str(item.number)), right=True),
        Column[DutyRow](N_("Name of the item"), 20, _name_or_title, grow=True),
        Column(N_("Township"), 8, _of_item(lambda _item: township()), best=14, since=54),
        Column(N_("The department's duty"), 24, _of_item(_superior), best=36, since=_TEXTS_SINCE),
        Column(N_("The township's part"), 24, _of_item(_township_or_method), best=36, since=_TEXTS_SINCE),
    ]


def finding_columns() -> list[Column[DutyFinding]]:
    """Return the columns of the list of findings."""
    return [
        Column(N_("Kind"), 14, lambda finding: (finding_title(finding), ""), best=20),
        Column(N_("What was found"), 24, lambda finding: (finding_words(finding), ""), grow=True),
        Column(N_("Place"), 16, _place_of, best=24, since=100),
    ]


def _of_item(text: Callable[[DutyItemView], str]) -> Callable[[DutyRow], Piece]:
    """Return a cell that stays empty in a title row."""
    return lambda row: ("", "") if isinstance(row, DutyTitle) else (text(row), "")


def _name_or_title(row: DutyRow) -> Piece:
    return (row.title, "bold") if isinstance(row, DutyTitle) else (row.name, "")


def _superior(item: DutyItemView) -> str:
    return _flat(item.superior_duty)


def _township(item: DutyItemView) -> str:
    return _flat(item.township_duty)


def _method(item: DutyItemView) -> str:
    return _flat(item.method)


def _township_or_method(item: DutyItemView) -> str:
    return _flat(item.township_duty or item.method)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _place_of(finding: DutyFinding) -> Piece:
    if finding.items:
        return duty_words(finding.items[0]), ""
    return " ".join(finding.matters), ""


def list_words(duty_list: DutyList, count: int) -> str:
    """Return a list and how many items there are of it: 配合履职 12."""
    return f"{label(duty_list)} {count}"


def step_over_titles(rows: LineList[Any], by: int) -> None:
    """Go to the next or previous row that is no title row; stay where there is none."""
    place = rows.cursor + by
    while isinstance(rows.row_at(place), DutyTitle):
        place += by
    if rows.row_at(place) is not None:
        rows.move_to(place)
