from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from console.terminal.environment import prepare_environment, refusal, wants_monochrome
from tests.terminal.ptyhost import REPOSITORY, PtyHost

if TYPE_CHECKING:
    from collections.abc import Mapping

SAMPLE = [sys.executable, "-m", "tests.terminal.sample"]


def test_settings_replace_what_would_mislead_textual() -> None:
    environ = {
        "TERM": "xterm",
        "COLUMNS": "132",
        "LINES": "50",
        "COLORTERM": "truecolor",
        "TEXTUAL": "devtools",
        "TEXTUAL_COLOR_SYSTEM": "none",
        "TEXTUAL_DRIVER": "evil:Driver",
        "NO_COLOR": "1",
        "BROWSER": "evil",
        "LANG": "zh_CN.UTF-8",
    }
    prepare_environment(environ)
    assert environ == {
        "TERM": "xterm",
        "LANG": "zh_CN.UTF-8",
        "TEXTUAL_DISABLE_KITTY_KEY": "1",
        "TEXTUAL_ANIMATIONS": "none",
        "TEXTUAL_SMOOTH_SCROLL": "0",
        "TEXTUAL_FPS": "15",
        "PYDANTIC_DISABLE_PLUGINS": "__all__",
        "TEXTUAL_THEME": "ansi-dark",
        "ESCDELAY": "400",
    }


def test_monochrome_and_light() -> None:
    environ: dict[str, str] = {}
    prepare_environment(environ, monochrome=True, light=True)
    assert environ["NO_COLOR"] == "1"
    assert environ["TEXTUAL_THEME"] == "ansi-light"


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"TERM": "vt100"}, True),
        ({"TERM": "vt220"}, True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, True),
        ({"TERM": "xterm", "NO_COLOR": ""}, False),
        ({"TERM": "xterm-256color"}, False),
        ({}, False),
    ],
)
def test_who_wants_no_colour(environ: Mapping[str, str], expected: bool) -> None:
    assert wants_monochrome(environ) is expected


@pytest.mark.pty
@pytest.mark.parametrize("term", ["dumb", "unknown", ""])
def test_poor_terminals_are_refused_in_both_languages(term: str) -> None:
    with PtyHost(["-m", "tests.terminal.sample"], term=term) as host:
        assert host.exit_code(4.0, reading=True) == 2
        host.wait_for("TERM")
        assert "终端" in host.text
        assert "terminal" in host.text
        assert b"\x1b" not in host.raw


@pytest.mark.parametrize("closed", [False, True])
def test_without_a_terminal_it_ends_at_once(closed: bool) -> None:
    """L1: from cron, a pipe or ``ssh -T``, where Textual would spin on end of file."""
    begun = time.monotonic()
    done = subprocess.run(
        SAMPLE,
        stdin=subprocess.DEVNULL if not closed else None,
        capture_output=True,
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "TERM": "xterm", "PYTHONUTF8": "1"},
        timeout=5,
        check=False,
    )
    assert done.returncode == 2
    assert "yiwang --help" in done.stderr.decode()
    assert time.monotonic() - begun < 3


def test_closed_descriptors_are_no_terminal() -> None:
    assert refusal({"TERM": "xterm"}, descriptors=(987,)) is not None


def test_hostile_settings_do_not_reach_the_screen() -> None:
    """L2: size, colour system and driver named in the environment change nothing."""
    hostile = {
        "COLUMNS": "132",
        "LINES": "50",
        "COLORTERM": "truecolor",
        "TEXTUAL_COLOR_SYSTEM": "none",
        "TEXTUAL_DRIVER": "no.such:Driver",
        "TEXTUAL_THEME": "no-such-theme",
        "FORCE_COLOR": "1",
    }
    with PtyHost(["-m", "tests.terminal.sample"], env=hostile) as host:
        host.wait_for("准备好了")
        host.read()
        assert all(len(line) <= 80 for line in host.lines)
        assert host.lines[1].endswith("]")
        assert b"38;2;" not in host.raw


def test_nothing_of_textual_is_loaded_before_the_environment_is_set() -> None:
    code = (
        "import sys, console.terminal.environment, console.terminal.profile;"
        "sys.exit(any(name.split('.')[0] in {'textual', 'rich'} for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, check=False).returncode == 0
