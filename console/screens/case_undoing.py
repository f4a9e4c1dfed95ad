"""On a case: taking back the step one has just done, and going on to the next case of the list."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from console.i18n import _
from console.labels import label
from console.screens import load_screen
from console.screens.beside import HasBeside
from console.screens.case_boundary import CaseBoundary
from console.work import later

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.api import Services
    from models.cases.set_views import SetLine
    from models.cases.views import CaseView


class CaseUndoing(CaseBoundary):
    """A case whose last step can be taken back, and from which one goes on to the next."""

    def __init__(self, services: Services, actor: Actor, number: str) -> None:
        super().__init__(services, actor, number)
        self._undoable = False
        """Whether this person can take back the last step, as of the last reading"""

    def _take_case(self, case: CaseView) -> None:
        self._undoable = False
        super()._take_case(case)
        last = case.timeline[-1] if case.timeline else None
        if last is not None and last.actor_name == self.actor.name:
            services, actor = self.services, self.actor
            self.read(
                "undoable", lambda: services.sets.can_undo(actor, case.id, case.version), self._take_undoable
            )

    def _take_undoable(self, undoable: bool) -> None:  # noqa: FBT001 -- what was read
        self._undoable = undoable
        self.refresh_keys()

    def can_take_back(self) -> bool:
        """The person did the last step a short time ago."""
        return self._undoable and self._form is None and not self._acting

    def action_take_back(self) -> None:
        """Ask, then take the last step back."""
        case = self._case
        if case is None or not self.can_take_back():
            return
        from console.dialogs.confirm import ConfirmDialog

        question = _("Take back “%(action)s”?", action=label(case.timeline[-1].action))
        why = _("The case is as it was before; the timeline keeps both steps.")
        later(self.app.push_screen(ConfirmDialog(question, why), partial(self._take_back, case)))

    def _take_back(self, case: CaseView, yes: bool | None) -> None:  # noqa: FBT001 -- a dialog's answer
        if not yes:
            return
        services, actor = self.services, self.actor
        self._acting = True
        self.refresh_keys()
        self.save(
            lambda: services.sets.undo(actor, case.id, case.version),
            partial(self._taken_back, case),
            self._not_taken_back,
        )

    def _taken_back(self, case: CaseView, line: SetLine) -> None:
        self._acting = False
        self._words = _(
            "Taken back: %(action)s. The case is now: %(state)s.",
            action=label(case.timeline[-1].action),
            state="" if line.state is None else label(line.state),
        )
        self.reload()
        self._announce()

    def _not_taken_back(self, _error: Exception) -> bool:
        self._acting = False
        self.reload()
        self.refresh_keys()
        return False

    # The list it was opened from

    def can_beside(self) -> bool:
        """It was opened from a list of cases, and no form is open."""
        return self._form is None and not self._acting and self._list_below() is not None

    def _list_below(self) -> HasBeside | None:
        stack: list[Any] = list(self.app.screen_stack)
        place = stack.index(self) if self in stack else 0
        below = stack[place - 1] if place > 0 else None
        return below if isinstance(below, HasBeside) else None

    def action_beside(self, step: int) -> None:
        """Go on to the next case of the list, or back to the one before."""
        below = self._list_below()
        if below is None or not self.can_beside():
            return
        number = below.beside(step)
        if number is None:
            self.say(_("The list ends here."))
            return
        later(self.app.switch_screen(load_screen("case")(self.services, self.actor, number)))
