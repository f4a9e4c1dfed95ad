"""A list of cases of which several can be marked, and acted on as one set."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from console.i18n import N_, _, ngettext
from console.labels import label
from console.screens.beside import step_beside
from console.screens.stepping import SteppingScreen
from console.work import later
from models.assignment.balancing.views import Over
from models.cases.kinds import Action

if TYPE_CHECKING:
    from models.cases.set_views import SetChoice, SetResult

R = TypeVar("R")
_PRINT = "print_forms"
"""What can be done to cases without being one step of theirs"""
_BALANCED = (
    (Action.DISPATCH, Over.UNITS),
    (Action.DISPATCH, Over.STRAIGHT),
    (Action.HAND_OVER, Over.PEOPLE),
)
"""Steps of which many can be planned together"""
_SHARING = {
    Over.UNITS: N_("Share out over units"),
    Over.STRAIGHT: N_("Share out straight to people"),
    Over.PEOPLE: N_("Share out among people"),
}


class MarkingScreen(SteppingScreen[R], Generic[R]):
    """Subclasses have a list of cases as :attr:`rows`, and keys for ``mark`` and ``together``."""

    def can_marked(self) -> bool:
        """Several cases, or one, are marked."""
        return bool(self.rows.marked)

    def can_unmarked(self) -> bool:
        """No case is marked."""
        return not self.rows.marked

    def action_mark(self) -> None:
        """Mark the row and go on."""
        self.rows.toggle_mark()
        self.refresh_keys()

    def action_together(self) -> None:
        """Choose what to do with the marked cases."""
        services, actor, ids = self.services, self.actor, self._marked_ids()
        if ids:
            self.read("choices", lambda: services.sets.choices(actor, ids), partial(self._choose, ids))

    def _marked_ids(self) -> list[int]:
        return sorted(case_id for case_id in self.rows.marked if isinstance(case_id, int))

    def _choose(self, ids: list[int], choices: list[SetChoice]) -> None:
        from console.dialogs.pick import Option, PickDialog

        title = ngettext("%(count)s case: do what?", "%(count)s cases: do what?", len(ids), count=len(ids))
        options: list[Option[Action | Over | str]] = [
            Option(
                choice.action,
                label(choice.action),
                _("possible for %(count)s of %(all)s", count=choice.count, all=len(ids)),
            )
            for choice in choices
        ]
        possible = {choice.action for choice in choices}
        can = self.services.balancing.choices(self.actor) if possible & dict(_BALANCED).keys() else ()
        options += [
            Option(over, _(_SHARING[over]), _("a plan to look over and change"))
            for action, over in _BALANCED
            if action in possible and over in can
        ]
        options.append(Option(_PRINT, _("Print the forms"), _("one document, a page for each")))
        later(self.app.push_screen(PickDialog(title, options), partial(self._chosen, ids)))

    def _chosen(self, ids: list[int], action: Action | Over | str | None) -> None:
        if isinstance(action, Action):
            from console.screens.marked_set import MarkedSetScreen

            screen = MarkedSetScreen(self.services, self.actor, tuple(ids), action)
            later(self.app.push_screen(screen, self._set_done))
        elif isinstance(action, Over):
            self.console.go("balance", tuple(ids), action)
        elif action == _PRINT:
            from console.screens.case_printing import print_forms

            print_forms(self, ids)

    def _set_done(self, result: SetResult | None) -> None:
        """Keep marked what was refused, to be looked at."""
        if result is not None:
            self.rows.clear_marks({line.case_id for line in result.done})
            self.refresh_keys()

    def beside(self, step: int) -> str | None:
        """Move the cursor by ``step`` rows; return the number of the case there, ``None`` at an end."""
        return step_beside(self.rows, step)
