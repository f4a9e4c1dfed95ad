"""The console's wiring: no word of the township's work is decided or spoken here.

What it offers to screens, as ``screen.console``:

* :meth:`YiwangApp.save` runs a write that outlives the screen that asked for it;
* :meth:`YiwangApp.explain` is the one place where a refusal or an error becomes a dialog;
* :meth:`YiwangApp.go` opens a screen by name, :meth:`YiwangApp.go_back` closes it;
* :meth:`YiwangApp.say` shows one line; :attr:`YiwangApp.frame` is place, person and time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from console import everywhere, keys, leaving
from console.attending import Attending
from console.following import Following
from console.frame import Frame
from console.idle import LOCK_MINUTES, IdleLock
from console.late import late
from console.memory import Tidying
from console.messages import DataChanged, ServicesOpened, WriteEnded
from console.screens import form_for, load_screen
from console.screens.base import ConsoleScreen
from console.session import Session
from console.terminal.base import FAILURE_EXIT_CODE, TerminalApp
from console.widgets.title_bar import keep_time
from console.work import Failed, attempt, later
from console.writes import Job, Writes
from models.kernel.clock import SystemClock

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.await_complete import AwaitComplete
    from textual.binding import BindingType
    from textual.screen import Screen
    from textual.widget import Widget

    from console.dialogs.conflict import Dispute
    from console.session import FirstLook
    from console.settings import Settings
    from console.terminal.profile import TerminalProfile
    from models.accounts.views import Actor
    from models.api import Services
    from models.desk.views import DraftView
    from models.kernel.clock import Clock
    from models.organisation.views import OfficeView


class YiwangApp(TerminalApp[None]):
    """The console of one person on one terminal.

    Args:
        settings: what the machine and the person have set.
        services_factory: loads the database layer and opens the database; runs in a thread
            after the first picture.
        profile: what is known about the terminal.
        clock: where the time comes from.
        session: how the person gets in; by default the sign-in form.
        lock_minutes: minutes without a key until the console locks; 0 never does.
        keymap: keys a site has remapped, by entry id (see :mod:`console.keys`).
        alone: whether the process is the console's own (see :mod:`console.memory`).
    """

    BINDINGS: ClassVar[list[BindingType]] = list(keys.bindings(keys.EVERYWHERE))

    def __init__(
        self,
        settings: Settings,
        services_factory: Callable[[], Services],
        *,
        profile: TerminalProfile | None = None,
        clock: Clock | None = None,
        session: Session | None = None,
        lock_minutes: float = LOCK_MINUTES,
        keymap: dict[str, str] | None = None,
        alone: bool = False,
    ) -> None:
        super().__init__(profile, log_directory=settings.data_folder)
        self.settings = settings
        self.frame = Frame(clock or SystemClock())
        self.room: Clock = self.frame.clock
        self.actor: Actor | None = None
        self.remapped = dict(keymap or {})
        self._tidying = Tidying(self, alone=alone)
        self._late, self.services = late(self._tidying.around(services_factory))
        self.session = session or Session()
        self.writes = Writes(self)
        self._attending = Attending(self)
        self.idle = IdleLock(self, lock_minutes)
        self.following = Following(self)
        self._office: OfficeView | None = None
        if keymap:
            self.set_keymap(keymap)

    # Coming and going

    def get_default_screen(self) -> Screen[Any]:
        """Return the first picture: a title line and one word."""
        from console.screens.opening import OpeningScreen

        return OpeningScreen(self.services)

    def on_mount(self) -> None:
        """Start the watch over idle consoles, the time and memory."""
        self.idle.begin()
        self.begin_time()
        self._tidying.begin()

    def begin_time(self) -> None:
        """Let the title lines go on with the clock."""
        keep_time(self, self.frame.clock)

    def start_work(self, actor: Actor, first: FirstLook | None = None) -> None:
        """Show the queues to a person who got in.

        Args:
            actor: the person.
            first: what was read for the first picture already.
        """
        self.signed_in(actor)
        self._clear_screens()
        later(self.push_screen(load_screen("queues")(self.services, actor, first)))
        if actor.must_change_password:
            everywhere.change_password(self, required=True)

    def ask_who(self, office: OfficeView) -> None:
        """Show the sign-in form."""
        self._clear_screens()
        self._tidying.soon(anew=True)
        later(self.push_screen(load_screen("sign_in")(self.services, office, self.session.way.origin)))

    def _clear_screens(self) -> None:
        while len(self.screen_stack) > 1:
            later(self.pop_screen())

    def open_services(self) -> None:
        """Load the database layer and open the database, in a thread."""
        self.run_worker(self._open_late(), name="open", group="open", exit_on_error=False)

    async def _open_late(self) -> None:
        self.post_message(ServicesOpened(await self._late.opened()))

    @property
    def opening_failed(self) -> bool:
        """Whether the database could not be opened."""
        return self._late.failed

    def on_services_opened(self, message: ServicesOpened) -> None:
        """Attend to the database from now on; or say why the database cannot be opened, and leave."""
        if isinstance(message.outcome, Failed):
            self.explain(message.outcome.error, then=lambda: self.exit(return_code=FAILURE_EXIT_CODE))
            return
        services: Services = message.outcome.value
        self._attending.begin(services)
        self._tidying.soon(anew=True)

    def signed_in(self, actor: Actor) -> None:
        """Take note of who is working here."""
        self._tidying.make_room()
        self.actor = actor
        self.frame.show_person(actor)
        self.idle.restart()

    def set_office(self, office: OfficeView) -> None:
        """Show the township's name, and every time in its zone."""
        self._office = office
        self.frame.show_office(office)

    def action_sign_out(self) -> None:
        """Close all screens and ask who is next; what was typed is in the drafts."""
        leaving.unless_lost(self, self._sign_out)

    def _sign_out(self) -> None:
        leaving.note(self)
        self.actor = None
        self.frame.show_person(None)
        if self._office is not None:
            self.ask_who(self._office)

    def action_leave(self) -> None:
        """Leave; ask only if something would be lost."""
        leaving.unless_lost(self, self.leave_now)

    def leave_now(self) -> None:
        """End the console in good order."""
        given_up = self.writes.count
        leaving.note(self)
        code = FAILURE_EXIT_CODE if self.opening_failed else 0
        self.writes.then(lambda: self.exit(return_code=code), given_up)

    async def depart(self, code: int) -> None:
        """Leave because the terminal is gone or the system says so; what was typed is kept first."""
        await leaving.once_kept(self)
        self.exit(return_code=code)

    async def on_unmount(self) -> None:
        """Stop listening and give the database back."""
        self._attending.end()
        self._late.close()

    # Screens

    def go(self, name: str, *facts: Any) -> None:
        """Open the screen called ``name`` (see ``console.screens.SCREENS``) on top of this one.

        ``facts`` are what it takes after services and actor, a case number for example.
        """
        self._tidying.make_room()
        self._open(lambda: load_screen(name)(self.services, self.actor, *facts))

    def choose_draft(self, drafts: Sequence[DraftView]) -> None:
        """List ``drafts``; the one chosen is opened in its form, with what it holds."""
        from console.dialogs.drafts import DraftsDialog

        later(self.push_screen(DraftsDialog(drafts, self.frame), self._reopen))

    def _reopen(self, draft: DraftView | None) -> None:
        if draft is not None:
            self._open(lambda: form_for(draft.form).from_draft(self.services, self.actor, draft))

    def _open(self, make: Callable[[], Screen[Any]]) -> None:
        outcome = attempt(make)
        if isinstance(outcome, Failed):
            self.explain(outcome.error)
        else:
            later(self.push_screen(outcome.value))

    def pop_screen(self) -> AwaitComplete:
        """Close the screen on top, and soon what it leaves in memory."""
        self._tidying.soon()
        return super().pop_screen()

    def go_back(self) -> None:
        """Close the screen on top, unless it is the last."""
        if self.holds("back"):
            later(self.pop_screen())

    async def action_back(self) -> None:
        """Let the screen go back; what it holds stays in its draft."""
        if isinstance(self.screen, ConsoleScreen):
            self.screen.back()

    def notify(self, message: str, **_options: Any) -> None:
        """Show a notice of a widget on the notice line; nothing pops up."""
        self.say(message)

    def say(self, text: str) -> None:
        """Show one line about what just happened on the screen on top."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, ConsoleScreen) and screen.composed:
                screen.say(text)
                return

    # Writes

    def save(
        self,
        work: Callable[[], Any],
        on_saved: Callable[[Any], None] | None = None,
        on_refused: Callable[[Exception], bool | None] | None = None,
        *,
        dispute: Dispute | None = None,
        asker: Widget | None = None,
    ) -> None:
        """Run a write in a thread; it is finished even if the screen that asked is closed.

        What is to be given is said at :class:`~console.writes.Job`.
        """
        self.writes.begin(Job(work, on_saved, on_refused, dispute, asker))

    def on_write_ended(self, message: WriteEnded) -> None:
        """Tell whoever asked; settle a conflict, or explain a refusal."""
        message.stop()
        self.writes.end(message)

    # What went wrong

    def explain(self, error: Exception, then: Callable[[], None] | None = None) -> None:
        """Show a refusal in its own words, or a number for what nobody foresaw.

        Args:
            error: what was raised.
            then: called when the dialog has been read.
        """
        from console.dialogs.notice import show

        show(self, error, then)

    # Changes

    def on_data_changed(self, message: DataChanged) -> None:
        """Let the screen on top read again, and those below know they are stale."""
        message.stop()
        self.following.saved()

    # Keys that work everywhere

    def holds(self, condition: str) -> bool:
        """Answer the conditions of the keys that work everywhere."""
        match condition:
            case "back":
                screen = self.screen
                return isinstance(screen, ConsoleScreen) and screen.composed and screen.can_go_back()
            case "signed_in":
                return self.actor is not None
            case _:
                return condition != "drill"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let a key work only where its condition holds."""
        entry = keys.by_action().get((keys.EVERYWHERE, action))
        return True if entry is None else self.holds(entry.condition)

    def action_help(self) -> None:
        """Explain this screen."""
        everywhere.show_help(self)

    def action_manual(self) -> None:
        """Offer the pages of the manual."""
        everywhere.show_manual(self)

    def action_menu(self) -> None:
        """Offer everything that can be done here."""
        everywhere.show_menu(self)

    def action_password(self) -> None:
        """Let the person choose another password."""
        everywhere.change_password(self)

    def action_language(self) -> None:
        """Show everything in the other language, at once and at the next start."""
        everywhere.switch_language(self)

    def action_borders(self) -> None:
        """Draw lines in plain ASCII, or not."""
        everywhere.switch_borders(self)

    # The idle lock

    async def on_event(self, event: events.Event) -> None:
        """Note that a key came; one that finds the console abandoned locks it and does nothing else."""
        if self.idle.lets_pass(event):
            await super().on_event(event)

    def action_lock(self) -> None:
        """Hide everything until the person's password is entered; forms below are kept."""
        self.idle.lock()
