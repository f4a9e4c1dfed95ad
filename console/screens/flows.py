"""The list of handling flows: open, begin, copy, retire one, read its versions."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container

from console.flows.page import history_lines
from console.i18n import N_, _
from console.keys import bindings
from console.screens.filtering import FilteringScreen
from console.terminal.filter import clean_text
from console.widgets.columns import Column
from console.widgets.line_list import LineList
from console.widgets.lines import RuleLine
from console.work import later
from models.catalogue.flows.rules import may_edit
from models.catalogue.flows.templates import templates
from models.catalogue.flows.views import FlowDraft, FlowLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.widgets.lines import Piece
    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.flows.views import FlowHistory, FlowView
    from models.kernel.paging import Page


class FlowsScreen(FilteringScreen[None]):
    """All flows in use, by code; with the retired ones if asked.

    Args:
        services: the one door.
        actor: the person.
    """

    GROUP = "flows"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("flows"))
    AUTO_FOCUS = "#flows"
    DEFAULT_CSS = """
    FlowsScreen .area { layout: vertical; height: 1fr; }
    FlowsScreen LineList { height: 1fr; }
    """

    def __init__(self, services: Services, actor: Actor) -> None:
        super().__init__(services, actor)
        self._retired = False

    def body(self) -> Iterable[Widget]:
        """Return the list."""
        yield RuleLine()
        rows = LineList[FlowLine](
            _columns(), lambda row: row.id, self.read, name_of_reads="flows", id="flows"
        )
        yield Container(rows, RuleLine(id="note"), classes="area")

    @property
    def rows(self) -> LineList[FlowLine]:
        """The list."""
        found: LineList[FlowLine] = self.query_one("#flows", LineList)
        return found

    def started(self) -> None:
        """Read the first page."""
        self._show_list()

    def reload(self) -> None:
        """Read the list again."""
        self.rows.reload()

    def _show_list(self, cursor_id: int | None = None) -> None:
        services, actor, retired = self.services, self.actor, self._retired

        def source(text: str, after: Sequence[Any] | None, limit: int) -> Page[FlowLine]:
            return services.flows.flows(actor, text, after, limit, retired=retired)

        self.rows.set_source(source, empty=self._empty(), cursor_id=cursor_id)

    def _empty(self) -> str:
        if may_edit(self.actor):
            return _("No flows yet. F2 begins one, from a template if you like.")
        return _("No flows yet. The system administrator writes them.")

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self.rows.set_empty(self._empty())

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Say where the cursor stands."""
        message.stop()
        self.query_one("#note", RuleLine).set_note(self.rows.position)
        self.refresh_keys()

    # What is possible

    def can_row(self) -> bool:
        """There is a flow under the cursor."""
        return self.composed and self.rows.row is not None

    def can_edit(self) -> bool:
        """This person may write flows."""
        return may_edit(self.actor)

    def can_copy(self) -> bool:
        """There is a flow to copy."""
        return self.can_edit() and self.can_row()

    def can_retire(self) -> bool:
        """The flow under the cursor is in use."""
        row = self.rows.row if self.composed else None
        return self.can_edit() and row is not None and not row.retired

    def can_reinstate(self) -> bool:
        """The flow under the cursor is retired."""
        row = self.rows.row if self.composed else None
        return self.can_edit() and row is not None and row.retired

    # Keys

    def action_open(self) -> None:
        """Open the flow under the cursor."""
        row = self.rows.row
        if row is not None:
            self.console.go("flow", row.code)

    def action_new(self) -> None:
        """Begin a flow: from a template, or from nothing."""
        from console.dialogs.pick import Option, PickDialog

        options = [Option(FlowDraft("", ""), _("An empty flow"))]
        options += [
            Option(draft, draft.name, draft.note, also=f"{name} {draft.code}")
            for name, draft in templates().items()
        ]

        def chosen(draft: FlowDraft | None) -> None:
            if draft is not None:
                self.console.go("flow", "", draft)

        later(self.app.push_screen(PickDialog(_("Begin with"), options), chosen))

    def action_copy(self) -> None:
        """Begin a flow with what the one under the cursor says."""
        row = self.rows.row
        if row is None:
            return
        services, actor, code = self.services, self.actor, row.code

        def copied(draft: FlowDraft) -> None:
            name = _("%(name)s (copy)", name=draft.name)
            self.console.go("flow", "", replace(draft, code=f"{draft.code}-2", name=name))

        self.read("copy", lambda: services.flows.draft_of(actor, code), copied)

    def action_versions(self) -> None:
        """Read the versions of the flow under the cursor and what each changed."""
        row = self.rows.row
        if row is None:
            return
        services, actor, code = self.services, self.actor, row.code

        def work() -> tuple[list[FlowHistory], Any]:
            return services.flows.history(actor, code), services.flows.grounds(actor).units

        self.read("versions", work, partial(self._show_versions, row))

    def _show_versions(self, row: FlowLine, found: tuple[list[FlowHistory], Any]) -> None:
        from console.dialogs.page import PageDialog

        history, units = found
        lines = history_lines(history, units, self.console.frame.times)
        paragraphs: list[Piece] = [
            (clean_text(line), "" if line.startswith(" ") else "bold") for line in lines
        ]
        later(self.app.push_screen(PageDialog(clean_text(f"{row.code} {row.name}"), paragraphs)))

    def action_retire(self) -> None:
        """Take the flow under the cursor out of use, after a question."""
        from console.dialogs.confirm import ConfirmDialog

        row = self.rows.row
        if row is None:
            return
        question = _("Take the flow %(flow)s out of use?", flow=clean_text(f"{row.code} {row.name}"))
        explanation = _("What runs under it keeps it. It can be taken back into use.")
        later(self.app.push_screen(ConfirmDialog(question, explanation), partial(self._retire, row)))

    def _retire(self, row: FlowLine, yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
        if yes:
            services, actor = self.services, self.actor
            self.save(lambda: services.flows.retire(actor, row.code, row.version), self._retired_now)

    def _retired_now(self, view: FlowView) -> None:
        self.say(_("%(code)s is out of use; F8 shows retired flows.", code=view.code))

    def action_reinstate(self) -> None:
        """Take the flow under the cursor back into use."""
        row = self.rows.row
        if row is None:
            return
        services, actor = self.services, self.actor

        def done(view: FlowView) -> None:
            self.say(_("%(code)s is in use again.", code=view.code))

        self.save(lambda: services.flows.reinstate(actor, row.code, row.version), done)

    def action_all(self) -> None:
        """Show retired flows too, or no longer."""
        self._retired = not self._retired
        row = self.rows.row
        self._show_list(None if row is None else row.id)
        self.say(_("With retired flows.") if self._retired else _("Without retired flows."))

    def action_refresh(self) -> None:
        """Read the list again."""
        self.reload()
        self.say(_("Read again."))


def _columns() -> list[Column[FlowLine]]:
    return [
        Column[FlowLine](N_("Code"), 8, lambda row: (clean_text(row.code), ""), best=16),
        Column[FlowLine](N_("Flow"), 16, lambda row: (clean_text(row.name), "bold"), grow=True),
        Column[FlowLine](N_("Steps"), 6, lambda row: (str(row.steps), ""), right=True),
        Column[FlowLine](N_("Version"), 7, lambda row: (str(row.number), ""), right=True),
        Column[FlowLine](N_("Matters"), 7, lambda row: (str(row.matters), ""), right=True),
        Column[FlowLine](N_("Status"), 8, _status_of),
        Column[FlowLine](N_("By"), 10, lambda row: (clean_text(row.author), "dim"), since=72),
    ]


def _status_of(row: FlowLine) -> Piece:
    return (_("retired"), "dim") if row.retired else (_("in use"), "")
