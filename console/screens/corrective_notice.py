"""A line of the person's day: what they have to do better after a drill."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from console.i18n import _
from console.widgets.lines import Sentence
from models.cases.rules import READER_ROLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.screens.base import ConsoleScreen
    from models.improving.views import Waiting


class CorrectiveLine(Sentence):
    """Says how many corrective tasks are open; not there where none is."""

    DEFAULT_CSS = "CorrectiveLine { display: none; padding: 0 1; }"
    waiting: Waiting | None = None
    """What was counted last"""


def read_corrective(screen: ConsoleScreen[Any], on_day: Callable[[], bool]) -> None:
    """Count the corrective tasks of whoever has a day; ``on_day`` says whether it is shown."""
    services, actor, frame = screen.services, screen.actor, screen.console.frame
    if actor.has(*READER_ROLES):
        today = frame.times.local(frame.clock.now()).date()
        screen.read(
            "corrective", lambda: services.corrective_waiting(actor, today), partial(_take, screen, on_day)
        )


def _take(screen: ConsoleScreen[Any], on_day: Callable[[], bool], found: Waiting) -> None:
    screen.query_one(CorrectiveLine).waiting = found
    show_corrective(screen, shown=on_day())


def show_corrective(screen: ConsoleScreen[Any], *, shown: bool) -> None:
    """Show the line on the person's day, and nowhere else."""
    line = screen.query_one(CorrectiveLine)
    if line.waiting is not None:
        line.show(_words(line.waiting), "bold red" if line.waiting.late else "bold")
    line.display = shown and line.waiting is not None and line.waiting.open > 0


def _words(found: Waiting) -> str:
    if found.late:
        return _("Corrective tasks: %(open)s, late: %(late)s (menu F9)", open=found.open, late=found.late)
    return _("Corrective tasks: %(open)s (menu F9)", open=found.open)
