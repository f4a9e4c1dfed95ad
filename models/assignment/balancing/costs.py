"""What giving cases to people costs: the model, and nothing else.

A person ``p`` has ``kept_p`` open cases that stay with them and gets through ``pace_p`` cases in an office
day of ``D`` minutes. The ``s``-th case they are given (``s`` = 0, 1, ...) is then expected to be done

    finish(p, s) = starts_p + (kept_p + s + 1) * D / pace_p      office minutes from now,

``starts_p`` being when they are there again. Giving case ``i`` to place ``s`` of person ``p`` costs, in
minutes,

    late(i, p, s) + travel(i, p) + anew(i, p)
    late   = max(0, finish(p, s) - due_i)          office minutes after the deadline
    travel = STEP_MINUTES * steps in the tree of grids from the nearest grid of ``p`` to that of ``i``
    anew   = ANEW_MINUTES where the case lies with somebody else, who has read into it already

and, as a second thing that only decides between distributions that are equal in minutes, unevenness:

    uneven(p, s) = ((kept_p + s + 1)^2 - (kept_p + s)^2) / pace_p

whose sum, added to what the kept cases weigh already, is the sum of load^2 / pace: least where everybody's
load is in proportion to what they get through. ``late`` and ``uneven`` never fall with ``s``, so that a
cheapest distribution fills a person's places from the front; each place is a column, and the whole is a
linear assignment problem whose optimum can be found exactly (:mod:`models.assignment.balancing.solving`).

Above everything stands that a case is given to somebody at all, wherever there is room.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

STEP_MINUTES = 15
"""What a step in the tree of grids costs: from a grid to its village, from a village to the township.
The order of magnitude of a ride within a township; what counts is only how it stands to a deadline."""
ANEW_MINUTES = 60
"""What it costs to read into a case somebody else has begun."""
_FINE = 1000
"""Unevenness is kept in thousandths, so that all costs are whole numbers."""

Place = tuple[str, ...]
"""Where something lies: the way down the tree of divisions and grids."""


@dataclass(frozen=True, slots=True)
class Task:
    """A case to be given to somebody.

    ``due`` is in office minutes from now, negative where it is late already. ``lies_with`` is who has it.
    """

    key: int
    due: int
    place: Place
    lies_with: int | None = None


@dataclass(frozen=True, slots=True)
class Taker:
    """A person who can be given cases: at most ``room`` of them."""

    key: int
    kept: int
    pace: int
    room: int
    starts: int = 0
    places: tuple[Place, ...] = ()
    """The grids they look after; somebody without any sets out from the township"""


@dataclass(frozen=True, slots=True)
class Problem:
    """Cases, people, who may not have which case, and how long an office day is, in minutes."""

    tasks: tuple[Task, ...]
    takers: tuple[Taker, ...]
    barred: frozenset[tuple[int, int]] = frozenset()
    """Pairs of a case and a person who may not have it"""
    day: int = 480


@dataclass(frozen=True, slots=True)
class Costs:
    """The costs of a problem as a table: a row for each case, a column for each place of each person.

    A cost is ``scale`` times its minutes plus its unevenness in thousandths: ``scale`` is larger than any sum
    of unevenness, so that minutes decide first. What may not be is ``None``.
    """

    rows: tuple[tuple[int | None, ...], ...]
    columns: tuple[tuple[int, int], ...]
    """Of each column the index of the person and the place"""
    scale: int


@dataclass(frozen=True, slots=True)
class Sum:
    """What a distribution comes to: cases given, minutes late, on the way and reading anew, unevenness."""

    given: int = 0
    late: int = 0
    travel: int = 0
    anew: int = 0
    uneven: int = 0
    by_case: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """Of each case given when it is expected to be done (office minutes from now) and how late that is"""

    @property
    def minutes(self) -> int:
        """What decides first among distributions that give as many cases."""
        return self.late + self.travel + self.anew


def steps_between(one: Place, other: Place) -> int:
    """Return how many steps apart two places of the tree are."""
    common = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        common += 1
    return len(one) + len(other) - 2 * common


def travel(task: Task, taker: Taker) -> int:
    """Return the minutes between a person's nearest grid and a case; from the township without a grid."""
    starts = taker.places or (task.place[:1],)
    return STEP_MINUTES * min(steps_between(task.place, place) for place in starts)


def finish(problem: Problem, taker: Taker, place: int) -> int:
    """Return the office minutes from now until a person is expected to be done with a place."""
    return taker.starts + -(-(taker.kept + place + 1) * problem.day // taker.pace)


def uneven(taker: Taker, place: int) -> int:
    """Return what a place adds to the sum of load squared by pace, in thousandths."""
    load = taker.kept + place
    return _FINE * (2 * load + 1) // taker.pace


def costs(problem: Problem) -> Costs:
    """Return the table of costs."""
    most = len(problem.tasks)
    barred = Counter(taker for _task, taker in problem.barred)
    # Nobody needs more places than there are cases they may have.
    columns = tuple(
        (index, place)
        for index, taker in enumerate(problem.takers)
        for place in range(min(taker.room, most - barred[taker.key]))
    )
    ends = [finish(problem, problem.takers[index], place) for index, place in columns]
    adds = [uneven(problem.takers[index], place) for index, place in columns]
    scale = most * max(adds, default=0) + 1
    rows: list[tuple[int | None, ...]] = []
    for task in problem.tasks:
        fixed = [
            None if (task.key, taker.key) in problem.barred else travel(task, taker) + _anew(task, taker)
            for taker in problem.takers
        ]
        rows.append(
            tuple(
                None if (base := fixed[index]) is None else scale * (base + max(0, end - task.due)) + add
                for (index, _place), end, add in zip(columns, ends, adds, strict=True)
            )
        )
    return Costs(tuple(rows), columns, scale)


def summed(problem: Problem, given: Mapping[int, int]) -> Sum:
    """Return what a distribution comes to; everybody's cases are done in the order of their deadlines.

    Args:
        problem: the cases and people.
        given: which person has which case, by their keys; cases nobody has are left out.
    """
    late = way = anew = rough = 0
    by_case: dict[int, tuple[int, int]] = {}
    for taker in problem.takers:
        own = in_order(task for task in problem.tasks if given.get(task.key) == taker.key)
        for place, task in enumerate(own):
            done = finish(problem, taker, place)
            behind = max(0, done - task.due)
            by_case[task.key] = (done, behind)
            late += behind
            way += travel(task, taker)
            anew += _anew(task, taker)
            rough += uneven(taker, place)
    return Sum(len(by_case), late, way, anew, rough, by_case)


def in_order(tasks: Iterable[Task]) -> Sequence[Task]:
    """Return cases as a person does them: what is due first comes first."""
    return sorted(tasks, key=lambda task: (task.due, task.key))


def _anew(task: Task, taker: Taker) -> int:
    return 0 if task.lies_with in {None, taker.key} else ANEW_MINUTES
