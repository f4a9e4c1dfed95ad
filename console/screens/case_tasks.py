"""Assistance on the screen of a case: its facts, the units and people to choose from, its receipts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from console.assist_words import task_light, task_words
from console.forms.fields import Candidate
from console.i18n import _
from console.labels import LIGHT_STYLES, label
from console.screens.case_undoing import CaseUndoing
from console.work import later
from models.cases.assisting import TASK_BY_STEP
from models.cases.kinds import Action
from models.cases.task_kinds import TASK_ACTIONS
from models.kernel.text import fold, initials

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from console.forms.fields import Source
    from console.frame import Frame
    from models.accounts.views import Actor
    from models.api import Services
    from models.cases.task_views import TaskView
    from models.cases.views import ActionEntries, CaseView, HandlerView


def perform_step(
    services: Services, actor: Actor, case_id: int, action: Action, entries: ActionEntries, version: int
) -> CaseView:
    """Do a step to a case, or to the task of a unit that assists on it."""
    door = services.tasks if action in TASK_ACTIONS else services.cases
    return door.perform(actor, case_id, action, entries, version)


def task_facts(case: CaseView, frame: Frame) -> Iterator[tuple[str, str, str]]:
    """Yield a fact for each unit that was asked to assist: its name, what it says, how it is drawn."""
    now = frame.clock.now()
    for task in case.tasks:
        lamp = task_light(task, case.state, now)
        words = (
            f"{label(lamp)} {task_words(task, frame.times, now)}"
            if task.open
            else task_words(task, frame.times, now)
        )
        yield _("Assists"), words, LIGHT_STYLES[lamp] if task.open else ""


def people_for(services: Services, actor: Actor, case: CaseView, action: Action) -> Sequence[HandlerView]:
    """Return whom a case, or the assistance of the person's own unit, can be handed to."""
    door = services.tasks if action in TASK_ACTIONS else services.cases
    return door.handlers(actor, case.id)


def assisting_source(services: Services, actor: Actor, case: CaseView, action: Action) -> Source:
    """Return a search over the units an action about assistance can name.

    To be asked: those that neither lead nor assist, the matter's assisting units first. For everything
    else: those that assist, with where their task stands.
    """
    if action is not Action.ASSIST:
        return partial(_assisting, case, action)
    busy = {task.unit_id for task in case.tasks if task.open} | {case.unit_id}
    named = set() if case.matter is None else {fold(each) for each in case.matter.assisting}

    def source(text: str) -> Sequence[Candidate]:
        found = [
            unit
            for unit in services.organisation.units(actor)
            if unit.id not in busy and _is_meant(unit.name, unit.code, text)
        ]
        usual = {unit.id for unit in found if named & {fold(unit.name), fold(unit.code)}}
        found.sort(key=lambda unit: unit.id not in usual)
        return [
            Candidate(
                unit.id, unit.name, _("assists by the list of matters") if unit.id in usual else unit.code
            )
            for unit in found
        ]

    return source


def _assisting(case: CaseView, action: Action, text: str) -> Sequence[Candidate]:
    return [
        Candidate(task.unit_id, task.unit_name, label(task.state), task.said or task.asked)
        for task in case.tasks
        if task.open and (action, task.state) in TASK_BY_STEP and _is_meant(task.unit_name, "", text)
    ]


def _is_meant(name: str, code: str, text: str) -> bool:
    wanted = fold(text)
    if wanted in fold(name) or wanted in fold(code):
        return True
    return wanted.isascii() and wanted in initials(name)


class CaseTasks(CaseUndoing):
    """A case that explains the deadlines of the units that assist on it."""

    def can_task_receipt(self) -> bool:
        """Some unit was asked to assist."""
        return self._case is not None and bool(self._case.tasks) and self._form is None

    def action_task_receipt(self) -> None:
        """Explain when a unit has to answer; where several assist, ask which."""
        case = self._case
        if case is None or not case.tasks:
            return
        if len(case.tasks) == 1:
            self._explain_task(case.tasks[0])
            return
        from console.dialogs.pick import Option, PickDialog

        options = [Option(task, task.unit_name, label(task.state)) for task in case.tasks]
        title = _("The deadline of which unit?")
        later(self.app.push_screen(PickDialog(title, options, searchable=False), self._explain_task))

    def _explain_task(self, task: TaskView | None) -> None:
        case = self._case
        if task is None or case is None:
            return
        from console.dialogs.receipt import ReceiptDialog

        name = _("%(unit)s on %(number)s", unit=task.unit_name, number=case.number)
        ends = ""
        if task.bound:
            due = self.console.frame.times.full(task.due_at)
            ends = _("The case itself is due before that, and the assistance with it: %(due)s.", due=due)
        later(self.app.push_screen(ReceiptDialog(name, task.receipt, ends)))
