"""Exporting what a screen shows: which format, where to, and a file that appears whole or not at all."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from console.i18n import _
from console.keys import EXPORT_MENU
from console.keytable.shape import MenuEntry
from console.screens.base import ConsoleScreen
from console.work import later
from models.exchange.exporting.rules import EXPORTERS, FILTERED, PERSONAL
from models.exchange.exporting.views import Format, How

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO

    from console.dialogs.exporting import Course
    from console.dialogs.pick import Option
    from console.keys import KeyEntry
    from models.exchange.exporting.views import ExportRequestView, ExportSummary, Wanted

_ENDINGS = {
    Format.XLSX: ".xlsx",
    Format.CSV: ".csv",
    Format.JSON_LINES: ".jsonl",
    Format.XES: ".xes.gz",
    Format.OPEN311_JSON: ".json",
    Format.OPEN311_XML: ".xml",
}
_LONGEST_PATH = 400


class Exporting(ConsoleScreen[None]):
    """A screen that can write what it shows to a file; subclasses say what that is."""

    def export_wanted(self) -> Wanted | None:
        """Return what is shown, ``None`` where it cannot be exported."""
        raise NotImplementedError

    def can_export(self) -> bool:
        """The person may export, and what is shown can be."""
        return self.actor.has(*EXPORTERS) and self.export_wanted() is not None

    def can_ask_clear(self) -> bool:
        """What is shown holds personal data, and can be exported."""
        wanted = self.export_wanted()
        return self.can_export() and wanted is not None and wanted.kind in PERSONAL

    def action_ask_clear(self) -> None:
        """Ask what it is needed for, then ask for it."""
        from console.dialogs.prompt import PromptDialog

        wanted, services, actor = self.export_wanted(), self.services, self.actor

        def answered(reason: str | None) -> None:
            if wanted is not None and reason is not None:
                self.console.save(lambda: services.exports.ask(actor, wanted, reason), self._asked)

        why = _("What personal data in clear is needed for; a security administrator reads it and answers.")
        later(self.app.push_screen(PromptDialog(_("Ask for an export in clear"), why), answered))

    def _asked(self, request: ExportRequestView) -> None:
        words = _(
            "Request %(number)s: %(count)s rows, waits for a second person.",
            number=request.number,
            count=request.rows,
        )
        self.say(words)

    def menu_entries(self) -> list[KeyEntry | MenuEntry]:
        """Offer the export after what has a key."""
        shown = super().menu_entries()
        more = [entry for entry in EXPORT_MENU if entry.group == self.GROUP and self.holds(entry.condition)]
        place = next((at for at, entry in enumerate(shown) if isinstance(entry, MenuEntry)), len(shown))
        return [*shown[:place], *more, *shown[place:]]

    def action_export(self) -> None:
        """Ask for the format, then for the file."""
        from console.dialogs.pick import PickDialog

        wanted = self.export_wanted()
        if wanted is not None:
            dialog = PickDialog(_("Export to a file"), format_options(wanted.kind), searchable=False)
            later(self.app.push_screen(dialog, partial(self.ask_where, wanted)))

    def ask_where(self, wanted: Wanted, how: How | None) -> None:
        """Ask for the file, then write what is wanted into it."""
        from console.dialogs.prompt import PromptDialog

        if how is None:
            return
        frame = self.console.frame
        moment = frame.times.local(frame.clock.now())
        name = f"{wanted.kind}_{moment:%Y%m%d-%H%M%S}{_ENDINGS[how.format]}"
        folder = self.console.settings.exports_folder
        dialog = PromptDialog(
            _("Export to a file"),
            _("Where to write it; a name alone lies in %(folder)s.", folder=str(folder)),
            value=name,
            check=partial(what_is_wrong, folder),
        )
        later(self.app.push_screen(dialog, partial(self._ask_over, wanted, how, folder)))

    def _ask_over(self, wanted: Wanted, how: How, folder: Path, text: str | None) -> None:
        from console.dialogs.confirm import ConfirmDialog

        if text is None:
            return
        target = path_of(folder, text)
        if not target.exists():
            self._write(wanted, how, target, agreed=True)
            return
        question = _("%(file)s is there already. Write over it?", file=str(target))
        later(
            self.app.push_screen(
                ConfirmDialog(question), lambda agreed: self._write(wanted, how, target, agreed=bool(agreed))
            )
        )

    def _write(self, wanted: Wanted, how: How, target: Path, *, agreed: bool) -> None:
        from console.dialogs.exporting import ExportDialog

        if agreed:
            work = self._worker(wanted, how, target)
            later(self.app.push_screen(ExportDialog(str(target), work), partial(self.tell_written, target)))

    def _worker(self, wanted: Wanted, how: How, target: Path) -> Callable[[Course], ExportSummary]:
        services, actor = self.services, self.actor

        def work(course: Course) -> ExportSummary:
            from console.files import NotWritten, write_whole
            from console.settings import make_private_folder
            from models.kernel.oserrors import why

            def fill(stream: IO[bytes]) -> ExportSummary:
                return services.exports.export(
                    actor, wanted, how, stream, on_progress=course.tell, stopped=course.stopped
                )

            try:
                if not target.parent.exists():
                    make_private_folder(target.parent)
                return write_whole(target, fill)
            except OSError as error:
                raise NotWritten(str(target), why(error)) from error

        return work

    def tell_written(self, target: Path, summary: ExportSummary | None) -> None:
        """Say what was written where, if anything was."""
        if summary is not None:
            self.say(_("%(count)s rows written to %(file)s.", count=summary.rows, file=str(target)))


def format_options(kind: str) -> list[Option[How]]:
    """Return the formats offered for a kind."""
    from console.dialogs.pick import Option

    options = [
        Option(How(Format.XLSX, office_headings=True), _("a workbook (.xlsx)")),
        Option(How(Format.CSV), "CSV", _("UTF-8, as every newer spreadsheet reads it")),
        Option(How(Format.CSV, "gb18030"), "CSV GB18030", _("for older programs")),
        Option(How(Format.JSON_LINES), "JSON Lines", _("for programs")),
    ]
    if kind in FILTERED:
        options += [
            Option(How(Format.XES, packed=True), "XES", _("event log for process mining, packed")),
            Option(How(Format.OPEN311_JSON), "Open311 JSON", _("service requests")),
            Option(How(Format.OPEN311_XML), "Open311 XML", _("service requests")),
        ]
    return options


def path_of(folder: Path, text: str) -> Path:
    """Return the file a text names: a name alone lies in ``folder``."""
    return folder / Path(text.strip()).expanduser()


def what_is_wrong(folder: Path, text: str) -> str:
    """Return why no file can be written where a text says; "" if one can."""
    name = text.strip()
    if not name or len(name) > _LONGEST_PATH:
        return _("Give the file a name.")
    target = path_of(folder, name)
    if target.is_dir():
        return _("%(file)s is a folder.", file=str(target))
    if target.parent != folder and not target.parent.is_dir():
        return _("There is no folder %(folder)s.", folder=str(target.parent))
    return ""
