"""Books of the duty lists, printed into files: which one, in which form, and where it went."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from console.i18n import _, ngettext
from console.work import later
from models.exchange.papers.names import PaperForm

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from console.dialogs.pick import Option
    from console.screens.base import ConsoleScreen
    from models.accounts.views import Actor
    from models.api import Services

_FORMS = (PaperForm.DOCX, PaperForm.XLSX, PaperForm.MARKDOWN)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A book in a form: the township's where no department is named; or every department's."""

    form: PaperForm
    department: str = ""
    every: bool = False


def offer_books(screen: ConsoleScreen[None], department: str = "") -> None:
    """Ask what is to be printed, print it, and say where it went.

    Args:
        screen: over which to ask.
        department: offer only this department's book.
    """
    from console.dialogs.pick import PickDialog

    dialog = PickDialog(_("Print"), _options(department), searchable=False)
    later(screen.app.push_screen(dialog, partial(_print, screen)))


def _options(department: str) -> list[Option[Wanted]]:
    from console.dialogs.pick import Option

    forms = {
        PaperForm.DOCX: _("a document (.docx)"),
        PaperForm.XLSX: _("a workbook (.xlsx)"),
        PaperForm.MARKDOWN: _("plain text with marks (.md)"),
    }
    if department:
        return [Option(Wanted(form, department), department, forms[form]) for form in _FORMS]
    township, every = _("The township's book"), _("The books of all departments")
    return [
        *(Option(Wanted(form), township, forms[form]) for form in _FORMS),
        *(Option(Wanted(form, every=True), every, forms[form]) for form in _FORMS[:2]),
    ]


def _print(screen: ConsoleScreen[None], wanted: Wanted | None) -> None:
    if wanted is None:
        return
    services, actor = screen.services, screen.actor
    folder = screen.console.settings.exports_folder
    frame = screen.console.frame
    moment = frame.times.local(frame.clock.now())
    screen.say(_("Printing ..."))
    screen.save(lambda: print_books(services, actor, wanted, folder, moment), partial(_tell, screen))


def print_books(
    services: Services, actor: Actor, wanted: Wanted, folder: Path, moment: datetime
) -> list[Path]:
    """Write the books that are wanted; return the files.

    Raises:
        NotWritten: the machine would not take one.
        UnknownDepartment: no item names the department any more.
    """
    from console.files import print_into

    books = services.books
    if not wanted.every and not wanted.department:
        name = books.book_name(wanted.form)
        write = partial(books.township_book, actor, wanted.form)
        return [print_into(folder, name, moment, write)]
    names = [wanted.department]
    if wanted.every:
        names = [each.department for each in services.duties.departments(actor)]
    return [
        print_into(
            folder,
            books.book_name(wanted.form, name),
            moment,
            partial(books.department_book, actor, name, wanted.form),
        )
        for name in names
    ]


def _tell(screen: ConsoleScreen[None], files: list[Path]) -> None:
    from console.dialogs.notice import NoticeDialog

    if not files:
        screen.say(_("No item names a department."))
        return
    screen.say("")
    if len(files) == 1:
        sentence = _("Written to %(file)s.", file=str(files[0]))
    else:
        sentence = ngettext(
            "%(count)s file was written into %(folder)s.",
            "%(count)s files were written into %(folder)s.",
            len(files),
            count=len(files),
            folder=str(files[0].parent),
        )
    later(screen.app.push_screen(NoticeDialog(sentence, title=_("Printed"))))
