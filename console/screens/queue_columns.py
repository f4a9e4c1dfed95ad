"""The columns of a list of cases as somebody chose them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from console.i18n import _
from console.labels import LIGHT_STYLES, label, state_short
from console.labels_saved import COLUMN_TITLES
from console.lamps import light_now
from console.screens.queue_parts import DUE_WIDTH, due_or_waiting
from console.text import cell_len
from console.widgets.line_list import Column
from models.cases.arranging import SORTED_COLUMN, CaseColumn
from models.cases.kinds import Asked, CaseState, Channel, Light

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from console.frame import Frame
    from console.widgets.lines import Piece
    from models.cases.arranging import Look, Ordering
    from models.cases.views import CaseLine

_WHEN_WIDTH = 12
_PREFIX = 3
"""Cells the list keeps for its cursor and marks."""
UP, DOWN = "^", "v"
"""How the heading of the sorted column is marked; signs of one cell on every terminal."""


def arranged_columns(frame: Frame, look: Look, usual: Sequence[CaseColumn]) -> list[Column[CaseLine]]:
    """Return the columns of a list in the order chosen, the sorted one marked.

    A column is shown where all those before it have room; what the list is sorted by is always
    among them.

    Args:
        frame: where time and zone come from.
        look: the columns and the order.
        usual: the columns where none were chosen.
    """
    names = with_sorted(look.columns or usual, look.ordering)
    made: list[Column[CaseLine]] = []
    room = 0
    for name in names:
        width, best = _widths(name)
        room += width + (1 if made else 0)
        made.append(
            Column(
                COLUMN_TITLES[name],
                width,
                _cell(name, frame),
                best=best,
                grow=name is CaseColumn.TITLE,
                right=name in {CaseColumn.RETURNS, CaseColumn.REWORKS},
                since=room if len(made) > 1 else 0,
                mark=_mark(name, look.ordering),
            )
        )
    return made


def with_sorted(names: Sequence[CaseColumn], ordering: Ordering | None) -> tuple[CaseColumn, ...]:
    """Return columns with the one the list is sorted by, before the title where it was left out."""
    found = list(names)
    sorted_by = None if ordering is None else SORTED_COLUMN[ordering.by]
    if sorted_by is not None and sorted_by not in found:
        place = found.index(CaseColumn.TITLE) if CaseColumn.TITLE in found else len(found)
        found.insert(place, sorted_by)
    return tuple(found)


def cells_needed(names: Sequence[CaseColumn]) -> int:
    """Return how wide a terminal has to be to show all of them."""
    return _PREFIX + sum(_widths(name)[0] for name in names) + max(0, len(names) - 1)


def _mark(name: CaseColumn, ordering: Ordering | None) -> str:
    if ordering is None or SORTED_COLUMN[ordering.by] is not name:
        return ""
    return DOWN if ordering.descending else UP


def _widths(name: CaseColumn) -> tuple[int, int]:
    """Return the cells a column takes at least, and would like."""
    return {
        CaseColumn.NUMBER: (9, 0),
        CaseColumn.LIGHT: (_longest(map(label, Light)), 0),
        CaseColumn.STATE: (_longest(map(state_short, CaseState)), 0),
        CaseColumn.DUE: (DUE_WIDTH, 0),
        CaseColumn.MATTER: (12, 24),
        CaseColumn.GRID: (10, 16),
        CaseColumn.SOURCE: (_longest(map(label, Channel)), 0),
        CaseColumn.UNIT: (12, 16),
        CaseColumn.WITH: (8, 12),
        CaseColumn.PLACE: (12, 24),
        CaseColumn.ARRIVAL: (_WHEN_WIDTH, 14),
        CaseColumn.SINCE: (_WHEN_WIDTH, 14),
        CaseColumn.RETURNS: (7, 0),
        CaseColumn.REWORKS: (7, 0),
        CaseColumn.ASKED: (_longest([_("Asked for"), *map(label, Asked)]), 0),
        CaseColumn.ANSWER: (DUE_WIDTH, 0),
        CaseColumn.TITLE: (12, 20),
    }[name]


def _cell(name: CaseColumn, frame: Frame) -> Callable[[CaseLine], Piece]:
    timed = {
        CaseColumn.LIGHT: _lamp,
        CaseColumn.DUE: _due,
        CaseColumn.ARRIVAL: _arrival,
        CaseColumn.SINCE: _since,
        CaseColumn.ANSWER: _answer,
    }
    return partial(timed[name], frame) if name in timed else partial(_plain, name)


def _plain(name: CaseColumn, line: CaseLine) -> Piece:
    if name is CaseColumn.MATTER:
        return (line.matter_name, "") if line.matter_name else (_("(not filed)"), "dim")
    return {
        CaseColumn.NUMBER: line.short_number,
        CaseColumn.STATE: state_short(line.state),
        CaseColumn.GRID: line.grid_name,
        CaseColumn.SOURCE: label(line.channel),
        CaseColumn.UNIT: line.unit_name,
        CaseColumn.WITH: line.owner_name,
        CaseColumn.PLACE: line.place,
        CaseColumn.RETURNS: str(line.return_count or ""),
        CaseColumn.REWORKS: str(line.rework_count or ""),
        CaseColumn.ASKED: "" if line.asked is Asked.NOTHING else label(line.asked),
        CaseColumn.TITLE: line.title,
    }[name], ""


def _lamp(frame: Frame, line: CaseLine) -> Piece:
    now = light_now(line, frame)
    return label(now), LIGHT_STYLES[now]


def _due(frame: Frame, line: CaseLine) -> Piece:
    return due_or_waiting(line, frame), LIGHT_STYLES[light_now(line, frame)]


def _arrival(frame: Frame, line: CaseLine) -> Piece:
    return frame.times.moment(line.reported_at, frame.clock.now()), ""


def _since(frame: Frame, line: CaseLine) -> Piece:
    return frame.times.moment(line.state_since, frame.clock.now()), ""


def _answer(frame: Frame, line: CaseLine) -> Piece:
    now = frame.clock.now()
    if line.answer_by is None:
        return "", ""
    late = now > line.answer_by
    return frame.times.due(line.answer_by, now, DUE_WIDTH), "bold red" if late else ""


def _longest(words: Iterable[str]) -> int:
    return max(map(cell_len, words))
