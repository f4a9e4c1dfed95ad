"""How somebody, or a desk, did from drill to drill.

For that person and the trainers only: rows name nobody, they stand in the order of time, and nothing adds
people up or sets one against another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.drills.kinds import EntryKind
from models.improving.rules import trains
from models.kernel.errors import DomainError
from scenarios.review.assessing import took_part
from scenarios.review.sources import plan_of
from scenarios.scoring.marks import score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from models.accounts.views import Actor
    from scenarios.format.expecting import Grade
    from scenarios.sandbox import Sandboxes, World
    from scenarios.scoring.marks import Sum

_READ = frozenset({EntryKind.SEAT, EntryKind.SETTLED, EntryKind.FORM})


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """What was reached at a desk in one drill."""

    number: int
    title: str
    starts: datetime
    desk: str
    desk_title: str
    sum: Sum
    grade: str
    """Of the whole drill"""


def progress(
    sandboxes: Sandboxes,
    actor: Actor,
    desk: str = "",
    person: str = "",
    grades: Sequence[Grade] = (),
    *,
    own: bool = False,
) -> list[ProgressRow]:
    """Return the marks of the desks somebody sat at, drill by drill, the earliest first.

    Args:
        sandboxes: the drills of the office.
        actor: who asks; whoever is no trainer is told of their own sittings only.
        desk: only of the desk of this name, for a trainer whoever sat there.
        person: of somebody else, for trainers; by the name they took part with.
        grades: the office's own.
        own: a trainer asks for their own sittings only.
    """

    def may_see(people: set[str]) -> bool:
        if own or not trains(actor):
            return took_part(actor, people)
        if person:
            return person in people
        return bool(desk) or took_part(actor, people)

    found: list[ProgressRow] = []
    for number in reversed(sandboxes.numbers()):
        try:
            with sandboxes.open(number) as world:
                found += _rows(world, desk, may_see, grades)
        except DomainError:
            # One that was made by another version does not hide the others.
            continue
    return found


def _rows(
    world: World, desk: str, may_see: Callable[[set[str]], bool], grades: Sequence[Grade]
) -> Iterator[ProgressRow]:
    drills = world.services.drills
    entries = drills.entries(kinds=_READ)
    sat = [
        (each.body.get("desk", ""), each.body["person"]) for each in entries if each.kind is EntryKind.SEAT
    ]
    if not any(name for _desk, name in sat):
        return
    drill = drills.drill()
    scenario = plan_of(drill).scenario
    marks = score(scenario, entries, grades)
    for seat in scenario.roles:
        people = {name for where, name in sat if where == seat.id and name}
        if desk and desk not in {seat.id, seat.title}:
            continue
        if people and may_see(people):
            yield ProgressRow(
                drill.number,
                drill.title,
                drill.starts,
                seat.id,
                seat.title,
                marks.roles[seat.id],
                marks.grade,
            )
