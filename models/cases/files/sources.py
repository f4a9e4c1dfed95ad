"""Where a file comes from: a path on this machine, or bytes."""

from __future__ import annotations

import errno
import io
import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from models.cases.files.refusals import FileUnusable
from models.kernel.oserrors import why
from models.kernel.text import clean_line
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LINK = N_("it is a link to another file")
_DEVICE = N_("it is no ordinary file")
_FOLDER = N_("it is a folder")


@dataclass(frozen=True, slots=True)
class FileSource:
    """A file that somebody brings: where it lies, or what is in it."""

    name: str
    path: Path | None = None
    stream: IO[bytes] | None = None

    @classmethod
    def at(cls, path: Path) -> FileSource:
        """Return a file on this machine; it is opened when it is taken."""
        return cls(path.name, path)

    @classmethod
    def of(cls, name: str, content: bytes | IO[bytes]) -> FileSource:
        """Return a content under a name."""
        return cls(name, stream=io.BytesIO(content) if isinstance(content, bytes) else content)

    @property
    def shown(self) -> str:
        """How it is called in what is said about it."""
        return clean_line(self.name)[:80] or "?"

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """Give the content to read.

        Neither a link is followed, which might lead anywhere, nor a device waited for.

        Raises:
            FileUnusable: it is gone, no ordinary file, or may not be read.
        """
        if self.stream is not None:
            yield self.stream
            return
        with os.fdopen(self._handle(), "rb") as stream:
            yield stream

    def _handle(self) -> int:
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        try:
            handle = os.open(self.path or "", flags)
        except OSError as error:
            reason = _LINK if error.errno == errno.ELOOP else why(error)
            raise FileUnusable(self.shown, reason) from error
        except ValueError as error:
            # A path with a NUL in it.
            raise FileUnusable(self.shown, _DEVICE) from error
        mode = os.fstat(handle).st_mode
        if stat.S_ISREG(mode):
            return handle
        os.close(handle)
        raise FileUnusable(self.shown, _FOLDER if stat.S_ISDIR(mode) else _DEVICE)
