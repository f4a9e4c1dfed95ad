"""A recording: its moments, and the keys that let it run, stand, go back and forward."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from console.drilling.replaywords import kind_word, what_words
from console.drilling.words import called, names_of, since_start
from console.i18n import N_, _, render_error
from console.keys import bindings
from console.keytable.replays import REPLAY_MENU
from console.screens.base import ConsoleScreen
from console.widgets.line_list import Column, LineList
from console.widgets.lines import RuleLine
from console.widgets.preview import Fact, Preview
from console.work import later
from models.kernel.errors import DomainError
from scenarios.format.moments import parsed
from scenarios.format.words import Outcome
from scenarios.recording.moments import Moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.drilling.deck import Deck, Standing
    from console.drilling.replay_app import ReplayApp
    from console.keys import KeyEntry
    from console.keytable.shape import MenuEntry

_MINUTE = 60
_STYLES = {Outcome.MISSED: "bold", Outcome.PARTLY: "bold"}


class DrillReplayScreen(ConsoleScreen[None]):
    """Lists the moments; the line the recording stands at is marked."""

    GROUP = "drill_replay"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("drill_replay"))
    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = """
    DrillReplayScreen LineList { height: 1fr; }
    DrillReplayScreen Preview { height: 3; }
    """
    _whole = False
    _standing: Standing | None = None

    @property
    def player(self) -> ReplayApp:
        """The console."""
        app: Any = self.app
        found: ReplayApp = app
        return found

    @property
    def deck(self) -> Deck:
        """What the recording is played on."""
        return self.player.deck

    def body(self) -> Iterable[Widget]:
        """Return the list, where it stands, and the line under the cursor."""
        yield LineList[Moment](self._columns(), lambda moment: moment.done)
        yield RuleLine(id="note")
        yield Preview()

    def title_text(self) -> str:
        """Name the drill."""
        return _("Recording: %(title)s", title=self.deck.replay.recording.new.title)

    @property
    def rows(self) -> LineList[Moment]:
        """The list."""
        found: LineList[Moment] = self.query_one(LineList)
        return found

    def reload(self) -> None:
        """List the moments; the recording itself never changes."""
        if not self.rows.row:
            self._list()
        self.deck_stands(self.deck.standing())

    def _list(self) -> None:
        at = None if self.rows.row is None else self.rows.row.done
        lines = [each for each in self.deck.moments if self._whole or each.decisive]
        self.rows.set_rows(lines, empty=_("Nothing to show."), cursor_id=at)
        self.refresh_keys()

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self.rows.set_columns(self._columns())
        self._list()

    def deck_stands(self, standing: Standing) -> None:
        """Show where the recording stands; the app calls it each second."""
        before, self._standing = self._standing, standing
        if not self.composed or before == standing:
            return
        entries = _("%(done)s of %(all)s entries", done=standing.done, all=standing.entries)
        parts = (
            since_start(standing.at, seconds=True) + " / " + since_start(standing.last, seconds=True),
            _("plays ×%(speed)s", speed=standing.speed)
            if standing.playing
            else _("stands ×%(speed)s", speed=standing.speed),
            entries,
        )
        self.query_one("#note", RuleLine).set_note("  ".join(parts))
        self.rows.refresh()
        self.refresh_keys()

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Show the line in full."""
        message.stop()
        row = self.rows.row
        self.query_one(Preview).show(() if row is None else self._facts(row))
        self.refresh_keys()

    def _facts(self, moment: Moment) -> tuple[Fact, ...]:
        who = called(names_of(self.deck.scenario), moment.who) if moment.who else ""
        return (Fact(_("By"), who), Fact("", what_words(moment)))

    def _columns(self) -> list[Column[Moment]]:
        return [
            Column(N_("At"), 10, lambda each: (since_start(each.at, seconds=True), self._style(each))),
            Column(
                N_("Kind"),
                8,
                lambda each: (kind_word(each), _STYLES.get(each.outcome, "") if each.outcome else ""),
            ),
            Column(N_("Told"), 30, lambda each: (what_words(each), self._style(each)), grow=True),
        ]

    def _style(self, moment: Moment) -> str:
        """Show what has not happened yet where the recording stands in another way."""
        standing = self._standing
        return "dim" if standing is not None and moment.done > standing.done else ""

    def menu_entries(self) -> list[KeyEntry | MenuEntry]:
        """Offer what has no key of its own too."""
        found = super().menu_entries()
        own = [entry for entry in found if entry.group == self.GROUP]
        more = [entry for entry in REPLAY_MENU if self.holds(entry.condition)]
        return [*own, *more, *(entry for entry in found if entry not in own and entry.id != "menu.drill")]

    def can_row(self) -> bool:
        """Something is under the cursor."""
        return self.rows.row is not None

    def _move(self, work: Callable[[], object]) -> None:
        def moved() -> Standing:
            work()
            return self.deck.standing()

        self.read("deck", moved, self.player.stands)

    def action_play(self) -> None:
        """Let it run, or let it stand."""
        self._move(self.deck.play)

    def action_faster(self) -> None:
        """Let it run faster."""
        self._move(partial(self.deck.pace, 1))

    def action_slower(self) -> None:
        """Let it run slower."""
        self._move(partial(self.deck.pace, -1))

    def action_back_minute(self) -> None:
        """Go a minute back."""
        self._move(partial(self.deck.by, -_MINUTE))

    def action_on_minute(self) -> None:
        """Go a minute on."""
        self._move(partial(self.deck.by, _MINUTE))

    def action_back_entry(self) -> None:
        """Go an entry back."""
        self._move(partial(self.deck.by, 0, -1))

    def action_on_entry(self) -> None:
        """Go an entry on."""
        self._move(partial(self.deck.by, 0, 1))

    def action_open(self) -> None:
        """Go to the line under the cursor."""
        row = self.rows.row
        if row is not None:
            self._move(partial(self.deck.to_entry, row.done))

    def action_view(self) -> None:
        """List the decisive moments only, or all."""
        self._whole = not self._whole
        self._list()
        self.say(_("All moments are listed.") if self._whole else _("The decisive moments are listed."))

    def action_queues(self) -> None:
        """Open the screens of the office, as they stood then."""
        self.console.go("queues")
        self.say(_("This is a recording: look at everything, do nothing. Key # leads back."))

    def action_jump(self) -> None:
        """Ask for a moment, and go there."""
        from console.dialogs.prompt import PromptDialog

        start = self.deck.scenario.world.start

        def answered(text: str | None) -> None:
            if text:
                self._move(partial(self.deck.to, parsed(text).offset(start)))

        dialog = PromptDialog(
            _("Go to when?"), _("Such as T+00:15, or 14:30 by the clock."), check=_no_moment
        )
        later(self.app.push_screen(dialog, answered))

    def action_branch(self) -> None:
        """Ask for the group that plays on from here, and make its drill."""
        from console.dialogs.prompt import PromptDialog

        def answered(party: str | None) -> None:
            if party is not None:
                app = self.player
                self.save(lambda: self.deck.branch(app.place, party.strip(), app.person), self._branched)

        dialog = PromptDialog(
            _("Who plays on from here?"), _("The name of the group; their drill stands at this moment.")
        )
        later(self.app.push_screen(dialog, answered))

    def _branched(self, number: int) -> None:
        self.say(
            _(
                "Drill %(number)s was made; it stands here. Steer it: yiwang drill control %(number)s",
                number=number,
            )
        )

    def action_compare(self) -> None:
        """Ask for another drill, and lay it beside this one."""
        from console.dialogs.prompt import PromptDialog

        def answered(text: str | None) -> None:
            if text:
                self.console.go("drill_compare", int(text))

        dialog = PromptDialog(
            _("Compare with which drill?"),
            _("Its number, as “yiwang drill drills” lists it."),
            check=_no_number,
        )
        later(self.app.push_screen(dialog, answered))


def _no_number(text: str) -> str:
    return "" if text.strip().isdecimal() else _("A number is needed.")


def _no_moment(text: str) -> str:
    """Return what is wrong with a moment somebody typed; "" if nothing."""
    from console.work import Failed, attempt

    outcome = attempt(lambda: parsed(text))
    if not isinstance(outcome, Failed):
        return ""
    if isinstance(outcome.error, DomainError):
        return render_error(outcome.error)[0]
    return _("This cannot be read as a moment of the drill.")
