"""A real pseudo-terminal to run a program of the console on.

Usage::

    with PtyHost(["-m", "tests.terminal.sample"], columns=80, rows=24) as host:
        host.wait_for("姓名")
        host.send("张伟\\r")
        assert host.exit_code(3.0) == 0

Nothing is read unless asked for: a host that does not read is a stalled terminal.
"""

from __future__ import annotations

import codecs
import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pyte

from tests.terminal.forking import FORKS, ForkedProgram, fork_program

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

REPOSITORY = Path(__file__).resolve().parents[2]

_TAKE_TERMINAL = (
    "import fcntl,os,sys,termios;"
    "fcntl.ioctl(0,termios.TIOCSCTTY,0);"
    "os.execv(sys.executable,[sys.executable,*sys.argv[1:]])"
)
"""Makes the pseudo-terminal the controlling one, as a login does, and becomes the program."""

_CHUNK = 65536


class PtyHost:
    """A Python program on a pseudo-terminal of its own, and the screen it paints."""

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        charset: str = "utf-8",
        term: str = "xterm-256color",
        quick: bool = False,
    ) -> None:
        """Start ``python <arguments>`` in the repository; ``env`` is added to a bare environment.

        ``quick`` forks it from a parent that has loaded the console already, for tests that are
        not about the start (see :mod:`tests.terminal.forking`).
        """
        self.raw = bytearray()
        """Every byte the program has sent, as far as it was read."""
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self._decoder = codecs.getincrementaldecoder(charset)(errors="replace")
        self._charset = charset
        self.master, slave = pty.openpty()
        self._slave_kept: int | None = slave
        self._set_size(columns, rows)
        self.modes_before = termios.tcgetattr(slave)
        variables = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": os.environ.get("HOME", "/"),
            "LANG": "C.UTF-8",
            "TERM": term,
            "PYTHONPATH": str(REPOSITORY),
            **(env or {}),
        }
        self.process: subprocess.Popen[bytes] | ForkedProgram
        if quick and FORKS:
            self.process = fork_program(arguments, slave, str(REPOSITORY), variables)
            return
        self.process = subprocess.Popen(
            [sys.executable, "-c", _TAKE_TERMINAL, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=REPOSITORY,
            env=variables,
            start_new_session=True,
            close_fds=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End the program by force and give the terminal up."""
        if self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()
            self.process.wait(5)
        self.hang_up()

    # What the person does

    def send(self, keys: str | bytes) -> None:
        """Type ``keys``; text is sent in the character set of the terminal."""
        data = keys.encode(self._charset) if isinstance(keys, str) else keys
        while data:
            data = data[os.write(self.master, data) :]

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the window, as the emulator does: size first, then SIGWINCH."""
        self._set_size(columns, rows)
        self._screen.resize(rows, columns)

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def signal(self, number: int) -> None:
        """Send a signal to the program."""
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Close the terminal, as a dropped connection does."""
        if self._slave_kept is not None:
            os.close(self._slave_kept)
            self._slave_kept = None
        if self.master >= 0:
            os.close(self.master)
            self.master = -1

    # What the person sees

    def read(self, *, quiet: float = 0.25, limit: float = 6.0) -> bytes:
        """Read until nothing came for ``quiet`` seconds, at most ``limit``; return what came."""
        start = len(self.raw)
        end = time.monotonic() + limit
        while (left := end - time.monotonic()) > 0:
            if not self._read_once(min(quiet, left)):
                break
        return bytes(self.raw[start:])

    def _read_once(self, seconds: float) -> bool:
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self.master, _CHUNK)
        except OSError:
            return False
        if not data:
            return False
        self.raw += data
        self._stream.feed(self._decoder.decode(data))
        return True

    def wait_for(self, text: str, seconds: float = 10.0) -> None:
        """Read until ``text`` is on the screen; fail with the screen after ``seconds``."""
        end = time.monotonic() + seconds
        while text not in self.text:
            left = end - time.monotonic()
            if left <= 0 or (not self._read_once(min(0.2, left)) and self.process.poll() is not None):
                message = f"{text!r} did not appear; exit code {self.process.poll()}; screen:\n{self.text}"
                raise AssertionError(message)

    def wait_gone(self, text: str, seconds: float = 10.0) -> None:
        """Read until ``text`` is no longer on the screen."""
        end = time.monotonic() + seconds
        while text in self.text:
            left = end - time.monotonic()
            if left <= 0:
                message = f"{text!r} is still on the screen:\n{self.text}"
                raise AssertionError(message)
            self._read_once(min(0.2, left))

    @property
    def lines(self) -> list[str]:
        """The rows of the screen, trailing blanks removed; a wide character counts once."""
        rows = range(self._screen.lines)
        columns = range(self._screen.columns)
        return ["".join(self._screen.buffer[row][column].data for column in columns).rstrip() for row in rows]

    @property
    def text(self) -> str:
        """The screen as text."""
        return "\n".join(self.lines)

    def reversed_cells(self) -> set[tuple[int, int]]:
        """The cells (row, column) shown in reverse."""
        return {
            (row, column)
            for row in range(self._screen.lines)
            for column in range(self._screen.columns)
            if self._screen.buffer[row][column].reverse
        }

    # How the program fares

    @property
    def alive(self) -> bool:
        """Whether the program is still running."""
        return self.process.poll() is None

    def exit_code(self, seconds: float, *, reading: bool = False) -> int | None:
        """Wait for the end and return the exit code, or None if it did not come in time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if reading and self.master >= 0:
                self._read_once(0.05)
            with contextlib.suppress(subprocess.TimeoutExpired):
                code = self.process.wait(0.02)
                if reading and self.master >= 0:
                    self.read(quiet=0.1)
                return code
        return None

    def modes_now(self) -> list[object]:
        """The line modes as they are, to compare with :attr:`modes_before`."""
        return termios.tcgetattr(self.master)

    def cpu_seconds(self) -> float:
        """Processor time the program has used so far, in seconds (Linux)."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        """End the program as ``kill -9`` does."""
        self.signal(signal.SIGKILL)
