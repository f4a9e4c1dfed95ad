"""A list of cases from which work is taken on with one key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from console.house import current_house
from console.i18n import _
from console.keys import EVERYWHERE
from console.screens.filtering import FilteringScreen
from console.screens.quick_steps import Steps, may_take_on, take_on, taken_on
from console.widgets.filter_input import FilterInput, filter_error, filter_notice

if TYPE_CHECKING:
    from console.widgets.line_list import LineList
    from models.accounts.views import Actor
    from models.api import Services
    from models.cases.views import CaseLine

R = TypeVar("R")


class SteppingScreen(FilteringScreen[R], Generic[R]):
    """Subclasses have a list of cases as :attr:`rows`, and a key for ``step``."""

    def __init__(self, services: Services, actor: Actor) -> None:
        super().__init__(services, actor)
        self._step_running = False

    @property
    def rows(self) -> LineList[CaseLine]:
        """The list."""
        raise NotImplementedError

    def filter_field(self, text: str, name: str) -> FilterInput:
        """Return a field that knows the language of filters."""
        return FilterInput(text, id=name)

    def filter_error(self, text: str) -> Exception | None:
        """Return why a filter is not understood."""
        return filter_error(text, self.console.frame.today)

    def filter_notice(self, text: str, error: Exception | None) -> str:
        """Return what may follow, or what is wrong."""
        return filter_notice(text, error)

    def help_groups(self) -> list[str]:
        """List the key of the field as well."""
        return [self.GROUP, "filter", EVERYWHERE]

    def can_taking(self) -> bool:
        """There is a case, and the person is one who takes cases on."""
        return self.rows.row is not None and may_take_on(self.actor, current_house())

    def action_step(self) -> None:
        """Take on the marked cases, or the one under the cursor."""
        row = self.rows.row
        chosen = list(self.rows.marked) or ([] if row is None else [row.id])
        if not chosen or self._step_running:
            return
        self._step_running = True
        services, actor = self.services, self.actor
        self.save(lambda: take_on(services, actor, chosen), self._stepped, self._step_failed)

    def _step_failed(self, _error: Exception) -> None:
        self._step_running = False

    def _stepped(self, steps: Steps) -> None:
        self._step_running = False
        self.rows.clear_marks()
        if steps.done:
            self.say(taken_on(steps))
        if steps.refusals:
            self.console.explain(steps.refusals[0])
        elif len(steps.wants_entries) == 1 and not steps.done:
            self.console.go("case", steps.wants_entries[0])
        elif steps.wants_entries and not steps.done:
            self.say(_("The next step of these cases is done on each case itself: Enter opens it."))
