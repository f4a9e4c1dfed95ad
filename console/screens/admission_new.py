"""A new request: the form of its kind, perhaps with what a case or a list already says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from console.forms.form import Form
from console.forms.registry import draft_name, part_of
from console.forms.screen import FormScreen
from console.i18n import _
from console.keys import bindings
from console.labels import label
from console.screens.admission_fields import bad_day, content_of, facts_from, field_name, request_fields
from models.catalogue.boundary.kinds import RequestKind
from models.catalogue.boundary.views import RequestFacts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from textual.binding import BindingType
    from textual.widget import Widget

    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.boundary.views import RequestView
    from models.desk.views import DraftView
    from models.kernel.errors import DomainError


class AdmissionNewScreen(FormScreen[None]):
    """The form of a new request.

    Args:
        services: the one door.
        actor: the person.
        facts: its kind, and what is known already.
    """

    GROUP = "admission_new"
    HELP_PAGE = "admission"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("form"))
    DEFAULT_CSS = "AdmissionNewScreen Form { height: 1fr; }"

    def __init__(self, services: Services, actor: Actor, facts: RequestFacts | None = None) -> None:
        super().__init__(services, actor)
        self._facts = facts or RequestFacts(RequestKind.ADMISSION)

    @classmethod
    def from_draft(cls, services: Services, actor: Actor, draft: DraftView) -> AdmissionNewScreen:
        """Return the screen that takes a draft up; its subject is the case it came from."""
        part = part_of(draft.form)
        kind = next((each for each in RequestKind if each.value == part), RequestKind.ADMISSION)
        return cls(services, actor, RequestFacts(kind, case_number=draft.subject))

    def body(self) -> Iterable[Widget]:
        """Return the form."""
        fields = request_fields(self._facts.kind, self.services, self.actor)
        yield Form(fields, heading=self._heading)

    def _heading(self) -> str:
        kind = label(self._facts.kind)
        number = self._facts.case_number
        return _("%(kind)s, from case %(number)s", kind=kind, number=number) if number else kind

    def started(self) -> None:
        """Restore the draft."""
        name = draft_name("admission_new", self._facts.kind.value)
        self.take_form(self.query_one(Form), name, self._facts.case_number)

    def form_ready(self, form: Form, draft: DraftView | None) -> None:
        """Fill in what is known already, unless there is a draft."""
        if draft is None:
            form.take_up(content_of(self._facts))
            form.take_keys()

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

    def form_work(self, form: Form) -> Callable[[], RequestView]:
        """Return the opening of the request."""
        services, actor = self.services, self.actor
        facts = facts_from(self._facts, form.values(), self._today())
        return lambda: services.boundary.open_request(actor, facts)

    def form_saved(self, form: Form, result: Any) -> None:
        """Go on to the request."""
        self.close_form()
        self.console.go_back()
        self.console.go("admission", result.id)

    def field_of(self, error: DomainError) -> str:
        """Return the field a refusal is about."""
        return field_name(error)
