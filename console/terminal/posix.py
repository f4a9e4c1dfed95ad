"""The driver for Linux, macOS and the BSDs: Textual's own, made safe for thin terminals."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import selectors
import signal
import termios
import tty
from threading import Thread
from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol, runtime_checkable

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size

from console.terminal.codec import encode_output
from console.terminal.keyorder import KeyOrder
from console.terminal.keyreader import KeyReader
from console.terminal.output import OutputPump

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import App
    from textual.message import Message

GREETING: Final = ("\x1b[?1049h", "\x1b[?25l", "\x1b[?2004h", "\x1b[?7l")
"""Alternate screen, cursor hidden, bracketed paste, no wrap: all that is ever switched on."""

FAREWELL: Final = "\x1b[0m\x1b[2J\x1b[H\x1b[?1049l\x1b[?7h\x1b[?2004l\x1b[?25h"
"""Takes everything in :data:`GREETING` back. The clearing is for terminals without an
alternate screen, where the last case would stay in sight."""

UNWANTED: Final = re.compile(
    r"\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?"  # OSC, DCS, SOS, PM, APC: titles, clipboard, pointer shapes
    r"|\x1b\[[<>=][0-9;]*u"  # kitty keyboard protocol
    r"|\x1b\[\?(?:9|100[0-6]|101[56]|2026|2048)(?:[hl]|\$p)"  # mouse, focus, queries
    r"|[\x00-\x09\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]"  # every control but ESC, CR, LF
)
"""What no terminal is ever sent, whoever asks for it."""

DEFAULT_SIZE: Final = (80, 24)
LARGEST_SIZE: Final = (500, 250)
"""Columns and rows beyond which a reported size is taken for nonsense and cut."""

POLL_SECONDS: Final = 0.1
FAREWELL_SECONDS: Final = 0.5
JOIN_SECONDS: Final = 1.0


@runtime_checkable
class Departing(Protocol):
    """What the driver asks of its application when the terminal goes away."""

    def terminal_lost(self) -> None:
        """The terminal has hung up; end the program. Called from any thread."""


class YiwangDriver(LinuxDriver):
    """Terminal input and output that no terminal can break.

    Input is decoded with replacement in the terminal's own character set; only keys and
    pastes come through. All output passes :meth:`write`, the single place where a later
    writer may compare or thin it out.
    """

    charset: ClassVar[str] = "utf-8"
    """Character set of the terminal, see :data:`console.terminal.profile.CHARSETS`."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = False,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=False, size=size)
        self._output = self._file.fileno() if self._file is not None else 2
        self._pump: OutputPump | None = None
        self._keys: KeyOrder | None = None
        self._stopped = False
        # Textual stops the process on SIGTSTP and starts a second input thread on every
        # SIGCONT; a hang-up sends SIGCONT too, and both threads then spin on end of file.
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        signal.signal(signal.SIGCONT, self._on_continue)

    @property
    def can_suspend(self) -> bool:
        """Never: what comes after a suspended console is a shell."""
        return False

    def _get_terminal_size(self) -> tuple[int, int]:
        """Return columns and rows as the terminal itself reports them, kept within reason."""
        try:
            width, height = os.get_terminal_size(self.fileno)
        except OSError:
            width, height = 0, 0
        if width <= 0 or height <= 0:
            width, height = DEFAULT_SIZE
        return min(width, LARGEST_SIZE[0]), min(height, LARGEST_SIZE[1])

    # Output

    def write(self, data: str) -> None:
        """Send ``data`` to the terminal: the only way anything gets there.

        Sequences no thin terminal should see are removed, the rest is encoded in the
        terminal's character set and queued. Never blocks, never raises.
        """
        pump = self._pump
        if pump is not None:
            pump.put(encode_output(UNWANTED.sub("", data), self.charset))

    def flush(self) -> None:
        """Do nothing: the pump writes as fast as the terminal reads."""

    # Beginning and end

    def start_application_mode(self) -> None:
        """Take the terminal over."""
        self._stopped = False
        self._pump = OutputPump(self._output, on_drained=self._repaint, on_lost=self._lost)
        self._pump.start()
        try:
            self.attrs_before = termios.tcgetattr(self.fileno)
        except termios.error:
            self.attrs_before = None
        self._enter_raw()
        signal.signal(signal.SIGWINCH, lambda _signum, _frame: self._announce_size())
        self._announce_size()
        for sequence in GREETING:
            self.write(sequence)
        self._keys = KeyOrder(self._app)
        self._key_thread = Thread(target=self._run_input_thread, name="yiwang-input", daemon=True)
        self._key_thread.start()

    def _enter_raw(self) -> None:
        """Switch the line to single keys, without signals and flow control."""
        try:
            modes = termios.tcgetattr(self.fileno)
            modes[tty.LFLAG] = self._patch_lflag(modes[tty.LFLAG])
            modes[tty.IFLAG] = self._patch_iflag(modes[tty.IFLAG]) & ~termios.ISTRIP
            modes[tty.CC][termios.VMIN] = 1
            modes[tty.CC][termios.VTIME] = 0
            termios.tcsetattr(self.fileno, termios.TCSANOW, modes)
        except termios.error:
            # Hung up meanwhile; the input thread will notice.
            return

    def _announce_size(self) -> None:
        """Tell the application the size of the terminal."""
        size = Size(*self._get_terminal_size())
        with contextlib.suppress(RuntimeError):
            asyncio.run_coroutine_threadsafe(
                self._app._post_message(events.Resize(size, size)),  # noqa: SLF001 -- as in LinuxDriver
                loop=self._loop,
            )

    def disable_input(self) -> None:
        """Stop reading; what was typed and not read is thrown away."""
        if self.exit_event.is_set():
            return
        signal.signal(signal.SIGWINCH, signal.SIG_DFL)
        self.exit_event.set()
        if self._key_thread is not None:
            self._key_thread.join(JOIN_SECONDS)
        with contextlib.suppress(termios.error):
            termios.tcflush(self.fileno, termios.TCIFLUSH)

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was found, waiting for it only briefly."""
        self._stopped = True
        if self._keys is not None:
            self._keys.stop()
        self.disable_input()
        self._restore_modes()
        pump, self._pump = self._pump, None
        if pump is not None:
            pump.finish(encode_output(FAREWELL, self.charset), FAREWELL_SECONDS)

    def close(self) -> None:
        """Do nothing more: :meth:`stop_application_mode` has ended the output."""

    def _restore_modes(self) -> None:
        if self.attrs_before is not None:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)

    def last_rites(self) -> None:
        """Restore the terminal on the way out by force; from any thread, never blocks."""
        self._restore_modes()
        with contextlib.suppress(OSError):
            os.set_blocking(self._output, False)
            try:
                os.write(self._output, FAREWELL.encode())
            finally:
                os.set_blocking(self._output, True)

    # Events that come from outside the loop

    def _on_continue(self, _signum: int, _frame: object) -> None:
        """SIGCONT: after a stop the shell may have reset the line and drawn on the screen."""
        self._in_loop(self._resume)

    def _resume(self) -> None:
        if self._stopped or self._pump is None or self.exit_event.is_set():
            return
        self._enter_raw()
        for sequence in GREETING:
            self.write(sequence)
        self._announce_size()
        self._app.refresh(layout=True)

    def _repaint(self) -> None:
        """Paint everything afresh: frames were left out while the terminal did not read."""
        self._in_loop(lambda: self._app.refresh(layout=True))

    def _in_loop(self, call: Any) -> None:
        with contextlib.suppress(RuntimeError):  # The loop has ended meanwhile.
            self._loop.call_soon_threadsafe(call)

    def _lost(self) -> None:
        """The terminal has gone: end of file or an error on it."""
        if self._stopped or self.exit_event.is_set():
            return
        if isinstance(self._app, Departing):
            self._app.terminal_lost()
        else:
            self._in_loop(lambda: self._app.exit(return_code=129))

    # Input

    def _run_input_thread(self) -> None:
        """Run the reader; whatever ends it before its time ends the program as well."""
        try:
            self.run_input_thread()
        finally:
            if not self.exit_event.is_set():
                self._lost()

    def run_input_thread(self) -> None:
        """Read, decode and dispatch keys until told to stop or the terminal is gone."""
        reader = KeyReader(self.charset, debug=self._debug)
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(POLL_SECONDS):
                    try:
                        data = os.read(self.fileno, 4096)
                    except BlockingIOError:
                        continue
                    except OSError:
                        return
                    if not data:
                        return
                    messages = reader.feed(data)
                else:
                    messages = reader.idle()
                for message in messages:
                    self.process_message(message)

    def process_message(self, message: Message) -> None:
        """Pass keys and pastes on, and nothing else.

        Sizes, focus changes and mouse events are never asked for, so they can only be
        typed, pasted or forged; a forged size of a million columns would end the program.
        """
        if isinstance(message, events.Key | events.Paste):
            super().process_message(message)

    def send_message(self, message: Message) -> None:
        """Hand ``message`` to the application in the order of typing. From the input thread."""
        keys = self._keys
        if keys is not None:
            self._in_loop(lambda: keys.put(message))

    # What is never done

    def open_url(self, url: str, new_tab: bool = True) -> None:  # noqa: FBT001, FBT002 -- Textual's signature
        """Do nothing: a browser would open on the server."""

    def deliver_binary(self, *_args: Any, save_path: Path | None = None, **_options: Any) -> None:
        """Do nothing: files leave the program only through its own exports."""
