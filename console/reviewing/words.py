"""The words of corrective tasks and of reviews, as the screen and the shell say them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from console.i18n import _, pgettext
from models.improving.kinds import TaskState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from models.accounts.views import Actor
    from models.api import Services
    from models.exchange.papers.model import Document
    from models.improving.views import TaskView
    from scenarios.review.sources import Source
    from scenarios.review.views import Review


def state_name(state: TaskState) -> str:
    """Return what a state of a corrective task is called."""
    names = {
        TaskState.OPEN: pgettext("corrective task", "open"),
        TaskState.DONE: pgettext("corrective task", "done"),
        TaskState.DROPPED: pgettext("corrective task", "dropped"),
    }
    return names[state]


def drill_name(task: TaskView) -> str:
    """Return which drill a task came out of, in a few words."""
    origin = task.origin
    return _("%(day)s %(title)s", day=f"{origin.day:%m-%d}", title=origin.title)


def owner_name(task: TaskView) -> str:
    """Return who has a task."""
    return task.owner_name or task.unit_name


def due_words(task: TaskView, today: date) -> str:
    """Return when a task is due, and that it is late."""
    day = task.due_on.isoformat()
    late = task.state is TaskState.OPEN and task.due_on < today
    return _("%(day)s, late", day=day) if late else day


def task_rows(tasks: Iterable[TaskView]) -> tuple[tuple[str, ...], ...]:
    """Return open tasks as rows of a review: drill, what, who, due on."""
    return tuple((drill_name(each), each.title, owner_name(each), each.due_on.isoformat()) for each in tasks)


def open_task_lines(services: Services, actor: Actor) -> list[str]:
    """Return what is open of earlier drills, a line each under a heading; nothing if nothing is."""
    from console.reviewing.place import open_tasks

    tasks = open_tasks(services, actor)
    if not tasks:
        return []
    today = services.clock.now().astimezone(ZoneInfo(services.organisation.office().zone)).date()
    heading = _("Corrective tasks of earlier drills that are open: %(count)s", count=len(tasks))
    return [
        heading,
        *(
            f"  {due_words(each, today)}  {owner_name(each)}  {each.title}（{drill_name(each)}）"
            for each in tasks
        ),
    ]


def review_paper(source: Source, found: Review, tasks: Iterable[TaskView]) -> Document:
    """Return a review as a paper in the current language."""
    from console.tongue import tongue
    from scenarios.review.paper import document

    return document(found, tongue(), source.zone, source.office, task_rows(tasks))
