"""How one did from drill to drill: one's own sittings, for a trainer those at a desk as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from console.i18n import N_, _
from console.keys import bindings
from console.reviewing.place import grades_of, outside_drills, sandboxes_of
from console.screens.base import ConsoleScreen
from console.widgets.line_list import Column, LineList
from console.work import later
from models.improving.rules import trains
from scenarios.review.progress import ProgressRow, progress
from scenarios.review.words import points

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.frame import Frame
    from console.widgets.lines import Piece


class DrillProgressScreen(ConsoleScreen[None]):
    """Lists sittings in the order of time; it names nobody and ranks nobody."""

    GROUP = "drill_progress"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("drill_progress"))
    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = "DrillProgressScreen LineList { height: 1fr; }"
    _desk = ""
    """The desk shown; "" for the person's own sittings"""

    def body(self) -> Iterable[Widget]:
        """Return the list."""
        yield LineList[ProgressRow](_columns(self.console.frame), lambda each: (each.number, each.desk))

    def title_text(self) -> str:
        """Say whose progress it is."""
        return _("Progress: %(desk)s", desk=self._desk) if self._desk else _("My progress in drills")

    @property
    def rows(self) -> LineList[ProgressRow]:
        """The list."""
        found: LineList[ProgressRow] = self.query_one(LineList)
        return found

    def reload(self) -> None:
        """Read the list."""
        services, actor, settings, desk = self.services, self.actor, self.console.settings, self._desk

        def work() -> list[ProgressRow]:
            outside_drills(services)
            found = sandboxes_of(settings)
            return progress(found, actor, desk, grades=grades_of(services), own=not desk)

        self.read("drill_progress", work, self._take)

    def _take(self, found: list[ProgressRow]) -> None:
        self.rows.set_rows(found, empty=_nothing())
        self.set_title(self.title_text())
        self.refresh_keys()

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self.rows.set_columns(_columns(self.console.frame))
        self.rows.set_empty(_nothing())

    def can_trainer(self) -> bool:
        """The person reviews drills."""
        return trains(self.actor)

    def action_desk(self) -> None:
        """Ask which desk's sittings are to be shown; an empty answer is one's own."""
        from console.dialogs.prompt import PromptDialog

        def answered(text: str | None) -> None:
            if text is not None:
                self._desk = text.strip()
                self.reload()

        words = _("The name of a desk as its scenarios have it; empty for your own sittings.")
        later(self.app.push_screen(PromptDialog(_("Progress of a desk"), words, value=self._desk), answered))


def _nothing() -> str:
    return _("Nobody sat there in a drill yet. Whoever joins a drill at a desk finds it here afterwards.")


def _columns(frame: Frame) -> list[Column[ProgressRow]]:
    def share(row: ProgressRow) -> Piece:
        return ("" if row.sum.share is None else f"{row.sum.share:.0%}"), ""

    def earned(row: ProgressRow) -> Piece:
        return f"{points(row.sum.points)}/{points(row.sum.worth)}", ""

    return [
        Column(N_("No."), 4, lambda row: (str(row.number), ""), right=True),
        Column(N_("Began"), 16, lambda row: (frame.times.full(row.starts), "")),
        Column(N_("Title"), 18, lambda row: (row.title, ""), grow=True),
        Column(N_("Desk played"), 10, lambda row: (row.desk_title, "")),
        Column(N_("Points"), 8, earned, right=True),
        Column(N_("Share of points"), 6, share, right=True),
        Column(N_("Expectations missed"), 6, lambda row: (str(row.sum.missed), ""), right=True),
    ]
