"""A second process that reads the first picture while this one loads the screens.

Loading Textual and loading the database layer cost about the same and cannot share one
interpreter. Forked before either is loaded, the scout loads the database layer, lets the
person in, reads their queue, hands all of it over and ends; this process meanwhile loads
Textual and loads its own database layer only after the first picture. Where a second
process is no help (one processor, no fork), there is none and everything happens here.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import time
from typing import TYPE_CHECKING, Any

from console.work import Done, attempt

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.session import Entered, Way
    from models.api import Services

PATIENCE_SECONDS = 10.0
"""How long the scout may take before this process does the work itself."""
_CHUNK = 1 << 16


class Scout:
    """The scout as seen from this process.

    Args:
        pid: its process id.
        descriptor: where what it read comes in.
    """

    def __init__(self, pid: int, descriptor: int) -> None:
        self._pid = pid
        self._descriptor = descriptor

    def __call__(self) -> Entered | None:
        """Return what it read, or ``None`` if it could not; waits, so call it in a thread."""
        data = self._received()
        self._dismiss()
        outcome = attempt(lambda: pickle.loads(data)) if data else None  # noqa: S301 -- our own child wrote it
        return outcome.value if isinstance(outcome, Done) else None

    def _received(self) -> bytes:
        chunks: list[bytes] = []
        last = time.monotonic() + PATIENCE_SECONDS
        while (left := last - time.monotonic()) > 0:
            ready, _writable, _failed = select.select([self._descriptor], [], [], left)
            chunk = os.read(self._descriptor, _CHUNK) if ready else b""
            if not chunk:
                return b"".join(chunks) if ready else b""
            chunks.append(chunk)
        return b""

    def _dismiss(self) -> None:
        os.close(self._descriptor)
        try:
            # It has written its last byte or is too late; either way it is of no more use.
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        except (ProcessLookupError, ChildProcessError):
            return


def send_scout(factory: Callable[[], Services], way: Way) -> Scout | None:
    """Send a scout, or return ``None`` where it would be no help.

    Call it before Textual, the database layer or any thread is there.
    """
    if not hasattr(os, "fork") or _processors() < 2:  # noqa: PLR2004 -- two processes want two processors
        return None
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return Scout(pid, reading)
    os.close(reading)
    code = 1
    try:
        code = _run(factory, way, writing)
    finally:
        # Nothing of the parent may run in here: no exit handlers, no flushing of its streams.
        os._exit(code)


def _processors() -> int:
    affinity: Callable[[int], Any] | None = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


def _run(factory: Callable[[], Services], way: Way, writing: int) -> int:
    from console.session import enter

    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    outcome = attempt(lambda: pickle.dumps(enter(factory(), way), pickle.HIGHEST_PROTOCOL))
    if not isinstance(outcome, Done):
        # The parent meets the same refusal itself, and can show it.
        return 1
    data = memoryview(outcome.value)
    while data:
        data = data[os.write(writing, data) :]
    return 0
