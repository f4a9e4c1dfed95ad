"""Where the cursor of a list stands when the list is read again while something else happens."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from textual.app import App

from console.widgets.line_list import Column, LineList
from console.widgets.lines import changed_cells
from console.widgets.pages import FixedRows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from console.widgets.lines import Piece

ROWS = tuple(range(10))


class SlowList(App[None]):
    """A list whose reads come back when the test says so, the newest only."""

    def compose(self) -> Iterator[LineList[int]]:
        """Show the list."""
        self.waiting: list[tuple[Callable[[], Any], Callable[[Any], None]]] = []
        column = Column[int]("", 10, lambda row: (str(row), ""))
        yield LineList(
            [column], lambda row: row, lambda _group, work, then: self.waiting.append((work, then))
        )

    def answer(self) -> None:
        """Let the newest read come back; older ones are void."""
        work, then = self.waiting[-1]
        self.waiting.clear()
        then(work())


def source(text: str, after: tuple[Any, ...] | None, limit: int) -> FixedRows[int]:
    return FixedRows(ROWS)


def run(journey: Callable[[SlowList, LineList[int]], None]) -> None:
    async def shown() -> None:
        app = SlowList()
        async with app.run_test():
            journey(app, app.query_one(LineList))

    asyncio.run(shown())


def test_a_list_read_again_on_its_way_still_goes_to_the_row_it_was_opened_at() -> None:
    def journey(app: SlowList, rows: LineList[int]) -> None:
        rows.set_source(source, cursor_id=7)
        rows.reload()
        app.answer()
        assert rows.row == 7

    run(journey)


def test_another_list_does_not_go_where_the_one_before_was_going() -> None:
    def journey(app: SlowList, rows: LineList[int]) -> None:
        rows.set_source(source, cursor_id=7)
        rows.set_source(source)
        app.answer()
        assert rows.row == 0

    run(journey)


def test_who_moves_on_while_the_list_is_read_again_is_not_called_back() -> None:
    def journey(app: SlowList, rows: LineList[int]) -> None:
        rows.set_source(source)
        app.answer()
        rows.reload()
        rows.move_to(4)
        app.answer()
        assert rows.row == 4

    run(journey)


@pytest.mark.parametrize(
    ("before", "after", "cells"),
    [
        ([("等5时3分  ", ""), ("新街", "")], [("等5时4分  ", ""), ("新街", "")], (5, 6)),
        ([("今天15:00 ", "green")], [("今天15:00 ", "yellow")], (0, 10)),
        ([("编号", ""), ("绿", "green")], [("编号", ""), ("黄", "yellow")], (4, 6)),
        ([("同", "")], [("同一", "")], (0, 40)),
        ([("11", "")], [("1", ""), ("2", "")], (1, 2)),
        ([("11", "")], [("1", ""), ("1", "")], (2, 2)),
    ],
)
def test_only_cells_that_changed_are_drawn_again(
    before: list[Piece], after: list[Piece], cells: tuple[int, int]
) -> None:
    assert changed_cells(before, after, 40) == cells
