"""One request: what it says, its steps, and what this person may do with it now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from console.forms.form import Form
from console.forms.registry import draft_name, part_of
from console.i18n import _, render, render_error
from console.keys import bindings
from console.labels import label
from console.screens.admission_fields import (
    bad_day,
    content_of,
    document_fields,
    document_from,
    entries_from,
    facts_from,
    field_name,
    request_fields,
    step_fields,
)
from console.screens.admission_reading import AdmissionReading, why
from console.work import later
from models.catalogue.boundary.kinds import Action
from models.catalogue.boundary.rules import TRANSITIONS
from models.catalogue.boundary.views import Offer, StepEntries
from models.kernel.errors import Conflict

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from textual.binding import BindingType

    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.boundary.views import RequestView
    from models.desk.views import DraftView
    from models.kernel.errors import DomainError

FORM_NAME = "admission"
"""First part of the names of this screen's drafts."""


class AdmissionScreen(AdmissionReading):
    """A request and its steps: forms open in place.

    Args:
        services: the one door.
        actor: the person.
        key: the request's number.
        action: the form to open as soon as the request is read, for taking up a draft.
    """

    BINDINGS: ClassVar[list[BindingType]] = list(bindings("admission", "form"))

    def __init__(self, services: Services, actor: Actor, key: int, action: Action | None = None) -> None:
        super().__init__(services, actor, key)
        self._wanted = action
        self._action: Action | None = None
        """What the open form is for"""
        self._form_version = 0

    @classmethod
    def from_draft(cls, services: Services, actor: Actor, draft: DraftView) -> AdmissionScreen:
        """Return the screen of the request a draft is about, with its form to be opened."""
        part = part_of(draft.form)
        action = next((each for each in Action if each.value == part), None)
        return cls(services, actor, int(draft.subject) if draft.subject.isdecimal() else 0, action)

    def _take(self, request: RequestView) -> None:
        super()._take(request)
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self._open_form(wanted)

    # Taking a step

    def action_steps(self) -> None:
        """Offer every step there is."""
        from console.dialogs.pick import Option, PickDialog

        request = self._request
        if request is None:
            return
        options = [
            Option(offer, label(offer.action), "" if offer.allowed else why(offer))
            for offer in sorted(request.offers, key=lambda offer: not offer.allowed)
        ]
        dialog = PickDialog(_("Request %(number)s", number=request.id), options, searchable=False)
        later(self.app.push_screen(dialog, self._chosen))

    def _chosen(self, offer: Offer | None) -> None:
        if offer is None:
            return
        if offer.allowed:
            self.action_step(offer.action.value)
        else:
            self.say(f"{label(offer.action)}: {why(offer)}")

    def action_step(self, name: str) -> None:
        """Take a step: at once where nothing must be entered, else through its form."""
        action = Action(name)
        offer = self._offer(action)
        if offer is None or not self._may(action):
            return
        if action in {Action.SUBMIT, Action.EXPIRE}:
            self._perform_at_once(action)
        else:
            self._open_form(action)

    def _perform_at_once(self, action: Action) -> None:
        request = self._request
        if request is None:
            return
        services, actor = self.services, self.actor
        self._acting = True
        self.refresh_keys()
        self.save(
            lambda: services.boundary.perform(actor, request.id, action, StepEntries(), request.version),
            partial(self._acted, action),
            self._not_done,
        )

    def _not_done(self, error: Exception) -> bool:
        self._acting = False
        if isinstance(error, Conflict):
            self._take(cast("RequestView", error.current))
        self.refresh_keys()
        return False

    def _acted(self, action: Action, request: RequestView) -> None:
        self._acting = False
        self._take(request)
        self.say(
            _(
                "Done: %(action)s. The request is now: %(state)s.",
                action=label(action),
                state=label(request.state),
            )
        )

    # Forms

    def _open_form(self, action: Action) -> None:
        request = self._request
        if request is None or self._form is not None:
            return
        offer = self._offer(action) or _any_offer(action)
        if offer is None:
            return
        if action is Action.EDIT:
            fields = request_fields(request.facts.kind, self.services, self.actor)
        elif action is Action.ATTACH:
            fields = document_fields()
        else:
            fields = step_fields(offer, self.services, self.actor)
        form = Form(fields, heading=lambda: label(action), intro=lambda: _(offer.explain))
        self._action, self._form_version = action, request.version
        area = self.query_one(".area")
        area.add_class("-filling")
        later(area.mount(form))
        self.take_form(form, draft_name(FORM_NAME, action.value), str(request.id))

    def form_ready(self, form: Form, draft: DraftView | None) -> None:
        """Show what the request says now, or the grounded reply it may be turned back with."""
        request = self._request
        if draft is not None or request is None:
            return
        if self._action is Action.EDIT:
            form.take_up(content_of(request.facts, request))
        elif self._action is Action.TURN_BACK:
            form.take_up({"reason": str(render(request.reply))})
        elif self._action in {Action.ADMIT, Action.ADMIT_CHANGED, Action.REFUSE}:
            form.take_up({"day": self._today().isoformat()})

    def action_save_form(self) -> None:
        """Save, if the days can be read as well."""
        form = self.form
        if form is None or form.saving or not form.complete():
            return
        wrong = bad_day(form.values(), self._today())
        if wrong is not None:
            form.show_problem(_(wrong[1].reason), wrong[0])
            return
        super().action_save_form()

    def _today(self) -> date:
        frame = self.console.frame
        return frame.times.local(frame.clock.now()).date()

    def form_work(self, form: Form) -> Callable[[], Any]:
        """Return the step."""
        request, action, version = self._request, self._action, self._form_version
        if request is None or action is None:
            message = "a form without a request or a step"
            raise RuntimeError(message)
        boundary, actor, key = self.services.boundary, self.actor, request.id
        values, today = form.values(), self._today()
        if action is Action.EDIT:
            facts = facts_from(request.facts, values, today)
            return lambda: boundary.edit(actor, key, facts, version)
        if action is Action.ATTACH:
            document = document_from(values, today)
            return lambda: boundary.attach(actor, key, document, version)
        entries = entries_from(values, today)
        return lambda: boundary.perform(actor, key, action, entries, version)

    def form_saved(self, form: Form, result: Any) -> None:
        """Close the form and show the request as it is now."""
        action = self._action
        self._close()
        if action is not None:
            self._acted(action, result)

    def form_refused(self, form: Form, error: Exception) -> bool:
        """Show what somebody else did meanwhile; what was typed stays, F2 then goes by the new state."""
        if not isinstance(error, Conflict):
            return False
        request = cast("RequestView", error.current)
        self._take(request)
        self._form_version = request.version
        form.show_problem(f"{render_error(error)[0]} {label(request.state)}")
        return True

    def form_left(self, form: Form) -> None:
        """Close the form and stay on the request."""
        self._close()

    def _close(self) -> None:
        self._action = None
        self.query_one(".area").remove_class("-filling")
        self.close_form()
        self.query_one("#facts").focus()

    def field_of(self, error: DomainError) -> str:
        """Return the field a refusal is about."""
        return field_name(error)


def _any_offer(action: Action) -> Offer | None:
    """Return what ``action`` asks for where it is possible, to show a draft of it all the same."""
    row = next((row for row in TRANSITIONS if row.action is action), None)
    if row is None:
        return None
    return Offer(action, False, None, row.required, row.optional, row.explain)  # noqa: FBT003
