"""The cheapest distribution: a linear assignment problem, solved exactly.

The method is that of Jonker and Volgenant ("A shortest augmenting path algorithm for dense and sparse linear
assignment problems", Computing 38, 1987): rows bid for columns first, which settles most of them; what is
left is settled by shortest augmenting paths in reduced costs. A row may also stay without a column at a price
above all others, so that as many cases as possible are given, whatever is forbidden.

All costs are whole numbers: the answer is an optimum, not nearly one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.assignment.balancing.costs import costs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.assignment.balancing.costs import Problem

_NONE = -1
_BIDS = 6
"""So many bids a row, all in all, before the rest is left to the paths: wars over a price end there."""


def solve(problem: Problem) -> dict[int, int]:
    """Return which person gets which case, by their keys; cases nobody can be given are left out.

    Within a person's cases the order is that of their deadlines, which is never later, summed up, than any
    other.
    """
    table = costs(problem)
    if not table.columns:
        return {}
    chosen = cheapest(table.rows)
    return {
        task.key: problem.takers[table.columns[column][0]].key
        for task, column in zip(problem.tasks, chosen, strict=True)
        if column is not None
    }


def cheapest(rows: Sequence[Sequence[int | None]]) -> list[int | None]:
    """Return the column of each row, ``None`` where it gets none: most rows with a column, then least cost.

    Args:
        rows: the costs, not negative; ``None`` is forbidden.
    """
    if not rows:
        return []
    solver = _Solver(rows)
    solver.bid()
    for row in solver.left:
        solver.augment(row)
    return [None if column == _NONE else column for column in solver.column_of]


class _Solver:
    """Rows, columns, the prices of the columns, and who has what so far."""

    def __init__(self, rows: Sequence[Sequence[int | None]]) -> None:
        dearest = max((cost for row in rows for cost in row if cost is not None), default=0)
        self.without = (dearest + 1) * (len(rows) + 1)
        """What it costs to stay without a column: more than any exchange among the others could save"""
        forbidden = 4 * self.without
        self.costs = [[forbidden if cost is None else cost for cost in row] for row in rows]
        width = len(rows[0])
        self.price = [0] * width
        """Never above 0, and 0 where nobody has the column"""
        self.row_of = [_NONE] * width
        self.column_of = [_NONE] * len(rows)
        self.left: list[int] = list(range(len(rows)))

    def bid(self) -> None:
        """Let each row take its best column and lower that column's price by what it has over the second."""
        waiting, later = self.left[::-1], []
        price, row_of, column_of, without = self.price, self.row_of, self.column_of, self.without
        for _turn in range(_BIDS * len(self.costs)):
            if not waiting:
                break
            row = waiting.pop()
            worth = [cost - much for cost, much in zip(self.costs[row], price, strict=True)]
            best = min(worth)
            if best >= without:
                continue
            column = worth.index(best)
            worth[column] = 4 * without
            second = min(*worth, without) if len(worth) > 1 else without
            former = row_of[column]
            if best == second and former != _NONE:
                # The second is as good; if that is taken as well, the path finds the way.
                column = worth.index(second) if second in worth else column
                former = row_of[column]
                if former != _NONE:
                    later.append(row)
                    continue
            price[column] -= second - best
            row_of[column], column_of[row] = row, column
            if former != _NONE:
                column_of[former] = _NONE
                waiting.append(former)
        self.left = [*waiting, *later]

    def augment(self, start: int) -> None:
        """Give ``start`` a column along the shortest path of exchanges, or leave whom it is cheapest to."""
        price, row_of, costs_of = self.price, self.row_of, self.costs
        todo = list(range(len(price)))
        way = [cost - much for cost, much in zip(costs_of[start], price, strict=True)]
        comes_from = [start] * len(price)
        scanned: list[int] = []
        least_without, gives_up = self.without, start
        while True:
            column = min(todo, key=way.__getitem__, default=_NONE)
            far = least_without if column == _NONE else way[column]
            if far >= least_without:
                self._end(scanned, way, least_without)
                self._flip(gives_up, self.column_of[gives_up], _NONE, start, comes_from)
                return
            if row_of[column] == _NONE:
                self._end(scanned, way, far)
                self._flip(comes_from[column], self.column_of[comes_from[column]], column, start, comes_from)
                return
            todo.remove(column)
            scanned.append(column)
            row = row_of[column]
            line = costs_of[row]
            shift = far - (line[column] - price[column])
            if self.without + shift < least_without:
                least_without, gives_up = self.without + shift, row
            for other in todo:
                through = line[other] - price[other] + shift
                if through < way[other]:
                    way[other] = through
                    comes_from[other] = row

    def _end(self, scanned: list[int], way: list[int], far: int) -> None:
        for column in scanned:
            self.price[column] += way[column] - far

    def _flip(self, row: int, had: int, gets: int, start: int, comes_from: list[int]) -> None:
        """Hand each row along the path its new column, from the end back to the start."""
        while True:
            self.column_of[row] = gets
            if gets != _NONE:
                self.row_of[gets] = row
            if row == start:
                return
            gets, row = had, comes_from[had]
            had = self.column_of[row]
