"""The sets a person did lately: how many cases each, and taking one back as one thing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from console.i18n import N_, _, ngettext
from console.keys import bindings
from console.labels import label
from console.screens.base import ConsoleScreen
from console.screens.marked_parts import SetProgress, SetResultDialog
from console.widgets.line_list import Column, LineList
from console.work import later
from models.cases.set_views import SetView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.frame import Frame
    from console.widgets.lines import Piece
    from models.cases.set_views import SetResult


class SetsScreen(ConsoleScreen[None]):
    """Lists the person's sets, the newest first."""

    GROUP = "sets"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("sets"))
    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = "SetsScreen LineList { height: 1fr; }"

    def body(self) -> Iterable[Widget]:
        """Return the list."""
        yield LineList[SetView](_columns(self.console.frame), lambda each: each.id)

    @property
    def rows(self) -> LineList[SetView]:
        """The list."""
        found: LineList[SetView] = self.query_one(LineList)
        return found

    def reload(self) -> None:
        """Read the sets."""
        services, actor = self.services, self.actor
        self.read("sets", lambda: services.sets.sets(actor), self._take)

    def _take(self, found: list[SetView]) -> None:
        at = None if self.rows.row is None else self.rows.row.id
        self.rows.set_rows(found, empty=_no_sets(), cursor_id=at)
        self.refresh_keys()

    def minute_passed(self) -> None:
        """See what can no longer be taken back."""
        self.reload()

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self.rows.set_columns(_columns(self.console.frame))
        self.rows.set_empty(_no_sets())

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Offer what can be done to the set under the cursor."""
        message.stop()
        self.refresh_keys()

    def can_open_set(self) -> bool:
        """The set under the cursor can still be taken back."""
        return self.rows.row is not None and self.rows.row.open

    def action_undo(self) -> None:
        """Ask, then take the set under the cursor back."""
        row = self.rows.row
        if row is None or not row.open:
            return
        from console.dialogs.confirm import ConfirmDialog

        left = row.done - row.undone
        question = ngettext(
            "Take “%(action)s” back for %(count)s case?",
            "Take “%(action)s” back for %(count)s cases?",
            left,
            action=label(row.action),
            count=left,
        )
        why = _("Each case is as it was before; those somebody acted on since are left and named.")
        later(self.app.push_screen(ConfirmDialog(question, why), partial(self._undo, row.id)))

    def _undo(self, set_id: int, yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
        services, actor = self.services, self.actor
        if yes:
            self.save(lambda: services.sets.undo_set(actor, set_id, self._tell_progress), self._undone)

    def _tell_progress(self, done: int) -> None:
        # In the thread that writes: a message is all that may pass from there.
        self.post_message(SetProgress(done))

    def on_set_progress(self, message: SetProgress) -> None:
        """Say how far it is."""
        message.stop()
        self.say(_("%(done)s cases ...", done=message.done))

    def _undone(self, result: SetResult) -> None:
        later(self.app.push_screen(SetResultDialog(result)))


def _no_sets() -> str:
    return _("No set yet: mark cases in a queue, then press F6.")


def _columns(frame: Frame) -> list[Column[SetView]]:
    def when(row: SetView) -> Piece:
        return frame.times.moment(row.at, frame.clock.now()), ""

    def until(row: SetView) -> Piece:
        if row.done and row.undone == row.done:
            return _("taken back"), "dim"
        if not row.open:
            return _("no longer"), "dim"
        return frame.times.moment(row.until, frame.clock.now()), "bold"

    return [
        Column(N_("Set"), 5, lambda row: (str(row.id), ""), right=True),
        Column(N_("Done at"), 14, when),
        Column(N_("Action"), 10, lambda row: (label(row.action), "")),
        Column(N_("Chosen"), 6, lambda row: (str(row.asked), ""), right=True),
        Column(N_("Acted"), 6, lambda row: (str(row.done), ""), right=True),
        Column(N_("Taken back"), 10, lambda row: (str(row.undone or ""), ""), right=True),
        Column(N_("Can be undone until"), 14, until, grow=True),
    ]
