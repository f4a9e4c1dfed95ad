"""The console's wiring: no word of the township's work is decided or spoken here.

What it offers to screens, as ``screen.console``:

* :meth:`YiwangApp.save` runs a write that outlives the screen that asked for it;
* :meth:`YiwangApp.explain` is the one place where a refusal or an error becomes a dialog;
* :meth:`YiwangApp.go` opens a screen by name; :meth:`YiwangApp.go_back` closes it;
* :meth:`YiwangApp.say` shows one line about what just happened;
* :attr:`YiwangApp.frame` is the place, the person and the time, as widgets draw them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from console import keys
from console.frame import Frame
from console.i18n import LANGUAGES, _, current_language, set_language
from console.late import late
from console.messages import DataChanged, ServicesOpened, WriteEnded
from console.screens import FORMS, load_screen
from console.screens.base import ConsoleScreen
from console.session import Session
from console.terminal.base import FAILURE_EXIT_CODE, TerminalApp
from console.text import Times, clock_zone
from console.watch import ChangeWatch
from console.work import Failed, attempt, later
from models.kernel.clock import SystemClock
from models.kernel.errors import Conflict, DomainError

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.binding import BindingType
    from textual.screen import Screen
    from textual.widget import Widget

    from console.dialogs.conflict import Dispute
    from console.session import FirstLook
    from console.settings import Settings
    from console.terminal.profile import TerminalProfile
    from models.accounts.views import Actor
    from models.api import Services
    from models.kernel.clock import Clock
    from models.organisation.views import OfficeView

LOCK_MINUTES = 10.0
"""Minutes without a key after which the console locks itself."""
_LOCK_CHECK_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class _Job:
    """A write on its way, and who wants to know."""

    work: Callable[[], Any]
    on_saved: Callable[[Any], None] | None
    on_refused: Callable[[Exception], bool | None] | None
    dispute: Dispute | None
    asker: Widget | None
    """Whose callbacks are left out once it is gone"""

    @property
    def asker_there(self) -> bool:
        return self.asker is None or self.asker.is_attached


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
    """

    BINDINGS: ClassVar[list[BindingType]] = list(keys.bindings(keys.EVERYWHERE))
    CSS = """
    Screen { background: ansi_default; color: ansi_default; }
    """

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
    ) -> None:
        super().__init__(profile, log_directory=settings.data_folder)
        self.settings = settings
        self.frame = Frame(clock or SystemClock())
        self.actor: Actor | None = None
        self.remapped = dict(keymap or {})
        self._late, self.services = late(services_factory)
        self.session = session or Session()
        self._jobs: dict[int, _Job] = {}
        self._last_job = 0
        self._watch: ChangeWatch | None = None
        self._lock_seconds = lock_minutes * 60
        self._last_key = 0.0
        self._office: OfficeView | None = None
        if keymap:
            self.set_keymap(keymap)

    # Coming and going

    def get_default_screen(self) -> Screen[Any]:
        """Return the first picture: a title line and one word."""
        from console.screens.opening import OpeningScreen

        return OpeningScreen(self.services)

    def on_mount(self) -> None:
        """Start the watch over idle consoles."""
        self._last_key = self._monotonic()
        if self._lock_seconds:
            self.set_interval(_LOCK_CHECK_SECONDS, self._lock_if_idle)

    def start_work(self, actor: Actor, first: FirstLook | None = None) -> None:
        """Show the queues to a person who got in.

        Args:
            actor: the person.
            first: what was read for the first picture already.
        """
        self.signed_in(actor)
        self._clear_screens()
        later(self.push_screen(load_screen("queues")(self.services, actor, first)))

    def ask_who(self, office: OfficeView) -> None:
        """Show the sign-in form."""
        self._clear_screens()
        later(self.push_screen(load_screen("sign_in")(self.services, office, self.session.way.origin)))

    def _clear_screens(self) -> None:
        while len(self.screen_stack) > 1:
            later(self.pop_screen())

    def open_services(self) -> None:
        """Load the database layer and open the database, in a thread."""

        def opening() -> None:
            outcome = self._late.open()
            self.post_message(ServicesOpened(outcome))

        self.run_worker(opening, name="open", group="open", thread=True, exit_on_error=False)

    @property
    def opening_failed(self) -> bool:
        """Whether the database could not be opened."""
        return self._late.failed

    def on_services_opened(self, message: ServicesOpened) -> None:
        """Listen for changes from now on; or say why the database cannot be opened, and leave."""
        if isinstance(message.outcome, Failed):
            self.explain(message.outcome.error, then=lambda: self.exit(return_code=FAILURE_EXIT_CODE))
            return
        services: Services = message.outcome.value
        services.on_saved(self._note_saved)
        self._watch = ChangeWatch(
            services.data_version, lambda: self.post_message(DataChanged(elsewhere=True)), self.report_error
        )
        self._watch.start()

    def _note_saved(self) -> None:
        self.post_message(DataChanged(elsewhere=False))

    def signed_in(self, actor: Actor) -> None:
        """Take note of who is working here."""
        from console.labels import label

        self.actor = actor
        roles = sorted(actor.roles, key=list(type(next(iter(actor.roles)))).index) if actor.roles else []
        self.frame.person = f"{actor.name} {label(roles[0])}" if roles else actor.name

    def set_office(self, office: OfficeView) -> None:
        """Show the township's name, and every time in its zone."""
        self._office = office
        self.frame.place = office.name
        self.frame.times = Times(clock_zone(office.zone))
        self.frame.mode = _("Drill") if office.drill else ""

    def action_sign_out(self) -> None:
        """Close all screens and ask who is next; what was typed is in the drafts."""
        if self.lost_by_leaving():
            self._confirm_loss(self._sign_out)
        else:
            self._sign_out()

    def _sign_out(self) -> None:
        self.actor = None
        self.frame.person = ""
        if self._office is not None:
            self.ask_who(self._office)

    def action_leave(self) -> None:
        """Leave; ask only if something would be lost."""
        if self.lost_by_leaving():
            self._confirm_loss(self.leave_now)
        else:
            self.leave_now()

    def leave_now(self) -> None:
        """End the console in good order."""
        self.exit(return_code=0)

    def lost_by_leaving(self) -> bool:
        """Say whether a write is on its way or a form holds what no draft has yet."""
        screens = [screen for screen in self.screen_stack if isinstance(screen, ConsoleScreen)]
        return bool(self._jobs) or any(screen.holds_unsaved() for screen in screens)

    def _confirm_loss(self, then: Callable[[], None]) -> None:
        from console.dialogs.confirm import ConfirmDialog

        question = _("Something typed here is not saved yet. Leave all the same?")

        def answered(yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
            if yes:
                then()

        later(self.push_screen(ConfirmDialog(question), answered))

    async def on_unmount(self) -> None:
        """Stop listening and give the database back."""
        if self._watch is not None:
            self._watch.stop()
        self._late.close()

    # Screens

    def go(self, name: str, *facts: Any) -> None:
        """Open the screen called ``name`` (see ``console.screens.SCREENS``) on top of this one.

        Args:
            name: the screen.
            facts: what it takes after services and actor (a case number, for example).
        """
        outcome = attempt(lambda: load_screen(name)(self.services, self.actor, *facts))
        if isinstance(outcome, Failed):
            self.explain(outcome.error)
        else:
            later(self.push_screen(outcome.value))

    def reopen(self, draft: Any) -> None:
        """Open the form a draft belongs to, with what it holds."""
        form = FORMS.get(draft.form.partition(".")[0])
        if form is None:
            self.say(_("This draft is of a form this version of the program does not know."))
            return
        outcome = attempt(lambda: self._form_screen(form).from_draft(self.services, self.actor, draft))
        if isinstance(outcome, Failed):
            self.explain(outcome.error)
        else:
            later(self.push_screen(outcome.value))

    @staticmethod
    def _form_screen(name: str) -> Any:
        return load_screen(name)

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
            if isinstance(screen, ConsoleScreen):
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

        Args:
            work: calls one service method.
            on_saved: gets what the service returned.
            on_refused: gets the refusal, to free the form again; returns ``True`` if it has
                shown the reason itself.
            dispute: how a form wants a :class:`Conflict` settled (see ``console.dialogs.conflict``).
            asker: its callbacks are left out if it is gone by then.
        """
        self._last_job += 1
        job = self._last_job
        self._jobs[job] = _Job(work, on_saved, on_refused, dispute, asker)
        self.run_worker(
            partial(self._write, job, work),
            name="write",
            group="writes",
            exclusive=False,
            exit_on_error=False,
            thread=True,
        )

    def _write(self, job: int, work: Callable[[], Any]) -> None:
        self.post_message(WriteEnded(job, attempt(work)))

    def on_write_ended(self, message: WriteEnded) -> None:
        """Tell whoever asked; settle a conflict, or explain a refusal."""
        job = self._jobs.pop(message.job)
        if not isinstance(message.outcome, Failed):
            if job.on_saved is not None and job.asker_there:
                job.on_saved(message.outcome.value)
            return
        error = message.outcome.error
        shown = job.on_refused(error) if job.on_refused is not None and job.asker_there else False
        if shown:
            return
        if isinstance(error, Conflict) and job.dispute is not None and job.asker_there:
            self._settle(job.dispute, error.current)
        else:
            self.explain(error)

    def _settle(self, dispute: Dispute, current: Any) -> None:
        from console.dialogs.conflict import ConflictDialog

        def chosen(mine: frozenset[str] | None) -> None:
            if mine is not None:
                dispute.settle(current, mine)

        later(self.push_screen(ConflictDialog(dispute.compare(current)), chosen))

    # What went wrong

    def explain(self, error: Exception, then: Callable[[], None] | None = None) -> None:
        """Show a refusal in its own words, or a number for what nobody foresaw.

        Args:
            error: what was raised.
            then: called when the dialog has been read.
        """
        from console.dialogs.notice import NoticeDialog, error_dialog

        if isinstance(error, DomainError):
            from console.i18n import render_error

            dialog = NoticeDialog(*render_error(error))
        else:
            dialog = error_dialog(self.report_error(error))
        top = self.screen
        if isinstance(top, NoticeDialog) and top.says_the_same_as(dialog):
            return
        later(self.push_screen(dialog, (lambda _read: then()) if then is not None else None))

    # Changes

    def on_data_changed(self, message: DataChanged) -> None:
        """Let the screen on top read again, and those below know they are stale."""
        message.stop()
        for screen in self.screen_stack:
            if isinstance(screen, ConsoleScreen):
                screen.data_changed()

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
                return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let a key work only where its condition holds."""
        entry = keys.by_action().get((keys.EVERYWHERE, action))
        return True if entry is None else self.holds(entry.condition)

    def action_help(self) -> None:
        """Explain this screen."""
        screen = self.screen
        if isinstance(screen, ConsoleScreen):
            from console.dialogs.help import HelpScreen

            later(self.push_screen(HelpScreen(screen.HELP_PAGE or screen.GROUP, screen.help_groups())))

    def action_menu(self) -> None:
        """Offer everything that can be done here."""
        screen = self.screen
        if isinstance(screen, ConsoleScreen):
            from console.dialogs.palette import PaletteDialog

            later(self.push_screen(PaletteDialog(screen.menu_entries()), partial(self._run_chosen, screen)))

    async def _run_chosen(
        self, screen: ConsoleScreen[Any], entry: keys.KeyEntry | keys.MenuEntry | None
    ) -> None:
        if entry is not None:
            in_app = isinstance(entry, keys.MenuEntry) or entry.group == keys.EVERYWHERE
            await self.run_action(entry.action, default_namespace=self if in_app else screen)

    def action_language(self) -> None:
        """Show everything in the other language, at once and at the next start."""
        place = LANGUAGES.index(current_language())
        set_language(LANGUAGES[(place + 1) % len(LANGUAGES)])
        if self.actor is not None:
            self.signed_in(self.actor)
        for screen in self.screen_stack:
            if isinstance(screen, ConsoleScreen):
                screen.language_changed()
        self._remember_choice(language=current_language())

    def action_borders(self) -> None:
        """Draw lines in plain ASCII, or not."""
        plain = not self.profile.ascii_borders
        self.use_profile(replace(self.profile, ascii_borders=plain))
        self._remember_choice(ascii_borders=plain)

    def _remember_choice(self, **choices: str | bool) -> None:
        # A data folder that cannot be written costs comfort, not work: it is only recorded.
        def work() -> None:
            outcome = attempt(partial(self.settings.save, **choices))
            if isinstance(outcome, Failed):
                self.report_error(outcome.error)

        self.run_worker(work, group="choices", thread=True, exit_on_error=False)

    # The idle lock

    @staticmethod
    def _monotonic() -> float:
        import time

        return time.monotonic()

    async def on_event(self, event: events.Event) -> None:
        """Note when the last key came."""
        from textual import events

        if isinstance(event, events.Key):
            self._last_key = self._monotonic()
        await super().on_event(event)

    def _lock_if_idle(self) -> None:
        if self.actor is not None and self._monotonic() - self._last_key >= self._lock_seconds:
            self.action_lock()

    def action_lock(self) -> None:
        """Hide everything until the person's password is entered; forms below are kept."""
        lock = load_screen("lock")
        if self.actor is not None and not isinstance(self.screen, lock):
            later(self.push_screen(lock(self.services, self.actor)))
