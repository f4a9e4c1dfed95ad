"""From what was read to a plan, and from one plan to another by hand. Nothing here reads or writes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from models.assignment.balancing.costs import Problem, Taker, Task, summed
from models.assignment.balancing.refusals import MayNotHave, NotInPlan
from models.assignment.balancing.views import Line, Load, Near, Nobody, Out, Plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from sqlalchemy import Row

    from models.assignment.balancing.costs import Place
    from models.calendar.arithmetic import WorkingTime
    from models.cases.set_views import SetLine

USUAL_PACE = 4
"""Cases a day somebody gets through about whom nothing is said."""
_TOWNSHIP, _VILLAGE = 9, 12
_NEVER = 10_000_000
"""Office minutes from now to a deadline that is not there"""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the unit as a plan looks at them."""

    id: int
    name: str
    area: str
    has: frozenset[int]
    """The open cases that lie with them"""
    pace: int | None = None
    open_most: int | None = None
    left_today: int | None = None
    """How many they can still be given today"""
    starts: int = 0
    places: tuple[Place, ...] = ()
    skills: frozenset[str] = frozenset()
    out: Out | None = None
    until: date | None = None
    unit_id: int | None = None
    unit_name: str = ""
    staff_id: int | None = None


def place_of(division_code: str, path: str) -> Place:
    """Return where a grid lies in the tree: township, village, then the grids down to it."""
    return (division_code[:_TOWNSHIP], division_code[:_VILLAGE], *path.split("/"))


def due_in(time: WorkingTime, now: datetime, due_at: datetime, never: datetime) -> int:
    """Return the office minutes from now to a deadline; negative once it has passed."""
    if due_at >= never:
        return _NEVER
    return time.position(time.local(due_at)) - time.position(time.local(now))


def wanted_skill(row: Row[Any], known: frozenset[str]) -> str:
    """Return the skill a case asks for: one entered for somebody under the name of its matter or class."""
    return next((name for name in (row.matter_name, row.class_name) if name and name in known), "")


def room_of(person: Person, asked: frozenset[int]) -> int | None:
    """Return how many of the cases asked about a person can have; ``None`` without limit.

    What they have of them already does not count against the day: it is not given to them anew.
    """
    limits = []
    if person.open_most is not None:
        limits.append(person.open_most - len(person.has - asked))
    if person.left_today is not None:
        limits.append(person.left_today + len(person.has & asked))
    return max(0, min(limits)) if limits else None


def problem_of(
    people: Iterable[Person],
    rows: Mapping[int, Row[Any]],
    dues: Mapping[int, int],
    known: frozenset[str],
    day: int,
    within: Mapping[int, frozenset[int]] | None = None,
) -> Problem:
    """Return what is to be solved: the cases of ``rows``, those of the people who are here.

    ``within`` says which people each case may go to, by account; without it those of the unit that has it.
    """
    asked = frozenset(rows)
    tasks = tuple(
        Task(key, dues[key], place_of(row.division_code, row.path), row.owner_id) for key, row in rows.items()
    )
    takers, barred = [], set()
    for person in people:
        room = room_of(person, asked)
        if person.out is not None or room == 0:
            continue
        takers.append(
            Taker(
                person.id,
                len(person.has - asked),
                person.pace or USUAL_PACE,
                len(tasks) if room is None else room,
                person.starts,
                person.places,
            )
        )
        barred |= {
            (key, person.id)
            for key, row in rows.items()
            if _bar(person, row, known, None if within is None else within[key]) is not None
        }
    return Problem(tasks, tuple(takers), frozenset(barred), day)


def _bar(
    person: Person, row: Row[Any], known: frozenset[str], within: frozenset[int] | None
) -> Nobody | None:
    if person.unit_id != row.unit_id if within is None else person.id not in within:
        return Nobody.OTHER_UNIT
    skill = wanted_skill(row, known)
    if skill and skill not in person.skills:
        return Nobody.SKILL
    return None if row.division_code.startswith(person.area) else Nobody.AREA


def lines_of(
    problem: Problem,
    looked: Iterable[SetLine],
    rows: Mapping[int, Row[Any]],
    people: Iterable[Person],
    known: frozenset[str],
    never: datetime,
    within: Mapping[int, frozenset[int]] | None = None,
) -> list[Line]:
    """Return a line for each case asked about, nobody having any yet; ``within`` as in :func:`problem_of`."""
    here = {taker.key for taker in problem.takers}
    able = [person for person in people if person.id in here]
    found = []
    for line in looked:
        row = rows.get(line.case_id)
        if row is None:
            found.append(
                Line(
                    line.case_id, line.number, line.title, line.version, None, "", None, "", None, "",
                    refusal=line.refusal,
                )
            )  # fmt: skip
            continue
        bars = {
            person.id: _bar(person, row, known, None if within is None else within[line.case_id])
            for person in able
        }
        options = tuple(key for key, bar in bars.items() if bar is None)
        of_unit = [bar for bar in bars.values() if bar not in {None, Nobody.OTHER_UNIT}]
        why = Nobody.ROOM if options or not of_unit else of_unit[0]
        found.append(
            Line(
                case_id=line.case_id,
                number=line.number,
                title=line.title,
                version=line.version,
                due_at=None if row.due_at >= never else row.due_at,
                grid_name=row.grid_name,
                lies_with=row.owner_id,
                lies_with_name=row.owner_name or "",
                taker_id=None,
                taker_name="",
                skill=wanted_skill(row, known),
                options=options,
                nobody=why,
            )
        )
    return found


def loads_of(problem: Problem, people: Iterable[Person]) -> list[Load]:
    """Return a row for each person of the unit, nobody having been given anything yet."""
    asked = frozenset(task.key for task in problem.tasks)
    found = []
    for person in people:
        room = room_of(person, asked)
        out = person.out or (Out.FULL if room == 0 else None)
        pace = person.pace or USUAL_PACE
        kept = len(person.has - asked)
        found.append(
            Load(
                person.id,
                person.name,
                pace,
                len(person.has),
                0,
                kept,
                room,
                out,
                person.until,
                person.unit_id,
                person.unit_name,
            )
        )
    return found


def with_given(plan: Plan, given: Mapping[int, int], time: WorkingTime) -> Plan:
    """Return the plan with the cases given as said: loads, expected ends and what it comes to."""
    total = summed(plan.problem, given)
    names = {load.taker_id: load.name for load in plan.loads}
    takers = {taker.key: taker for taker in plan.problem.takers}
    tasks = {task.key: task for task in plan.problem.tasks}
    begin = time.position(time.local(plan.at))
    lines = []
    for line in plan.lines:
        person = given.get(line.case_id)
        if person is None:
            lines.append(replace(line, taker_id=None, taker_name="", near=None, done_at=None, late_minutes=0))
            continue
        end, late = total.by_case[line.case_id]
        lines.append(
            replace(
                line,
                taker_id=person,
                taker_name=names[person],
                near=_near(tasks[line.case_id].place, takers[person].places),
                done_at=time.instant(time.moment_at(begin + end)),
                late_minutes=late,
            )
        )
    loads = []
    for load in plan.loads:
        own = [key for key, person in given.items() if person == load.taker_id]
        taker = takers.get(load.taker_id)
        kept = load.after - load.given if taker is None else taker.kept
        anew = sum(tasks[key].lies_with != load.taker_id for key in own)
        loads.append(replace(load, given=anew, after=kept + len(own)))
    return replace(plan, lines=tuple(lines), loads=tuple(loads), sum=total)


def _near(place: Place, places: tuple[Place, ...]) -> Near:
    if not places:
        return Near.NONE
    if any(place[: len(own)] == own for own in places):
        return Near.OWN
    return Near.VILLAGE if any(own[:2] == place[:2] for own in places) else Near.AFAR


def moved(plan: Plan, case_id: int, taker_id: int | None, time: WorkingTime) -> Plan:
    """Return the plan with one case given to somebody else, or to nobody.

    Whoever plans may go beyond what a person can take on, but not give a case to somebody who lacks the
    skill, looks at other areas, or is not here.

    Raises:
        NotInPlan: the case is not in the plan or cannot be handed over, or the person is not here.
        MayNotHave: the person may not have this case.
    """
    line = next((line for line in plan.lines if line.case_id == case_id), None)
    if line is None or line.refusal is not None:
        raise NotInPlan(str(case_id) if line is None else line.number)
    given = {each.case_id: each.taker_id for each in plan.lines if each.taker_id is not None}
    given.pop(case_id, None)
    if taker_id is not None:
        name = next((load.name for load in plan.loads if load.taker_id == taker_id), "")
        if taker_id not in {taker.key for taker in plan.problem.takers}:
            raise NotInPlan(name or str(taker_id))
        if taker_id not in line.options:
            raise MayNotHave(name, line.number)
        given[case_id] = taker_id
    return with_given(plan, given, time)
