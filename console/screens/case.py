"""One case, and what this person may do to it now: forms open in place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from console.forms.form import Form
from console.forms.registry import draft_name, part_of
from console.house import current_house
from console.i18n import _, render_error, sentences
from console.keys import bindings, entries, key_name
from console.labels import label
from console.screens.case_entries import fields_of, more_units
from console.screens.case_filed import CaseFiled
from console.screens.case_suggesting import begin_with_rule, take_proposed, unless_barred
from console.screens.case_tasks import perform_step
from console.screens.quick_steps import QUICK_ACTIONS
from console.work import later
from models.calendar.refusals import BadLimit, ImpossibleLimit
from models.cases.asking_refusals import BadHoldEnd
from models.cases.assisting import TASK_STEPS
from models.cases.externals import DeadlinePassed
from models.cases.kinds import Action, Entry
from models.cases.linking_refusals import LinkedBefore, LinksItself, NotLinked
from models.cases.merging_refusals import JoinsItself, LeadClosed, LeadMerged
from models.cases.post_refusals import NoSuchPost
from models.cases.refusals import (
    AlreadyWithUnit,
    MatterRetired,
    NotOfTheUnit,
    UnitClosed,
)
from models.cases.settings.refusals import CloseKindNotOffered, ReasonNotListed
from models.cases.task_kinds import TASK_ACTIONS, WHISTLE_ACTIONS
from models.cases.task_refusals import AlreadyAssisting, LeadsItself, NoSuchTask, TasksOpen
from models.cases.views import ActionEntries, CaseView, Offer
from models.cases.whistle_refusals import BadReportTime, TooEarlyToJudge
from models.cases.whistling import CALLS
from models.catalogue.boundary.refusals import DutyRecalled, NotForGrids
from models.kernel.errors import Conflict, DomainError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual import events
    from textual.binding import BindingType

    from console.keys import KeyEntry
    from models.accounts.views import Actor
    from models.api import Services
    from models.cases.assisting import TaskStep
    from models.cases.shape import Transition
    from models.desk.views import DraftView

FORM_NAME = "case"
"""First part of the names of this screen's drafts."""


class CaseScreen(CaseFiled):
    """A case and its actions.

    Args:
        services: the one door.
        actor: the person.
        number: the case.
        action: the form to open as soon as the case is read, for taking up a draft.
    """

    BINDINGS: ClassVar[list[BindingType]] = list(bindings("case", "form"))

    def __init__(self, services: Services, actor: Actor, number: str, action: Action | None = None) -> None:
        super().__init__(services, actor, number)
        self._wanted = action
        self._action: Action | None = None
        """What the open form is for"""
        self._form_version = 0
        """The version of the case the open form was filled in for"""

    @classmethod
    def from_draft(cls, services: Services, actor: Actor, draft: DraftView) -> CaseScreen:
        """Return the screen of the case a draft is about, with its form to be opened."""
        part = part_of(draft.form)
        action = next((each for each in Action if each.value == part), None)
        return cls(services, actor, draft.subject, action)

    def _take_case(self, case: CaseView) -> None:
        before = self._case
        super()._take_case(case)
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self._open_form(wanted)
        elif before is not None and self._form is not None and case.version != before.version:
            self.say(self._what_changed(case))

    # Doing something

    def action_step(self, name: str) -> None:
        """Do an action: at once where it only takes work on, else through its form."""
        action = Action(name)
        offer = self._offer(action)
        if offer is None or not self._may(action):
            return
        if action in QUICK_ACTIONS and not offer.required:
            self._perform_at_once(action)
        else:
            self._open_form(action)

    def on_key(self, event: events.Key) -> None:
        """Say why the key of a step does nothing here, where it does nothing."""
        if self._form is None and not self._acting and not self._gone:
            words = self._idle_key(event.key)
            if words:
                # Later: the key takes the last notice away first.
                self.call_later(self.say, words)

    def _idle_key(self, key: str) -> str:
        """Return what there is to say of a step's key that does nothing now; "" for other keys."""
        steps = [
            Action(entry.condition)
            for entry in entries("case")
            if entry.action.startswith("step(") and key in self._keys_of(entry)
        ]
        if self._case is None or not steps or any(self._may(action) for action in steps):
            return ""
        refused = [offer for offer in self._case.offers if offer.action in steps]
        if refused:
            first = refused[0]
            return _("%(action)s: %(reason)s", action=label(first.action), reason=self._why_not(first))
        shown = key_name(key)
        return _("%(key)s does nothing for this case now; F1 tells what can be done.", key=shown)

    def _keys_of(self, entry: KeyEntry) -> Sequence[str]:
        remapped = self.console.remapped.get(entry.id)
        return entry.keys if remapped is None else remapped.split(",")

    def _perform_at_once(self, action: Action) -> None:
        case = self._case
        if case is None:
            return
        services, actor = self.services, self.actor

        def work() -> CaseView:
            return perform_step(services, actor, case.id, action, ActionEntries(), case.version)

        self._acting = True
        self.refresh_keys()
        self.save(work, partial(self._acted, action), self._not_done)

    def _not_done(self, error: Exception) -> bool:
        self._acting = False
        self.refresh_keys()
        if not isinstance(error, Conflict):
            return False
        from console.dialogs.notice import NoticeDialog

        case = cast("CaseView", error.current)
        self._take_case(case)
        later(self.app.push_screen(NoticeDialog(render_error(error)[0], self._what_changed(case))))
        return True

    def _acted(self, action: Action, case: CaseView) -> None:
        """Stay on the case, show where it stands now and say what happened."""
        self._acting = False
        self._take_case(case)
        if action is Action.VOID:
            # Its name says where the case stands now.
            self._words = _("The case is void now; it stays readable.")
        else:
            self._words = _(
                "Done: %(action)s. The case is now: %(state)s.", action=label(action), state=label(case.state)
            )
        self._announce()

    # Forms

    @property
    def open_action(self) -> Action | None:
        """What the open form is for."""
        return self._action

    def _open_form(self, action: Action) -> None:
        case = self._case
        if case is None or self._form is not None:
            return
        offer = self._offer(action) or _any_offer(action)
        if offer is None:
            return
        form = Form(
            fields_of(offer, case, self.services, self.actor),
            heading=lambda: label(action),
            intro=lambda: _(offer.explain),
        )
        self._action, self._form_version, self._matter, self._unit = action, case.version, None, None
        self._area.add_class("-filling")
        later(self._area.mount(form))
        self.take_form(form, draft_name(FORM_NAME, action), case.number)

    def form_ready(self, form: Form, draft: DraftView | None) -> None:
        """Offer the conditions of the matter a draft holds; begin with the ground of a return."""
        self.offer_conditions(form, keep=True)
        self.offer_people(form, keep=True)
        self.begin_with_reason(form)
        if self._case is not None and draft is None:
            begin_with_rule(self, form, self._case, self._action)

    def restored_words(self, draft: DraftView) -> str:
        """Say too if the step the draft is for is no longer possible."""
        words = super().restored_words(draft)
        offer = None if self._action is None else self._offer(self._action)
        if offer is not None and offer.allowed:
            return words
        too_late = _("This step is not possible now. What you typed is kept until you discard it.")
        return sentences(words, too_late)

    def matter_chosen(self, form: Form, key: int | str) -> None:
        """Look how the matter chosen stands to the lists."""
        self.ask_ground(form, key)

    def action_save_form(self) -> None:
        """Save, if the day can be read as well; ask before where whom the case goes to is barred.

        Where nobody was chosen yet, whoever is proposed first is.
        """
        form, case = self.form, self._case
        if form is not None and not form.saving:
            take_proposed(form, self._action)
        if form is not None and case is not None and self.readable(form):
            unless_barred(self, form, case, self._action, super().action_save_form)

    def form_work(self, form: Form) -> Callable[[], Any]:
        """Return the step on the case."""
        case, action, version = self._case, self._action, self._form_version
        entries, more = self.entered(form), more_units(form.values())
        services, actor = self.services, self.actor
        if case is None or action is None:
            message = "a form without a case or an action"
            raise RuntimeError(message)
        case_id = case.id
        return lambda: perform_step(services, actor, case_id, action, entries, version, more)

    def form_saved(self, form: Form, result: Any) -> None:
        """Close the form and show the case as it is now."""
        action = self._action
        self._close()
        if action is not None:
            self._acted(action, result)

    def form_refused(self, form: Form, error: Exception) -> bool:
        """Show what somebody else did meanwhile; what was typed stays, F2 then goes by the new state."""
        if isinstance(error, DutyRecalled) and self._matter is not None:
            self.ask_ground(form, self._matter)
            return True
        if not isinstance(error, Conflict):
            return False
        case = cast("CaseView", error.current)
        self._take_case(case)
        self._form_version = case.version
        form.show_problem(sentences(render_error(error)[0], self._what_changed(case)))
        return True

    def form_left(self, form: Form) -> None:
        """Close the form and stay on the case."""
        self._close()

    def open_step(self, action: Action) -> None:
        """Open the form of ``action``."""
        self._open_form(action)

    def drop_step(self) -> None:
        """Close the open form and throw away what was typed."""
        self._action = None
        self._area.remove_class("-filling")
        self.drop_form()

    def _close(self) -> None:
        self._action = None
        self._area.remove_class("-filling")
        self.close_form()
        self.query_one("#timeline").focus()

    def field_of(self, error: DomainError) -> str:
        """Return the field a refusal is about."""
        return _FIELDS.get(type(error)) or super().field_of(error)


_FIELDS: dict[type[DomainError], Entry] = {
    UnitClosed: Entry.UNIT,
    NotForGrids: Entry.UNIT,
    AlreadyWithUnit: Entry.UNIT,
    BadHoldEnd: Entry.UNTIL,
    DeadlinePassed: Entry.DUE,
    BadReportTime: Entry.DUE,
    TooEarlyToJudge: Entry.UNIT,
    ReasonNotListed: Entry.REASON,
    CloseKindNotOffered: Entry.CLOSE_KIND,
    JoinsItself: Entry.CASE,
    LeadMerged: Entry.CASE,
    LeadClosed: Entry.CASE,
    LinksItself: Entry.CASE,
    LinkedBefore: Entry.CASE,
    NotLinked: Entry.CASE,
    NoSuchPost: Entry.UNIT,
    NotOfTheUnit: Entry.PERSON,
    MatterRetired: Entry.CONDITION,
    DutyRecalled: Entry.CONDITION,
    LeadsItself: Entry.UNIT,
    AlreadyAssisting: Entry.UNIT,
    NoSuchTask: Entry.UNIT,
    TasksOpen: Entry.REASON,
    BadLimit: Entry.LIMIT,
    ImpossibleLimit: Entry.LIMIT,
}
"""The entries that refusals are about."""


def _any_offer(action: Action) -> Offer | None:
    """Return what ``action`` asks for where it is possible, to show a draft of it all the same."""
    tables: tuple[Iterable[TaskStep | Transition], ...] = (CALLS, TASK_STEPS, current_house().rows)
    table = tables[0 if action in WHISTLE_ACTIONS else 1 if action in TASK_ACTIONS else 2]
    row = next((row for row in table if row.action is action), None)
    if row is None:
        return None
    return Offer(
        action, allowed=False, refusal=None, required=row.required, optional=row.optional, explain=row.explain
    )
