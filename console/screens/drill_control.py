"""Steering a drill: its time, its timeline, what is expected, who does what."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from console.drilling.rows import VIEWS, Shown, columns_of, facts_of, rows_of
from console.drilling.words import names_of
from console.i18n import _
from console.keys import bindings
from console.keytable.drills import CONTROL_MENU
from console.screens.base import ConsoleScreen
from console.screens.drill_steering import Steering
from console.widgets.line_list import LineList
from console.widgets.lines import RuleLine
from console.widgets.preview import Preview
from models.drills.kinds import DrillState
from scenarios.board import InjectRow, Progress

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.drilling.hand import Hand, View
    from console.drilling.trainer import TrainerApp
    from console.keys import KeyEntry, MenuEntry

_COMING = frozenset(
    {
        Progress.COMING,
        Progress.AGAIN,
        Progress.WAITING,
        Progress.FOLLOWING,
        Progress.CALLED,
        Progress.HELD,
    }
)


class DrillControlScreen(Steering, ConsoleScreen[None]):
    """One line of time, one list of three, the row under the cursor in full."""

    GROUP = "drill_control"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("drill_control"))
    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = """
    DrillControlScreen LineList { height: 1fr; }
    DrillControlScreen Preview { height: 3; }
    """
    _view = VIEWS[0]
    _listed: tuple[Shown, ...] | None = None
    """The rows as they are shown"""

    @property
    def trainer(self) -> TrainerApp:
        """The console of the trainer."""
        app: Any = self.app
        found: TrainerApp = app
        return found

    @property
    def hand(self) -> Hand:
        """The hand on the drill that is shown."""
        return self.trainer.hand

    @property
    def seen(self) -> View | None:
        """What is seen of it."""
        return self.hand.view

    def body(self) -> Iterable[Widget]:
        """Return the line of time, the list and the row under the cursor."""
        from console.widgets.drill_clock import DrillClockLine

        yield DrillClockLine()
        yield LineList[Shown](columns_of(self._view), lambda row: row.id)
        yield RuleLine(id="note")
        yield Preview()

    def title_text(self) -> str:
        """Name the drill, and its party."""
        drill = self.hand.world.services.drills.drill() if self.seen is None else self.seen.drill
        party = f" {drill.party}" if drill.party else ""
        return f"{drill.title}{party}"

    @property
    def rows(self) -> LineList[Shown]:
        """The list."""
        found: LineList[Shown] = self.query_one(LineList)
        return found

    @property
    def row(self) -> Shown | None:
        """What is under the cursor."""
        return self.rows.row

    def reload(self) -> None:
        """Show what the hand sees."""
        self.hand_moved(self.hand)

    def hand_moved(self, hand: Hand) -> None:
        """Show what is other than before; the app calls it."""
        view = hand.view
        if hand is not self.hand or view is None or not self.composed:
            return
        from console.widgets.drill_clock import DrillClockLine

        self.query_one(DrillClockLine).show(view)
        rows = tuple(rows_of(view.board, self._view))
        if rows != self._listed:
            self._listed = rows
            at = None if self.rows.row is None else self.rows.row.id
            self.rows.set_rows(rows, empty=_("Nothing to show."), cursor_id=at)
        self.refresh_keys()

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self._show_view()

    def _show_view(self) -> None:
        self._listed = None
        self.rows.set_columns(columns_of(self._view, names_of(self.hand.plan.scenario)))
        self.hand_moved(self.hand)

    def started(self) -> None:
        """Call senders and receivers by their names."""
        self.rows.set_columns(columns_of(self._view, names_of(self.hand.plan.scenario)))

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Show the row in full."""
        message.stop()
        self.query_one("#note", RuleLine).set_note(f"{self._view.title}  {self.rows.position}")
        row = self.rows.row
        facts = () if row is None else facts_of(row, names_of(self.hand.plan.scenario))
        self.query_one(Preview).show(facts)
        self.refresh_keys()

    def action_view(self) -> None:
        """Turn to the next of the three lists."""
        self._view = VIEWS[(VIEWS.index(self._view) + 1) % len(VIEWS)]
        self._show_view()
        self.rows.move_to(0)

    def menu_entries(self) -> list[KeyEntry | MenuEntry]:
        """Offer what has no key of its own too."""
        more = [entry for entry in CONTROL_MENU if self.holds(entry.condition)]
        found = super().menu_entries()
        own = [entry for entry in found if entry.group == self.GROUP]
        return [*own, *more, *(entry for entry in found if entry not in own and entry.id != "menu.drill")]

    def can_row(self) -> bool:
        """Something is under the cursor."""
        return self.rows.row is not None

    def can_steering(self) -> bool:
        """This console steers, and the drill has not ended."""
        return self.seen is not None and self.seen.steers and self.seen.drill.state is not DrillState.ENDED

    def can_looking(self) -> bool:
        """Another console steers, or none."""
        view = self.seen
        return view is not None and not view.steers and view.drill.state is not DrillState.ENDED

    def can_parties(self) -> bool:
        """There are several."""
        return len(self.trainer.hands) > 1

    def can_inject(self) -> bool:
        """An inject that was not sent for good is under the cursor."""
        row = self.rows.row
        return self.can_steering() and isinstance(row, InjectRow) and row.progress in _COMING

    def can_go_back(self) -> bool:
        """Nothing lies below."""
        return False

    def action_observe(self) -> None:
        """Look on in the office."""
        self.trainer.action_observe()

    def action_parties(self) -> None:
        """See the parties side by side."""
        self.console.go("drill_parties")

    def action_take_over(self) -> None:
        """Steer from here, after a question."""
        view = self.seen
        if view is None or not self.can_looking():
            return
        question = _("Take the steering over from %(person)s?", person=view.drill.steerer or "-")
        self.ask(question, _("Whoever steers now looks on from then."), partial(self._take_over, self.hand))

    def _take_over(self, hand: Hand) -> None:
        self.save(hand.take_over, lambda _nothing: self.say(_("You steer this drill now.")))
