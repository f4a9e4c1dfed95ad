"""How a list of open cases is laid out: its columns, its order, and the line of queues itself.

Pure choices: nothing here reads a case. What comes from outside (a desk's memory, the database of
another version) is read leniently; what a person enters is checked by :func:`clean_columns`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from models.cases.kinds import CaseState, QueueKey
from models.cases.rules import QUEUE_STATES
from models.cases.saved_refusals import ColumnTwice, NoColumns, UnknownColumn, UnknownOrder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class CaseColumn(StrEnum):
    """What a list of cases can show of each."""

    NUMBER = "number"
    LIGHT = "light"
    STATE = "state"
    DUE = "due"
    MATTER = "matter"
    GRID = "grid"
    SOURCE = "source"
    UNIT = "unit"
    WITH = "with"
    """The person who has it"""
    PLACE = "place"
    ARRIVAL = "arrival"
    SINCE = "since"
    """Since when it is in its state"""
    RETURNS = "returns"
    REWORKS = "reworks"
    ASKED = "asked"
    ANSWER = "answer"
    TITLE = "title"


class CaseOrder(StrEnum):
    """What a list of open cases can be sorted by; cases that tie follow in the order of deadlines.

    The deadline is that of the clock due first, of handling or of a stage (``urgent_at`` of the case).
    """

    DEADLINE = "deadline"
    ARRIVAL = "arrival"
    SINCE = "since"
    GRID = "grid"
    MATTER = "matter"
    UNIT = "unit"
    LIGHT = "light"
    RETURNS = "returns"


class Whole(StrEnum):
    """What a saved queue can begin with beside a queue of the working day."""

    OPEN = "open"
    """Every open case in the person's lists"""
    EVERY = "every"
    """Every case whatever its state, the newest first: a saved search"""


Base = QueueKey | Whole

OWN_ORDER = frozenset({QueueKey.DAY, QueueKey.ASSISTING})
"""Queues with an order and columns of their own: they are shown as they are. What is saved on their basis
has the columns and the order of any saved queue."""

DEFAULT_COLUMNS = (
    CaseColumn.NUMBER,
    CaseColumn.LIGHT,
    CaseColumn.STATE,
    CaseColumn.DUE,
    CaseColumn.MATTER,
    CaseColumn.GRID,
    CaseColumn.TITLE,
)
"""What a saved queue shows until somebody chooses; they fit 80 columns."""


def default_columns(base: Base) -> tuple[CaseColumn, ...]:
    """Return what a queue shows until somebody chooses: its state where it holds several."""
    if base is QueueKey.TO_DECIDE:
        return _with(CaseColumn.STATE, CaseColumn.ASKED)
    if base is QueueKey.ASSISTING:
        return _with(CaseColumn.GRID, CaseColumn.UNIT)
    if base is QueueKey.URGED:
        return _with(CaseColumn.DUE, CaseColumn.ANSWER)
    if isinstance(base, QueueKey) and len(QUEUE_STATES.get(base, CaseState)) == 1:
        return _with(CaseColumn.STATE, CaseColumn.SOURCE)
    return DEFAULT_COLUMNS


def _with(old: CaseColumn, new: CaseColumn) -> tuple[CaseColumn, ...]:
    return tuple(new if column is old else column for column in DEFAULT_COLUMNS)


SORTED_COLUMN = {
    CaseOrder.DEADLINE: CaseColumn.DUE,
    CaseOrder.ARRIVAL: CaseColumn.ARRIVAL,
    CaseOrder.SINCE: CaseColumn.SINCE,
    CaseOrder.GRID: CaseColumn.GRID,
    CaseOrder.MATTER: CaseColumn.MATTER,
    CaseOrder.UNIT: CaseColumn.UNIT,
    CaseOrder.LIGHT: CaseColumn.LIGHT,
    CaseOrder.RETURNS: CaseColumn.RETURNS,
}
"""The column that shows what a list is sorted by."""

BASES: tuple[Base, ...] = (*Whole, *QueueKey)
SAVED = "saved:"
"""What the name of a saved queue in a layout begins with."""
LAYOUT, LOOKS, RECENT = "queue_bar", "queue_looks", "recent_searches"
"""Names under which the desk keeps the line of queues, columns and orders, and searches."""


@dataclass(frozen=True, slots=True)
class Ordering:
    """An order and its direction."""

    by: CaseOrder
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """Columns and order of a list; ``None`` leaves the queue its own."""

    columns: tuple[CaseColumn, ...] | None = None
    ordering: Ordering | None = None

    @property
    def usual(self) -> bool:
        """Whether it changes nothing."""
        return self == USUAL


USUAL = Look()


@dataclass(frozen=True, slots=True)
class BarLayout:
    """The line of queues as a person put it together; names are those of :func:`saved_name` and keys."""

    order: tuple[str, ...] = ()
    """What comes first; what is not named follows in its usual order"""
    hidden: frozenset[str] = frozenset()

    def arranged(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return all ``names`` in the person's order, the hidden ones too."""
        known = list(dict.fromkeys(names))
        first = [name for name in self.order if name in known]
        return (*first, *(name for name in known if name not in first))

    def shown(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the names in the person's order without the hidden ones; never nothing."""
        arranged = self.arranged(names)
        return tuple(name for name in arranged if name not in self.hidden) or arranged[:1]


def saved_name(queue_id: int) -> str:
    """Return what a saved queue is called in a layout: ``saved:12``."""
    return f"{SAVED}{queue_id}"


def saved_id(name: str) -> int | None:
    """Return the number of the saved queue a layout calls ``name``, ``None`` for anything else."""
    number = name.removeprefix(SAVED)
    return int(number) if number != name and number.isascii() and number.isdigit() else None


def base_of(name: str) -> Base | None:
    """Return what a stored base stands for, ``None`` for one nobody knows."""
    return next((base for base in BASES if base.value == name), None)


def following(ordering: Ordering | None, step: int = 1) -> Ordering | None:
    """Return the order that comes after another when one tries them in turn; ``None`` is the usual one.

    Dates and names begin upwards; what is returned often, and what shines, with the worst.
    """
    offered: list[CaseOrder | None] = [None, *CaseOrder]
    place = offered.index(None if ordering is None else ordering.by)
    chosen = offered[(place + step) % len(offered)]
    return None if chosen is None else Ordering(chosen, descending=chosen is CaseOrder.RETURNS)


def turned(ordering: Ordering) -> Ordering:
    """Return the same order the other way round."""
    return Ordering(ordering.by, descending=not ordering.descending)


def clean_columns(names: Sequence[str]) -> tuple[CaseColumn, ...]:
    """Return the columns somebody chose.

    Raises:
        UnknownColumn, ColumnTwice, NoColumns: they cannot be shown.
    """
    found: list[CaseColumn] = []
    for name in names:
        column = next((column for column in CaseColumn if column.value == name), None)
        if column is None:
            raise UnknownColumn(name, [each.value for each in CaseColumn])
        if column in found:
            raise ColumnTwice(name)
        found.append(column)
    if CaseColumn.NUMBER not in found and CaseColumn.TITLE not in found:
        raise NoColumns
    return tuple(found)


def clean_ordering(text: str) -> Ordering | None:
    """Return an order as typed: ``deadline``, ``-arrival`` for the other way round, "" for the usual one.

    Raises:
        UnknownOrder: there is none of this name.
    """
    name = text.strip()
    if not name:
        return None
    order = next((order for order in CaseOrder if order.value == name.removeprefix("-")), None)
    if order is None:
        raise UnknownOrder(name, [each.value for each in CaseOrder])
    return Ordering(order, descending=name.startswith("-"))


def ordering_text(ordering: Ordering | None) -> str:
    """Return an order as :func:`clean_ordering` reads it."""
    return "" if ordering is None else f"{'-' if ordering.descending else ''}{ordering.by.value}"


def layout_from(value: object) -> BarLayout:
    """Return the layout a desk remembers; nothing of it that makes no sense."""
    facts: Mapping[str, Any] = value if isinstance(value, dict) else {}
    return BarLayout(tuple(_texts(facts.get("order"))), frozenset(_texts(facts.get("hidden"))))


def layout_document(layout: BarLayout) -> dict[str, Any] | None:
    """Return a layout as a desk remembers it, ``None`` for the usual one."""
    if layout == BarLayout():
        return None
    return {"order": list(layout.order), "hidden": sorted(layout.hidden)}


def looks_from(value: object) -> dict[str, Look]:
    """Return the columns and orders a desk remembers, by the queue's name in a layout."""
    facts: Mapping[str, Any] = value if isinstance(value, dict) else {}
    found = {name: look_from(each) for name, each in facts.items()}
    return {name: look for name, look in found.items() if not look.usual}


def look_from(value: object) -> Look:
    """Return columns and order as they were stored; what is not known any more is left out."""
    facts: Mapping[str, Any] = value if isinstance(value, dict) else {}
    names = dict.fromkeys(_texts(facts.get("columns")))
    columns = tuple(column for name in names for column in CaseColumn if column.value == name)
    text = str(facts.get("order", ""))
    order = next((each for each in CaseOrder if each.value == text.removeprefix("-")), None)
    return Look(columns or None, None if order is None else Ordering(order, text.startswith("-")))


def looks_document(looks: Mapping[str, Look]) -> dict[str, Any] | None:
    """Return columns and orders as a desk remembers them, ``None`` where all are the usual ones."""
    return {name: look_document(look) for name, look in looks.items() if not look.usual} or None


def look_document(look: Look) -> dict[str, Any]:
    """Return columns and order as they are stored."""
    columns = None if look.columns is None else [column.value for column in look.columns]
    return {"columns": columns, "order": ordering_text(look.ordering)}


def _texts(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
