"""Taking a case in: the form, and beside it what is already known about the same trouble."""

from __future__ import annotations

from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Container, Vertical

from console.forms.form import Form
from console.forms.registry import draft_name
from console.forms.screen import FormScreen
from console.i18n import _
from console.keys import bindings
from console.moments import NotAMoment, read_coming, read_moment
from console.screens.catalogue_text import matter_paragraphs
from console.screens.intake_parts import (
    HINTED_BY,
    SUPERIORS,
    Hints,
    Wanted,
    find_hints,
    hint_sections,
    intake_fields,
    intake_of,
    reasons_of,
)
from console.widgets.hints import HintPanel
from console.widgets.key_bar import NoticeLine
from console.widgets.lines import RuleLine
from console.work import later
from models.cases.kinds import Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from textual import events
    from textual.binding import BindingType
    from textual.timer import Timer
    from textual.widget import Widget

    from console.dialogs.page import PageDialog
    from models.accounts.views import Actor
    from models.api import Services
    from models.cases.judged_views import SimilarCase
    from models.cases.views import CaseView
    from models.catalogue.views import MatterView
    from models.desk.views import DraftView

BESIDE_FROM = 120
"""Columns from which on the hints stand beside the form."""
_REST_SECONDS = 0.4
"""How long nothing must be typed before hints are looked for."""
_LOW = 22
"""Rows below which the hints take fewer lines."""


class _After(Enum):
    """What follows a saved case."""

    NEXT = auto()
    OPEN = auto()
    LEAVE = auto()
    FILES = auto()


class IntakeScreen(FormScreen[None]):
    """The intake form.

    Args:
        services: the one door.
        actor: the person who takes the case in.
    """

    GROUP = "intake"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("intake", "form"))
    AUTO_FOCUS = None
    DEFAULT_CSS = """
    IntakeScreen .area { layout: vertical; height: 1fr; }
    IntakeScreen .area Form { height: 1fr; scrollbar-gutter: stable; }
    IntakeScreen .hints { height: auto; }
    IntakeScreen .area.-low HintPanel { height: 3; }
    IntakeScreen .area.-wide { layout: horizontal; }
    IntakeScreen .area.-wide Form { width: 3fr; }
    IntakeScreen .area.-wide .hints { width: 2fr; height: 1fr; padding: 0 0 0 1; }
    """

    def __init__(self, services: Services, actor: Actor) -> None:
        super().__init__(services, actor)
        self._blank: dict[str, Any] = {}
        """The form with nothing typed"""
        self._hints = Hints()
        self._looked_for = Wanted()
        self._rest: Timer | None = None
        self._begun: datetime | None = None
        """When the draft taken up was begun, ``None`` for a form begun now"""
        self._page: PageDialog | None = None
        self._suggested = 0
        """Place of the suggestion whose page is open"""

    @classmethod
    def from_draft(cls, services: Services, actor: Actor, _draft: DraftView) -> IntakeScreen:
        """Return the screen; it takes the draft up by itself."""
        return cls(services, actor)

    # Parts

    def body(self) -> Iterable[Widget]:
        """Return the form and the room for hints."""
        form = Form(
            intake_fields(self.services, self.actor), heading=lambda: _("Fields with * must be filled in")
        )
        hints = Vertical(RuleLine(id="hints-rule"), HintPanel(), classes="hints")
        yield Container(form, hints, classes="area")

    def started(self) -> None:
        """Open the form with the draft there may be."""
        form = self.query_one(Form)
        self._blank = form.content()
        self.take_form(form, draft_name("intake"))
        self._show_hints()

    def on_resize(self, event: events.Resize) -> None:
        """Put the hints beside the form where there is room."""
        wide = event.size.width >= BESIDE_FROM
        area = self.query_one(".area")
        area.set_class(wide, "-wide")
        area.set_class(event.size.height < _LOW and not wide, "-low")
        self.query_one(HintPanel).set_class(wide, "-beside")

    def form_ready(self, form: Form, draft: DraftView | None) -> None:
        """Let a draft's empty time mean when it was begun, not when it is taken up again."""
        self._begun = None if draft is None else draft.started_at
        form.row("occurred_at").set_hint(None if self._begun is None else self._begun_words)
        self._look()

    def _begun_words(self) -> str:
        frame = self.console.frame
        begun = self._begun or frame.clock.now()
        when = frame.times.moment(begun, frame.clock.now())
        return _("Empty means when you began this form: %(when)s.", when=when)

    # Hints

    def reload(self) -> None:
        """Look again: somebody may have taken the same trouble in meanwhile."""
        if self.form is not None and not self.form.saving:
            self._looked_for = Wanted()
            self._look()

    def form_changed(self, form: Form, name: str) -> None:
        """Look for hints once typing rests."""
        # A field uses up the keys that would take the last notice away.
        self.query_one(NoticeLine).clear()
        if name in HINTED_BY:
            if self._rest is not None:
                self._rest.stop()
            self._rest = self.set_timer(_REST_SECONDS, self._look)

    def _look(self) -> None:
        if self.form is None:
            return
        wanted = Wanted.of(self.form.values())
        if wanted == self._looked_for:
            return
        self._looked_for = wanted
        services, actor = self.services, self.actor
        self.read("hints", lambda: find_hints(services, actor, wanted), self._take_hints)

    def _take_hints(self, hints: Hints) -> None:
        self._hints = hints
        self._show_hints()
        self.refresh_keys()

    def _show_hints(self) -> None:
        sections = hint_sections(self._hints, self.console.frame)
        empty = _("Similar open cases and fitting matters show here as you type.")
        if self._looked_for.says_something:
            empty = _("No similar open case and no fitting matter found.")
        self.query_one(HintPanel).show(sections, empty)
        self.query_one("#hints-rule", RuleLine).set_note(_("Hints"))

    def language_changed(self) -> None:
        """Show form and hints in the new language."""
        super().language_changed()
        self._show_hints()

    def can_similar(self) -> bool:
        """There is a similar case to look at."""
        return bool(self._hints.similar)

    def can_suggested(self) -> bool:
        """There is a fitting matter to read."""
        return bool(self._hints.matters)

    def action_similar(self) -> None:
        """Look at a similar case; the form stays as it is below."""
        similar = self._hints.similar
        if len(similar) == 1:
            self._open_case(similar[0])
        elif similar:
            from console.dialogs.pick import Option, PickDialog

            options = [
                Option(case, f"{case.line.short_number} {case.line.title}", reasons_of(case))
                for case in similar
            ]
            dialog = PickDialog(_("Similar open cases"), options, searchable=False)
            later(self.app.push_screen(dialog, self._open_case))

    def _open_case(self, case: SimilarCase | None) -> None:
        if case is not None:
            self.holds_unsaved()
            self.console.go("case", case.line.number)

    def action_suggested(self) -> None:
        """Read the matters that may fit: their conditions say what to ask for."""
        if self._hints.matters:
            self._suggested = 0
            self._read_suggested()

    def _read_suggested(self) -> None:
        services, actor = self.services, self.actor
        matter_id = self._hints.matters[self._suggested].line.id
        self.read("matter", lambda: services.catalogue.matter(actor, matter_id), self._show_suggested)

    def _show_suggested(self, matter: MatterView) -> None:
        from console.dialogs.page import PageDialog

        title = f"{matter.code} {matter.name}"
        if self._page is not None:
            self._page.show(title, matter_paragraphs(matter))
            return
        self._page = PageDialog(title, matter_paragraphs(matter), self._step)

        def closed(_answer: None) -> None:
            self._page = None

        later(self.app.push_screen(self._page, closed))

    def _step(self, by: int) -> None:
        place = max(0, min(self._suggested + by, len(self._hints.matters) - 1))
        if place != self._suggested:
            self._suggested = place
            self._read_suggested()

    # Saving

    def action_save_form(self) -> None:
        """Save, if the time can be read as well."""
        form = self.form
        if form is None or form.saving or not form.complete():
            return
        moment = self._moment()
        if isinstance(moment, NotAMoment):
            form.show_problem(_(moment.reason), "occurred_at")
            return
        for name, due in self._superiors().items():
            if isinstance(due, NotAMoment):
                form.show_problem(_(due.reason), name)
                return
            if due <= self.console.frame.clock.now():
                form.show_problem(_("This has passed already."), name)
                return
        super().action_save_form()

    def _superiors(self) -> dict[str, datetime | NotAMoment]:
        """Return what is entered of the deadlines of superior levels, read."""
        values = {} if self.form is None else self.form.values()
        frame = self.console.frame
        read = {
            name: read_coming(str(values.get(name, "")), frame.times, frame.clock.now()) for name in SUPERIORS
        }
        return {name: due for name, due in read.items() if due is not None}

    def _moment(self) -> Any:
        text = "" if self.form is None else str(self.form.values()["occurred_at"])
        if self._begun is not None and not text.strip():
            return self._begun
        return read_moment(text, self.console.frame.times, self.console.frame.clock.now())

    def form_work(self, form: Form) -> Callable[[], CaseView]:
        """Return the intake."""
        services, actor = self.services, self.actor
        due = {name: due for name, due in self._superiors().items() if not isinstance(due, NotAMoment)}
        intake = intake_of(form.values(), self._moment(), due)
        return lambda: services.cases.intake(actor, intake)

    def form_saved(self, form: Form, result: Any) -> None:
        """Say the number, empty the form for the next one, and ask what follows."""
        case: CaseView = result
        # Who enters a pile of slips enters them from one channel.
        self._blank = {**self._blank, "channel": Channel(case.channel).value}
        form.take_up(self._blank)
        form.clear_problems()
        form.set_note(str)
        # By a read, so that one still on its way, for what was just saved, comes to nothing.
        self._looked_for = Wanted()
        self.read("hints", Hints, self._take_hints)
        self._ask_what_follows(case)

    def _ask_what_follows(self, case: CaseView) -> None:
        from console.dialogs.pick import Option, PickDialog

        options = [
            Option(_After.NEXT, _("Enter the next case")),
            Option(_After.OPEN, _("Open this case")),
            Option(_After.LEAVE, _("Go back to the queues")),
            Option(_After.FILES, _("Attach a file")),
        ]
        title = _("Saved as %(number)s", number=case.number)
        dialog = PickDialog(title, options, searchable=False)
        later(self.app.push_screen(dialog, partial(self._follow, case)))

    def _follow(self, case: CaseView, chosen: _After | None) -> None:
        saved = _("Case %(number)s is saved.", number=case.number)
        if chosen in {_After.OPEN, _After.LEAVE}:
            self.console.go_back()
            if chosen is _After.OPEN:
                self.console.go("case", case.number)
            else:
                self.console.say(saved)
        elif chosen is _After.FILES:
            self.console.go("case_files", case.number)
            self.console.go("attach", case.number)
            return
        self.take_form(self.query_one(Form), draft_name("intake"))
        self.say(saved)
