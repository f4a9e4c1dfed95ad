"""Changing an inject while a drill runs, or adding one: a form, with the rest as in a scenario's file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from console.drilling.injecting import (
    FieldFaulty,
    answering,
    blank,
    document_of,
    matters,
    places,
    shown,
    ways,
)
from console.drilling.words import names_of
from console.forms.fields import BlockField, Candidate, LineField, LookupField
from console.forms.form import Form
from console.forms.registry import draft_name
from console.forms.screen import FormScreen
from console.i18n import N_, _
from console.keys import bindings
from scenarios.player.steering import InjectFaulty
from scenarios.worlds import Township, township_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.drilling.hand import Hand
    from console.forms.fields import Field
    from models.accounts.views import Actor
    from models.api import Services
    from models.desk.views import DraftView
    from models.kernel.errors import DomainError
    from scenarios.player.control import Control


class DrillInjectScreen(FormScreen[None]):
    """When, by what, from whom, to whom, what, where; and one field for what these cannot say.

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
        self._township: Township | None = None

    @classmethod
    def from_draft(cls, services: Services, actor: Actor, draft: DraftView) -> DrillInjectScreen:
        """Return the screen that takes a draft up."""
        return cls(services, actor, draft.subject)

    @property
    def _hand(self) -> Hand:
        app: Any = self.app
        found: Hand = app.hand
        return found

    @property
    def _names(self) -> Mapping[str, str]:
        return names_of(self._hand.plan.scenario)

    def body(self) -> Iterable[Widget]:
        """Return the form."""
        yield Form(self._fields(), heading=self._heading)

    def _fields(self) -> list[Field]:
        return [
            LineField("when", N_("Moment"), hint=N_("T+15 or 14:30. Empty: it waits until you send it.")),
            LookupField("way", N_("Comes by"), source=lambda text: answering(ways(), text)),
            LookupField("from", N_("Comes from"), source=self._actors, hint=N_("Empty: the trainers.")),
            LineField(
                "to", N_("Goes to"), hint=N_("Names or initials of desks, a comma between; or everybody.")
            ),
            LineField("title", N_("Title")),
            BlockField("text", N_("Text"), rows=2, paragraph=True),
            LookupField("grid", N_("Grid"), source=self._places, hint=N_("Of a new case only.")),
            LineField("place", N_("Place"), hint=N_("Of a new case only.")),
            LookupField(
                "matter",
                N_("Matter hint"),
                source=self._matters,
                hint=N_("For simulated colleagues and the marks; players do not see it."),
            ),
            BlockField(
                "more",
                N_("Else"),
                rows=3,
                hint=N_("As in a scenario's file: when: {once: …}, repeat, expected."),
            ),
        ]

    def _heading(self) -> str:
        return (
            _("Change the inject “%(inject)s”", inject=self._inject) if self._inject else _("Add an inject")
        )

    # What can be chosen; asked in threads

    def _actors(self, text: str) -> Sequence[Candidate]:
        actors = (Candidate(each.id, each.name, each.about) for each in self._hand.plan.scenario.actors)
        return answering(actors, text)

    def _places(self, text: str) -> Sequence[Candidate]:
        return answering(places(self._known()), text)

    def _matters(self, text: str) -> Sequence[Candidate]:
        return answering(matters(self._known()), text)

    def _known(self) -> Township:
        if self._township is None:
            self._township = township_of(self.services, self.actor)
        return self._township

    def started(self) -> None:
        """Restore the draft."""
        self.take_form(self.query_one(Form), draft_name("drill_inject"), self._inject)

    def form_ready(self, form: Form, draft: DraftView | None) -> None:
        """Show the inject as it stands."""
        if draft is None:
            self.read("inject", self._beginning, partial(self._begin_with, form))

    def _beginning(self) -> dict[str, Any]:
        view = self._hand.view
        if not self._inject:
            return blank(0 if view is None else view.board.now // 60 + 1, self._names)
        return shown(self._hand.inject(self._inject), self._names, self._known())

    def _begin_with(self, form: Form, content: Mapping[str, Any]) -> None:
        if form is not self.form:
            return
        form.take_up(content)
        self.form_begins()
        form.row("when" if self._inject else "text").take_keys()

    # Saving

    def form_work(self, form: Form) -> Callable[[], Any]:
        """Return the changing of it."""
        hand, inject, values = self._hand, self._inject, form.values()
        view, names = hand.view, self._names
        taken = () if view is None else tuple(each.id for each in view.board.injects)

        def work() -> Any:
            document = document_of(values, inject, names, taken)

            def change(control: Control) -> Any:
                return control.steering.edit(document) if inject else control.steering.add(document)

            return hand.do(change)

        return work

    def form_saved(self, form: Form, result: Any) -> None:
        """Go back."""
        self.close_form()
        self.console.go_back()
        title = result.title or getattr(result.do, "title", "") or result.text or result.id
        self.console.say(_("Saved: %(what)s", what=" ".join(title.split())))

    def field_of(self, error: DomainError) -> str:
        """Show what is wrong at its field, as far as one is known."""
        if isinstance(error, FieldFaulty):
            return error.field
        if not isinstance(error, InjectFaulty):
            return ""
        first, _dot, rest = error.where.partition(".")
        part = rest if first == "do" else first
        names = [row.field.name for row in self.form.rows] if self.form is not None else []
        return next((each for each in names if part.startswith(each)), "more" if error.where else "")
