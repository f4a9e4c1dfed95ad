"""The first painted picture of the queue with real rows, against a bare Textual program.

Both run on a pseudo-terminal of 80x24, one after the other in the same run, several times;
the clock starts before the process and stops when the text asked for has been painted.

    python -m benchmarks.bench_first_frame [DATABASE ACCOUNT]

Without arguments a township is built in a temporary folder.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from datetime import UTC, datetime
from pathlib import Path

ROUNDS = 7
ROWS, COLUMNS = 24, 80
LIMIT_SECONDS = 20.0
TARGET_RATIO = 2.0
CASES = 200

BARE = """
from rich.segment import Segment
from textual.app import App
from textual.scroll_view import ScrollView
from textual.geometry import Size
from textual.strip import Strip

class Rows(ScrollView, can_focus=True):
    def on_mount(self):
        self.virtual_size = Size(80, 1000)
    def render_line(self, y):
        text = f"row-{self.scroll_offset.y + y:04d} one line of a table"
        return Strip([Segment(text.ljust(self.size.width))])

class Bare(App):
    def compose(self):
        yield Rows()

Bare().run()
"""


def first_paint(
    command: list[str], wanted: re.Pattern[str], environment: dict[str, str]
) -> tuple[float, int]:
    """Return the seconds until ``wanted`` was painted, and the peak memory in KiB once all is loaded."""
    started = time.perf_counter()
    pid, master = pty.fork()
    if pid == 0:
        os.execvpe(command[0], command, environment)  # noqa: S606 -- the program measured
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    seen = ""
    last = started + LIMIT_SECONDS
    try:
        while time.perf_counter() < last:
            ready, _writable, _failed = select.select([master], [], [], 0.2)
            if not ready:
                continue
            seen += os.read(master, 65536).decode("utf-8", "replace")
            if wanted.search(seen):
                took = time.perf_counter() - started
                return took, settled_memory(pid, master)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(master)
    message = f"{wanted.pattern!r} was not painted in {LIMIT_SECONDS} s: {seen[-2000:]!r}"
    raise TimeoutError(message)


def settled_memory(pid: int, master: int) -> int:
    """Let the program finish loading, then return its peak resident size in KiB."""
    until = time.perf_counter() + 2.0
    while (left := until - time.perf_counter()) > 0:
        if select.select([master], [], [], left)[0]:
            os.read(master, 65536)
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    peak = re.search(r"VmHWM:\s+(\d+)", status)
    return int(peak.group(1)) if peak else 0


def build(folder: Path) -> tuple[str, str]:
    """Make a small township; return its database and an account of it."""
    from sqlalchemy import text

    from models.kernel.clock import ManualClock
    from models.kernel.store import Store, open_engine
    from tests.cases.conftest import make_desk
    from tests.support.copies import make_sqlite_template

    url = f"sqlite:///{make_sqlite_template(folder)}"
    store = Store(open_engine(url))
    desk = make_desk(store, ManualClock(datetime.now(UTC)))
    for number in range(CASES):
        desk.report(title=f"小区{number}栋通道被堵")
    with store.write() as session:
        session.connection().execute(text("UPDATE office SET demo = :demo"), {"demo": True})
    store.close()
    return url, "acceptor"


def main(arguments: list[str] | None = None) -> int:
    """Measure both, print the figures, and say whether the target is met."""
    with tempfile.TemporaryDirectory() as folder:
        url, account = (arguments[0], arguments[1]) if arguments else build(Path(folder))
        environment = {**os.environ, "TERM": "xterm-256color", "YIWANG_DATA": folder, "LANG": "C.UTF-8"}
        bare_command = [sys.executable, "-c", BARE]
        ours_command = [sys.executable, "-m", "console.main", "tui", "--db", url, "--as", account]
        bare, ours, memory = [], [], []
        for _round in range(ROUNDS):
            bare.append(first_paint(bare_command, re.compile("row-0010"), environment)[0])
            took, peak = first_paint(ours_command, re.compile(r"\d{4}-\d{4}"), environment)
            ours.append(took)
            memory.append(peak)
    base, mine = statistics.median(bare), statistics.median(ours)
    print(f"bare Textual  {base * 1000:6.0f} ms   (best {min(bare) * 1000:.0f})")
    print(f"yiwang queue  {mine * 1000:6.0f} ms   (best {min(ours) * 1000:.0f})   x{mine / base:.2f}")
    print(f"peak memory   {max(memory) / 1024:6.1f} MiB")
    return 0 if mine <= TARGET_RATIO * base else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
