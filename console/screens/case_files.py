"""The files of a case: open them, save them, attach others, withdraw one."""

from __future__ import annotations

from functools import partial
from typing import IO, TYPE_CHECKING, ClassVar

from console.filewords import size_words
from console.i18n import N_, _
from console.keys import bindings
from console.screens.base import ConsoleScreen
from console.text import short_number
from console.widgets.line_list import Column, LineList
from console.work import later
from models.cases.files.views import AttachmentView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.frame import Frame
    from console.widgets.lines import Piece
    from models.accounts.views import Actor
    from models.api import Services
    from models.cases.views import CaseView

_Found = tuple["CaseView", tuple[AttachmentView, ...], bool]


class CaseFilesScreen(ConsoleScreen[None]):
    """Lists the files of a case, and of those merged with it.

    Args:
        services: the one door.
        actor: the person.
        number: the case.
    """

    GROUP = "case_files"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("case_files"))
    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = "CaseFilesScreen LineList { height: 1fr; }"

    def __init__(self, services: Services, actor: Actor, number: str) -> None:
        super().__init__(services, actor)
        self._number = number
        self._case: CaseView | None = None
        self._may_attach = False

    def body(self) -> Iterable[Widget]:
        """Return the list."""
        yield LineList[AttachmentView](_columns(self.console.frame), lambda each: (each.case_id, each.seq))

    @property
    def rows(self) -> LineList[AttachmentView]:
        """The list."""
        found: LineList[AttachmentView] = self.query_one(LineList)
        return found

    def title_text(self) -> str:
        """Return which case it is, and how many files there are."""
        count = self.rows.count if self.composed else 0
        return _("Files of %(number)s: %(count)s", number=short_number(self._number), count=count)

    def reload(self) -> None:
        """Read the files."""
        services, actor, number = self.services, self.actor, self._number

        def work() -> _Found:
            case = services.cases.case(actor, number)
            files = services.files.attachments(actor, case.id)
            return case, files, services.files.may_attach(actor, case.id)

        self.read("files", work, self._take)

    def _take(self, found: _Found) -> None:
        self._case, files, self._may_attach = found
        at = None if self.rows.row is None else (self.rows.row.case_id, self.rows.row.seq)
        self.rows.set_rows(files, empty=_no_files(self._may_attach), cursor_id=at)
        self.set_title(self.title_text())
        self.refresh_keys()

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self.rows.set_columns(_columns(self.console.frame))
        self.rows.set_empty(_no_files(self._may_attach))
        self.set_title(self.title_text())

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Offer what can be done to the file under the cursor."""
        message.stop()
        self.refresh_keys()

    def can_row(self) -> bool:
        """A file is under the cursor."""
        return self.rows.row is not None

    def can_attach(self) -> bool:
        """The person has something to do with the case."""
        return self._may_attach

    def action_attach(self) -> None:
        """Ask which file."""
        if self.can_attach():
            self.console.go("attach", self._number)

    def action_open(self) -> None:
        """Copy the file under the cursor and show the copy."""
        row, case, settings = self.rows.row, self._case, self.console.settings
        if row is None or case is None:
            return
        services, actor = self.services, self.actor

        def work() -> tuple[Path, bool]:
            from console.viewing import show_file

            copy = services.files.open_copy(actor, case.id, row.seq, settings.opened_folder, row.case_id)
            return copy, show_file(settings.opener, copy)

        self.say(_("Opening %(name)s ...", name=row.name))
        self.save(work, self._opened)

    def _opened(self, found: tuple[Path, bool]) -> None:
        copy, shown = found
        if shown:
            self.say(_("Opened: %(file)s. The reading is recorded.", file=copy.name))
            return
        from console.dialogs.notice import NoticeDialog

        self.say("")
        words = _(
            "There is no program here that shows it. A copy lies at %(file)s for twelve hours.",
            file=str(copy),
        )
        hint = _("YIWANG_OPENER names a program for files.")
        later(self.app.push_screen(NoticeDialog(words, hint, title=_("A copy to read"))))

    def action_save_copy(self) -> None:
        """Write the file under the cursor into the folder of exports."""
        row, case = self.rows.row, self._case
        if row is None or case is None:
            return
        from console.screens.paper_writing import write_file

        services, actor = self.services, self.actor

        def prepare() -> tuple[str, Callable[[IO[bytes]], object]]:
            return row.name, lambda target: services.files.save(actor, case.id, row.seq, target, row.case_id)

        write_file(self, prepare)

    def action_withdraw(self) -> None:
        """Ask why, and withdraw the file under the cursor."""
        row = self.rows.row
        if row is None:
            return
        from console.dialogs.prompt import PromptDialog

        words = _("%(name)s goes out of sight; it stays in the store and in the ledger.", name=row.name)
        dialog = PromptDialog(_("Why is the file withdrawn?"), words)
        later(self.app.push_screen(dialog, partial(self._withdraw, row)))

    def _withdraw(self, row: AttachmentView, reason: str | None) -> None:
        if reason is None:
            return
        services, actor = self.services, self.actor
        self.save(
            lambda: services.files.withdraw(actor, row.case_id, row.seq, reason),
            lambda gone: self.say(_("Withdrawn: %(name)s.", name=gone.name)),
        )


def _no_files(may_attach: bool) -> str:  # noqa: FBT001 -- what was read
    if may_attach:
        return _("No file is attached yet; F2 attaches one.")
    return _("No file is attached.")


def _columns(frame: Frame) -> list[Column[AttachmentView]]:
    def when(row: AttachmentView) -> Piece:
        return frame.times.moment(row.at, frame.clock.now()), ""

    def note(row: AttachmentView) -> Piece:
        whose = "" if row.own else short_number(row.case_number)
        return " ".join(part for part in (whose, row.note) if part), "dim"

    return [
        Column(N_("No."), 4, lambda row: (str(row.seq), ""), right=True),
        Column(N_("File name"), 20, lambda row: (row.name, "bold"), best=28),
        Column(N_("File size"), 7, lambda row: (size_words(row.size), ""), right=True),
        Column(N_("Attached by"), 8, lambda row: (row.by, "")),
        Column(N_("Moment"), 14, when),
        Column(N_("Note"), 8, note, grow=True),
    ]
