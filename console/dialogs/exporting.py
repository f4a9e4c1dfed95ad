"""A file on its way out: how far it is, and how to break it off."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Any

from console.dialogs.base import Dialog
from console.i18n import _
from console.widgets.lines import Sentence
from console.work import later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.widget import Widget

    from models.exchange.exporting.views import ExportSummary

_EVERY = 0.5
"""Seconds between two words on how far it is: a slow line has other things to carry"""


class Course:
    """How far an export is; written by the thread that works, read by the dialog."""

    def __init__(self) -> None:
        self.done = 0
        self.total = 0
        self._stop = Event()

    def tell(self, done: int, total: int, _phase: str) -> None:
        """Take note of how far it is."""
        self.done, self.total = done, total

    def stop(self) -> None:
        """Ask for an end."""
        self._stop.set()

    def stopped(self) -> bool:
        """Say whether an end was asked for."""
        return self._stop.is_set()


class ExportDialog(Dialog["ExportSummary"]):
    """Shows how far an export is; Esc breaks it off, and nothing is left behind.

    Args:
        file: where it is to be written.
        work: writes it in a thread, telling the course it is given.
    """

    DEFAULT_CSS = "ExportDialog Sentence { padding: 0 2; }"

    def __init__(self, file: str, work: Callable[[Course], ExportSummary]) -> None:
        super().__init__(_("Export to a file"))
        self._file = file
        self._work = work
        self._course = Course()
        self._ended = False

    def body(self) -> Iterable[Widget]:
        """Return the file and how far it is."""
        yield Sentence(self._file, "bold")
        yield Sentence(self._words(), id="course")

    def on_mount(self) -> None:
        """Begin."""
        super().on_mount()
        self.set_interval(_EVERY, self._show)
        app: Any = self.app
        app.save(lambda: self._work(self._course), self._written, self._refused, asker=self)

    def action_accept(self) -> None:
        """Do nothing: there is nothing to answer."""

    def action_cancel(self) -> None:
        """Break it off; the thread notices within a few hundred rows."""
        self._course.stop()
        self.query_one("#course", Sentence).show(_("It is being broken off ..."))

    def _words(self) -> str:
        course = self._course
        if not course.done:
            return _("Reading ... Esc breaks it off.")
        return _("%(done)s of %(total)s rows. Esc breaks it off.", done=course.done, total=course.total)

    def _show(self) -> None:
        if not self._course.stopped():
            self.query_one("#course", Sentence).show(self._words())

    def _written(self, summary: ExportSummary) -> None:
        later(self.dismiss(summary))

    def _refused(self, _error: Exception) -> bool:
        later(self.dismiss(None))
        return False
