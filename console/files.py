"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar

from console.i18n import N_
from console.settings import make_private_folder
from models.kernel.errors import DomainError, ErrorKind
from models.kernel.oserrors import why

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

T = TypeVar("T")


def write_whole(target: Path, write: Callable[[IO[bytes]], T], *, private: bool = False) -> T:
    """Let ``write`` fill a file beside ``target``, then put it in its place.

    Whatever goes wrong, what was there before stays as it was.

    Args:
        target: the file to be.
        write: gets a binary file; what it returns is returned.
        private: only the owner may read it, as everything in the data folder.

    Raises:
        OSError: the folder cannot be written.
    """
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}-")
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            result = write(stream)
        if not private:
            # Only its owner could read what mkstemp made; a table is an ordinary file.
            fresh.chmod(0o666 & ~_umask())
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
    return result


class NotWritten(DomainError):
    """A file the machine would not take: a full disk, a folder that is closed."""

    kind = ErrorKind.BUSY
    code = "files.not_written"
    sentence = N_("The file %(file)s could not be written: %(reason)s")
    next_step = N_("Tell the administrator; nothing else was lost.")

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(file=file, reason=reason)


def print_into(folder: Path, name: str, moment: datetime, write: Callable[[IO[bytes]], object]) -> Path:
    """Write a file of its own into a private folder; return where it is.

    Args:
        folder: made if it is not there.
        name: what the file is called; the moment is put before its ending, so that no earlier
            file is replaced unseen.
        moment: as the office's clocks show it.
        write: fills it.

    Raises:
        NotWritten: the machine would not take it.
    """
    plain = Path(name)
    target = folder / f"{plain.stem}_{moment:%Y%m%d-%H%M%S}{plain.suffix}"
    try:
        make_private_folder(folder)
        write_whole(target, write, private=True)
    except OSError as error:
        raise NotWritten(str(target), why(error)) from error
    return target


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
