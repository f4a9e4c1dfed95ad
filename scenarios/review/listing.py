"""Drills to look back on, as a list shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.drills.kinds import DrillState, EntryKind
from models.improving.rules import trains
from models.kernel.errors import DomainError
from scenarios.review.assessing import people_of, took_part
from scenarios.review.sources import plan_of
from scenarios.scoring.marks import score

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from models.accounts.views import Actor
    from scenarios.format.expecting import Grade
    from scenarios.sandbox import Sandboxes, World

MOST = 50
"""Drills a list shows: the newest"""
_READ = frozenset({EntryKind.SEAT, EntryKind.SETTLED, EntryKind.FORM})


@dataclass(frozen=True, slots=True)
class Past:
    """A drill, and what it was worth."""

    number: int
    title: str
    party: str
    starts: datetime
    state: DrillState
    """Ended also where the recording says so before the drill does"""
    mark: float | None
    grade: str


def past_drills(sandboxes: Sandboxes, actor: Actor, grades: Sequence[Grade] = ()) -> list[Past]:
    """Return the drills a person may look back on, the newest first: trainers all, others those they sat in.

    Those another version of the program made are left out.
    """
    found: list[Past] = []
    for number in sandboxes.numbers():
        if len(found) == MOST:
            break
        try:
            with sandboxes.open(number) as world:
                past = _past(world, actor, grades)
        except DomainError:
            continue
        if past is not None:
            found.append(past)
    return found


def _past(world: World, actor: Actor, grades: Sequence[Grade]) -> Past | None:
    drills = world.services.drills
    entries = drills.entries(kinds=_READ)
    if not trains(actor) and not took_part(actor, people_of(entries)):
        return None
    drill = drills.drill()
    marks = score(plan_of(drill).scenario, entries, grades)
    state = DrillState.ENDED if drills.entries(kinds={EntryKind.END}) else drill.state
    return Past(drill.number, drill.title, drill.party, drill.starts, state, marks.mark, marks.grade)
