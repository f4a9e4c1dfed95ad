"""Files of the rounds written from the screen: the sheets of departments, the minutes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from console.i18n import _, ngettext
from console.work import later
from models.exchange.papers.names import PaperForm

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from console.screens.base import ConsoleScreen
    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.review.views import DepartmentLine

EVERYBODY = 0
"""Stands for all departments of a round"""


def offer_minutes(screen: ConsoleScreen[None], number: int) -> None:
    """Ask in which form the minutes are wanted, write them, and say where they went."""
    from console.dialogs.pick import Option, PickDialog

    options = [
        Option(PaperForm.DOCX, _("a document (.docx)")),
        Option(PaperForm.XLSX, _("a workbook (.xlsx)")),
        Option(PaperForm.MARKDOWN, _("plain text with marks (.md)")),
    ]
    services, actor = screen.services, screen.actor
    folder, moment = _where(screen)

    def chosen(form: PaperForm | None) -> None:
        if form is not None:
            screen.say(_("Printing ..."))
            write = partial(_write_minutes, services, actor, number, form, folder, moment)
            screen.save(write, partial(_tell, screen))

    title = _("Minutes of round %(number)s", number=number)
    later(screen.app.push_screen(PickDialog(title, options, searchable=False), chosen))


def _write_minutes(
    services: Services, actor: Actor, number: int, form: PaperForm, folder: Path, moment: datetime
) -> list[Path]:
    from console.files import print_into

    protocol = services.review.protocol(actor, number)
    papers = services.review_papers
    name = papers.minutes_name(protocol, form)
    return [print_into(folder, name, moment, lambda target: papers.write_minutes(protocol, form, target))]


def offer_sheets(screen: ConsoleScreen[None], departments: Sequence[DepartmentLine], current: int) -> None:
    """Ask whose sheets are wanted, write them, note that they were sent, and say where they went.

    Args:
        screen: over which to ask.
        departments: those of the round.
        current: the one to offer first, :data:`EVERYBODY` for none.
    """
    from console.dialogs.pick import Option, PickDialog

    everybody = _("All departments")
    count = ngettext("%(count)s file", "%(count)s files", len(departments), count=len(departments))
    options = [Option(EVERYBODY, everybody, count)]
    options += [
        Option(each.id, each.name, _("%(count)s entries", count=each.counts.asked)) for each in departments
    ]
    options.sort(key=lambda option: option.value != current)
    services, actor = screen.services, screen.actor
    folder, moment = _where(screen)

    def chosen(key: int | None) -> None:
        if key is not None:
            wanted = [each.id for each in departments if key in {EVERYBODY, each.id}]
            screen.say(_("Printing ..."))
            screen.save(lambda: write_sheets(services, actor, wanted, folder, moment), partial(_tell, screen))

    later(screen.app.push_screen(PickDialog(_("Sheets to departments"), options), chosen))


def write_sheets(
    services: Services, actor: Actor, departments: Sequence[int], folder: Path, moment: datetime
) -> list[Path]:
    """Write the sheets of some departments and note that they were sent; return the files.

    Raises:
        NotWritten: the machine would not take one; then none is noted as sent.
        NotPermitted, NoRound, RoundOver: as ``ReviewService.mark_sent``.
    """
    from console.files import print_into

    papers = services.review_papers
    services.review.require_open(actor)
    files = [
        print_into(folder, papers.sheet_name(packet), moment, partial(papers.write_sheet, packet))
        for packet in services.review.packets(actor, list(departments))
    ]
    services.review.mark_sent(actor, departments)
    return files


def _where(screen: ConsoleScreen[None]) -> tuple[Path, datetime]:
    frame = screen.console.frame
    return screen.console.settings.exports_folder, frame.times.local(frame.clock.now())


def _tell(screen: ConsoleScreen[None], files: list[Path]) -> None:
    from console.dialogs.notice import NoticeDialog

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
