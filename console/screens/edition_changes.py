"""What an edition changed, or two lists compared: one line for each matter, its fields on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from console.edition_words import (
    edition_name,
)
from console.i18n import _, pgettext
from console.keys import bindings
from console.screens.catalogue_asof import ask_moment
from console.screens.edition_differences import change_columns, change_facts, change_page
from console.screens.filtering import FilteringScreen
from console.widgets.line_list import LineList
from console.widgets.lines import RuleLine
from console.widgets.pages import FixedRows
from console.widgets.preview import Preview
from console.widgets.queue_bar import QueueBar, QueueTab
from console.work import later
from models.catalogue.editions.views import ChangeAction, Difference
from models.kernel.text import fold, initials

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.dialogs.page import PageDialog
    from console.widgets.line_list import PageLike
    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.editions.views import Diff

_PARTS: tuple[ChangeAction | None, ...] = (None, *ChangeAction)
"""What can be shown, in the order of the number keys: everything (``None``), then each action."""


@dataclass(frozen=True, slots=True)
class _Compared:
    """What was read: the lists compared, what each side is called, and texts to search in."""

    diff: Diff
    earlier: str
    later: str
    rows: tuple[tuple[Difference, str], ...]


class EditionChangesScreen(FilteringScreen[None]):
    """Differences between two lists.

    Args:
        services: the one door.
        actor: the person.
        earlier: a date, an edition's number, or "" for today.
        later: the other side.
        compared: ``False`` for what the edition ``later`` changed by itself.
    """

    GROUP = "changes"
    HELP_PAGE = "editions"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("changes"))
    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = """
    EditionChangesScreen .area { layout: vertical; height: 1fr; }
    EditionChangesScreen LineList { height: 1fr; }
    """

    def __init__(
        self,
        services: Services,
        actor: Actor,
        earlier: str = "",
        later: str = "",
        compared: bool = False,  # noqa: FBT001, FBT002 -- facts of a screen come by their places
    ) -> None:
        super().__init__(services, actor)
        self._sides = (earlier, later)
        self._compared = compared or not later
        self._found: _Compared | None = None
        self._part: ChangeAction | None = None
        self._page: PageDialog | None = None

    # Parts

    def body(self) -> Iterable[Widget]:
        """Return the parts, the list, and what is said of its row."""
        from textual.containers import Container

        yield QueueBar()
        yield RuleLine()
        yield Container(
            LineList[Difference](change_columns(), _row_id, self.read), RuleLine(id="note"), Preview(),
            classes="area",
        )  # fmt: skip

    @property
    def rows(self) -> LineList[Any]:
        """The list."""
        found: LineList[Any] = self.query_one(LineList)
        return found

    def title_text(self) -> str:
        """Return what is compared."""
        found = self._found
        if found is None:
            return super().title_text()
        if not self._compared:
            return _("%(edition)s: what it changed", edition=found.later)
        return _("%(earlier)s compared with %(later)s", earlier=found.earlier, later=found.later)

    def set_title(self, title: str) -> None:
        """Show what is compared in the title, and again below it: a narrow title line drops it."""
        super().set_title(title)
        self.query(RuleLine).first(RuleLine).set_note(title if self._found is not None else "")

    # Reading

    def reload(self) -> None:
        """Compare again."""
        services, actor, compared = self.services, self.actor, self._compared
        earlier, later = self._sides

        def work() -> _Compared:
            if compared:
                diff = services.editions.diff(actor, earlier, later)
            else:
                diff = services.editions.changes_of(actor, int(later))
            rows = [(each, _searched(each)) for each in (*diff.created, *diff.changed, *diff.retired)]
            rows.sort(key=lambda pair: (pair[0].code, pair[0].action))
            return _Compared(
                diff, _side(services, actor, earlier), _side(services, actor, later), tuple(rows)
            )

        self.read("changes", work, self._take)

    def _take(self, found: _Compared) -> None:
        self._found = found
        self.set_title(self.title_text())
        self._show_tabs()
        self._show_list()
        self.refresh_keys()

    def _show_list(self) -> None:
        found, part, text = self._found, self._part, self.rows.text
        if found is None:
            return
        kept = [pair for pair in found.rows if part is None or pair[0].action is part]

        def source(text: str, after: tuple[Any, ...] | None, limit: int) -> PageLike[Difference]:
            words = [fold(word) for word in text.split()]
            fitting = [each for each, searched in kept if all(word in searched for word in words)]
            start = 0 if after is None else int(after[0])
            more = start + limit < len(fitting)
            return FixedRows(tuple(fitting[start : start + limit]), (start + limit,) if more else None)

        self.rows.set_source(source, empty=_("Nothing is different."), cursor_id=self.rows.cursor_id)
        self.rows.set_text(text)

    def _show_tabs(self) -> None:
        if self._found is None:
            return
        diff = self._found.diff
        parts = {
            ChangeAction.CREATE: len(diff.created),
            ChangeAction.CHANGE: len(diff.changed),
            ChangeAction.RETIRE: len(diff.retired),
        }
        counts = [sum(parts.values()) if part is None else parts[part] for part in _PARTS]
        tabs = [
            QueueTab(str(place), _part_name(part), count, current=part is self._part)
            for place, (part, count) in enumerate(zip(_PARTS, counts, strict=True), start=1)
        ]
        self.query_one(QueueBar).show(tabs)

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self._show_tabs()
        self._show_row()
        # What the two sides are called is read with them.
        self.reload()

    # The row under the cursor

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Say more of the row under the cursor."""
        message.stop()
        same = "" if self._found is None else _("Same: %(count)s", count=self._found.diff.same)
        self.query_one("#note", RuleLine).set_note(f"{same}  {self.rows.position}".strip())
        self._show_row()
        self.refresh_keys()

    def _show_row(self) -> None:
        row = self.rows.row
        self.query_one(Preview).show([] if row is None else change_facts(row))
        if self._page is not None and row is not None:
            self._page.show(*change_page(row))

    # Keys

    def can_row(self) -> bool:
        """There is a row under the cursor."""
        return self.composed and self.rows.row is not None

    def action_open(self) -> None:
        """Read both sides field by field."""
        from console.dialogs.page import PageDialog

        row = self.rows.row
        if row is None:
            return
        self._page = PageDialog(*change_page(row), lambda by: self.rows.move_to(self.rows.cursor + by))

        def closed(_answer: None) -> None:
            self._page = None

        later(self.app.push_screen(self._page, closed))

    def can_compared(self) -> bool:
        """There is a comparison to write."""
        return self._found is not None

    def action_write(self) -> None:
        """Write the comparison into a workbook."""
        from console.screens.paper_writing import write_comparison

        found = self._found
        if found is None:
            return
        earlier = found.earlier if self._compared else _("the list before it")
        write_comparison(self, found.diff, earlier, found.later)

    def action_part(self, place: int) -> None:
        """Show everything, or one part."""
        self._part = _PARTS[place - 1]
        self._show_tabs()
        self._show_list()

    def action_compare(self) -> None:
        """Compare the later side with another edition or day."""
        other = self._found.later if self._found is not None else self._sides[1]
        ask_moment(self, _("Compare %(side)s with", side=other), self._compare_with)

    def _compare_with(self, text: str) -> None:
        self._sides = (self._sides[1], text)
        self._compared = True
        self.reload()

    def action_refresh(self) -> None:
        """Compare again."""
        self.reload()
        self.say(_("Read again."))


def _part_name(part: ChangeAction | None) -> str:
    names = {
        None: pgettext("changes", "All"),
        ChangeAction.CREATE: pgettext("changes", "New"),
        ChangeAction.CHANGE: pgettext("changes", "Changed"),
        ChangeAction.RETIRE: pgettext("changes", "Ended"),
    }
    return names[part]


def _side(services: Services, actor: Actor, text: str) -> str:
    """Return what a side is called."""
    meant = services.editions.as_of(actor, text)
    if meant.edition is not None:
        return edition_name(meant.edition)
    return _("the list of %(day)s", day=meant.day.isoformat())


def _searched(each: Difference) -> str:
    """Return the text a difference is found by."""
    return " ".join(
        (fold(each.code), fold(each.old_code), fold(each.name), fold(each.old_name), initials(each.name))
    )


def _row_id(row: Difference) -> tuple[str, str, str]:
    return (row.action.value, row.code, row.old_code)
