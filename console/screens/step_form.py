"""The form of a step on one case or on several: conditions of the matter chosen, days and moments read.

What it asks for is in :mod:`console.screens.case_entries`; who opens it, and what saving does, is for the
screens themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from console.forms.fields import Picked
from console.forms.screen import FormScreen
from console.i18n import _
from console.screens.case_entries import MATTER, bad_day, bad_moment, condition_source, entries_of
from console.screens.case_suggesting import person_source, unit_and_post
from models.cases.kinds import Action, Entry
from models.cases.refusals import EntryMissing

if TYPE_CHECKING:
    from datetime import date

    from console.forms.form import Form
    from models.accounts.views import Actor
    from models.api import Services
    from models.cases.views import ActionEntries, CaseView
    from models.kernel.errors import DomainError

R = TypeVar("R")


class StepFormScreen(FormScreen[R], Generic[R]):
    """A screen with the form of a step on :attr:`_case`, or on several of which that is one."""

    def __init__(self, services: Services, actor: Actor) -> None:
        super().__init__(services, actor)
        self._case: CaseView | None = None
        self._matter: int | str | None = None
        """The matter whose conditions the form offers"""
        self._unit: int | None = None
        """The unit whose people the form offers"""

    def form_changed(self, form: Form, name: str) -> None:
        """Offer the conditions of the matter chosen, the people of the unit chosen."""
        if name == MATTER:
            self.offer_conditions(form, keep=False)
        elif name == Entry.UNIT:
            self.offer_people(form, keep=False)

    def offer_conditions(self, form: Form, *, keep: bool) -> None:
        """Offer the conditions of the matter the form holds; ``keep`` leaves the one a draft chose."""
        case, values = self._case, form.values()
        if case is None or MATTER not in values:
            return
        picked: Any = values[MATTER]
        key = None if picked is None else picked.key
        if key == self._matter:
            return
        self._matter = key
        source = None
        if key is not None:
            source = condition_source(self.services, self.actor, case, int(key), self.console.frame)
            self.matter_chosen(form, key)
        form.lookup(Entry.CONDITION).set_source(source, keep=keep)

    def offer_people(self, form: Form, *, keep: bool) -> None:
        """Offer the people of the unit the form holds, where it can name one; ``keep`` leaves a draft's."""
        case, values = self._case, form.values()
        if case is None or not {Entry.UNIT, Entry.PERSON} <= values.keys():
            return
        unit = values[Entry.UNIT]
        unit_id, _post = unit_and_post(unit if isinstance(unit, Picked) else None)
        if unit_id == self._unit:
            return
        self._unit = unit_id
        source = None
        if unit_id is not None:
            source = person_source(self.services, self.actor, case, Action.DISPATCH, unit_id)
        form.lookup(Entry.PERSON).set_source(source, keep=keep)

    def matter_chosen(self, form: Form, key: int | str) -> None:
        """Do what else a chosen matter asks for."""

    def readable(self, form: Form) -> bool:
        """Say whether all that is needed is there, and its day and moment can be read; else say why not."""
        if form.saving or not form.complete():
            return False
        for wrong, entry in (
            (bad_day(form.values(), self._today()), Entry.UNTIL),
            (bad_moment(form.values(), self.console.frame), Entry.DUE),
        ):
            if wrong is not None:
                form.show_problem(_(wrong.reason), entry)
                return False
        return True

    def entered(self, form: Form) -> ActionEntries:
        """Return what a readable form holds, as the services take it."""
        return entries_of(form.values(), self._today(), self.console.frame)

    def _today(self) -> date:
        frame: Any = self.console.frame
        today: date = frame.times.local(frame.clock.now()).date()
        return today

    def field_of(self, error: DomainError) -> str:
        """Return the field a refusal is about; conditions and units are named by their ids there."""
        if isinstance(error, EntryMissing):
            return next(iter(error.entries), "")
        return super().field_of(error).removesuffix("_id")
