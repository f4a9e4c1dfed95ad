"""Sharing out what waits to be dispatched over units and posts: what can be given to which, and how much.

A unit stands in a plan as one who takes: it gets through what its people who are here get through, has room
where all of them are limited only as much as they have together, and starts when the first of them does. A
post named by the rules in force stands beside its unit.

Who answers for a case is settled before any load is looked at: the unit the rules name, else the one that
leads the matter, else those that handled such cases, else any. Among those that answer the plan balances; to
others a person may give a case by hand.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from models.assignment.balancing.costs import Problem, Taker, Task
from models.assignment.balancing.planning import USUAL_PACE, place_of, room_of, wanted_skill
from models.assignment.balancing.views import Fit, Line, Load, Nobody, Out

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Row

    from models.assignment.balancing.planning import Person
    from models.cases.set_views import SetLine

_NO_CASES: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Team:
    """A unit, or a post of one, with its people. ``key`` is the unit's id, or minus the id of the post."""

    key: int
    name: str
    unit_id: int
    post_id: int | None
    village: bool
    people: tuple[Person, ...]
    held: int
    """Open cases it has"""
    waiting: int
    """Those of them nobody took: they will fall to the same people"""

    @property
    def here(self) -> tuple[Person, ...]:
        """Those of its people who are here, full or not."""
        return tuple(person for person in self.people if person.out is None)

    @property
    def pace(self) -> int:
        """Cases a day its people who are here get through."""
        return sum(person.pace or USUAL_PACE for person in self.here)

    @property
    def room(self) -> int | None:
        """How many cases it can be given; ``None`` where one of those who are here is not limited."""
        rooms = [room_of(person, _NO_CASES) for person in self.here]
        if any(room is None for room in rooms):
            return None
        return max(0, sum(room or 0 for room in rooms) - self.waiting)

    @property
    def out(self) -> Out | None:
        """Why it is given nothing."""
        if not self.here:
            return Out.AWAY if any(person.out is Out.AWAY for person in self.people) else Out.OFF
        return Out.FULL if self.room == 0 else None


@dataclass(frozen=True, slots=True)
class Answering:
    """Which teams answer for a case, and why."""

    fit: Fit
    keys: frozenset[int]
    name: str = ""
    """What is called so, where it is one"""


def fit_of(
    row: Row[Any],
    teams: Mapping[int, Team],
    by_rule: int | None,
    experienced: Callable[[int], Collection[int]],
) -> Answering:
    """Return which teams answer for a case.

    Args:
        row: the case, as :func:`models.assignment.balancing.queries.cases_of` reads it.
        teams: all there are, by key.
        by_rule: the key the rules in force name.
        experienced: gives the units that handled cases of a matter.
    """
    if by_rule is not None and by_rule in teams:
        return Answering(Fit.RULE, frozenset({by_rule}), teams[by_rule].name)
    if row.lead_unit_id in teams:
        return Answering(Fit.LEAD, frozenset({row.lead_unit_id}), teams[row.lead_unit_id].name)
    units = frozenset(key for key in teams if key > 0)
    past = units & frozenset(experienced(row.matter_id)) if row.matter_id is not None else frozenset()
    return Answering(Fit.PAST, past) if past else Answering(Fit.ANY, units)


def may_have(team: Team, row: Row[Any], known: frozenset[str], *, returned: bool, outside: bool) -> bool:
    """Say whether a team may be given a case at all, by whomever."""
    if returned or (outside and team.village):
        return False
    skill = wanted_skill(row, known)
    able = [person for person in team.people if not skill or skill in person.skills]
    return any(row.division_code.startswith(person.area) for person in able)


def units_problem(
    teams: Iterable[Team],
    rows: Mapping[int, Row[Any]],
    dues: Mapping[int, int],
    open_to: Mapping[int, frozenset[int]],
    day: int,
) -> Problem:
    """Return what is to be solved; ``open_to`` says which teams the plan may give each case."""
    tasks = tuple(Task(key, dues[key], place_of(row.division_code, row.path)) for key, row in rows.items())
    takers, barred = [], set()
    for team in teams:
        if team.out is not None:
            continue
        homes = tuple(dict.fromkeys(place for person in team.here for place in person.places))
        room = len(tasks) if team.room is None else team.room
        starts = min(person.starts for person in team.here)
        takers.append(Taker(team.key, team.held, team.pace, room, starts, homes))
        barred |= {(key, team.key) for key in rows if team.key not in open_to[key]}
    return Problem(tasks, tuple(takers), frozenset(barred), day)


def unit_lines(
    problem: Problem,
    looked: Iterable[SetLine],
    rows: Mapping[int, Row[Any]],
    answering: Mapping[int, Answering],
    allowed: Mapping[int, frozenset[int]],
    known: frozenset[str],
) -> list[Line]:
    """Return a line for each case asked about, no unit having any yet."""
    here = {taker.key for taker in problem.takers}
    found = []
    for line in looked:
        bare = Line(line.case_id, line.number, line.title, line.version, None, "", None, "", None, "")
        row = rows.get(line.case_id)
        if row is None:
            found.append(replace(bare, refusal=line.refusal))
            continue
        answers = answering[line.case_id]
        fitting = answers.keys & allowed[line.case_id]
        options = tuple(taker.key for taker in problem.takers if taker.key in allowed[line.case_id])
        if not allowed[line.case_id]:
            nobody = Nobody.NO_UNIT
        else:
            nobody = Nobody.UNIT if not fitting & here or answers.name else Nobody.ROOM
        found.append(
            replace(
                bare,
                due_at=row.due_at,
                grid_name=row.grid_name,
                skill=wanted_skill(row, known),
                options=options,
                nobody=nobody,
                wanted=answers.name,
                fit=answers.fit,
                fitting=tuple(sorted(fitting)),
            )
        )
    return found


def unit_loads(teams: Iterable[Team]) -> list[Load]:
    """Return a row for each team, none having been given anything yet."""
    found = []
    for team in teams:
        until = None
        if team.out is Out.AWAY:
            until = min((person.until for person in team.people if person.until is not None), default=None)
        found.append(
            Load(
                team.key,
                team.name,
                team.pace,
                team.held,
                0,
                team.held,
                team.room,
                team.out,
                until,
                team.unit_id,
                team.name,
                team.post_id,
            )
        )
    return found


def teams_of(
    units: Iterable[tuple[int, str, bool]],
    posts: Sequence[tuple[int, int, str]],
    people: Iterable[Person],
    holders: Mapping[int, int],
    held: Mapping[int, int],
    waiting: Mapping[int, int],
) -> dict[int, Team]:
    """Return the teams that handle cases, by key.

    Args:
        units: id, name, whether it is a village.
        posts: id, unit and name of those to stand by themselves.
        people: all who handle cases.
        holders: the post of each of the staff who holds one.
        held: open cases, by key.
        waiting: those of them nobody took, by key.
    """
    of_unit: dict[int | None, list[Person]] = defaultdict(list)
    of_post: dict[int | None, list[Person]] = defaultdict(list)
    for person in people:
        of_unit[person.unit_id].append(person)
        of_post[holders.get(person.staff_id or 0)].append(person)
    found: dict[int, Team] = {}
    for key, name, village in units:
        if of_unit[key]:
            own, with_it, waits = tuple(of_unit[key]), held.get(key, 0), waiting.get(key, 0)
            found[key] = Team(key, name, key, None, village, own, with_it, waits)
    for key, unit_id, name in posts:
        if unit_id in found and of_post[key]:
            unit, own = found[unit_id], tuple(of_post[key])
            found[-key] = Team(
                -key,
                f"{unit.name} {name}",
                unit_id,
                key,
                unit.village,
                own,
                held.get(-key, 0),
                waiting.get(-key, 0),
            )
    return found
