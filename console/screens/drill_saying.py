"""Calling and writing in a drill: a trainee from the desk, a trainer as whomever they like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from console.drilling.words import ALL, names_of
from console.forms.fields import BlockField, Candidate, ChoiceField, LookupField, Picked
from console.forms.form import Form
from console.forms.registry import draft_name
from console.forms.screen import FormScreen
from console.i18n import N_, _
from console.keys import bindings
from models.kernel.text import fold, initials
from scenarios.inbox import PHONE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.drilling.hand import Hand
    from console.drilling.stage import Stage
    from console.forms.fields import Field, Source
    from models.accounts.views import Actor
    from models.api import Services
    from models.desk.views import DraftView
    from scenarios.format.scenario import Scenario

_WRITTEN = "group"


class DrillSayScreen(FormScreen[None]):
    """The form of a call or a message."""

    GROUP = "drill_say"
    HELP_PAGE = "drill_desk"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("form"))
    DEFAULT_CSS = "DrillSayScreen Form { height: 1fr; }"

    @classmethod
    def from_draft(cls, services: Services, actor: Actor, _draft: DraftView) -> DrillSayScreen:
        """Return the screen that takes a draft up."""
        return cls(services, actor)

    def help_page(self) -> str:
        """Explain it where it was opened."""
        return "drill_desk" if self._stage is not None else "drill_control"

    @property
    def _stage(self) -> Stage | None:
        found: Stage | None = getattr(self.app, "stage", None)
        return found

    @property
    def _hand(self) -> Hand:
        app: Any = self.app
        found: Hand = app.hand
        return found

    @property
    def _scenario(self) -> Scenario:
        return self._hand.plan.scenario if self._stage is None else self._stage.scenario

    def body(self) -> Iterable[Widget]:
        """Return the form."""
        names = names_of(self._scenario)
        fields: list[Field] = []
        if self._stage is None:
            fields.append(LookupField("from", N_("Speaks as"), required=True, source=_among(names)))
        else:
            names = {each: name for each, name in names.items() if each != self._stage.desk.id}
        fields += [
            LookupField(
                "to", N_("Receiver"), required=True, source=_among(names), hint=N_("A name or initials.")
            ),
            ChoiceField("means", N_("Means of speech"), options=_means, initial=PHONE),
            LookupField("about", N_("About case"), source=self._cases, hint=N_("Only if it is about one.")),
            BlockField("text", N_("Says"), required=True, rows=5, paragraph=True),
        ]
        yield Form(fields, heading=lambda: _("Call or write"))

    def started(self) -> None:
        """Restore the draft."""
        self.take_form(self.query_one(Form), draft_name("drill_say"))

    def _cases(self, text: str) -> Sequence[Candidate]:
        """Find cases of the drill; in a thread."""
        steps = self.services.drills.steps(0)
        found = {each.case_id: Candidate(each.case_id, each.number, each.title) for each in reversed(steps)}
        return [each for each in found.values() if text in f"{each.text} {each.note}"][:_MOST]

    def form_work(self, form: Form) -> Callable[[], None]:
        """Return the saying of it."""
        values, stage = form.values(), self._stage
        to = [] if not isinstance(values["to"], Picked) else [str(values["to"].key)]
        text, means = str(values["text"] or "").strip(), str(values["means"])
        about = values["about"]
        case = int(about.key) if isinstance(about, Picked) else None

        def work() -> None:
            if stage is not None:
                stage.say(to, text, means, stage.born(case))
                return
            speaker = str(values["from"].key) if isinstance(values["from"], Picked) else ""
            self._hand.do(
                lambda control: control.steering.speak(speaker, to, text, means, _name_of(control, case))
            )

        return work

    def form_saved(self, form: Form, result: Any) -> None:
        """Go back."""
        self.close_form()
        self.console.go_back()
        self.console.say(_("Said."))


_MOST = 50


def _name_of(control: Any, case: int | None) -> str:
    known = None if case is None else control.player.state.cases.get(case)
    return "" if known is None else known.name


def _means() -> Sequence[tuple[str, str]]:
    return [(PHONE, _("by phone")), (_WRITTEN, _("by message"))]


def _among(names: Mapping[str, str]) -> Source:
    """Return what finds roles and actors by name or initials."""

    def find(text: str) -> Sequence[Candidate]:
        wanted = fold(text)
        return [
            Candidate(each, name)
            for each, name in names.items()
            if each != ALL and (wanted in fold(name) or (wanted.isascii() and wanted in initials(name)))
        ]

    return find
