"""Papers derived from editions, written into the folder of exports: which form, and where it went."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from console.i18n import _
from console.work import later
from models.exchange.papers.names import PaperForm

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import IO, Any

    from console.screens.base import ConsoleScreen
    from models.catalogue.editions.views import Diff
    from models.catalogue.requirements.views import RequirementSet


def offer_requirements(screen: ConsoleScreen[Any], on: str) -> None:
    """Ask in which form the business requirements of an edition are to be written, and write them.

    Args:
        screen: over which to ask.
        on: an edition's number, or "" for the list in force.
    """
    from console.dialogs.pick import Option, PickDialog

    options = [
        Option(PaperForm.DOCX, _("Business requirements"), _("a document (.docx)")),
        Option(PaperForm.XLSX, _("Business requirements"), _("a workbook (.xlsx)")),
        Option(PaperForm.MARKDOWN, _("Business requirements"), _("plain text with marks (.md)")),
    ]

    def chosen(form: PaperForm | None) -> None:
        if form is not None:
            _derive(screen, on, form)

    dialog = PickDialog(_("Write the business requirements"), options, searchable=False)
    later(screen.app.push_screen(dialog, chosen))


def _derive(screen: ConsoleScreen[Any], on: str, form: PaperForm) -> None:
    services, actor = screen.services, screen.actor
    screen.say(_("Deriving the requirements ..."))
    screen.read(
        "requirements",
        lambda: services.requirements.derive(actor, on),
        lambda found: _write_requirements(screen, found, form),
    )


def _write_requirements(screen: ConsoleScreen[Any], found: RequirementSet, form: PaperForm) -> None:
    from console.tongue import list_name, tongue

    books = screen.services.books
    screen.say(_("Writing %(count)s requirements ...", count=len(found.requirements)))

    def prepare() -> tuple[str, Callable[[IO[bytes]], object]]:
        name, words = list_name(found.meant), tongue()

        def write(target: IO[bytes]) -> None:
            books.requirement_book(found, name, form, target, words)

        return books.requirement_name(name, form, words), write

    write_file(screen, prepare)


def write_comparison(screen: ConsoleScreen[Any], diff: Diff, earlier: str, later_side: str) -> None:
    """Write a comparison of two lists as a workbook, one row for each change.

    Args:
        screen: which shows it.
        diff: the comparison.
        earlier: what the earlier side is called.
        later_side: what the later side is called.
    """
    from console.tongue import tongue

    services = screen.services
    screen.say(_("Writing the comparison ..."))

    def prepare() -> tuple[str, Callable[[IO[bytes]], object]]:
        books, words = services.books, tongue()

        def write(target: IO[bytes]) -> None:
            books.difference_book(diff, earlier, later_side, target, words)

        return books.difference_name(earlier, later_side, words), write

    write_file(screen, prepare)


def write_file(
    screen: ConsoleScreen[Any], prepare: Callable[[], tuple[str, Callable[[IO[bytes]], object]]]
) -> None:
    """Write a file of its own into the folder of exports, in a thread, and say where it went.

    Args:
        screen: who asks.
        prepare: returns what the file is called, and what fills it; runs in the thread.
    """
    folder = screen.console.settings.exports_folder
    frame = screen.console.frame
    moment = frame.times.local(frame.clock.now())

    def work() -> Path:
        from console.files import print_into

        name, write = prepare()
        return print_into(folder, name, moment, write)

    screen.save(work, partial(_tell, screen))


def _tell(screen: ConsoleScreen[Any], file: Path) -> None:
    from console.dialogs.notice import NoticeDialog

    screen.say("")
    notice = NoticeDialog(_("Written to %(file)s.", file=str(file)), title=_("Written"))
    later(screen.app.push_screen(notice))
