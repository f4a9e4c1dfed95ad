"""What every screen of the console has: a frame, reads off the event loop, keys from the table.

To write a screen:

* subclass :class:`ConsoleScreen`, set ``GROUP`` to its group in :mod:`console.keys`, and
  ``BINDINGS = list(bindings("that group"))``;
* give its parts in :meth:`~ConsoleScreen.body`; title bar, notices and key line are there;
* read with ``self.read(group, work, then)``: ``work`` runs in a thread and calls one
  service; ``then`` gets its result on the event loop. A newer read of the same group
  replaces an older one; a refusal is shown by the app;
* write with ``self.console.save(work, on_saved, on_refused)`` (see ``console.app``);
* read everything anew in :meth:`~ConsoleScreen.reload`; the base calls it when the screen
  is first shown, and whenever something was saved anywhere;
* answer ``can_<condition>()`` for the conditions its keys name, and call
  ``self.refresh_keys()`` when an answer may have changed.

There is no ``try`` in a screen.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual.containers import Vertical

from console import keys
from console.messages import ReadEnded
from console.terminal.layout import LaidOutOnce
from console.widgets.key_bar import KeyBar, NoticeLine
from console.widgets.title_bar import TitleBar
from console.work import Failed, attempt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual import events
    from textual.app import ComposeResult
    from textual.widget import Widget

    from console.app import YiwangApp
    from console.dialogs.conflict import Dispute
    from console.keys import KeyEntry, MenuEntry
    from console.widgets.lines import Piece
    from models.accounts.views import Actor
    from models.api import Services

T = TypeVar("T")
R = TypeVar("R")


class ReadingScreen(LaidOutOnce[R], Generic[R]):
    """A screen or dialog that reads in threads; results come back as messages."""

    AUTO_FOCUS: ClassVar[str | None] = "*"

    def __init__(self) -> None:
        super().__init__()
        self._serials: dict[str, int] = {}

    @property
    def console(self) -> YiwangApp:
        """The app, with what it offers screens: ``save``, ``say``, ``frame``, ``go``."""
        app: Any = self.app
        console: YiwangApp = app
        return console

    def read(self, group: str, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Run ``work`` in a thread and give its result to ``then`` on the event loop.

        Args:
            group: the purpose; a newer read of the same group makes older answers void.
            work: calls a service; must not touch widgets.
            then: takes the result. Not called if ``work`` was refused: the app shows why.
        """
        serial = self._serials[group] = self._serials.get(group, 0) + 1
        self.run_worker(
            partial(self._read, group, serial, work, then),
            name=group,
            group=group,
            exclusive=True,
            exit_on_error=False,
            thread=True,
        )

    def _read(self, group: str, serial: int, work: Callable[[], T], then: Callable[[T], None]) -> None:
        if self._serials.get(group) == serial:
            self.post_message(ReadEnded(group, serial, attempt(work), then))

    def on_read_ended(self, message: ReadEnded) -> None:
        """Hand a result over, unless a newer read of its group was begun meanwhile."""
        message.stop()
        if self._serials.get(message.group) != message.serial:
            return
        if isinstance(message.outcome, Failed):
            self.read_failed(message.group, message.outcome.error)
        else:
            message.then(message.outcome.value)

    def read_failed(self, group: str, error: Exception) -> None:
        """Let the app say why a read came to nothing; a screen may do something about it as well."""
        self.console.explain(error)


class ConsoleScreen(ReadingScreen[R], Generic[R]):
    """A full screen: title line, body, notices, key line.

    Args:
        services: the one door to the township.
        actor: the person acting.
    """

    GROUP: ClassVar[str] = ""
    """Its group in the key table"""
    HELP_PAGE: ClassVar[str] = ""
    """Name of its page under ``console/help/<language>/``; by default the group"""

    DEFAULT_CSS = """
    ConsoleScreen {
        layout: vertical; overflow: hidden; background: ansi_default; color: ansi_default;
    }
    ConsoleScreen > .body { height: 1fr; }
    """

    def __init__(self, services: Services, actor: Actor) -> None:
        super().__init__()
        self.services = services
        self.actor = actor
        self.stale = True
        """Whether something was saved since this screen last read; the app sets it."""
        self.composed = False
        """Whether its parts are there."""

    # Parts

    def body(self) -> Iterable[Widget]:
        """Return the parts between title and key line."""
        raise NotImplementedError

    def title_text(self) -> str:
        """Return the screen's name for the title line, in the current language."""
        return keys.group_title(self.GROUP)

    def set_title(self, title: str) -> None:
        """Show ``title`` as the screen's name."""
        self.query_one(TitleBar).set_title(title)

    def compose(self) -> ComposeResult:
        """Put title, body, notices and keys together."""
        yield TitleBar(self.console.frame, self.title_text())
        yield KeyBar()
        yield NoticeLine()
        yield Vertical(*self.body(), classes="body")

    # Life

    def on_mount(self) -> None:
        """Read for the first time; subclasses use :meth:`started` instead."""
        self.composed = True
        self.started()
        self._read_if_stale()
        self.refresh_keys()

    def started(self) -> None:
        """Do what has to be done once, before the first reading."""

    def on_screen_resume(self) -> None:
        """Read again what changed while other screens lay on top."""
        if self.composed:
            self._read_if_stale()
            self.refresh_keys()

    def data_changed(self) -> None:
        """Take note that something was saved; the app calls it. The top screen reads at once."""
        self.stale = True
        if self.composed and self.app.screen is self:
            self._read_if_stale()

    def _read_if_stale(self) -> None:
        if self.stale:
            self.stale = False
            self.reload()

    def reload(self) -> None:
        """Read everything this screen shows."""

    def act_as(self, actor: Actor) -> None:
        """Go on for the same person with other rights; what was typed stays."""
        changed = actor.rights != self.actor.rights
        self.actor = actor
        if changed and self.composed:
            self.query_one(TitleBar).refresh()
            self.rights_changed()
            self.data_changed()
            self.refresh_keys()

    def rights_changed(self) -> None:
        """Do what has to be done where the person's roles, area or unit are others than before."""

    def on_title_bar_minute_passed(self, message: TitleBar.MinutePassed) -> None:
        """Let the words that tell the time go on with the clock."""
        message.stop()
        self.minute_passed()

    def minute_passed(self) -> None:
        """Bring words that depend on the time up to date; a screen nobody uses comes here every minute."""

    def language_changed(self) -> None:
        """Show everything in the new language; nothing that was typed may be lost."""
        self.set_title(self.title_text())
        for widget in self.walk_children(with_self=False):
            widget.refresh(layout=True)
        self.refresh_keys()

    def leaving(self) -> None:
        """Keep where the person is; called before they sign out or the console ends."""

    def holds_unsaved(self) -> bool:
        """Say whether leaving now would lose what was typed since the last draft was kept."""
        return False

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let a key work only where its condition in the table holds."""
        entry = keys.by_action().get((self.GROUP, action))
        return True if entry is None else self.holds(entry.condition)

    def holds(self, condition: str) -> bool:
        """Answer a condition of the key table through ``can_<condition>``."""
        if not condition:
            return True
        answer: Callable[[], bool] | None = getattr(self, f"can_{condition}", None)
        return answer is None or answer()

    def offered(self) -> list[KeyEntry]:
        """Return the commands of this screen that work now, in the order of the key line."""
        return [entry for entry in keys.entries(self.GROUP) if self.holds(entry.condition)]

    def menu_entries(self) -> list[KeyEntry | MenuEntry]:
        """Return what the menu (F9) offers: the keys of this screen, then what works everywhere."""
        own = {role.value for role in self.actor.roles}
        offered = [entry for entry in self.offered() if not entry.spread]
        # A screen one is on, or that a key of this screen leads to, is not offered once more.
        here = {self.GROUP, *(entry.action for entry in offered)}
        menu = [
            entry
            for entry in keys.MENU
            if self.console.holds(entry.condition)
            and entry.screen not in here
            and (not entry.roles or not own.isdisjoint(entry.roles))
        ]
        return [*offered, *menu]

    def refresh_keys(self) -> None:
        """Draw the key line anew; call it when what is possible may have changed."""
        # It stands below the screen itself: looking through all widgets would take longer than drawing it.
        bar = next((child for child in self.children if isinstance(child, KeyBar)), None)
        if not self.composed or bar is None:
            return
        always = [entry for entry in keys.entries(keys.EVERYWHERE) if self.console.holds(entry.condition)]
        shown = [entry for entry in self.offered() if entry.line]
        bar.show(shown, always, self.console.remapped)

    def can_signed_in(self) -> bool:
        """Somebody is signed in."""
        return True

    # Notices

    def say(self, text: str) -> None:
        """Show one line about what just happened, until the next key."""
        self.query_one(NoticeLine).say(text)

    def say_lasting(self, text: str) -> None:
        """Show one line as long as it holds; "" takes it away."""
        notice = self.query_one(NoticeLine)
        if text:
            notice.say(text)
        else:
            notice.clear()

    def on_key(self, _event: events.Key) -> None:
        """Take the last notice away."""
        self.query_one(NoticeLine).clear()

    def can_go_back(self) -> bool:
        """Say whether there is a screen below to go back to."""
        screens = [screen for screen in self.app.screen_stack if isinstance(screen, ConsoleScreen)]
        return len(screens) > 1 and screens[1] is not self

    def back(self) -> None:
        """Go back to the screen below; a form first sees to it that its draft is kept."""
        self.console.go_back()

    def help_page(self) -> str:
        """Return the name of the page that explains this screen to this person."""
        return self.HELP_PAGE or self.GROUP

    def help_notes(self) -> list[Piece]:
        """Return lines the help page begins with: what holds for what is on the screen now."""
        return []

    def help_groups(self) -> list[str]:
        """Return the groups of keys the help page of this screen lists."""
        return [self.GROUP, keys.EVERYWHERE]

    # Writes

    def save(
        self,
        work: Callable[[], T],
        on_saved: Callable[[T], None] | None = None,
        on_refused: Callable[[Exception], bool | None] | None = None,
        *,
        dispute: Dispute | None = None,
    ) -> None:
        """Have the app write in a thread; see ``YiwangApp.save``.

        The write is finished even if this screen is closed; the callbacks are then left out.
        """
        self.console.save(work, on_saved, on_refused, dispute=dispute, asker=self)
