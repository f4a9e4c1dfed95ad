"""How the working list is written: columns and marks, the tree, tabs, previews, pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from console.i18n import N_, _, pgettext
from console.labels import label
from console.screens.catalogue_parts import scheme_name
from console.widgets.line_list import Column, LineList
from console.widgets.queue_bar import QueueTab
from console.widgets.tree_list import Branch
from models.catalogue.drafting.faults import Weight
from models.catalogue.drafting.listviews import (
    EVERYTHING,
    NO_DEPARTMENT,
    NO_LIST,
    ListRow,
    Order,
    Part,
    Wanted,
)
from models.catalogue.drafting.views import EntryState
from models.catalogue.views import DutyList

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from console.widgets.line_list import Source
    from console.widgets.lines import Piece
    from console.widgets.pages import PagesRead
    from models.catalogue.drafting.listviews import DraftNode, ListFrame

PARTS = tuple(Part)
"""What can be shown, in the order of the number keys."""
CELLS = ("code", "name", "duty_list", "department")
"""The fields that can be changed in their place, in the order of the columns."""
FIRST_CELL = "name"


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody was in the list."""

    wanted: Wanted = field(default_factory=Wanted)
    row: int | None = None


def remembered_place(value: object) -> Place:
    """Return the place a remembered ``value`` names; the beginning where it names none."""
    if not isinstance(value, dict):
        return Place()
    texts = {name: value.get(name) for name in ("branch", "duty_list", "department")}
    kept = {name: text for name, text in texts.items() if isinstance(text, str)}
    part, order, row = value.get("part"), value.get("order"), value.get("row")
    return Place(
        Wanted(
            Part(part) if part in list(Part) else Part.LISTED,
            order=Order(order) if order in list(Order) else Order.CODE,
            **kept,
        ),
        row if isinstance(row, int) else None,
    )


def place_value(place: Place) -> dict[str, object]:
    """Return a place as it is remembered; a search is not."""
    wanted = place.wanted
    return {
        "part": wanted.part.value,
        "branch": wanted.branch,
        "duty_list": wanted.duty_list,
        "department": wanted.department,
        "order": wanted.order.value,
        "row": place.row,
    }


# ---------------------------------------------------------------- tabs and tree


def part_name(part: Part) -> str:
    """Return what a part of the list is called."""
    names = {
        Part.LISTED: pgettext("working list", "Listed"),
        Part.NEW: pgettext("working list", "New"),
        Part.CHANGED: pgettext("working list", "Changed"),
        Part.GONE: pgettext("working list", "Ended"),
        Part.FAULTY: pgettext("working list", "Faulty"),
        Part.LACKING: pgettext("working list", "Incomplete"),
    }
    return names[part]


def part_tabs(frame: ListFrame | None, current: Part) -> list[QueueTab]:
    """Return the line of parts with their counts."""
    return [
        QueueTab(
            str(place),
            part_name(part),
            None if frame is None else frame.counts.get(part, 0),
            current=part is current,
            style="bold yellow" if part is Part.FAULTY else "bold",
            warning=part in {Part.FAULTY, Part.LACKING},
        )
        for place, part in enumerate(PARTS, start=1)
    ]


def branches_of(nodes: Sequence[DraftNode]) -> list[Branch]:
    """Return the tree as it is drawn."""
    return [Branch(node.key, node.parent, node_words(node), node.count) for node in nodes]


def node_words(node: DraftNode) -> str:
    """Return what a branch is called."""
    match node.kind:
        case "all":
            return _("All")
        case "scheme":
            return scheme_name(node.code)
        case _:
            return f"{node.code} {node.name}".rstrip()


def order_name(order: Order) -> str:
    """Return what a list is sorted by."""
    names = {
        Order.CODE: pgettext("sorted by", "Code"),
        Order.NAME: pgettext("sorted by", "Pinyin of the name"),
        Order.DEPARTMENT: pgettext("sorted by", "Department"),
        Order.DUTY_LIST: pgettext("sorted by", "Duty list"),
        Order.FAULTS: pgettext("sorted by", "Faults, most first"),
    }
    return names[order]


def narrowing_words(wanted: Wanted, nodes: Sequence[DraftNode]) -> str:
    """Return what narrows the list beside its part: class, duty list, department, order."""
    branch = next((node for node in nodes if node.key == wanted.branch), None)
    said = [] if branch is None or branch.key == EVERYTHING else [node_words(branch)]
    if wanted.duty_list:
        said.append(duty_list_words(wanted.duty_list))
    if wanted.department:
        said.append(department_words(wanted.department))
    if wanted.order is not Order.CODE:
        said.append(_("sorted: %(order)s", order=order_name(wanted.order)))
    return "  ".join(said)


def duty_list_words(name: str) -> str:
    """Return what a filter by duty list is called."""
    return _("on no duty list") if name in {"", NO_LIST} else label(DutyList(name))


def department_words(name: str) -> str:
    """Return what a filter by department is called."""
    return _("without a department") if name in {"", NO_DEPARTMENT} else name


# ---------------------------------------------------------------- the list


class EntryRows(LineList[ListRow]):
    """The entries. Marks stay whatever is listed, until they are taken away."""

    DEFAULT_CSS = "EntryRows { height: 1fr; width: 100%; }"

    range_start: int | None = None
    """The entry marked last"""

    _begin_at: int | None = None

    def show(self, source: Source[ListRow], empty: str, cursor_id: int | None, place: int) -> None:
        """Show another list with the cursor on a row, wherever that stands; the marks stay."""
        marked, text = set(self._marked), self.text
        self._begin_at = place
        self.set_source(source, empty=empty, cursor_id=cursor_id, text=text)
        self._marked = marked

    def _load_anew(self, cursor_id: Hashable | None) -> None:
        if self._begin_at is not None:
            # A list of thousands is read as far as the row it is to begin at.
            self._cursor, self._begin_at = self._begin_at, None
        super()._load_anew(cursor_id)

    def _take_over(self, read: PagesRead[ListRow], source: Source[ListRow] | None = None) -> None:
        marked = set(self._marked)
        super()._take_over(read, source)
        self._marked = marked

    def toggle_mark(self) -> None:
        """Mark or unmark the entry under the cursor and go one line down."""
        row = self.row
        self.range_start = None if row is None else row.matter_id
        super().toggle_mark()

    def mark(self, matter_ids: Iterable[Hashable]) -> None:
        """Mark these entries beside those that are."""
        self._marked.update(matter_ids)
        self.refresh()
        self.post_message(self.Moved(self))

    def unmark(self, matter_ids: Iterable[Hashable]) -> None:
        """Take some marks away."""
        self._marked.difference_update(matter_ids)
        self.refresh()

    def cell_place(self, field: str) -> tuple[int, int, int]:
        """Return where a field of the row under the cursor is drawn: column, line, width."""
        from console.widgets.columns import share_out

        x = 3
        for column, room in share_out(self._columns, self.size.width - 3):
            if column.title == _TITLES[field]:
                return x, self._cursor - self._top + self._heading, room
            x += room + 1
        return 3, self._cursor - self._top + self._heading, max(8, self.size.width - 4)

    def shown_cells(self) -> list[str]:
        """Return the fields that can be changed in place and are in sight."""
        from console.widgets.columns import share_out

        titles = {column.title for column, _room in share_out(self._columns, self.size.width - 3)}
        return [name for name in CELLS if _TITLES[name] in titles]


_TITLES = {
    "code": N_("Code"),
    "name": N_("Matter"),
    "duty_list": N_("On list"),
    "department": N_("Department"),
}


def row_id(row: ListRow) -> int:
    """Return what a row is known by."""
    return row.matter_id


def entry_columns() -> list[Column[ListRow]]:
    """Return the columns of the list."""
    return [
        Column("", 4, _mark_of),
        Column(_TITLES["code"], 9, lambda row: (row.code or f"#{row.matter_id}", ""), best=12),
        Column(_TITLES["name"], 16, _name_of, grow=True),
        Column(_TITLES["duty_list"], 8, _list_of, since=48),
        Column(_TITLES["department"], 12, _department_of, best=20, since=56),
        Column(N_("Cond."), 5, lambda row: (str(row.conditions), ""), right=True, since=68),
    ]


def state_mark(row: ListRow) -> str:
    """Return in a character how an entry stands: new, changed, merged, ends, left out."""
    if row.state is not EntryState.LIVE:
        return {
            EntryState.MERGED: pgettext("mark", "M"),
            EntryState.RETIRED: pgettext("mark", "E"),
            EntryState.DROPPED: pgettext("mark", "X"),
        }[row.state]
    if row.is_new:
        return pgettext("mark", "N")
    return pgettext("mark", "C") if row.changed else ""


def _mark_of(row: ListRow) -> Piece:
    mark = state_mark(row)
    weights = {fault.weight for fault in row.faults}
    if Weight.BLOCKS in weights:
        return f"{mark}!", "bold red"
    if Weight.WARNS in weights:
        return f"{mark}?", "bold yellow"
    return f"{mark}{'-' if weights else ''}", "bold" if mark else "dim"


def _name_of(row: ListRow) -> Piece:
    return row.name or _("(no name)"), "" if row.state is EntryState.LIVE else "dim"


def _department_of(row: ListRow) -> Piece:
    # Where nobody is named in words, the unit that leads answers for it.
    return (row.department, "") if row.department else (row.unit, "dim")


def _list_of(row: ListRow) -> Piece:
    return ("" if row.duty_list is None else label(row.duty_list)), ""
