"""Changing an inject while a drill runs, or adding one: all of it, as it stands in a scenario's file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from console.forms.fields import BlockField
from console.forms.form import Form
from console.forms.registry import draft_name
from console.forms.screen import FormScreen
from console.i18n import N_, _
from console.keys import bindings
from scenarios.player.steering import InjectFaulty
from scenarios.reading import Unreadable
from scenarios.writing import short_when, to_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.drilling.hand import Hand
    from models.accounts.views import Actor
    from models.api import Services
    from models.desk.views import DraftView
    from models.kernel.errors import DomainError
    from scenarios.player.control import Control


class DrillInjectScreen(FormScreen[None]):
    """One large field with the inject as YAML.

    Args:
        services: the one door.
        actor: the person.
        inject: which to change; "" writes a new one.
    """

    GROUP = "drill_inject"
    HELP_PAGE = "drill_control"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("form"))
    DEFAULT_CSS = "DrillInjectScreen Form { height: 1fr; }"

    def __init__(self, services: Services, actor: Actor, inject: str = "") -> None:
        super().__init__(services, actor)
        self._inject = inject

    @classmethod
    def from_draft(cls, services: Services, actor: Actor, draft: DraftView) -> DrillInjectScreen:
        """Return the screen that takes a draft up."""
        return cls(services, actor, draft.subject)

    @property
    def _hand(self) -> Hand:
        app: Any = self.app
        found: Hand = app.hand
        return found

    def body(self) -> Iterable[Widget]:
        """Return the field."""
        hint = N_("As in a scenario's file: id, when, from, to, do, text.")
        yield Form(
            [BlockField("document", N_("Inject"), required=True, rows=14, hint=hint)], heading=self._heading
        )

    def _heading(self) -> str:
        return (
            _("Change the inject “%(inject)s”", inject=self._inject) if self._inject else _("Add an inject")
        )

    def started(self) -> None:
        """Restore the draft."""
        self.take_form(self.query_one(Form), draft_name("drill_inject"), self._inject)

    def form_ready(self, form: Form, draft: DraftView | None) -> None:
        """Show the inject as it stands."""
        if draft is None:
            form.take_up({"document": self._beginning()})

    def _beginning(self) -> str:
        view = self._hand.view
        if not self._inject:
            minutes = 0 if view is None else view.board.now // 60 + 1
            document: dict[str, Any] = {"id": f"add-{minutes}", "when": f"T+{minutes}", "to": ["all"]}
            document |= {"do": {"type": "message"}, "text": ""}
            return to_yaml(document)
        inject = self._hand.inject(self._inject)
        document = inject.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        document["when"] = short_when(document["when"])
        return to_yaml(document)

    def form_work(self, form: Form) -> Callable[[], Any]:
        """Return the changing of it."""
        hand, inject, text = self._hand, self._inject, str(form.values()["document"] or "")

        def work() -> Any:
            document = _document(text)

            def change(control: Control) -> Any:
                return control.steering.edit(document) if inject else control.steering.add(document)

            if inject and document.get("id") != inject:
                raise InjectFaulty(_("the id has to stay “%(id)s”", id=inject))
            return hand.do(change)

        return work

    def form_saved(self, form: Form, result: Any) -> None:
        """Go back."""
        self.close_form()
        self.console.go_back()
        self.console.say(_("Saved: %(what)s", what=result.title or result.id))

    def field_of(self, error: DomainError) -> str:
        """Show what is wrong at the field."""
        return "document"


def _document(text: str) -> Mapping[str, Any]:
    """Read the text of an inject.

    Raises:
        InjectFaulty: it is no mapping of names and values.
    """
    from console.i18n import render
    from console.work import Failed, attempt
    from scenarios.reading import read_yaml

    outcome = attempt(lambda: read_yaml(text))
    if isinstance(outcome, Failed):
        if isinstance(outcome.error, Unreadable):
            raise InjectFaulty(str(render(outcome.error.problem.sentence)))
        raise outcome.error
    root, problems = outcome.value
    if problems:
        raise InjectFaulty(str(render(problems[0].sentence)))
    document = root.plain()
    if not isinstance(document, dict):
        raise InjectFaulty(_("names and values are missing"))
    return document
