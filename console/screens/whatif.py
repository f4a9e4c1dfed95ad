"""The coming days, played: changes at the left, what comes of them at the right, cases at risk below."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal
from textual.message import Message

from console.i18n import N_, _
from console.keys import bindings
from console.screens.base import ConsoleScreen
from console.screens.whatif_changes import Adding, ChangeLine, Choices, change_lines, without_line
from console.screens.whatif_result import ResultLine, result_lines
from console.whatif_words import per_cent
from console.widgets.line_list import Column, LineList
from console.widgets.lines import RuleLine
from console.work import later
from models.assignment.whatif.refusals import Stopped
from models.assignment.whatif.views import Changes, Risk
from models.cases.numbers import short_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.widgets.lines import Piece
    from models.accounts.views import Actor
    from models.api import Services
    from models.assignment.whatif.views import Answer
    from models.catalogue.views import MatterView

_DAYS, _RUNS = 7, 1_000


@dataclass
class PlayProgress(Message):
    """So many runs were played; sent from the thread that plays."""

    done: int
    total: int
    phase: str
    """A message id"""


class WhatIfScreen(ConsoleScreen[None]):
    """Nothing is written by it.

    Args:
        services: the one door.
        actor: the person.
    """

    GROUP = "whatif"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("whatif"))
    AUTO_FOCUS = "#risks"
    DEFAULT_CSS = """
    WhatIfScreen Horizontal { height: 12; }
    WhatIfScreen #changes { width: 28; height: 100%; }
    WhatIfScreen #result { width: 1fr; height: 100%; }
    WhatIfScreen #risks { height: 1fr; }
    """

    def __init__(self, services: Services, actor: Actor) -> None:
        super().__init__(services, actor)
        self._changes = Changes()
        self._days, self._runs = _DAYS, _RUNS
        self._answer: Answer | None = None
        self._choices = Choices((), (), ())
        self._playing = False
        self._stop = False

    # Parts

    def body(self) -> Iterable[Widget]:
        """Return changes, result and cases."""
        with_change = LineList[ChangeLine](_change_columns(), lambda each: each.key, id="changes")
        result = LineList[ResultLine](_result_columns(), lambda each: each.key, id="result", heading=False)
        yield Horizontal(with_change, result)
        yield RuleLine(id="note")
        yield LineList[Risk](self._risk_columns(), lambda risk: risk.case_id, id="risks")

    @property
    def rows(self) -> LineList[Risk]:
        """The cases at risk."""
        found: LineList[Risk] = self.query_one("#risks", LineList)
        return found

    def reload(self) -> None:
        """Read whom and what changes can name; what was played stays as it is."""
        services, actor, known = self.services, self.actor, self._choices.matters

        def work() -> Choices:
            people, units = services.whatif.people(actor), services.organisation.units(actor, "")
            return Choices(tuple(people), tuple(units), known)

        self.read("choices", work, self._take_choices)

    def _take_choices(self, found: Choices) -> None:
        self._choices = found
        self._show()

    def _show(self) -> None:
        lines = change_lines(self._changes, self._choices, self._days, self._runs)
        self.query_one("#changes", LineList).set_rows(lines)
        frame, answer = self.console.frame, self._answer
        shown = [] if answer is None else result_lines(answer, frame.times, frame.clock.now())
        empty = _("F2 plays the days as they are; F3 adds what would be different.")
        self.query_one("#result", LineList).set_rows(shown, empty=empty)
        risks = () if answer is None else answer.shown.risks
        at = None if self.rows.row is None else self.rows.row.case_id
        said = _("Nothing was played yet.") if answer is None else _("No open case is late in any play.")
        self.rows.set_rows(risks, empty=said, cursor_id=at)
        self.query_one("#note", RuleLine).set_note(_("Open cases that may be late"))
        self.refresh_keys()

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self.query_one("#changes", LineList).set_columns(_change_columns())
        self.query_one("#result", LineList).set_columns(_result_columns())
        self.rows.set_columns(self._risk_columns())
        self._show()

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Offer what can be done with the row."""
        message.stop()
        self.refresh_keys()

    # Keys

    def can_still(self) -> bool:
        """Nothing is being played."""
        return not self._playing

    def can_changes(self) -> bool:
        """There are changes, and nothing is being played."""
        return not self._playing and not self._changes.none

    def can_row(self) -> bool:
        """A case is under the cursor."""
        return self.rows.row is not None

    def action_open(self) -> None:
        """Open the case under the cursor."""
        if self.rows.row is not None:
            self.console.go("case", self.rows.row.number)

    def action_add(self) -> None:
        """Ask what would be different."""
        Adding(self, self._choices, self._changes, self._changed, self._learned).ask()

    def _learned(self, matter: MatterView) -> None:
        self._choices = replace(self._choices, matters=(*self._choices.matters, matter))

    def action_drop(self) -> None:
        """Choose which change to take away."""
        from console.dialogs.pick import Option, PickDialog

        lines = change_lines(self._changes, self._choices, self._days, self._runs)
        options = [Option(line.key, line.text) for line in lines if line.of is not None]
        title = _("Which change goes?")
        later(self.app.push_screen(PickDialog(title, options, searchable=False), self._dropped))

    def _dropped(self, key: str | None) -> None:
        if key is not None:
            self._changed(without_line(self._changes, key))

    def _changed(self, changes: Changes) -> None:
        self._changes = changes
        self._show()

    def action_frame(self) -> None:
        """Ask for the days and the runs."""
        from console.dialogs.prompt import PromptDialog

        def answered(text: str | None) -> None:
            if text is not None:
                days, _space, runs = text.strip().partition(" ")
                self._days, self._runs = int(days), int(runs or self._runs)
                self._show()

        dialog = PromptDialog(
            _("Days, and runs"),
            _("Such as “7 1000”: seven days, played a thousand times."),
            check=_wrong_frame,
            value=f"{self._days} {self._runs}",
        )
        later(self.app.push_screen(dialog, answered))

    # Playing

    def action_run(self) -> None:
        """Play; Escape stops it."""
        services, actor, changes = self.services, self.actor, self._changes
        days, runs = self._days, self._runs
        self._playing, self._stop = True, False
        self.refresh_keys()
        self.say_lasting(_("Learning from the past ... Esc stops it."))

        def work() -> Answer:
            return services.whatif.ask(
                actor, changes, days=days, runs=runs, on_progress=self._tell, stop=self._stopped
            )

        self.read("play", work, self._take)

    def _stopped(self) -> bool:
        return self._stop

    def _tell(self, done: int, total: int, phase: str) -> None:
        # In the thread that plays: a message is all that may pass from there.
        self.post_message(PlayProgress(done, total, phase))

    def on_play_progress(self, message: PlayProgress) -> None:
        """Say how far it is."""
        message.stop()
        if self._playing:
            facts = {"phase": _(message.phase), "done": message.done, "total": message.total}
            self.say_lasting(_("%(phase)s: %(done)s of %(total)s ... Esc stops it.", **facts))

    def _take(self, answer: Answer) -> None:
        self._answer = answer
        self._ended("")
        self._show()

    def _ended(self, said: str) -> None:
        self._playing = False
        self.say_lasting(said)
        self.refresh_keys()

    def read_failed(self, group: str, error: Exception) -> None:
        """Say that it was stopped; anything else is explained as everywhere."""
        if group == "play":
            self._ended(_("Stopped; nothing was kept of it.") if isinstance(error, Stopped) else "")
            if isinstance(error, Stopped):
                return
        super().read_failed(group, error)

    def back(self) -> None:
        """Stop the play where one runs, else go back."""
        if self._playing:
            self._stop = True
        else:
            super().back()

    def can_go_back(self) -> bool:
        """Escape stops a play, wherever the screen stands."""
        return self._playing or super().can_go_back()

    def leaving(self) -> None:
        """Stop: nobody waits for the answer."""
        self._stop = True

    def _risk_columns(self) -> list[Column[Risk]]:
        frame = self.console.frame

        def sure(risk: Risk) -> Piece:
            return f"{per_cent(risk.share)} ({per_cent(risk.low)}-{per_cent(risk.high)})", "bold"

        def due(risk: Risk) -> Piece:
            return frame.times.moment(risk.due_at, frame.clock.now()), ""

        return [
            Column(N_("Number"), 9, lambda risk: (short_number(risk.number), "")),
            Column(N_("Late in"), 22, sure),
            Column(N_("Due"), 12, due),
            Column(N_("Unit"), 12, lambda risk: (risk.unit_name, "")),
            Column(N_("Title"), 16, lambda risk: (risk.title, ""), grow=True),
        ]


def _wrong_frame(text: str) -> str:
    """Return what is wrong with days and runs as typed, "" if nothing."""
    parts = text.split()
    if not 1 <= len(parts) <= 2 or not all(part.isascii() and part.isdigit() for part in parts):  # noqa: PLR2004 -- days, runs
        return _("Two numbers are wanted: days and runs.")
    return ""


def _change_columns() -> list[Column[ChangeLine]]:
    return [Column(N_("What would be different"), 20, lambda line: (line.text, line.style), grow=True)]


def _result_columns() -> list[Column[ResultLine]]:
    return [Column("", 40, lambda line: (line.text, line.style), grow=True)]
