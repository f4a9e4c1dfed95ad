"""Assistance in words: what units were asked, where their tasks stand, and what became of them.

The same words stand on the case's screen and in the shell.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from console.deadlines import marked
from console.i18n import _, ngettext, pgettext
from console.labels import LIGHT_STYLES, label
from console.text import limit_words
from models.cases.kinds import Action, CaseState, Light
from models.cases.lights import light
from models.cases.task_kinds import (
    TASK_ACTIONS,
    WHISTLE_ACTIONS,
    WITH_THE_UNIT,
    OldLead,
    TaskKind,
    TaskState,
    Turnout,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.frame import Frame
    from console.text import Times
    from models.cases.task_views import TaskMark, TaskView
    from models.cases.views import CaseView, EventView


class Arrival(Protocol):
    """What is said of a unit's arrival: a task, or a line of the register."""

    @property
    def report_by(self) -> datetime | None: ...  # noqa: D102 -- described with the task
    @property
    def reported_at(self) -> datetime | None: ...  # noqa: D102 -- the name says it
    @property
    def came(self) -> str: ...  # noqa: D102 -- the name says it


def task_light(task: TaskMark | TaskView, state: CaseState, now: datetime) -> Light:
    """Return the light of a task as of now; ``state`` is the case's."""
    running = task.state in WITH_THE_UNIT
    return light(
        now,
        due_at=task.due_at,
        warn_at=task.warn_at,
        running=running,
        stopped_at=task.stopped_at,
        held=running and state is CaseState.HELD,
    )


def task_due(task: TaskMark | TaskView, times: Times, now: datetime, width: int | None = None) -> str:
    """Return when a task is due, or how late it is, or was when its clock stopped."""
    late = (task.stopped_at or now) > task.due_at
    if task.stopped_at is None:
        return times.due(task.due_at, now, width)
    return times.due(task.due_at, task.stopped_at, width) if late else times.moment(task.due_at, now, width)


def bound_words(task: TaskView, times: Times) -> str:
    """Say that the case is due before the task's own limit ends, and the task with it; "" where it is not."""
    if not task.bound:
        return ""
    due = times.full(task.due_at)
    return _("The case itself is due before that, and the assistance with it: %(due)s.", due=due)


def task_facts(case: CaseView, frame: Frame) -> Iterator[tuple[str, str, str]]:
    """Yield a fact for each unit that was asked to assist: its name, what it says, how it is drawn."""
    now = frame.clock.now()
    for task in case.tasks:
        lamp = task_light(task, case.state, now)
        words = task_words(task, frame.times, now)
        words = f"{label(lamp)} {words}" if task.open else words
        yield _("Assists"), words, LIGHT_STYLES[lamp] if task.open else ""


def task_words(task: TaskView, times: Times, now: datetime) -> str:
    """Return a task in one line: the unit, where it stands, when it is due, who has it, what is asked."""
    parts = [" ".join(part for part in (task.unit_name, task.owner_name) if part), label(task.state)]
    if task.binding and task.open:
        parts.append(pgettext("task", "binding"))
    if task.open:
        due = task_due(task, times, now)
        due = marked(due) if task.provisional else due
        # "Late" says it all; a moment needs the word what it is.
        late = (task.stopped_at or now) > task.due_at
        parts.append(due if late else pgettext("task", "due %(due)s", due=due))
    elif task.late:
        parts.append(_missed(answered=task.state is TaskState.ANSWERED))
    called = called_words(task, times, now)
    if called:
        parts.append(called)
    if task.urged:
        parts.append(ngettext("urged %(count)s time", "urged %(count)s times", task.urged, count=task.urged))
    if task.answer_due_at is not None:
        when = times.moment(task.answer_due_at, now)
        over = now > task.answer_due_at
        parts.append(_("answer was due %(due)s", due=when) if over else _("answer due %(due)s", due=when))
    words = _(", ").join(parts)
    said = task.asked if task.state in WITH_THE_UNIT else task.said
    return _("%(task)s: %(words)s", task=words, words=said) if said else words


def called_words(task: TaskView, times: Times, now: datetime) -> str:
    """Return what is said of a unit that was called to the spot; "" for one that only assists."""
    if task.kind is not TaskKind.WHISTLE or task.report_by is None:
        return ""
    parts = [_("called to %(place)s", place=task.place) if task.place else _("called to the spot")]
    if task.reported_at is not None:
        parts.append(came_words(task, times, now))
    elif task.absent_at is not None:
        parts.append(_("did not report in by %(by)s", by=times.moment(task.report_by, now)))
    elif task.open:
        parts.append(_("to report in by %(by)s", by=times.moment(task.report_by, now)))
    if task.turnout is not None:
        parts.append(turnout_words(task.turnout, task.turnout_note))
    return _(", ").join(parts)


def came_words(call: Arrival, times: Times, now: datetime) -> str:
    """Return when a unit that was called reported in, and who came; "" if it did not."""
    if call.reported_at is None:
        return ""
    late = call.report_by is not None and call.reported_at > call.report_by
    when = times.moment(call.reported_at, now)
    if late:
        return _("reported in late, %(when)s (%(who)s)", when=when, who=call.came)
    return _("reported in %(when)s (%(who)s)", when=when, who=call.came)


def turnout_words(turnout: Turnout | None, note: str) -> str:
    """Return how a unit turned out, in the judgement of whoever called it; "" before that."""
    if turnout is None:
        return ""
    words = label(turnout)
    return _("%(words)s (%(ground)s)", words=words, ground=note) if note else words


def _missed(*, answered: bool) -> str:
    return pgettext("task", "late") if answered else pgettext("task", "no answer in time")


def assist_brief(case: CaseView) -> str:
    """Return in a few cells how many units assist, and whether one declined; "" if none does."""
    declined = sum(task.state is TaskState.DECLINED for task in case.tasks)
    if declined:
        return pgettext("mark", "assistance declined")
    count = sum(task.open for task in case.tasks)
    return _("%(count)s assisting", count=count) if count else ""


def task_details(event: EventView, times: Times, now: datetime) -> str:
    """Return what a step says of assisting units beside unit, reason and note; "" if nothing."""
    return _("; ").join(_details(event, times, now))


def _details(event: EventView, times: Times, now: datetime) -> Iterator[str]:
    details = event.details
    if event.action in WHISTLE_ACTIONS:
        yield from _of_call(event.action, details, times, now)
    if event.action in TASK_ACTIONS:
        yield from _of_task(event.action, details, times, now)
    if details.get("tasks_ended"):
        yield _("assistance ends: %(units)s", units=_(", ").join(details["tasks_ended"]))
    if details.get("tasks_moved"):
        yield _("assistance is due accordingly: %(units)s", units=_(", ").join(details["tasks_moved"]))


def _of_call(action: Action, details: Mapping[str, Any], times: Times, now: datetime) -> Iterator[str]:
    def moment(name: str) -> str:
        return times.moment(datetime.fromisoformat(details[name]), now)

    if action is Action.WHISTLE:
        if details.get("place"):
            yield details["place"]
        yield _("to report in by %(by)s", by=moment("report_by"))
        yield _("%(limit)s, due %(due)s", limit=limit_words(details["limit"]), due=moment("due_at"))
    elif action is Action.WHISTLE_REPORT:
        if details["late"]:
            yield _("reported in late, %(when)s (%(who)s)", when=moment("reported_at"), who=details["came"])
        else:
            yield _("reported in %(when)s (%(who)s)", when=moment("reported_at"), who=details["came"])
    elif action is Action.WHISTLE_ABSENT:
        yield _("did not report in by %(by)s", by=moment("report_by"))
    else:
        yield turnout_words(Turnout(details["turnout"]), "")


def _of_task(action: Action, details: Mapping[str, Any], times: Times, now: datetime) -> Iterator[str]:
    def moment(name: str) -> str:
        return times.moment(datetime.fromisoformat(details[name]), now)

    if action is Action.ASSIST:
        yield _("%(limit)s, due %(due)s", limit=limit_words(details["limit"]), due=moment("due_at"))
    elif action is Action.ASSIST_AGAIN:
        yield _("due %(due)s", due=moment("due_at"))
    elif action is Action.ASSIST_URGE:
        yield _("answer due %(due)s", due=moment("answer_due_at"))
    elif action is Action.ASSIST_REPLY:
        if details.get("late"):
            yield pgettext("task", "late")
    elif action is Action.ASSIST_HAND_OVER:
        yield _("to %(person)s", person=details["person_name"])
    elif action is Action.CHANGE_LEAD:
        before = details.get("from_unit_name", "-")
        stays = details.get("old_lead") == OldLead.ASSISTS
        yield (
            _("before: %(unit)s, which assists now", unit=before)
            if stays
            else _("before: %(unit)s", unit=before)
        )
    elif details.get("late"):
        yield _missed(answered=action is Action.ASSIST_ANSWER)
