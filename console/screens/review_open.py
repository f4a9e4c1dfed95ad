"""The form of the next round: whom to ask, about what, until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from console.forms.fields import BlockField, ChoiceField, Field, LineField, ToggleField, enum_options
from console.forms.form import Form
from console.forms.registry import draft_name
from console.forms.screen import FormScreen
from console.i18n import N_, _
from console.keys import bindings
from models.catalogue.duties.rules import split_departments
from models.catalogue.review.refusals import BadDays, NothingToAsk, RoundNeedsReason
from models.catalogue.review.rules import MOST_DAYS, USUAL_DAYS
from models.catalogue.review.views import Silence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.review.views import RoundView
    from models.desk.views import DraftView
    from models.kernel.errors import DomainError


class ReviewOpenScreen(FormScreen[None]):
    """The form of a new round."""

    GROUP = "review_open"
    HELP_PAGE = "reviews"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("form"))
    DEFAULT_CSS = "ReviewOpenScreen Form { height: 1fr; }"

    @classmethod
    def from_draft(cls, services: Services, actor: Actor, _draft: DraftView) -> ReviewOpenScreen:
        """Return the screen that takes a draft up."""
        return cls(services, actor)

    def body(self) -> Iterable[Widget]:
        """Return the form."""
        yield Form(_fields(), heading=lambda: _("The next round"), intro=_intro)

    def started(self) -> None:
        """Restore the draft."""
        self.take_form(self.query_one(Form), draft_name("review_open"))

    def form_ready(self, form: Form, draft: DraftView | None) -> None:
        """Begin with the usual number of days."""
        if draft is None:
            form.take_up({"days": str(USUAL_DAYS)})
            form.take_keys()

    def action_save_form(self) -> None:
        """Save, if the days are a number."""
        form = self.form
        if form is None or form.saving or not form.complete():
            return
        if not str(form.values()["days"]).strip().isdecimal():
            words = _("Enter a number of working days between 1 and %(most)s.", most=MOST_DAYS)
            form.show_problem(words, "days")
            return
        super().action_save_form()

    def form_work(self, form: Form) -> Callable[[], RoundView]:
        """Return the opening of the round."""
        review, actor, values = self.services.review, self.actor, form.values()
        options: dict[str, Any] = {
            "days": int(str(values["days"]).strip()),
            "departments": split_departments(str(values["departments"])) or None,
            "everything": values["everything"],
            "only_changed": values["only_changed"],
            "reason": values["reason"],
            "silence": Silence(str(values["silence"])),
            "strict": values["strict"],
        }
        return lambda: review.open_round(actor, **options)

    def form_saved(self, form: Form, result: Any) -> None:
        """Go on to the round."""
        self.close_form()
        self.console.go_back()
        self.console.go("review", result.line.number)

    def field_of(self, error: DomainError) -> str:
        """Return the field a refusal is about."""
        match error:
            case BadDays():
                return "days"
            case NothingToAsk():
                return "departments"
            case RoundNeedsReason():
                return "reason"
            case _:
                return ""


def _intro() -> str:
    return _("Every department gets the entries that name it, in the wording the list has now.")


def _fields() -> list[Field]:
    return [
        LineField("days", N_("Days"), required=True, hint=N_("Working days to answer in."), max_length=3),
        LineField(
            "departments",
            N_("Only ask"),
            hint=N_("Names with 、 between them; empty asks every department an entry names."),
            max_length=1000,
        ),
        ToggleField("everything", N_("Whole list"), hint=N_("Put the whole list to each department asked.")),
        ToggleField(
            "only_changed",
            N_("Reworded"),
            hint=N_("Leave out entries worded as in the round before, unless carried."),
        ),
        ChoiceField(
            "silence",
            N_("Silence"),
            required=True,
            options=enum_options(list(Silence)),
            initial=Silence.AGREES.value,
        ),
        ToggleField("strict", N_("Strict"), hint=N_("Refuse to publish while opinions are open.")),
        BlockField(
            "reason", N_("Reason"), rows=2, paragraph=True, hint=N_("Needed from the fourth round on.")
        ),
    ]
