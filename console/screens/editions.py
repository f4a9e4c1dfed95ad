"""The editions of the list: what each changed, compared with others, and taking the newest one back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from console.edition_words import action_word, counts_words, edition_name
from console.i18n import N_, _
from console.keys import bindings
from console.labels import label
from console.screens.base import ConsoleScreen
from console.screens.catalogue_asof import ask_moment
from console.widgets.line_list import Column, LineList
from console.widgets.lines import RuleLine
from console.widgets.preview import Fact, Preview
from console.work import later
from models.catalogue.editions.rules import EDITORS
from models.catalogue.editions.views import ChangeAction, EditionView
from models.catalogue.views import EditionStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.widgets.lines import Piece
    from models.catalogue.editions.views import Diff

_SHOWN = 8
"""Changes a question about withdrawing lists one by one."""
_BACKWARDS = {
    ChangeAction.CREATE: ChangeAction.RETIRE,
    ChangeAction.CHANGE: ChangeAction.CHANGE,
    ChangeAction.RETIRE: ChangeAction.CREATE,
}


class EditionsScreen(ConsoleScreen[None]):
    """Every edition, the newest first, below the draft if one is being prepared."""

    GROUP = "editions"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("editions"))
    AUTO_FOCUS = "LineList"

    _editions: tuple[EditionView, ...] = ()

    def body(self) -> Iterable[Widget]:
        """Return the list, and what is said of its row."""
        yield RuleLine()
        yield LineList[EditionView](edition_columns(), _row_id, self.read)
        yield RuleLine(id="note")
        yield Preview()

    @property
    def rows(self) -> LineList[EditionView]:
        """The list."""
        found: LineList[EditionView] = self.query_one(LineList)
        return found

    def reload(self) -> None:
        """Read the editions again."""
        services, actor = self.services, self.actor
        self.read("editions", lambda: services.editions.editions(actor), self._take)

    def _take(self, found: Sequence[EditionView]) -> None:
        self._editions = tuple(found)
        self.rows.set_rows(found, empty=_empty(), cursor_id=self.rows.cursor_id)

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self.rows.set_empty(_empty())
        self._show_row()

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Say more of the row under the cursor."""
        message.stop()
        self.query_one("#note", RuleLine).set_note(self.rows.position)
        self._show_row()
        self.refresh_keys()

    def _show_row(self) -> None:
        row = self.rows.row
        self.query_one(Preview).show([] if row is None else self._facts(row))

    def _facts(self, row: EditionView) -> list[Fact]:
        times = self.console.frame.times
        published = "" if row.published_at is None else times.date(row.published_at)
        withdrawn = "" if row.withdrawn_at is None else times.date(row.withdrawn_at)
        return [
            Fact("", counts_words(row.counts)),
            Fact(_("Published on"), published),
            Fact(_("Withdrawn on"), withdrawn),
            Fact(_("Note"), row.note),
        ]

    # Keys

    def can_published(self) -> bool:
        """An edition that was published is under the cursor, whether it stands or not."""
        row = self.rows.row if self.composed else None
        return row is not None and row.number is not None

    def can_prepared(self) -> bool:
        """The list being prepared is under the cursor."""
        row = self.rows.row if self.composed else None
        return row is not None and row.number is None

    def can_withdraw(self) -> bool:
        """The newest edition that stands is under the cursor, and the person may take it back."""
        row = self.rows.row if self.composed else None
        standing = [each for each in self._editions if each.status is EditionStatus.PUBLISHED]
        return bool(standing) and row == standing[0] and self.actor.has(*EDITORS)

    def can_derivable(self) -> bool:
        """An edition that was published is under the cursor; or there is none, and today's list is meant."""
        return self.composed and (self.can_published() or not self._editions)

    def action_requirements(self) -> None:
        """Write the business requirements of the edition into a file."""
        from console.screens.paper_writing import offer_requirements

        row = self.rows.row
        offer_requirements(self, "" if row is None else str(row.number))

    def action_open(self) -> None:
        """Read what the edition changed."""
        row = self.rows.row
        if row is not None and row.number is not None:
            self.console.go("changes", "", str(row.number))

    def action_worklist(self) -> None:
        """Go to the list being prepared."""
        self.console.go("worklist")

    def action_compare(self) -> None:
        """Compare it with another edition or day."""
        row = self.rows.row
        if row is not None and row.number is not None:
            number = str(row.number)
            title = _("Compare with edition %(number)s", number=number)
            ask_moment(self, title, lambda other: self.console.go("changes", number, other, True))  # noqa: FBT003 -- facts of a screen

    def action_refresh(self) -> None:
        """Read everything again."""
        self.reload()
        self.say(_("Read again."))

    # Withdrawing

    def action_withdraw(self) -> None:
        """Say what taking the edition back does, and ask whether to."""
        row = self.rows.row
        if row is None or row.number is None:
            return
        services, actor, number = self.services, self.actor, row.number
        self.read(
            "plan", lambda: services.editions.changes_of(actor, number), lambda found: self._ask(row, found)
        )

    def _ask(self, row: EditionView, found: Diff) -> None:
        from console.dialogs.confirm import ConfirmDialog

        question = _("Withdraw edition %(number)s?", number=row.number)
        later(self.app.push_screen(ConfirmDialog(question, withdrawal_words(found)), self._answered))

    def _answered(self, answer: bool | None) -> None:  # noqa: FBT001 -- what a dialog answers
        row = self.rows.row
        if not answer or row is None or row.number is None:
            return
        services, actor, number = self.services, self.actor, row.number
        self.save(
            lambda: services.editions.withdraw(actor, number),
            lambda edition: self.say(_("Edition %(number)s was withdrawn.", number=edition.number)),
        )


def withdrawal_words(found: Diff) -> str:
    """Return what taking an edition back does: counts, and the first matters one by one.

    Args:
        found: what the edition changed.
    """
    counts = {"created": len(found.retired), "changed": len(found.changed), "retired": len(found.created)}
    lines = [_("Everything stands again as before it: %(counts)s.", counts=counts_words(counts))]
    parts = [*found.retired, *found.changed, *found.created]
    for each in parts[:_SHOWN]:
        code, name = each.old_code or each.code, each.old_name or each.name
        lines.append(f"{action_word(_BACKWARDS[each.action])}  {code}  {name}")
    if len(parts) > _SHOWN:
        lines.append(_("... and %(count)s more; Enter on the edition lists all.", count=len(parts) - _SHOWN))
    return "\n".join(lines)


def edition_columns() -> list[Column[EditionView]]:
    """Return the columns of the list of editions."""
    return [
        Column(N_("No."), 4, _number, right=True),
        Column(N_("Called"), 10, _name, grow=True),
        Column(N_("In force from"), 13, _effective),
        Column(N_("Status"), 9, _status),
        Column(N_("Created"), 7, lambda row: _count(row, "created"), right=True, since=64),
        Column(N_("Changed"), 7, lambda row: _count(row, "changed"), right=True, since=64),
        Column(N_("Retired"), 7, lambda row: _count(row, "retired"), right=True, since=64),
        Column(N_("Same"), 6, lambda row: _count(row, "same"), right=True, since=70),
    ]


def _row_id(row: EditionView) -> int:
    return row.id


def _number(row: EditionView) -> Piece:
    return ("" if row.number is None else str(row.number)), ""


def _name(row: EditionView) -> Piece:
    return row.name or edition_name(row), ("dim" if row.status is EditionStatus.WITHDRAWN else "")


def _effective(row: EditionView) -> Piece:
    return ("" if row.effective is None else row.effective.isoformat()), ""


def _status(row: EditionView) -> Piece:
    return label(row.status), ("dim" if row.status is EditionStatus.WITHDRAWN else "")


def _count(row: EditionView, name: str) -> Piece:
    many = row.counts.get(name)
    return ("" if many is None else str(many)), ""


def _empty() -> str:
    return _("No edition yet. To publish a list: yiwang catalogue load FILE --effective DATE")
