"""Corrective tasks of drills: look at them, say that one is done, give one up."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from console.dialogs.page import PageDialog
from console.dialogs.prompt import PromptDialog
from console.i18n import N_, _
from console.keys import bindings
from console.reviewing.words import drill_name, due_words, owner_name, state_name
from console.screens.onelist import OneList
from console.widgets.line_list import Column
from console.work import later
from models.improving.kinds import TaskState
from models.improving.views import TaskView

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.binding import BindingType

    from console.frame import Frame
    from console.widgets.lines import Piece


class CorrectiveScreen(OneList[TaskView]):
    """Lists the corrective tasks the person may see, open ones first."""

    GROUP = "corrective"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("corrective"))
    _open_only = True
    """Whether those that ended are left out"""

    def key_of(self, row: TaskView) -> int:
        """Return its number."""
        return row.id

    def columns(self) -> list[Column[TaskView]]:
        """Return the columns of the list."""
        return _columns(self.console.frame)

    def nothing(self) -> str:
        """Say that there is nothing to list."""
        return _nothing()

    def title_text(self) -> str:
        """Say which of the two lists it is."""
        return _("Corrective tasks, open") if self._open_only else _("Corrective tasks, all")

    def reload(self) -> None:
        """Read the list."""
        services, actor, open_only = self.services, self.actor, self._open_only
        self.read("corrective", lambda: services.improving.tasks(actor, open_only=open_only), self.take)

    def take(self, found: Sequence[TaskView]) -> None:
        """Show the tasks, and say which they are."""
        super().take(found)
        self.set_title(self.title_text())

    def can_close(self) -> bool:
        """The person may say that the task under the cursor is done."""
        return self.row is not None and self.row.closable

    def can_drop(self) -> bool:
        """The person may give the task under the cursor up."""
        return self.row is not None and self.row.droppable

    def action_open(self) -> None:
        """Show everything about the task under the cursor."""
        row = self.row
        if row is not None:
            title = _("Corrective task %(number)s", number=row.id)
            later(self.app.push_screen(PageDialog(title, list(_facts(row, self.console.frame)))))

    def action_all(self) -> None:
        """Turn between what is open and everything there ever was."""
        self._open_only = not self._open_only
        self.reload()

    def action_done(self) -> None:
        """Ask what was done, and end the task."""
        row = self.row
        if row is not None and row.closable:
            dialog = PromptDialog(_("Done: %(title)s", title=row.title), _("What was done, in a few words."))
            later(self.app.push_screen(dialog, partial(self._end, row, TaskState.DONE)))

    def action_drop(self) -> None:
        """Ask why, and give the task up."""
        row = self.row
        if row is not None and row.droppable:
            words = _("Why is it given up? It cannot be taken up again.")
            dialog = PromptDialog(_("Give up: %(title)s", title=row.title), words)
            later(self.app.push_screen(dialog, partial(self._end, row, TaskState.DROPPED)))

    def _end(self, row: TaskView, state: TaskState, note: str | None) -> None:
        if note is None:
            return
        improving, actor = self.services.improving, self.actor
        end = improving.done if state is TaskState.DONE else improving.drop
        self.save(lambda: end(actor, row.id, note, row.version), self._ended)

    def _ended(self, task: TaskView) -> None:
        self.reload()
        self.say(_("%(state)s: %(title)s", state=state_name(task.state), title=task.title))


def _nothing() -> str:
    return _("There is no corrective task here. They are made of the review of a drill, by whoever led it.")


def _columns(frame: Frame) -> list[Column[TaskView]]:
    def due(row: TaskView) -> Piece:
        today = frame.times.local(frame.clock.now()).date()
        late = row.state is TaskState.OPEN and row.due_on < today
        return due_words(row, today), "bold red" if late else ""

    return [
        Column(N_("No."), 4, lambda row: (str(row.id), ""), right=True),
        Column(N_("State"), 8, lambda row: (state_name(row.state), "")),
        Column(N_("Due on"), 16, due),
        Column(N_("Task owner"), 10, lambda row: (owner_name(row), "")),
        Column(N_("Task"), 24, lambda row: (row.title, ""), grow=True),
        Column(N_("Drill"), 14, lambda row: (drill_name(row), "dim"), since=72),
    ]


def _facts(task: TaskView, frame: Frame) -> Iterator[Piece]:
    now = frame.clock.now()
    yield task.title, "bold"
    yield "", ""
    number = _("drill no. %(number)s", number=task.origin.number)
    facts = [
        (_("State"), state_name(task.state)),
        (_("Due on"), due_words(task, frame.times.local(now).date())),
        (_("Task owner"), " ".join(filter(None, (task.unit_name, task.owner_name)))),
        (_("Drill"), f"{drill_name(task)} ({number}) {task.origin.party}".strip()),
        (_("Made by"), f"{task.made_by} {frame.times.moment(task.made_at, now)}"),
    ]
    if task.closed_at is not None:
        facts.append((_("Ended by"), f"{task.closed_by} {frame.times.moment(task.closed_at, now)}"))
    if task.note:
        facts.append((_("Note"), task.note))
    for name, value in facts:
        yield f"{name}: {value}", ""
