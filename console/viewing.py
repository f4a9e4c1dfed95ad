"""Showing a file with a program of the machine's own, apart from the console and its terminal."""

from __future__ import annotations

import subprocess
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_SECONDS = 1.0
"""How long one waits for a program that refuses at once"""


def show_file(opener: Sequence[str], file: Path) -> bool:
    """Start ``opener`` on a file; say whether it took it.

    It gets no terminal: what it would read or write there would spoil the console. Nothing is
    given to a shell, so a file's name is never a command.

    Args:
        opener: the program and its arguments; empty where there is none.
        file: given as the last argument.
    """
    if not opener:
        return False
    nothing = subprocess.DEVNULL
    try:
        process = subprocess.Popen(  # noqa: S603 -- the person's own program, no shell
            [*opener, str(file)],
            stdin=nothing,
            stdout=nothing,
            stderr=nothing,
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        return process.wait(_SECONDS) == 0
    except subprocess.TimeoutExpired:
        # It stays open as long as somebody looks; its end has to be waited for all the same.
        threading.Thread(target=process.wait, daemon=True).start()
        return True
