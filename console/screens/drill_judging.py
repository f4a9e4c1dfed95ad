"""An evaluator's form: points for each item, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from console.forms.fields import BlockField, LineField
from console.forms.form import Form
from console.forms.registry import draft_name
from console.forms.screen import FormScreen
from console.i18n import N_, _
from console.keys import bindings
from scenarios.format.expecting import ByForm
from scenarios.scoring.forms import FormIncomplete, form_body

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.drilling.hand import Hand
    from models.accounts.views import Actor
    from models.api import Services
    from models.desk.views import DraftView
    from scenarios.format.expecting import EvaluatorForm, Expected

_NOTE = "note"


class DrillFormScreen(FormScreen[None]):
    """The form of one expectation.

    Args:
        services: the one door.
        actor: the person.
        expectation: which.
    """

    GROUP = "drill_form"
    HELP_PAGE = "drill_control"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("form"))
    DEFAULT_CSS = "DrillFormScreen Form { height: 1fr; }"

    def __init__(self, services: Services, actor: Actor, expectation: str) -> None:
        super().__init__(services, actor)
        self._expectation = expectation

    @classmethod
    def from_draft(cls, services: Services, actor: Actor, draft: DraftView) -> DrillFormScreen:
        """Return the screen that takes a draft up."""
        return cls(services, actor, draft.subject)

    @property
    def _hand(self) -> Hand:
        app: Any = self.app
        found: Hand = app.hand
        return found

    @property
    def _expected(self) -> Expected:
        expectations = self._hand.plan.scenario.expectations
        return next(each for each in expectations if each.id == self._expectation)

    @property
    def _asked(self) -> EvaluatorForm:
        judged = self._expected.judged
        assert isinstance(judged, ByForm)  # noqa: S101 -- no other expectation has this screen
        return judged.form

    def body(self) -> Iterable[Widget]:
        """Return one field for each item."""
        form = self._asked
        fields = [
            LineField(each.id, f"{each.text} 0-{each.points:g}", required=True, max_length=6)
            for each in form.items
        ]
        note = BlockField(_NOTE, N_("Note"), rows=3, paragraph=True)
        yield Form([*fields, note], heading=lambda: self._expected.title, intro=lambda: form.question)

    def started(self) -> None:
        """Restore the draft."""
        self.take_form(self.query_one(Form), draft_name("drill_form"), self._expectation)

    def form_work(self, form: Form) -> Callable[[], None]:
        """Return the handing in."""
        hand, asked, values = self._hand, self._asked, form.values()
        expectation, note = self._expectation, str(values[_NOTE] or "").strip()
        entered = {each.id: str(values[each.id] or "").strip() for each in asked.items}

        def work() -> None:
            points = {name: float(text) for name, text in entered.items() if _is_number(text)}
            off = [each.text for each in asked.items if each.id not in points]
            if off:
                raise FormIncomplete("、".join(off))
            hand.judge(form_body(asked, expectation, points, note))

        return work

    def form_saved(self, form: Form, result: Any) -> None:
        """Go back."""
        self.close_form()
        self.console.go_back()
        self.console.say(_("The form was handed in."))


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()
