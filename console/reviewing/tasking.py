"""Making corrective tasks of what a review proposes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from console.i18n import _
from models.improving.views import NewTask, Origin
from scenarios.review.outcomes import DAYS
from scenarios.review.words import task_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.improving.views import OwnerView
    from scenarios.review.sources import Source
    from scenarios.review.views import Proposal


@dataclass(frozen=True, slots=True)
class Choice:
    """What the trainer says differently."""

    title: str = ""
    owner: str = ""
    """Login of a person, or code of a unit"""
    due_on: date | None = None


def origin_of(source: Source, today: date) -> Origin:
    """Return where tasks come from: the drill, and the day it is reviewed on."""
    return Origin(source.drill.number, source.drill.title, today, source.drill.party)


def new_tasks(
    proposals: Sequence[Proposal], owners: Sequence[OwnerView], today: date, choice: Choice
) -> list[NewTask]:
    """Return the tasks to make; one of the trainer's own where nothing proposed is meant.

    Args:
        proposals: of the review.
        owners: whom a task can be given to.
        today: from which days count.
        choice: what the trainer says differently, of all of them.
    """
    if not proposals:
        found = [NewTask(choice.title, today + timedelta(days=DAYS))]
    else:
        found = [_task(each, owners, today) for each in proposals]
    return [_changed(each, owners, choice) for each in found]


def _task(proposal: Proposal, owners: Sequence[OwnerView], today: date) -> NewTask:
    person = proposal.person
    sat = [each for each in owners if person and not each.is_unit and person in {each.key, each.name}]
    # Of two people of one name nobody can tell which is meant.
    login = sat[0].key if len(sat) == 1 else ""
    return NewTask(
        title=task_title(proposal, _),
        due_on=today + timedelta(days=proposal.days),
        login=login,
        unit="" if login else proposal.unit,
        expectation=proposal.expectation,
    )


def _changed(task: NewTask, owners: Sequence[OwnerView], choice: Choice) -> NewTask:
    task = replace(task, title=choice.title or task.title, due_on=choice.due_on or task.due_on)
    if not choice.owner:
        return task
    wanted = choice.owner.strip()
    unit = any(each.is_unit and each.key == wanted for each in owners)
    return replace(task, login="" if unit else wanted, unit=wanted if unit else "")
