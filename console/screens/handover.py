"""Handing a shift over: whose cases, since when, to whom, and what they have to mind."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, ClassVar

from console.dialogs.page import PageDialog
from console.forms.fields import (
    BlockField,
    Candidate,
    ChoiceField,
    LineField,
    LookupField,
    Picked,
    enum_options,
)
from console.forms.form import Form
from console.forms.registry import draft_name
from console.forms.screen import FormScreen
from console.i18n import N_, _
from console.keys import bindings
from console.shiftwords import given_words, sheet_lines
from console.work import later
from models.calendar.refusals import BadMoment
from models.cases.shifts.kinds import Scope
from models.cases.shifts.refusals import BadShiftStart, NoSuccessor, NoSuchScope
from models.cases.shifts.rules import scopes_of
from models.kernel.text import fold, initials

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from textual.binding import BindingType
    from textual.widget import Widget

    from models.accounts.views import Actor
    from models.api import Services
    from models.cases.shifts.views import HandoverView, ShiftSheet
    from models.desk.views import DraftView
    from models.kernel.errors import DomainError

_FIELDS: dict[type[DomainError], str] = {
    BadShiftStart: "since",
    BadMoment: "since",
    NoSuccessor: "to",
    NoSuchScope: "scope",
}


class HandoverScreen(FormScreen[None]):
    """The form of a handover; the sheet itself is one key away.

    Args:
        services: the one door.
        actor: the person.
    """

    GROUP = "handover"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("handover", "form"))
    DEFAULT_CSS = "HandoverScreen Form { height: 1fr; }"

    @classmethod
    def from_draft(cls, services: Services, actor: Actor, _draft: DraftView) -> HandoverScreen:
        """Return the screen that takes a draft up."""
        return cls(services, actor)

    def body(self) -> Iterable[Widget]:
        """Return the form."""
        scopes = scopes_of(self.actor)
        fields = [
            ChoiceField("scope", N_("Covers"), options=enum_options(scopes), initial=scopes[0].value),
            LineField(
                "since",
                N_("Shift began"),
                hint=N_("Such as 2026-03-02 08:00. Empty: since your last handover, or twelve hours ago."),
                max_length=40,
            ),
            LookupField(
                "to",
                N_("Handed over to"),
                hint=N_("A name or pinyin initials. Empty: whoever comes next takes it over."),
                source=_successors(self.services, self.actor),
                nothing=N_("Nobody who works on cases is called so."),
            ),
            BlockField("notes", N_("To mind"), hint=N_("What your successor has to mind."), rows=6),
        ]
        yield Form(fields, heading=lambda: _("Hand the shift over"), intro=_intro)

    def started(self) -> None:
        """Restore the draft."""
        self.take_form(self.query_one(Form), draft_name("handover"))

    def action_save_form(self) -> None:
        """Hand over; ask first where neither a successor nor a word for them was entered."""
        form = self.form
        values = {} if form is None else form.values()
        if form is None or form.saving or values["to"] or str(values["notes"] or "").strip():
            super().action_save_form()
            return
        from console.dialogs.confirm import ConfirmDialog

        def answered(yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
            if yes:
                super(HandoverScreen, self).action_save_form()

        question = _("Hand the shift over to whoever comes next, with nothing noted?")
        why = _("What was handed over stays as it is; it cannot be taken back.")
        later(self.app.push_screen(ConfirmDialog(question, why), answered))

    def _asked(self, form: Form) -> Callable[[], tuple[Scope, datetime | None]]:
        """Return what tells, in a thread, what the form covers and since when."""
        values, services = form.values(), self.services
        scope, text = Scope(str(values["scope"])), str(values["since"] or "").strip()

        def read() -> tuple[Scope, datetime | None]:
            from zoneinfo import ZoneInfo

            from models.calendar.arithmetic import parse_moment

            if not text:
                return scope, None
            return scope, parse_moment(text, ZoneInfo(services.organisation.office().zone))

        return read

    def form_work(self, form: Form) -> Callable[[], HandoverView]:
        """Return the handing over."""
        services, actor, values = self.services, self.actor, form.values()
        picked, notes = values["to"], str(values["notes"] or "")
        to_id = int(picked.key) if isinstance(picked, Picked) else None

        asked = self._asked(form)

        def work() -> HandoverView:
            scope, since = asked()
            return services.shifts.hand_over(actor, notes, to_id, scope, since)

        return work

    def form_saved(self, form: Form, result: Any) -> None:
        """Go back and say what was handed over."""
        self.close_form()
        frame = self.console.frame
        words = given_words(result, frame.times, frame.clock.now())
        self.console.go_back()
        self.console.say(words)

    def field_of(self, error: DomainError) -> str:
        """Return the field a refusal is about."""
        return _FIELDS.get(type(error)) or super().field_of(error).replace("note", "notes")

    # The sheet

    def _read_sheet(self, then: Callable[[ShiftSheet], None]) -> None:
        form, services, actor = self.form, self.services, self.actor
        if form is None or form.saving:
            return
        asked = self._asked(form)
        self.read("sheet", lambda: services.shifts.sheet(actor, *asked()), then)

    def action_sheet(self) -> None:
        """Show what will be handed over."""
        self._read_sheet(self._show_sheet)

    def _show_sheet(self, sheet: ShiftSheet) -> None:
        frame = self.console.frame
        lines = list(sheet_lines(sheet, None, frame.times, frame.clock.now()))
        later(self.app.push_screen(PageDialog(_("Shift sheet"), lines)))

    def action_print_sheet(self) -> None:
        """Write the sheet into a document."""
        self._read_sheet(lambda sheet: print_sheet(self, sheet, None))

    def action_handovers(self) -> None:
        """List the shifts handed over."""
        self.console.go("handovers")


def print_sheet(screen: Any, sheet: ShiftSheet, given: HandoverView | None) -> None:
    """Write the sheet of a shift into the folder of exports, and say where it went."""
    from console.screens.paper_writing import write_file

    papers = screen.services.case_papers

    def prepare() -> tuple[str, Callable[[IO[bytes]], object]]:
        from console.tongue import tongue

        words = tongue()
        return papers.shift_name(sheet, words), lambda target: papers.write_shift(sheet, given, target, words)

    write_file(screen, prepare)


def _successors(services: Services, actor: Actor) -> Callable[[str], Sequence[Candidate]]:
    def source(text: str) -> Sequence[Candidate]:
        wanted = fold(text)
        return [
            Candidate(each.id, each.name, each.unit_name)
            for each in services.shifts.successors(actor)
            if wanted in fold(f"{each.name} {each.code} {initials(each.name)}")
        ]

    return source


def _intro() -> str:
    return _("The sheet is kept as it is when you save. F3 shows it beforehand.")
