"""What happens to an error nobody foresaw: a number for the clerk, the details for the log.

A traceback on the screen shows case texts and identity numbers to whoever stands behind,
and to the terminal's scroll-back. On the screen there is one sentence with a number; the
log file, readable by its owner only, has the traceback under that number, without the
values of variables.
"""

from __future__ import annotations

import os
import secrets
import threading
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from console.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

LOG_NAME: Final = "errors.log"
LOG_LIMIT: Final = 2 * 1024 * 1024
"""Bytes after which the log is set aside as ``errors.log.1`` and begun anew."""

_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_NUMBER_LENGTH: Final = 6


class CrashLog:
    """Records unforeseen errors in a directory of the data directory."""

    def __init__(self, directory: Path | None) -> None:
        """Write to ``directory``, made when first needed; None records nothing."""
        self._directory = directory
        self._lock = threading.Lock()

    def record(self, error: BaseException) -> str:
        """Write the traceback of ``error`` to the log and return its number.

        The number (six letters and digits, none easily mistaken for another on the
        telephone) is returned even when the log cannot be written.
        """
        number = "".join(secrets.choice(_LETTERS) for _place in range(_NUMBER_LENGTH))
        lines = traceback.format_exception(error)
        when = datetime.now(UTC).isoformat(timespec="seconds")
        entry = f"--- {number} {when} pid {os.getpid()}\n{''.join(lines)}\n"
        if self._directory is not None:
            self._append(self._directory, entry)
        return number

    def _append(self, directory: Path, entry: str) -> None:
        path = directory / LOG_NAME
        with self._lock:
            try:
                directory.mkdir(parents=True, exist_ok=True)
                if path.exists() and path.stat().st_size > LOG_LIMIT:
                    path.replace(path.with_name(f"{LOG_NAME}.1"))
                descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
                with os.fdopen(descriptor, "wb") as log:
                    log.write(entry.encode("utf-8", "backslashreplace"))
            except OSError:
                # A full disk must not turn one error into another; the sentence on the
                # screen still gives the number and the time.
                return


def crash_sentence(number: str) -> str:
    """Return what a clerk reads after an unforeseen error: no data, one number, a next step."""
    return _(
        "The program met an error and had to stop, error number %(number)s. "
        "Start it again; if it happens again, tell the administrator this number."
    ) % {"number": number}
