"""Random cases and people, and what scipy's solver says the cheapest distribution of them costs."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from models.assignment.balancing.costs import Problem, Taker, Task

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.assignment.balancing.costs import Costs


def random_problem(seed: int, cases: int = 200, people: int = 20) -> Problem:
    """Return cases over twelve villages, some late already, and people who differ in all that counts."""
    draw = random.Random(seed)
    grids = [("990101103", f"village {v}", f"grid {v}-{g}") for v in range(12) for g in range(8)]
    takers = tuple(
        Taker(
            key,
            kept=draw.randrange(12),
            pace=draw.choice((2, 3, 4, 6, 8)),
            room=draw.randrange(6, 20),
            starts=draw.choice((0, 0, 0, 480, 960)),
            places=tuple(draw.sample(grids, draw.randrange(4))),
        )
        for key in range(people)
    )
    tasks = tuple(
        Task(
            1000 + number,
            due=draw.randrange(-480, 8 * 480),
            place=draw.choice(grids),
            lies_with=draw.randrange(people) if draw.random() < 0.25 else None,
        )
        for number in range(cases)
    )
    barred = frozenset((task.key, taker.key) for task in tasks for taker in takers if draw.random() < 0.15)
    return Problem(tasks, takers, barred)


def price(table: Costs, chosen: Sequence[int | None]) -> tuple[int, int]:
    """Return how many cases are not given, and what the others cost."""
    costs = [table.rows[row][column] for row, column in enumerate(chosen) if column is not None]
    return len(chosen) - len(costs), sum(cost for cost in costs if cost is not None)


def optimum(table: Costs) -> tuple[int, int]:
    """Return the same of the distribution scipy finds; every case has a dear column of its own as well."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    width, cases = len(table.columns), len(table.rows)
    dear = float((max(cost for row in table.rows for cost in row if cost is not None) + 1) * (cases + 1))
    matrix = np.full((cases, width + cases), dear)
    for row, line in enumerate(table.rows):
        matrix[row, :width] = [dear if cost is None else float(cost) for cost in line]
    _rows, columns = linear_sum_assignment(matrix)
    forbidden = table.rows
    return price(
        table,
        [
            int(column) if column < width and forbidden[row][column] is not None else None
            for row, column in enumerate(columns)
        ],
    )
