"""The application every screen of the console runs in.

:class:`TerminalApp` is Textual's ``App`` with everything taken out that a thin terminal, a
shared office or a stranger's text could turn against the clerk. It knows nothing of the
township; ``console.app`` subclasses it.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar

from rich.control import Control
from rich.segment import Segment, Segments
from rich.text import Text
from textual import events
from textual.app import App, SystemCommand
from textual.filter import Monochrome, NoColor
from textual.worker import WorkerFailed

from console.i18n import _
from console.terminal.codec import encode_output
from console.terminal.crash import CrashLog, crash_sentence
from console.terminal.driver import driver_class
from console.terminal.filter import TerminalFilter
from console.terminal.keyreader import HurriedKey
from console.terminal.output import write_bounded
from console.terminal.profile import TerminalProfile
from console.terminal.signals import HANGUP_EXIT_CODE, DepartureGuard

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from rich.console import RenderableType
    from textual.binding import BindingType
    from textual.events import Event
    from textual.filter import LineFilter
    from textual.notifications import SeverityLevel
    from textual.screen import Screen

ReturnType = TypeVar("ReturnType")

SMALLEST_WIDTH: Final = 60
SMALLEST_HEIGHT: Final = 20
"""Columns and rows below which only a sentence asking for more is shown."""

FAILURE_EXIT_CODE: Final = 1
SENTENCE_SECONDS: Final = 0.5


_MOST_SHEETS = 512
"""Parsed style sheets kept: more than there are classes of widgets and screens."""


class TerminalApp(App[ReturnType], inherit_bindings=False):
    """Base of the console: safe on any terminal, silent about data when it fails.

    Ctrl-Q, Ctrl-S, Ctrl-Z and Ctrl-C are bound to nothing: a serial line sends the first
    two by itself. How to leave is for the subclass to bind, on a key of the safe set.
    """

    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    COMMANDS: ClassVar[set[Any]] = set()
    BINDINGS: ClassVar[list[BindingType]] = []
    ALLOW_SELECT: ClassVar[bool] = False

    DEFAULT_CSS = """
    TerminalApp {
        *:disabled:can-focus { opacity: 1; }
        * {
            scrollbar-color: ansi_white;
            scrollbar-color-hover: ansi_white;
            scrollbar-color-active: ansi_white;
            scrollbar-background: ansi_default;
            scrollbar-background-hover: ansi_default;
            scrollbar-background-active: ansi_default;
            scrollbar-corner-color: ansi_default;
            scrollbar-size-vertical: 1;
        }
    }
    """

    def __init__(self, profile: TerminalProfile | None = None, *, log_directory: Path | None = None) -> None:
        """Make the application for one terminal.

        Args:
            profile: what is known about the terminal; by default a dark UTF-8 one.
            log_directory: where details of unforeseen errors are written; None for nowhere.
        """
        self.profile = profile or TerminalProfile()
        self.crash_log = CrashLog(log_directory)
        self.crash_number: str | None = None
        self._guard: DepartureGuard | None = None
        self._held_text = ""
        self.in_one_breath = False
        """Whether the key at work came in one breath with text, as a paste does without brackets"""
        self._terminal_filter = self._filter_for(self.profile)
        # An ANSI theme must be known at construction: colours of an RGB theme set before
        # it stay in the filters otherwise.
        super().__init__(driver_class=driver_class(self.profile.charset), ansi_color=True)
        self.theme = "ansi-light" if self.profile.light else "ansi-dark"
        self.stylesheet.set_variables(self.get_css_variables())
        # Textual keeps 64 parsed sheets. A console with more of them, one for each class of widget, would
        # parse them all again with every screen that brings its own.
        parsed = self.stylesheet._parse_cache  # noqa: SLF001 -- there is no public way
        parsed.maxsize = max(parsed.maxsize, _MOST_SHEETS)
        self.no_color = self.profile.monochrome
        self.animation_level = "none"

    # What reaches the terminal

    @staticmethod
    def _filter_for(profile: TerminalProfile) -> TerminalFilter:
        return TerminalFilter(ascii_borders=profile.ascii_borders, monochrome=profile.monochrome)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return Textual's filters followed by ours: the gate all text of all widgets passes.

        Its own colour removers are left out: they send "default colour" codes and lose what
        only a background told.
        """
        kept = (one for one in super().get_line_filters() if not isinstance(one, Monochrome | NoColor))
        return [*kept, self._terminal_filter]

    def use_profile(self, profile: TerminalProfile) -> None:
        """Show the console as ``profile`` says from now on.

        Borders and colours change at once; the character set is that of the driver and
        changes at the next start.
        """
        self.profile = profile
        self._terminal_filter = self._filter_for(profile)
        self.no_color = profile.monochrome
        self.theme = "ansi-light" if profile.light else "ansi-dark"
        self.refresh_css(animate=False)
        for screen in self.screen_stack:
            for widget in screen.walk_children(with_self=True):
                widget.notify_style_update()
                widget.refresh()

    @property
    def too_small(self) -> bool:
        """Whether the window is smaller than the console can be read in."""
        width, height = self.size
        return width < SMALLEST_WIDTH or height < SMALLEST_HEIGHT

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Show a sentence in place of a picture too small to read; the forms stay untouched."""
        if renderable is not None and self.too_small:
            renderable = self._small_notice()
        super()._display(screen, renderable)

    def _small_notice(self) -> RenderableType:
        width, height = self.size
        sentence = _(
            "The window is %(width)d by %(height)d; it takes %(least_width)d by %(least_height)d or more."
        )
        text = sentence % {
            "width": width,
            "height": height,
            "least_width": SMALLEST_WIDTH,
            "least_height": SMALLEST_HEIGHT,
        }
        segments = [Control.home().segment, Control.clear().segment]
        lines = Text(text).wrap(self.console, max(2, width), no_wrap=False)
        for row, line in enumerate(list(lines)[:height]):
            segments += [Control.move_to(0, row).segment, Segment(line.plain)]
        return Segments(segments)

    async def on_event(self, event: Event) -> None:
        """Keep keys from forms nobody can see; note whether they were pressed or came as a paste."""
        if isinstance(event, events.Key | events.Paste):
            if self.too_small:
                return
            self.in_one_breath = isinstance(event, HurriedKey)
        await super().on_event(event)

    def bell(self) -> None:
        """Make no sound: forty people share the room."""

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a short notice. The text is shown as it is, never parsed as markup."""
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=False)

    # What is switched off, because it leaves the program or speaks only English

    def copy_to_clipboard(self, text: str) -> None:
        """Keep ``text`` for pasting inside this program; the terminal's clipboard never gets it."""
        self._held_text = text

    @property
    def clipboard(self) -> str:
        """What was last copied inside this program."""
        return self._held_text

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Do nothing: a browser would open on the server."""

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Return none of Textual's own commands."""
        return ()

    def action_command_palette(self) -> None:
        """Do nothing; the console has a palette of its own."""

    def action_suspend_process(self) -> None:
        """Do nothing: what comes after is a shell."""

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Do nothing: a picture of the screen is a copy of the case."""

    def action_help_quit(self) -> None:
        """Do nothing on Ctrl-C."""

    def action_change_theme(self) -> None:
        """Do nothing: appearance is chosen in the console's own settings."""

    def action_toggle_dark(self) -> None:
        """Do nothing: appearance is chosen in the console's own settings."""

    def action_show_help_panel(self) -> None:
        """Do nothing: the console has a help of its own."""

    def deliver_text(self, *_args: Any, **_options: Any) -> None:
        """Deliver nothing; files leave through the exports only."""

    def deliver_binary(self, *_args: Any, **_options: Any) -> None:
        """Deliver nothing; files leave through the exports only."""

    def deliver_screenshot(self, *_args: Any, **_options: Any) -> None:
        """Deliver nothing; files leave through the exports only."""

    # Errors nobody foresaw

    def report_error(self, error: BaseException) -> str:
        """Record ``error`` and return the number to show; the program goes on."""
        # Textual wraps what a worker raised, without its traceback.
        return self.crash_log.record(error.error if isinstance(error, WorkerFailed) else error)

    def _handle_exception(self, error: Exception) -> None:
        """Record the error that ends the program, before Textual shows anything of it."""
        if self.crash_number is None:
            self.crash_number = self.report_error(error)
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End the program without the traceback and the local variables Textual would print."""
        self.panic()

    def panic(self, *_renderables: RenderableType) -> None:
        """End the program; what it was about to print is not printed.

        :func:`run_and_exit` prints one sentence with the error's number instead.
        """
        if self.crash_number is None:
            self.crash_number = self.report_error(sys.exc_info()[1] or RuntimeError("panic"))
        self._return_code = FAILURE_EXIT_CODE
        self._close_messages_no_wait()

    # Leaving

    def attach_guard(self, guard: DepartureGuard) -> None:
        """Let ``guard`` watch over the departure when the terminal is lost."""
        self._guard = guard

    def terminal_lost(self) -> None:
        """End the program because the terminal is gone. From any thread."""
        if self._guard is not None:
            self._guard.depart(HANGUP_EXIT_CODE)
        else:
            self.leave(HANGUP_EXIT_CODE)

    def leave(self, code: int) -> None:
        """End the program with exit code ``code``. From any thread or a signal handler."""
        if self._loop is None:
            return
        departure = self.depart(code)
        try:
            asyncio.run_coroutine_threadsafe(departure, self._loop)
        except RuntimeError:  # The loop has just closed.
            departure.close()

    async def depart(self, code: int) -> None:
        """End the program, on its event loop; a subclass finishes first what can be finished soon.

        :class:`DepartureGuard` ends it by force after ``LEAVE_SECONDS``.
        """
        self.exit(return_code=code)

    def last_rites(self) -> None:
        """Restore the terminal on the way out by force, where the driver can."""
        restore = getattr(self._driver, "last_rites", None)
        if restore is not None:
            restore()


def run_and_exit(app: TerminalApp[Any]) -> int:
    """Run ``app`` to its end and return the exit code of the process. Main thread only.

    0 only for a normal quit; the code given to ``app.exit``; 1 after an unforeseen error,
    told in one sentence with a number; 128 + signal when asked to leave, 129 when the
    terminal was lost. Threads that fail are recorded and print nothing.
    """
    guard = DepartureGuard(app.leave, last_rites=app.last_rites)
    app.attach_guard(guard)
    guard.install()
    previous_hook = threading.excepthook
    threading.excepthook = lambda failure: _record_thread(app, failure)
    try:
        with asyncio.Runner() as runner:
            runner.get_loop().set_exception_handler(lambda _loop, context: _record_loop(app, context))
            runner.run(app.run_async(mouse=False))
    except Exception as error:  # noqa: BLE001 -- the outermost border: nothing may be printed with data in it
        app.crash_number = app.crash_number or app.report_error(error)
    finally:
        threading.excepthook = previous_hook
        guard.remove()
    if guard.exit_code is not None:
        return guard.exit_code
    if app.crash_number is not None:
        sentence = encode_output(crash_sentence(app.crash_number) + "\r\n", app.profile.charset)
        write_bounded(2, sentence, SENTENCE_SECONDS)
        return app.return_code or FAILURE_EXIT_CODE
    return FAILURE_EXIT_CODE if app.return_code is None else app.return_code


def _record_thread(app: TerminalApp[Any], failure: threading.ExceptHookArgs) -> None:
    if failure.exc_value is not None and failure.exc_type is not SystemExit:
        app.report_error(failure.exc_value)


def _record_loop(app: TerminalApp[Any], context: dict[str, Any]) -> None:
    error = context.get("exception")
    app.report_error(error if isinstance(error, BaseException) else RuntimeError(str(context.get("message"))))
