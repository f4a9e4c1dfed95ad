"""D1, D4, D5: how it ends, whatever ends it."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pytest

from tests.terminal.ptyhost import PtyHost
from tests.terminal.sample_app import ID_NUMBER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.pty

SAMPLE = ["-m", "tests.terminal.sample"]
GONE_SECONDS = 3.0
OFF = (b"\x1b[?1049l", b"\x1b[?7h", b"\x1b[?2004l", b"\x1b[?25h")
SLOW = bool(os.environ.get("YIWANG_SLOW_TESTS"))
"""The full count of the checklist; without it the same cases, fewer times."""
TIMES = 20 if SLOW else 2
LEAVING = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


def started(*, quick: bool = True) -> PtyHost:
    host = PtyHost(SAMPLE, quick=quick)
    host.wait_for("准备好了")
    host.wait_for("\n>[")
    return host


def hang_up_signal(host: PtyHost) -> None:
    host.signal(signal.SIGHUP)


def terminate(host: PtyHost) -> None:
    host.signal(signal.SIGTERM)


def close(host: PtyHost) -> None:
    host.hang_up()


def stall_and_terminate(host: PtyHost) -> None:
    stall(host)
    host.signal(signal.SIGTERM)


def stall_and_close(host: PtyHost) -> None:
    stall(host)
    host.hang_up()


def stall(host: PtyHost) -> None:
    """Let the program paint without anybody reading, until the line is full."""
    host.send("\x1b[18~")
    time.sleep(0.6)


@pytest.mark.parametrize("round_", range(TIMES))
@pytest.mark.parametrize(
    ("end", "code", "restored"),
    [
        (hang_up_signal, 129, True),
        (terminate, 143, True),
        (close, 129, False),
        (stall_and_terminate, 143, False),
        (stall_and_close, 129, False),
    ],
    ids=["hangup", "terminate", "closed", "stalled", "stalled-closed"],
)
def test_five_ends(end: Callable[[PtyHost], None], code: int, restored: bool, round_: int) -> None:
    """D1, D5: gone within three seconds, with the code of its end, without spinning."""
    with started(quick=round_ > 0) as host:
        before = host.cpu_seconds()
        end(host)
        begun = time.monotonic()
        assert host.exit_code(GONE_SECONDS, reading=restored) == code
        assert time.monotonic() - begun < GONE_SECONDS
        assert before < GONE_SECONDS
        if restored:
            assert host.modes_now() == host.modes_before
            assert all(mode in host.raw for mode in OFF)


@pytest.mark.parametrize("number", LEAVING if SLOW else LEAVING[:1])
def test_a_busy_program_is_ended_by_the_watchdog(number: int) -> None:
    """D1: a handler that never returns; the terminal is restored all the same."""
    with started() as host:
        host.send("\x1b[15~")
        host.read(quiet=0.3)
        host.signal(number)
        assert host.exit_code(GONE_SECONDS, reading=True) == 128 + number
        assert host.modes_now() == host.modes_before
        assert all(mode in host.raw for mode in OFF)


def test_a_stalled_terminal_stops_nothing_and_gets_a_fresh_picture() -> None:
    """The event loop goes on while nobody reads, and the picture is whole afterwards."""
    with started() as host:
        host.send("\x1b[18~")
        time.sleep(0.8)
        host.send("张伟")
        time.sleep(0.3)
        host.read(quiet=0.1, limit=0.8)
        host.wait_for("张伟", 5)
        assert host.alive
        (field,) = [line for line in host.lines if "张伟" in line]
        assert field.endswith("]")


def test_stopped_and_continued() -> None:
    """A stop and SIGCONT: the line is taken again, keys arrive once, nothing spins."""
    with started() as host:
        host.signal(signal.SIGSTOP)
        time.sleep(0.1)
        host.signal(signal.SIGCONT)
        host.read(quiet=0.4)
        host.send("张")
        host.wait_for("[张 ")
        before = host.cpu_seconds()
        time.sleep(0.5)
        assert host.cpu_seconds() - before < 0.2
        host.send("\x1b[21~")
        assert host.exit_code(GONE_SECONDS, reading=True) == 0


def test_suspend_signal_is_ignored() -> None:
    with started() as host:
        host.signal(signal.SIGTSTP)
        host.send("张")
        host.wait_for("[张 ")


def test_normal_quit() -> None:
    """D5: 0, and the terminal as it was found."""
    with started(quick=False) as host:
        host.send("\x1b[21~")
        assert host.exit_code(GONE_SECONDS, reading=True) == 0
        assert host.modes_now() == host.modes_before
        assert bytes(host.raw).endswith(OFF[-1])


@pytest.mark.parametrize("key", ["\x1bOQ", "\x1bOR"], ids=["handler", "worker"])
def test_a_crash_shows_a_number_and_no_data(key: str, tmp_path: Path) -> None:
    """D4, D5: one sentence, a number; the details under it in the log, without locals."""
    with PtyHost([*SAMPLE, f"log={tmp_path}"], quick=True) as host:
        host.wait_for("准备好了")
        host.send(key)
        assert host.exit_code(5.0, reading=True) == 1
        host.read(quiet=0.2)
        assert ID_NUMBER.encode() not in host.raw
        assert b"Traceback" not in host.raw
        assert "系统出错" in host.text
        assert host.modes_now() == host.modes_before
        number = host.text.split("编号 ")[1][:6]
    log = tmp_path / "errors.log"
    assert log.stat().st_mode & 0o077 == 0
    text = log.read_text()
    assert f"--- {number} " in text
    assert "Traceback" in text
    assert "id_number =" not in text.replace("id_number = ID_NUMBER", "")


def test_a_failing_thread_is_recorded_and_shows_nothing(tmp_path: Path) -> None:
    """D4: a thread of its own that fails does not end the program, nor does it show data."""
    with PtyHost([*SAMPLE, f"log={tmp_path}"], quick=True) as host:
        host.wait_for("准备好了")
        host.send("\x1bOS")
        host.read(quiet=0.4)
        assert host.alive
        host.send("\x1b[21~")
        assert host.exit_code(GONE_SECONDS, reading=True) == 0
        assert ID_NUMBER.encode() not in host.raw
    assert "Traceback" in (tmp_path / "errors.log").read_text()


def test_a_crash_without_a_log_still_ends_in_a_sentence() -> None:
    with PtyHost([*SAMPLE, "log=/proc/nowhere"], quick=True) as host:
        host.wait_for("准备好了")
        host.send("\x1bOQ")
        assert host.exit_code(5.0, reading=True) == 1
        host.wait_for("系统出错")
