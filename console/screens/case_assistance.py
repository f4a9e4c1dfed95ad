"""On a case: why a unit that assists is due then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.assist_words import bound_words
from console.i18n import _
from console.labels import label
from console.screens.case_undoing import CaseUndoing
from console.work import later

if TYPE_CHECKING:
    from models.cases.task_views import TaskView


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
        times = self.console.frame.times
        later(self.app.push_screen(ReceiptDialog(name, task.receipt, times, bound_words(task, times))))
