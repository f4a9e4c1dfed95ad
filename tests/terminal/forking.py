"""Programs on a pseudo-terminal that need not load the console anew each time.

Starting Python and loading Textual costs a second of processor; most tests of the terminal are not about
the start. One parent in each run of the tests loads what the program needs, under the settings the launcher
makes, and forks for every program: the fork has its own terminal, session, environment and signals, and
ends as a program of its own does. What is about the start itself starts in full. The whole console with its
database layer has a parent apart, as it takes three times as long to load as the terminal alone.

python -m tests.terminal.forking DESCRIPTOR PROGRAM     the parent, on one end of a pair of sockets
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FORKS = sys.platform == "linux"
"""Whether programs can be forked: sockets that keep messages apart are not everywhere."""
CONSOLE = "tests.pilot.console_on"
SAMPLE = "tests.terminal.sample"
NEEDED = {
    SAMPLE: ("console.terminal.base", "tests.terminal.sample_app"),
    CONSOLE: (
        "console.app",
        "console.screens.queues",
        "console.screens.case",
        "console.forms.form",
        "console.terminal.base",
        "models.api",
    ),
}
"""What is loaded beforehand for a program; any that is not named here goes with the sample"""
_PIECE = 65536
_STREAMS = (("stdin", "r", "strict"), ("stdout", "w", "strict"), ("stderr", "w", "backslashreplace"))


class ForkedProgram:
    """A program the parent forked; speaks as far as needed like :class:`subprocess.Popen`."""

    def __init__(self, news: socket.socket) -> None:
        self._news = news
        self.pid = int(self._line(10.0))
        self.returncode: int | None = None

    def _line(self, seconds: float) -> str:
        """Return the next message; empty when none came in time."""
        ready, _, _ = select.select([self._news], [], [], seconds)
        return self._news.recv(64).decode() if ready else ""

    def poll(self) -> int | None:
        """Return the exit code, negative for a signal; ``None`` while it runs."""
        if self.returncode is None and (line := self._line(0.0)):
            self.returncode = int(line)
            self._news.close()
        return self.returncode

    def wait(self, seconds: float) -> int:
        """Wait for the end.

        Raises:
            subprocess.TimeoutExpired: it did not come within ``seconds``.
        """
        end = time.monotonic() + seconds
        while (code := self.poll()) is None:
            left = end - time.monotonic()
            if left <= 0:
                raise subprocess.TimeoutExpired(str(self.pid), seconds)
            select.select([self._news], [], [], left)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the program is known to have ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End the program by force."""
        self.send_signal(signal.SIGKILL)


def fork_program(
    arguments: Sequence[str], terminal: int, folder: str, environ: Mapping[str, str]
) -> ForkedProgram:
    """Run ``python -m MODULE …`` (``arguments`` from ``-m`` on) on ``terminal``, in ``folder``."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    asked = json.dumps({"arguments": list(arguments[1:]), "folder": folder, "environ": dict(environ)})
    loaded = arguments[1] if arguments[1] in NEEDED else SAMPLE
    with theirs:
        socket.send_fds(_parent(loaded), [asked.encode()], [terminal, theirs.fileno()])
    return ForkedProgram(ours)


@cache
def _parent(program: str) -> socket.socket:
    """Start the parent, once in each process that runs tests; it ends when its socket closes."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        # Not waited for here: it sees the end of its socket, whatever ends this process.
        parent = subprocess.Popen(
            [sys.executable, "-m", __name__, str(theirs.fileno()), program],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env={
                "PATH": os.environ.get("PATH", os.defpath),
                "LANG": "C.UTF-8",
                "PYTHONPATH": str(Path.cwd()),
            },
            start_new_session=True,
        )
    atexit.register(_dismiss, ours, parent)
    return ours


def _dismiss(ours: socket.socket, parent: subprocess.Popen[bytes]) -> None:
    ours.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        parent.wait(5)


def _serve(asks: socket.socket) -> dict[str, Any] | None:
    """Fork for every request; return in the fork with the request, in the parent with nothing at the end."""
    running: dict[int, socket.socket] = {}
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake)
    while True:
        ready, _, _ = select.select([asks.fileno(), woken], [], [])
        if woken in ready:
            os.read(woken, _PIECE)
            _report_ended(running)
        if asks.fileno() not in ready:
            continue
        message, handed, _, _ = socket.recv_fds(asks, _PIECE, 2)
        if not message:
            return None
        terminal, told = handed
        with socket.socket(fileno=told) as news:
            if not (pid := os.fork()):
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                for mine in (asks, *running.values()):
                    mine.close()
                _take(terminal)
                request: dict[str, Any] = json.loads(message)
                return request
            os.close(terminal)
            news.send(str(pid).encode())
            running[pid] = news.dup()


def _report_ended(running: dict[int, socket.socket]) -> None:
    """Tell of every fork that has ended."""
    while running:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        with contextlib.suppress(OSError), running.pop(pid) as news:
            news.send(str(os.waitstatus_to_exitcode(status)).encode())


def _take(terminal: int) -> None:
    """Make ``terminal`` the controlling one and the three standard streams, as a login does."""
    os.setsid()
    for standard in range(3):
        os.dup2(terminal, standard)
    os.close(terminal)
    os.close(os.open(os.ttyname(0), os.O_RDWR))  # the first a leader of a session opens becomes its own
    for number, (name, mode, errors) in enumerate(_STREAMS):
        stream = os.fdopen(number, mode, -1 if mode == "r" else 1, errors=errors, closefd=False)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _become(request: Mapping[str, Any]) -> None:
    """Go on as the program asked for, as if Python had just been started with it."""
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environ"])
    module, *rest = request["arguments"]
    sys.argv = [module, *rest]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _load(program: str) -> None:
    """Load what the programs will need, under the settings the launcher makes before it loads Textual."""
    from console.terminal.environment import prepare_environment

    prepare_environment()
    for module in NEEDED[program]:
        importlib.import_module(module)
    # What is loaded stays; the forks' collectors need not walk, and copy, its pages.
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    _load(sys.argv[2])
    with socket.socket(fileno=int(sys.argv[1])) as _asks:
        _request = _serve(_asks)
    if _request is not None:
        _become(_request)
