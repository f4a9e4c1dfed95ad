"""A flow on the screen: steps at the left, the drawing beside or in their place, findings beneath.

The draft under the keys is kept on the desk like any form's; saving makes a new version.
:class:`console.screens.flow.FlowScreen` adds the keys that change it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from textual.containers import Container, Horizontal

from console.flows.diagram import draw
from console.flows.editing import Editing
from console.forms.draft_keeper import DraftKeeper, DraftPlace
from console.forms.keeping import DraftedScreen
from console.i18n import _
from console.screens.flow_parts import (
    FlowHead,
    StepRow,
    counts_words,
    finding_lines,
    row_id,
    step_columns,
    step_rows,
)
from console.widgets.line_list import LineList
from console.widgets.lines import RuleLine
from console.widgets.region import Region
from console.work import Failed, attempt
from models.catalogue.flows.documents import flow_of
from models.catalogue.flows.rules import flow_document, may_edit
from models.catalogue.flows.views import FlowDraft, Grounds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.widget import Widget

    from console.widgets.lines import Piece
    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.flows.views import FlowView
    from models.desk.views import DraftView

FORM_NAME = "flow"
"""The name of this screen's drafts."""
NEW = "+"
"""What the subject of a draft begins with that belongs to no flow yet."""
BESIDE_FROM = 120
"""Columns from which on the drawing stands beside the steps."""
_NOTHING = Grounds(frozenset(), {})


class Found(NamedTuple):
    """What one reading brought."""

    view: FlowView | None
    grounds: Grounds
    kept: DraftView | None


class FlowReading(DraftedScreen[None]):
    """A flow and its draft.

    Args:
        services: the one door.
        actor: the person.
        code: the flow; "" for a new one.
        start: what a new flow begins with.
        subject: under which its draft is kept; a new flow's goes by what it began with.
    """

    GROUP = "flow"
    AUTO_FOCUS = "#steps"
    DEFAULT_CSS = """
    FlowReading .area { layout: vertical; height: 1fr; }
    FlowReading .work { height: 1fr; min-height: 5; }
    FlowReading #steps { width: 1fr; }
    FlowReading #diagram { display: none; width: 1fr; }
    FlowReading #findings { height: auto; max-height: 5; }
    FlowReading .area.-drawn #steps { display: none; }
    FlowReading .area.-drawn #diagram { display: block; }
    FlowReading .area.-wide #steps { display: block; width: 4fr; }
    FlowReading .area.-wide #diagram { display: block; width: 5fr; }
    FlowReading .area Form { height: auto; max-height: 14; scrollbar-gutter: stable; }
    FlowReading .area.-filling #findings { max-height: 2; }
    FlowReading .area.-filling .work { height: 1fr; min-height: 3; }
    """

    def __init__(
        self,
        services: Services,
        actor: Actor,
        code: str = "",
        start: FlowDraft | None = None,
        subject: str = "",
    ) -> None:
        super().__init__(services, actor)
        self._code = code
        self._start = start or FlowDraft("", "")
        self._subject = subject or code or NEW + self._start.code
        self._view: FlowView | None = None
        self._version = 0
        """The state of the flow the draft rests on"""
        self._editing = Editing(self._start, _NOTHING)
        self._loaded = False
        self._saving = False

    # Parts

    def body(self) -> Iterable[Widget]:
        """Return head, steps, drawing and findings."""
        yield FlowHead()
        yield RuleLine()
        steps = LineList[StepRow](step_columns(), row_id, id="steps")
        work = Horizontal(steps, Region(id="diagram"), classes="work")
        yield Container(work, RuleLine(id="note"), Region(id="findings"), classes="area")

    @property
    def steps(self) -> LineList[StepRow]:
        """The list of steps."""
        found: LineList[StepRow] = self.query_one("#steps", LineList)
        return found

    @property
    def area(self) -> Widget:
        """What lies between head and keys."""
        return self.query_one(".area")

    @property
    def key(self) -> str:
        """The key of the step under the cursor, "" where there is none."""
        row = self.steps.row if self.composed else None
        return "" if row is None else row.step.key

    @property
    def draft(self) -> FlowDraft:
        """The flow as it stands on the screen."""
        return self._editing.draft

    def title_text(self) -> str:
        """Return the screen's name with the flow's code."""
        return f"{super().title_text()} {self._code}".rstrip()

    def on_resize(self, event: events.Resize) -> None:
        """Put the drawing beside the steps where there is room."""
        self.area.set_class(event.size.width >= BESIDE_FROM, "-wide")

    # Reading

    def _place(self) -> DraftPlace:
        return DraftPlace(self.services, self.actor, FORM_NAME, self._subject)

    def reload(self) -> None:
        """Read the flow and what it is checked against; what is being edited stays."""
        services, actor, code = self.services, self.actor, self._code
        place = None if self._loaded else self._place()

        def work() -> Found:
            view = services.flows.flow(actor, code) if code else None
            return Found(view, services.flows.grounds(actor, code), None if place is None else place.read())

        self.read("flow", work, self._take)

    def _take(self, found: Found) -> None:
        if self._loaded:
            self._editing.grounds = found.grounds
            self._note_newer(found.view)
            self.show_all()
            return
        self._loaded = True
        self._view = found.view
        self._version = 0 if found.view is None else found.view.version
        self._editing = Editing(self._start if found.view is None else found.view.draft, found.grounds)
        self._keeper = DraftKeeper(self, self._place(), self.console.save, self._not_kept)
        if found.kept is not None and may_edit(self.actor):
            self._take_up(found.kept)
        self.show_all()
        self.ready()

    def ready(self) -> None:
        """Do what has to be done once the flow is there."""

    def _note_newer(self, view: FlowView | None) -> None:
        if view is not None and view.version != self._version and not self._saving:
            if self.changed:
                self.say(_("Somebody else has saved this flow meanwhile; saving will compare the two."))
            else:
                self.rest_on(view)

    def rest_on(self, view: FlowView) -> None:
        """Show a version as it was saved, and begin anew from there."""
        self._view, self._version = view, view.version
        self._code = self._subject = view.code
        if view.draft != self._editing.draft:
            self._editing.change(view.draft)
        self._keeper = DraftKeeper(self, self._place(), self.console.save, self._not_kept)
        self.set_title(self.title_text())

    # The draft on the desk

    def content(self) -> dict[str, Any]:
        """Return what a draft keeps; ``name`` is there to recognise it by."""
        draft = self.draft
        return {"name": draft.name, "document": flow_document(draft), "version": self._version}

    def _take_up(self, kept: DraftView) -> None:
        outcome = attempt(lambda: flow_of(kept.content.get("document")))
        if isinstance(outcome, Failed):
            self._not_kept(outcome.error)
            return
        self._version = int(kept.content.get("version", self._version))
        self._editing.change(outcome.value)
        if self._keeper is not None:
            self._keeper.taken_up()
        frame = self.console.frame
        when = frame.times.moment(kept.saved_at, frame.clock.now())
        self.say(_("This is your draft of %(when)s, not saved yet.", when=when))

    @property
    def base(self) -> FlowDraft:
        """What the flow says without what is being edited."""
        return self._start if self._view is None else self._view.draft

    @property
    def changed(self) -> bool:
        """Whether there is something to save."""
        return self._view is None or self.draft != self._view.draft

    # Showing

    def show_all(self, cursor: str | None = None) -> None:
        """Show the draft as it stands, the cursor on the step ``cursor`` or where it was."""
        wanted = self.key if cursor is None else cursor
        empty = _("No steps yet. F3 adds the first.") if self.may_edit else _("No steps.")
        self.steps.set_rows(step_rows(self._editing), empty=empty, cursor_id=wanted or None)
        self.show_rest()

    def show_rest(self) -> None:
        """Show what depends on the step under the cursor."""
        editing, key = self._editing, self.key
        self.query_one(FlowHead).show(f"{self.draft.code} {self.draft.name}".strip(), self._state())
        self.query_one("#note", RuleLine).set_note(counts_words(editing) if self._loaded else "")
        if self._loaded:
            self.query_one("#findings", Region).lay_out(finding_lines(editing, key))
            self.query_one("#diagram", Region).lay_out(self._drawing(key))

        self.refresh_keys()

    def _drawing(self, key: str) -> Any:
        editing = self._editing

        def layout(width: int) -> list[list[Piece]]:
            return draw(editing.draft, width, editing.grounds.units, marks=editing.marks, cursor=key)

        return layout

    def _state(self) -> str:
        if not self._loaded:
            return _("Reading ...")
        if self._view is None:
            return _("new, not saved")
        number = _("version %(number)s", number=self._view.number)
        parts = [number]
        if self._view.retired:
            parts.append(_("retired"))
        if self.changed:
            parts.append(_("not saved"))
        return _(", ").join(parts)

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Say what is found about the step the cursor came to."""
        if message.line_list is self.steps:
            message.stop()
            self.show_rest()

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self.show_all()

    @property
    def may_edit(self) -> bool:
        """Whether this person may change this flow."""
        retired = self._view is not None and self._view.retired
        return self._loaded and may_edit(self.actor) and not retired
